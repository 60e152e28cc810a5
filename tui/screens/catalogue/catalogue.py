"""The page of all lessons: a list that is typed in to find one, with the marked lesson explained beside or below it.

Rules of this file: letters are looked for and digits choose a group, so that nothing else has a letter for its key;
what stands there is of the moment in which it was opened, and nothing in it moves by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.layout import Layout
from textual.screen import ModalScreen

from tui.boards.sheet import Clicked, Paint
from tui.boards.space import Place
from tui.learning.learning import Learner
from tui.messages import DoAction
from tui.screens.catalogue import lines, listing, preview, words
from tui.screens.catalogue.view import catalogue_view, marked, sought
from tui.screens.stage.places import Places
from tui.screens.stage.shelf import Shelf
from tui.widgets.board import BoardWidget

MOST_TYPED = 24
WIDE = 116
"""From so many cells on the marked lesson has a box beside two columns of the list."""
SIDE = 40
"""Cells of the box in which the marked lesson is explained, in a terminal of 120; a third of a wider one."""


class Catalogue(ModalScreen[None]):
    """Marks a lesson; `enter` puts it on the stage."""

    DEFAULT_CSS = "Catalogue { background: $background; overflow: hidden hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave"), ("enter", "open"), ("up", "move(-1)"), ("down", "move(1)"), ("left", "aside(-1)"),
        ("right", "aside(1)"), ("pageup,shift+tab", "turn(-1)"), ("pagedown,tab", "turn(1)"), ("home", "move(-9999)"),
        ("end", "move(9999)"), ("backspace", "rub_out"), ("question_mark", "help"),
    ]  # fmt: skip

    def __init__(self, shelf: Shelf, learner: Learner | None, put: Callable[[int], object]) -> None:
        """`put` puts the lesson at a place of the shelf on the stage."""
        super().__init__()
        self._put = put
        self.page = catalogue_view(shelf, learner)
        self._opened_with = self.page
        self._places = Places(arranged)

    @property
    def layout(self) -> Layout:
        return self._places

    def compose(self) -> ComposeResult:
        for name, (paint, clicked) in BOARDS.items():
            yield BoardWidget(paint, clicked, id=name)

    def on_mount(self) -> None:
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.show)

    def on_screen_resume(self) -> None:
        self.show()

    @property
    def is_untouched(self) -> bool:
        """Whether it is as it is at each start, with nothing over it."""
        return self.app.screen is self and self.page is self._opened_with

    def rows_of(self, *names: str) -> frozenset[int]:
        """Return the rows in which these stand."""
        places = [place for name, place in self._places.placed.items() if name in names]
        return frozenset(y for its in places for y in range(its.y, its.y + its.height))

    def show(self) -> None:
        for board in self.query(BoardWidget):
            board.show(self.page)

    def _mark(self, place: int) -> None:
        self.page = marked(self.page, place)
        self.show()

    def _find(self, text: str) -> None:
        self.page = sought(self.page, text[:MOST_TYPED])
        self.show()

    def on_key(self, event: events.Key) -> None:
        """Look for what is typed; a digit chooses a group, and 0 closes what it opened."""
        key = event.character or ""
        if key == "0":
            self.action_close()
        elif key == " " and not self.page.find:
            self.action_open()
        elif key.isdecimal() and key.isascii():
            self.action_group(int(key))
        elif key.isalpha() or (key and key in " -_'" and self.page.find):
            self._find(self.page.find + key)
        else:
            return
        event.stop()

    def action_rub_out(self) -> None:
        self._find(self.page.find[:-1])

    def action_move(self, step: int) -> None:
        found = [its.place for its in self.page.found]
        at = found.index(self.page.marked) if self.page.marked in found else 0
        if found:
            self._mark(found[max(0, min(at + step, len(found) - 1))])

    def action_aside(self, step: int) -> None:
        """Mark the lesson in the next column; with one column, go to the next group."""
        place = listing.beside(self.page, self.query_one("#list", BoardWidget).sheet, step)
        if place is None:
            self.action_turn(step)
        else:
            self._mark(place)

    def action_turn(self, step: int) -> None:
        """Go to the next group, or to the one before."""
        groups, at = self.page.groups, self.page.at
        if at is not None:
            self.action_group(max(0, min(groups.index(at.group) + step, len(groups) - 1)) + 1)

    def action_group(self, number: int) -> None:
        """Mark the first lesson of a group that is not finished, else its first; what was typed is taken away."""
        if number > len(self.page.groups):
            return
        self.page = sought(self.page, "")
        mine = [its for its in self.page.lessons if its.group == self.page.groups[number - 1]]
        self._mark(next((its for its in mine if not its.is_finished), mine[0]).place)

    def action_mark(self, place: int) -> None:
        """Mark what was clicked on; open it where it is marked already."""
        if place == self.page.marked:
            self.action_open()
        else:
            self._mark(place)

    def action_open(self) -> None:
        if self.page.at is not None:
            self.dismiss(None)
            self._put(self.page.marked)

    def action_leave(self) -> None:
        """Take away what was typed; then leave."""
        if self.page.find:
            self._find("")
        else:
            self.action_close()

    def action_close(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from tui.screens.dialogs.help import of_catalogue  # noqa: PLC0415

        self.app.push_screen(of_catalogue())

    async def on_do_action(self, message: DoAction) -> None:
        message.stop()
        await self.run_action(message.action)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)


BOARDS: Mapping[str, tuple[Paint, Clicked | None]] = {
    "ground": (lambda page, sheet: (), None),
    "header": (lines.header, None),
    "groups": (lines.groups, lines.group_clicked),
    "find": (lines.find, None),
    "list": (listing.paint, listing.clicked),
    "way": (words.way, None),
    "preview": (preview.paint, preview.clicked),
    "brief": (preview.brief, None),
    "words": (words.paint, words.clicked),
    "tries": (words.brief, words.brief_clicked),
    "keys": (lines.keys, lines.key_clicked),
}
"""What stands on the page: how it is painted, and what a click on it does. Below all lies the ground, without which the
stage is seen between them where a terminal's own colours are used."""


def arranged(width: int, height: int) -> Mapping[str, Place]:
    """Return what stands where; nothing leaves the screen, and nothing overlaps but the ground."""
    found = {
        "ground": Place(0, 0, width, height),
        "header": Place(0, 0, width, 1),
        "groups": Place(0, 1, width, 1),
        "keys": Place(0, height - 1, width, 1),
    }
    if width >= WIDE and height >= 28:
        return found | _wide(width, height)
    about = 4 if height >= 22 else 3 if height >= 14 else 1
    parts = [("brief", about), ("find", 1), ("tries", 1)][: 3 if height >= 22 else 2 if height >= 7 else 0]
    y = height - 1 - sum(rows for _, rows in parts)
    found["list"] = Place(0, 2, width, y - 2)
    for name, rows in parts:
        found[name] = Place(0, y, width, rows)
        y += rows
    return found


def _wide(width: int, height: int) -> dict[str, Place]:
    side, said = max(SIDE, min(72, width // 3)), 8 if height >= 36 else 6
    way = 4 if height >= 34 else 0
    top, low, left = 3 if way else 2, height - 1 - said, width - side - 1
    return {
        "find": Place(0, top, left, 1),
        "list": Place(0, top + 2, left, low - way - top - 2),
        **({"way": Place(0, low - way, left, way)} if way else {}),
        "preview": Place(width - side, 2, side, low - 2),
        "words": Place(0, low, width, said),
    }
