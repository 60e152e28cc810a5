"""What a lesson asks: the prediction before the first run, and the quiz; and how the answers are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tui.lessons.measurement import Condition, Find, Quantity, Term, read_condition, read_quantity
from tui.lessons.toml_table import LessonError, number, tables, take, texts

Outcome = Literal["right", "too_high", "too_low", "wrong"]


@dataclass(frozen=True, slots=True)
class PredictionChoice:
    """One of the answers to choose from, and when it is the one that came true."""

    text: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Prediction:
    """The question before the first run; a number on a slider, or one of several answers."""

    kind: Literal["number", "choice"]
    question: str
    says: Mapping[Outcome, str]
    """A sentence for each outcome: right, too_high and too_low of a number, right and wrong of a choice."""
    change: str
    """One thing to change, and try again."""
    reading: Quantity | None = None
    """What a number is compared with."""
    unit: str = ""
    minimum: float = 0.0
    maximum: float = 0.0
    step: float = 1.0
    tolerance: float = 0.0
    """A guess is right within this much of what was measured, in the reading's unit."""
    choices: tuple[PredictionChoice, ...] = ()

    @property
    def readings(self) -> tuple[Term, ...]:
        """Everything that has to be measured to compare."""
        return (self.reading.readings if self.reading else ()) + sum((c.when.readings for c in self.choices), ())

    def compared(self, guess: float, find: Find) -> Outcome | None:
        """Return how the guess, a number or the place of a choice, came out; None when it is inconclusive here."""
        if self.kind == "choice":
            came_true = self.came_true(find)
            return None if came_true is None else "right" if came_true == guess else "wrong"
        span = self.reading.span(find) if self.reading else None
        if span is None:
            return None
        if span[0] - self.tolerance <= guess <= span[1] + self.tolerance:
            return "right"
        return "too_high" if guess > span[1] else "too_low"

    def came_true(self, find: Find) -> int | None:
        """Return the place of the first choice that is so here; None when that cannot be said."""
        for place, choice in enumerate(self.choices):
            holds = choice.when.holds(find)
            if holds is None:
                return None
            if holds:
                return place
        return None


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question with four answers."""

    question: str
    answers: tuple[str, ...]
    answer: int
    """The place of the right answer, from 0; when it depends on the machine, of the one right if `graded_by` holds."""
    explanation: str
    graded_by: Condition | None = None
    """What decides on the learner's own runs; None when the answer is fixed."""
    otherwise: int | None = None
    """The place of the right answer when `graded_by` does not hold."""

    def right_answer(self, find: Find) -> int | None:
        """Return the place of the right answer here; None when it is inconclusive."""
        if self.graded_by is None:
            return self.answer
        holds = self.graded_by.holds(find)
        return None if holds is None else self.answer if holds else self.otherwise


def read_prediction(table: Mapping[str, Any]) -> Prediction:
    """Read [prediction]."""
    try:
        kind = take(table, "kind", str)
        question, change = take(table, "question", str), take(table, "change", str)
        if kind == "choice":
            choices = tuple(
                PredictionChoice(take(c, "text", str), read_condition(take(c, "when", str)))
                for c in tables(table, "choices")
            )
            if not 2 <= len(choices) <= 4:
                raise LessonError("it needs two to four [[prediction.choices]].")
            return Prediction("choice", question, _says(table, ("right", "wrong")), change, choices=choices)
        if kind != "number":
            raise LessonError(f"kind {kind!r} is unknown; choose number or choice.")
        prediction = Prediction(
            "number", question, _says(table, ("right", "too_high", "too_low")), change,
            reading=read_quantity(take(table, "reading", str)), unit=take(table, "unit", str, ""),
            minimum=number(table, "minimum"), maximum=number(table, "maximum"), step=number(table, "step"),
            tolerance=number(table, "tolerance"),
        )  # fmt: skip
    except LessonError as error:
        raise LessonError(f"[prediction]: {error}") from None
    if not (prediction.minimum < prediction.maximum and prediction.step > 0 and prediction.tolerance >= 0):
        raise LessonError("[prediction] needs minimum < maximum, step above 0 and tolerance 0 or more.")
    return prediction


def _says(table: Mapping[str, Any], outcomes: tuple[Outcome, ...]) -> dict[Outcome, str]:
    return {outcome: take(table, outcome, str) for outcome in outcomes}


def read_quiz(table: Mapping[str, Any]) -> tuple[QuizQuestion, ...]:
    """Read every [[quiz]] of a lesson: none, or three to five."""
    questions = []
    for place, entry in enumerate(tables(table, "quiz"), start=1):
        try:
            questions.append(_question(entry))
        except LessonError as error:
            raise LessonError(f"[[quiz]] {place}: {error}") from None
    if questions and not 3 <= len(questions) <= 5:
        raise LessonError(f"it has {len(questions)} [[quiz]] questions; give three to five.")
    return tuple(questions)


def _question(table: Mapping[str, Any]) -> QuizQuestion:
    answers = texts(table, "answers")
    if len(answers) != 4 or len(set(answers)) != 4:
        raise LessonError("answers must be four different texts.")
    graded_by = take(table, "graded_by", str)
    condition = None if graded_by == "fixed" else read_condition(graded_by)
    return QuizQuestion(
        question=take(table, "question", str),
        answers=answers,
        answer=_place(table, "answer"),
        explanation=take(table, "explanation", str),
        graded_by=condition,
        otherwise=_place(table, "otherwise") if condition else None,
    )


def _place(table: Mapping[str, Any], key: str) -> int:
    place: int = take(table, key, int)
    if not 0 <= place < 4:
        raise LessonError(f"{key} must be the place of an answer, 0 to 3.")
    return place
