"""The question before the first run of a lesson: a number on a slider, one of several answers, or ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import theme
from tui.boards.framed import BLANK, plain, wrapped
from tui.draw import digits
from tui.draw.cells import Row, join, on, pad
from tui.draw.slider import ends, slider
from tui.learning import grading
from tui.learning.learning import Learning
from tui.lessons.questions import MOST_TICKS, Prediction
from tui.screens.dialogs.answers import Answers
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.page import Page

TITLE = "what do you expect?"
FACTS = "enter lock and run · esc skip"
NOT_YET = "Nothing is locked yet: move the mark first, ◂ ▸."
NARROW = 60
"""Below this many cells questions are long and rows are few."""


class Asking(Dialog):
    """Sets the guess, or that the question was passed over; whoever opened it starts the run then."""

    TITLE_HERE = TITLE
    FACTS = FACTS
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "skip"), ("n", "never")]
    farewell: str = ""
    """What to say when it has closed."""

    def __init__(self, prediction: Prediction, learning: Learning) -> None:
        super().__init__()
        self.prediction = prediction
        self.learning = learning

    def question(self, width: int) -> list[Row]:
        """Return the question; where rows are few it begins at the top."""
        asked = wrapped(plain(self.prediction.question, "foreground bold"), width)
        return [*[BLANK] * (width >= NARROW), *asked, BLANK]

    def keys(self) -> list[Row]:
        """Return what the keys do."""
        return [
            (("enter", "key bold"), ("  lock it and run", "foreground")),
            (("esc", "key bold"), ("    run without a guess", "foreground")),
            (("n", "key bold"), ("      never ask again; the journal (j) turns it on", "foreground")),
        ]

    def action_skip(self) -> None:
        self.learning.is_skipped = True
        self.dismiss(None)

    def action_never(self) -> None:
        learner = self.learning.learner
        trouble = learner.settings.set_asks(False) if learner else ""
        self.farewell = trouble or "No more questions before a run. The journal (j) turns them on."
        self.action_skip()

    def settle(self, at: float) -> None:
        """Lock the guess."""
        self.learning.guess = at
        self.dismiss(None)


class AskChoice(Asking, Answers):
    """One of several answers."""

    def texts(self) -> Sequence[str]:
        return [choice.text for choice in self.prediction.choices]

    def rows(self, width: int) -> Sequence[Row]:
        found = self.question(width)
        found += self.answer_rows(width, len(found))
        return [
            *found,
            BLANK,
            (("↑ ↓", "key bold"), (f"    choose; so does 1-{len(self.texts())}", "foreground")),
            *self.keys(),
        ]


class AskSeveral(Asking):
    """A tick for each choice that is so; none is an answer too, once a tick was set and taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "lock"),
        ("space,left,right", "tick"),
        *((str(number), f"pick({number})") for number in range(1, MOST_TICKS + 1)),
    ]

    def __init__(self, prediction: Prediction, learning: Learning) -> None:
        super().__init__(prediction, learning)
        self.at = 0
        self.ticks = 0
        """A bit for each choice."""
        self.is_set = False
        """Whether a tick was set: nobody guesses by just pressing enter."""
        self._above = 0
        """The rows over the choices."""

    def rows(self, width: int) -> Sequence[Row]:
        asked = self.question(width)
        self._above = len(asked)
        ticked = self.prediction.ticked(self.ticks)
        texts = [choice.text for choice in self.prediction.choices]
        choices = [_tick(*each, place == self.at, width) for place, each in enumerate(zip(texts, ticked, strict=True))]
        told = f"  tick what is so, or not; so does 1-{len(choices)}"
        return [*asked, *choices, BLANK, (("space", "key bold"), (told, "foreground")), *self.keys()]

    def action_move(self, rows: int) -> None:
        self.at = max(0, min(self.at + rows, len(self.prediction.choices) - 1))
        self.first = min(self.first, self._above + self.at)
        self.show()

    def action_pick(self, number: int) -> None:
        if 1 <= number <= len(self.prediction.choices):
            self.at = number - 1
            self.action_tick()

    def action_tick(self) -> None:
        self.ticks ^= 1 << self.at
        self.is_set, self._note = True, ""
        self.show()

    def action_lock(self) -> None:
        if self.is_set:
            self.settle(self.ticks)
        else:
            self.say("Tick what you expect first.")

    def on_page_row_clicked(self, message: Page.RowClicked) -> None:
        self.action_pick(message.row - self._above + 1)


def _tick(text: str, is_ticked: bool, is_at: bool, width: int) -> Row:
    """Return a choice in one row."""
    ground = "select" if is_at else "background"
    sign, ink = ("✓", "key bold") if is_ticked else ("·", "muted")
    row: Row = ((f" {sign}  ", on(ink, ground)), (text, on("foreground bold" if is_ticked else "foreground", ground)))
    return pad(row, width, on("foreground", ground), more="…")


class AskNumber(Asking):
    """A number, moved by steps or typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "lock"),
        ("left", "turn(-1)"),
        ("right", "turn(1)"),
        ("shift+left,pagedown", "turn(-10)"),
        ("shift+right,pageup", "turn(10)"),
        ("home", "turn(-100000)"),
        ("end", "turn(100000)"),
        ("backspace", "erase"),
        ("full_stop,comma", "type('.')"),
        *((digit, f"type('{digit}')") for digit in "0123456789"),
    ]

    def __init__(self, prediction: Prediction, learning: Learning, usable_cores: float) -> None:
        super().__init__(prediction, learning)
        self._usable_cores = usable_cores
        self.value = prediction.minimum
        self.value = self._near((prediction.minimum + self.top) / 2, self.top)
        self.is_set = False
        """Whether the mark was moved: nobody guesses by just pressing enter."""
        self.was_empty = False
        """Whether enter was pressed before the mark was moved."""
        self.typed = ""

    @property
    def top(self) -> float:
        """Where the slider ends: where a number beyond it was typed, there."""
        return self.prediction.top(self._usable_cores, self.value)

    def rows(self, width: int) -> Sequence[Row]:
        asked, glyphs, top = self.prediction, theme.glyphs(self.app.theme), self.top
        text = self.typed or (grading.bare(asked, self.value) if self.is_set else glyphs.unknown)
        scale = max(8, width - 4)
        places = grading.places(asked)
        low, high = (
            grading.bare(asked, value) if places == 0 else f"{value:g}" for value in (asked.minimum, top)
        )
        found = self.question(width)
        big = digits.big(text, glyphs, f" {asked.unit}")
        found += [pad(plain(line, "key bold"), width, align="centre") for line in big]
        found.append(join(
            (("◂ ", "key bold"),),
            slider(self.value, asked.minimum, top, scale, is_set=self.is_set, glyphs=glyphs),
            ((" ▸", "key bold"),),
        ))  # fmt: skip
        hint = "" if self.is_set else NOT_YET if self.was_empty else "◂ ▸ move it, then enter"
        hinted = pad(plain(hint, "bad bold" if self.was_empty else "key bold"), width, align="centre")
        found += [join(plain("  "), ends(low, high, scale)), hinted]
        most = f" up to {asked.maximum:g}" if top < asked.maximum else ""
        found += wrapped(plain(f"Move it: ◂ ▸, ten steps PgUp PgDn, or type a number{most}.", "muted"), width)
        if asked.tolerance:
            found += wrapped(plain(f"A guess within {asked.tolerance:g} of the measurement is right.", "muted"), width)
        return [*found, BLANK, *self.keys()]

    def action_turn(self, steps: int) -> None:
        self.typed, self._note = "", ""
        self.value, self.is_set = self._near(self.value + steps * self.prediction.step, self.top), True
        self.show()

    def action_type(self, character: str) -> None:
        text = self.typed + character
        after = text.partition(".")[2]
        if text.count(".") > 1 or len(text) > 7 or len(after) > grading.places(self.prediction):
            return
        if character == "." and not grading.places(self.prediction):
            return
        self.typed = text
        self._follow()

    def action_erase(self) -> None:
        self.typed = self.typed[:-1]
        self._follow()

    def _follow(self) -> None:
        """Put the mark where the typed number is."""
        self._note = ""
        if (typed := self._number()) is not None:
            self.value, self.is_set = max(self.prediction.minimum, min(typed, self.prediction.maximum)), True
        self.show()

    def _number(self) -> float | None:
        try:
            return float(self.typed)
        except ValueError:
            return None

    def _near(self, value: float, top: float) -> float:
        """Return the nearest step on the scale."""
        asked = self.prediction
        value = round(value / asked.step) * asked.step
        return round(max(asked.minimum, min(value, top)), 9)

    def action_lock(self) -> None:
        asked, typed = self.prediction, self._number()
        if typed is not None and not asked.minimum <= typed <= asked.maximum:
            self.say(f"Give a number from {asked.minimum:g} to {asked.maximum:g}.")
        elif not self.is_set:
            self.was_empty = True
            self.show()
        else:
            self.settle(self.value)
