"""Every knob of a scenario, and its value at the next run: typed, or turned."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.boards.framed import plain, wrapped
from tui.boards.space import Place
from tui.draw.cells import Row, fit, join, on
from tui.feeds.live.control import LEVEL_PRICES
from tui.feeds.live.plan import CALIBRATED
from tui.lessons.catalogue import KnobValue, LessonError, Scenario
from tui.lessons.knob import Knob
from tui.play import turning
from tui.play.comparison import Comparison
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.page import Page
from tui.words.numbers import grouped

FIELD, UNIT = 16, 8
"""Cells of a value, and of its unit behind it."""
UNTIL_MEASURED = "measured first"


class Field(Input):
    """Takes the characters of a number; all other keys are the dialog's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("left", "screen.turn(-1)"),
        ("right", "screen.turn(1)"),
        ("home", "screen.move(-9999)"),
        ("end", "screen.move(9999)"),
    ]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character in "0123456789."

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and not self.check_consume_key(event.key, event.character):
            event.prevent_default()


class Knobs(Dialog):
    """Up and down choose a knob, left and right turn it, digits set it."""

    TITLE_HERE = "knobs, for the next run"
    WIDTH = 78
    BINDINGS: ClassVar[list[BindingType]] = [
        ("k", "close"),
        ("left,minus,underscore", "turn(-1)"),
        ("right,plus,equals_sign,space,enter", "turn(1)"),
    ]

    def __init__(self, comparison: Comparison, scenario: Scenario) -> None:
        super().__init__()
        self.comparison = comparison
        self.knobs = scenario.knobs
        self.at = 0
        """The knob that is marked; after the last one, how closely locks are watched."""
        self._fields = {
            place: Field(id=f"knob{place}", compact=True, max_length=24, placeholder=UNTIL_MEASURED)
            for place, knob in enumerate(self.knobs)
            if knob.kind in ("int", "float")
        }

    def compose(self) -> ComposeResult:
        yield Page(id="page")
        yield from self._fields.values()

    def on_mount(self) -> None:
        for place in self._fields:
            self._write(place)
        self._mark(0)

    def facts(self) -> str:
        return "type or ◂ ▸ turn · esc done"

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        for place, (name, shown, unit, says) in enumerate(self._entries()):
            is_marked = place == self.at
            ground = "select" if is_marked else "background"
            value = f"{'◂ ▸' if is_marked else '   '} {fit(shown, FIELD)} "
            head = fit(f" {name}", max(1, width - len(value) - UNIT))
            inks = (on(ink, ground) for ink in ("foreground bold", "key bold", "muted"))
            found += [tuple(zip((head, value, fit(unit, UNIT)), inks, strict=True))]
            found += [join(plain("    "), line) for line in _about(says, width)]
        return found

    def _tops(self, width: int) -> list[int]:
        """Return the first row of each entry, and behind the last one how many rows there are."""
        return [0, *accumulate(1 + len(_about(says, width)) for *_, says in self._entries())]

    def _entries(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield each knob's name, its value where it has no field, its unit, and what it is for."""
        for place, knob in enumerate(self.knobs):
            shown = "" if place in self._fields else str(self._value(place))
            yield knob.name.replace("_", " "), shown, knob.unit, knob.says
        yield "locks are watched", self.comparison.level, "", LEVEL_PRICES[self.comparison.level]

    def _arranged(self, width: int, height: int) -> Mapping[str, Place]:
        """Put each field into its row, where that is in sight."""
        places = dict(super()._arranged(width, height))
        page = places["page"]
        tops = self._tops(page.width - 6)
        for place in self._fields:
            y = 1 + tops[place] - self.first
            if 0 < y < page.height - 1:
                places[f"knob{place}"] = Place(page.x + page.width - 4 - UNIT - FIELD, page.y + y, FIELD, 1)
        return places

    def _value(self, place: int) -> KnobValue:
        return turning.value_of(self.comparison, self.knobs[place])

    def _write(self, place: int) -> None:
        """Write a knob's value into its field, where the next digit takes its place."""
        field = self._fields[place]
        field.value = _written(self._value(place))
        field.action_select_all()

    def _mark(self, place: int) -> None:
        self.at = max(0, min(place, len(self.knobs)))
        page = self._place()
        tops, room = self._tops(page.width - 6), page.height - 2
        self.first = max(min(self.first, tops[self.at]), tops[self.at + 1] - room)
        self.set_focus(self._fields.get(self.at))
        self.show()

    def take(self) -> bool:
        """Set the marked knob to what was typed; return whether it could be: if not, its value comes back."""
        field, said = self._fields.get(self.at), ""
        if field is None or field.value == _written(self._value(self.at)):
            return True
        try:
            said = turning.set_to(self.comparison, self.knobs[self.at], self._typed(self.knobs[self.at], field.value))
        except LessonError as error:
            self.say(str(error))
            return False
        finally:
            self._write(self.at)
        self.say(said or self._note)
        return True

    def _typed(self, knob: Knob, text: str) -> KnobValue:
        """Return what was typed; nothing at all means the lesson's own value. LessonError when it is no such value."""
        bare = "".join(text.split())
        return knob.parse(bare) if bare else turning.default_of(self.comparison, knob)

    def action_move(self, rows: int) -> None:
        if self.take():
            self._mark(self.at + rows)

    def action_turn(self, clicks: int) -> None:
        if self.at == len(self.knobs):
            levels = tuple(LEVEL_PRICES)
            self.comparison.level = levels[(levels.index(self.comparison.level) + clicks) % len(levels)]
        elif self.take():
            said = turning.turn(self.comparison, self.knobs[self.at], clicks)
            self.say(said or self._note)
            if self.at in self._fields:
                self._write(self.at)
        self.show()

    def action_close(self) -> None:
        if self.take():
            super().action_close()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take what was typed; where nothing was, enter turns."""
        if message.value == _written(self._value(self.at)):
            self.action_turn(1)
        else:
            self.take()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click or the tab key went to another field."""
        place = next((place for place, field in self._fields.items() if field is event.widget), self.at)
        if place != self.at:
            self.take()
            self._mark(place)

    def on_page_row_clicked(self, message: Page.RowClicked) -> None:
        tops = self._tops(self._place().width - 6)
        if message.row < tops[-1] and self.take():
            self._mark(bisect_right(tops, message.row) - 1)
            self.action_turn(1)


def _about(says: str, width: int) -> list[Row]:
    return wrapped(plain(says, "muted"), max(1, width - 4))


def _written(value: KnobValue) -> str:
    """Return a value as it stands in its field: `1 000 000`, `0.5`; nothing before it was measured."""
    if value == CALIBRATED:
        return ""
    number = float(value)
    return grouped(number) if number == int(number) else f"{number:g}"
