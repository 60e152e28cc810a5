"""What a lesson asks: the prediction before the first run, and the quiz; and how the answers are compared."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Annotated, Literal, NamedTuple

from msgspec import Struct

from tui.lessons.measurement import Condition, Find, Quantity, Term, read_condition, read_quantity
from tui.telemetry.shape import FromText, ShapeError, Within

MOST_STEPS = 10_000
"""Places of a slider."""
MOST_TICKS = 9
"""Choices that can be ticked: each has a digit."""
Outcome = Literal["right", "too_high", "too_low", "wrong"]


LEAST_SCALE = 4
"""The least end of a slider that follows the cores."""


class PredictionChoice(NamedTuple):
    """One of the answers to choose from, and when it is the one that came true."""

    text: str
    when: Annotated[Condition, FromText(read_condition)]


_NUMBER = ("too_high", "too_low", "reading")
_NEEDED = {"number": _NUMBER, "curve": (*_NUMBER, "over"), "choice": ("wrong",), "several": ("wrong",)}
"""What a question of each kind cannot be without."""


class Prediction(Struct, frozen=True):
    """The question before the first run: a number on a slider, one of several answers, a tick for each that is so, or a
    curve, which is a number too: where it ends.
    """

    kind: Literal["number", "choice", "several", "curve"]
    question: str
    change: str
    """One thing to change, and try again."""
    right: str
    """What is said of a guess that came out so."""
    too_high: str = ""
    """Of a number or a curve, and so is the next."""
    too_low: str = ""
    wrong: str = ""
    """Of a choice, and of ticks that are not all right."""
    reading: Annotated[Quantity, FromText(read_quantity)] | None = None
    """What a number is compared with."""
    unit: str = ""
    minimum: float = 0.0
    maximum: float = 0.0
    scale_per_core: Annotated[float, Within(0)] = 0.0
    """The slider ends at so many times the usable cores, but not below 4 and not above `maximum`, up to which numbers
    can be typed. 0: it ends at `maximum`."""
    step: Annotated[float, Within(above=0)] = 1.0
    tolerance: Annotated[float, Within(0)] = 0.0
    """A guess is right within this much of what was measured, in the reading's unit."""
    over: str = ""
    """Of a curve: the knob with the number of workers at which it ends. It begins at one worker, which is 1 times as
    fast, and is bent as Amdahl's law would have it."""
    choices: tuple[PredictionChoice, ...] = ()

    def __post_init__(self) -> None:
        for field in _NEEDED[self.kind]:
            if not getattr(self, field):
                raise ShapeError("is missing", field)
        if self.kind == "choice" and not 2 <= len(self.choices) <= 4:
            raise ShapeError("needs two to four [[prediction.choices]]")
        if self.kind == "several" and not 2 <= len(self.choices) <= MOST_TICKS:
            raise ShapeError(f"needs two to {MOST_TICKS} [[prediction.choices]]")
        if self.is_number and self.minimum >= self.maximum:
            raise ShapeError("needs minimum < maximum")
        if (self.maximum - self.minimum) / self.step > MOST_STEPS:
            raise ShapeError(f"leaves more than {MOST_STEPS} places from minimum to maximum", "step")

    @property
    def is_number(self) -> bool:
        """Whether what is guessed is a number."""
        return self.kind in ("number", "curve")

    @property
    def says(self) -> Mapping[Outcome, str]:
        """A sentence for each outcome."""
        return {"right": self.right, "too_high": self.too_high, "too_low": self.too_low, "wrong": self.wrong}

    @property
    def readings(self) -> tuple[Term, ...]:
        """Everything that has to be measured to compare."""
        return (self.reading.readings if self.reading else ()) + sum((c.when.readings for c in self.choices), ())

    def top(self, usable_cores: float, *shown: float) -> float:
        """Return where the slider ends on a machine with so many cores: high enough for the numbers to be shown."""
        if not self.scale_per_core:
            return self.maximum
        fitting = max(LEAST_SCALE, ceil(self.scale_per_core * usable_cores), *map(ceil, shown))
        return max(self.minimum + self.step, min(self.maximum, fitting))

    def compared(self, guess: float, find: Find) -> Outcome | None:
        """Return how the guess came out: a number, the place of a choice, or the ticks, each a bit of a whole number.

        None when it is inconclusive here, as the end of a curve is where the measurements differ by more than counts
        as right, and it lies among them.
        """
        if not self.is_number:
            came_true = self.came_true(find)
            return None if came_true is None else "right" if came_true == guess else "wrong"
        span = self.reading.span(find) if self.reading else None
        if span is None:
            return None
        if span[0] - self.tolerance <= guess <= span[1] + self.tolerance:
            return None if self.kind == "curve" and span[1] - span[0] > 2 * self.tolerance else "right"
        return "too_high" if guess > span[1] else "too_low"

    def ticked(self, guess: float) -> tuple[bool, ...]:
        """Return for each choice whether it is ticked."""
        return tuple(bool(int(guess) >> place & 1) for place in range(len(self.choices)))

    def came_true(self, find: Find) -> int | None:
        """Return the place of the first choice that is so here, or a bit for each; None when that cannot be said."""
        if self.kind == "several":
            found = [choice.when.holds(find) for choice in self.choices]
            return None if None in found else sum(bool(holds) << place for place, holds in enumerate(found))
        for place, choice in enumerate(self.choices):
            holds = choice.when.holds(find)
            if holds is None:
                return None
            if holds:
                return place
        return None


def _graded_by(text: str) -> Condition | None:
    return None if text == "fixed" else read_condition(text)


AnswerPlace = Annotated[int, Within(0, 3)]
"""Which of the four answers, counted from 0."""


class QuizQuestion(Struct, frozen=True):
    """A question with four answers."""

    question: str
    answers: tuple[str, ...]
    answer: AnswerPlace
    """The place of the right answer, from 0; when it depends on the machine, of the one right if `graded_by` holds."""
    explanation: str
    graded_by: Annotated[Condition | None, FromText(_graded_by)]
    """What decides on the learner's own runs; `fixed`, which is None here, when the answer is always the same."""
    otherwise: AnswerPlace | None = None
    """The place of the right answer when `graded_by` does not hold."""

    def __post_init__(self) -> None:
        if len(self.answers) != 4 or len(set(self.answers)) != 4:
            raise ShapeError("must be four different texts", "answers")
        if self.graded_by and self.otherwise is None:
            raise ShapeError("is missing", "otherwise")

    def right_answer(self, find: Find) -> int | None:
        """Return the place of the right answer here; None when it is inconclusive."""
        if self.graded_by is None:
            return self.answer
        holds = self.graded_by.holds(find)
        return None if holds is None else self.answer if holds else self.otherwise
