"""Which dialog asks a lesson's question; and the one whose answer is a curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import theme
from tui.boards.amdahl.speed_box import guessed_curve
from tui.boards.framed import plain, wrapped
from tui.draw.cells import Row, pad
from tui.learning import grading
from tui.learning.learning import Learning
from tui.lessons.questions import Prediction
from tui.screens.dialogs.prediction import AskChoice, Asking, AskNumber, AskSeveral
from tui.words.numbers import plural

NOT_YET = "Nothing is locked yet: bend the curve first, ↑ ↓."
LOWEST, HIGHEST = 5, 15
"""Rows of the curve."""
AROUND = 4
"""Rows of the frame, and those that stay free above and below it."""


class AskCurve(AskNumber):
    """A curve over the number of workers, bent by the arrows; where it ends can be typed."""

    BINDINGS: ClassVar[list[BindingType]] = [("up", "turn(1)"), ("down", "turn(-1)")]

    def __init__(self, prediction: Prediction, learning: Learning, workers: int) -> None:
        """`workers`: at which number it ends."""
        self.ends_at = max(2, workers)
        super().__init__(prediction, learning, float(workers))

    @property
    def top(self) -> float:
        """Where the arrows end: as many times as fast as there are workers."""
        return max(float(self.ends_at), self.value)

    def rows(self, width: int) -> Sequence[Row]:
        above, below = self.question(width)[:-1], self._below(width)
        room = max(LOWEST, min(HIGHEST, self.app.size.height - len(above) - len(below) - AROUND))
        guess = self.value if self.is_set else None
        return [*above, *guessed_curve(guess, self.ends_at, width, room, theme.glyphs(self.app.theme)), *below]

    def _below(self, width: int) -> list[Row]:
        how = f"Bend it: ↑ ↓, ten steps PgUp PgDn, or type where it ends, up to {self.prediction.maximum:g}."
        rows = [pad(self._said(), width, align="centre"), *wrapped(plain(how, "muted"), width)]
        if self.prediction.tolerance:
            near = f"Within {self.prediction.tolerance:g} of the measurement its end is right."
            rows += wrapped(plain(near, "muted"), width)
        return [*rows, *self.keys()]

    def _said(self) -> Row:
        """Return where the curve ends, or what to press."""
        if not self.is_set:
            return plain(NOT_YET, "bad bold") if self.was_empty else plain("↑ ↓ bend it, then enter", "key bold")
        number = self.typed or grading.bare(self.prediction, self.value)
        return plain(f"{number} times as fast with {plural(self.ends_at, 'worker')}", "key bold")


def ask(prediction: Prediction, learning: Learning, usable_cores: float, workers: int = 0) -> Asking:
    """Return the dialog for a question on a machine with so many cores; `workers`: where a curve ends."""
    if prediction.kind == "curve":
        return AskCurve(prediction, learning, workers)
    if prediction.kind == "choice":
        return AskChoice(prediction, learning)
    if prediction.kind == "several":
        return AskSeveral(prediction, learning)
    return AskNumber(prediction, learning, usable_cores)
