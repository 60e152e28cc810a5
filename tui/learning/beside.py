"""A guess beside what was measured, in words: pieces of text, each with its ink."""

from __future__ import annotations

from tui.learning import grading
from tui.learning.grading import Graded
from tui.lessons.questions import Prediction
from tui.words.numbers import listed

Pieces = tuple[tuple[str, str], ...]
"""Texts and their inks."""
AGAIN, AGAIN_IT = " Press r to run again.", " Press r to run it again."


def beside(prediction: Prediction, guess: float, graded: Graded, *, has_keys: bool = True) -> Pieces:
    """Return the sentence: what was said, what was measured, and what that means; and which key, where there are keys.
    """
    said: Pieces = (("You said ", "foreground"), (quoted(prediction, guess), "key bold"))
    if graded.outcome is None:
        return (*said, (f". {inconclusive(graded, has_keys=has_keys)}", "foreground"))
    says = prediction.says[graded.outcome]
    if prediction.kind == "several":
        return _ticked(prediction, guess, graded, says)
    measured = grading.measured_words(prediction, graded)
    if not prediction.is_number:
        came: Pieces = (("; here: ", "foreground"), (_in_quotes(measured), "foreground bold"))
        what = () if graded.outcome == "right" else came
    else:
        what = ((", measured ", "foreground"), (measured, "foreground bold"))
    return (*said, *what, (f". {says}", "foreground"))


def _ticked(prediction: Prediction, guess: float, graded: Graded, says: str) -> Pieces:
    """Return how many ticks were right, and which were not."""
    missed = grading.missed(prediction, guess, graded)
    which: Pieces = (("; not so: ", "foreground"), (listed(missed), "bad")) if missed else ()
    hits = grading.hits(prediction, guess, graded)
    return (("Your guess: ", "foreground"), (hits, "key bold"), *which, (f". {says}", "foreground"))


def inconclusive(graded: Graded, *, has_keys: bool = True) -> str:
    """Return the sentences on a guess that could not be compared."""
    if graded.is_void:
        return f"It is not compared: {graded.why}.{AGAIN if has_keys else ''}"
    return f"Inconclusive here: {graded.why}.{AGAIN_IT if has_keys else ''}"


def quoted(prediction: Prediction, guess: float) -> str:
    """Return a guess as it stands in a sentence."""
    text = grading.guessed(prediction, guess)
    return text if prediction.is_number else _in_quotes(text)


def _in_quotes(text: str) -> str:
    return f"“{text.rstrip('.')}”"
