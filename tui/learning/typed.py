"""A lesson's question where there is no screen: as text, and the answer as a person types it."""

from __future__ import annotations

from tui.lessons import LessonError
from tui.lessons.questions import Prediction


def asked(prediction: Prediction) -> str:
    """Return the question, its answers where there are some, and how to answer."""
    rows = [prediction.question, *(f"  {place}  {one.text}" for place, one in enumerate(prediction.choices, 1))]
    return "\n".join([*rows, f"Answer with --guess and {_how(prediction)}."])


def read(prediction: Prediction, text: str) -> float:
    """Return what was typed as a guess; LessonError when it is none."""
    words = [word for word in text.replace(",", " ").split() if word]
    if prediction.is_number:
        number = _number(text)
        if number is not None and prediction.minimum <= number <= prediction.maximum:
            return number
    elif all(word.isdecimal() and 1 <= int(word) <= len(prediction.choices) for word in words):
        if prediction.kind == "choice" and len(words) == 1:
            return int(words[0]) - 1
        if prediction.kind == "several" and words:
            return sum(1 << place for place in {int(word) - 1 for word in words})
    if prediction.kind == "several" and text.strip() == "0":
        return 0
    raise LessonError(f"--guess cannot be {text!r}: give {_how(prediction)}.")


def _how(prediction: Prediction) -> str:
    count = len(prediction.choices)
    if prediction.kind == "several":
        return f"the numbers of all that are so, from 1 to {count}, with commas, or 0 for none of them"
    if prediction.kind == "choice":
        return f"a number from 1 to {count}"
    ends = f", where the curve ends: with the most {prediction.over}" if prediction.kind == "curve" else ""
    return f"a number from {prediction.minimum:g} to {prediction.maximum:g}{ends}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
