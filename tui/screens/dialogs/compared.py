"""The guess and the measurement on the same scale, in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import theme
from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.words.guess import SIGNS
from tui.draw.cells import Row, fit, join
from tui.draw.slider import ends, measured_on, slider
from tui.learning.beside import beside
from tui.learning.grading import Graded
from tui.lessons.questions import Prediction
from tui.screens.dialogs.dialog import Dialog


class Compared(Dialog):
    """What was said, what was measured, why, and what to try."""

    TITLE_HERE = "your guess"
    FACTS = "enter close"
    BINDINGS: ClassVar[list[BindingType]] = [("enter", "close")]

    def __init__(
        self, prediction: Prediction, guess: float, graded: Graded, usable_cores: float, trouble: str = ""
    ) -> None:
        """`usable_cores` are those of this machine; `trouble` says why the journal does not hold it."""
        super().__init__()
        self.usable_cores = usable_cores
        self.prediction = prediction
        self.guess = guess
        self.graded = graded
        self.trouble = trouble

    def rows(self, width: int) -> Sequence[Row]:
        asked = self.prediction
        found: list[Row] = [BLANK, *wrapped(plain(asked.question, "foreground bold"), width), BLANK]
        drawn = {"number": self._scale, "curve": self._scale, "choice": self._answers, "several": self._ticks}
        found += drawn[asked.kind](width)
        found += [BLANK, *wrapped(beside(asked, self.guess, self.graded), width), BLANK]
        if self.trouble:
            found += [*wrapped(plain(self.trouble, "muted"), width), BLANK]
        if self.graded.outcome is None:
            return found
        return [*found, *wrapped((("Try  ", "muted"), (asked.change, "foreground")), width)]

    def _scale(self, width: int) -> list[Row]:
        asked, graded, glyphs = self.prediction, self.graded, theme.glyphs(self.app.theme)
        label, low = 10, asked.minimum
        high = asked.top(self.usable_cores, self.guess, *(graded.span or ())[1:])
        scale = max(8, width - label)
        found: list[Row] = [
            join(plain(fit("you said", label), "muted"), slider(self.guess, low, high, scale, glyphs=glyphs))
        ]
        if graded.span is not None and graded.outcome is not None:
            ink = "good" if graded.outcome == "right" else "bad"
            found.append(
                join(plain(fit("measured", label), "muted"), measured_on(graded.span, low, high, scale, ink, glyphs))
            )
        found.append(join(plain(" " * label), ends(f"{low:g}", f"{high:g}", scale)))
        if graded.outcome is not None:
            near = f", within {asked.tolerance:g} counts as right" if asked.tolerance else ""
            found += [BLANK, ((SIGNS[graded.outcome][0], SIGNS[graded.outcome][1]), (near, "muted"))]
        return found

    def _ticks(self, width: int) -> list[Row]:
        """Return each choice with what was said of it and what was measured."""
        asked, came_true = self.prediction, self.graded.came_true
        said = asked.ticked(self.guess)
        here = asked.ticked(came_true) if came_true is not None else (None,) * len(said)
        words = {True: "yes", False: "no", None: "–"}
        label = max(10, width - 22)
        found: list[Row] = [join(plain(" " * label), plain("you said  measured", "muted"))]
        for choice, mine, measured in zip(asked.choices, said, here, strict=True):
            ink = "foreground" if measured is None else "good" if mine == measured else "bad"
            sign = " " if measured is None else "✓" if mine == measured else "✗"
            cells = f"{words[mine]:<10}{words[measured]:<8}{sign}"
            found.append(join(plain(fit(choice.text, label)), plain(cells, f"{ink} bold")))
        return found

    def _answers(self, width: int) -> list[Row]:
        found: list[Row] = []
        for place, choice in enumerate(self.prediction.choices):
            is_true, is_said = place == self.graded.came_true, place == self.guess
            ink = "good" if is_true else "bad" if is_said and self.graded.outcome else "foreground"
            sign = "✓" if is_true else "✗" if is_said and self.graded.outcome else " "
            who = "you said  " if is_said else "measured  " if is_true else " " * 10
            for number, text in enumerate(wrapped(plain(choice.text, ink), max(8, width - 12))):
                head: Row = ((who, "muted"), (f"{sign} ", f"{ink} bold")) if number == 0 else plain(" " * 12)
                found.append(join(head, text))
        return found
