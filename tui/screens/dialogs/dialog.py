"""What all dialogs share: one page over the stage, that scrolls, and closes with esc."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.layout import Layout
from textual.screen import ModalScreen
from textual.timer import Timer

from tui.boards.space import Place
from tui.draw.cells import Row
from tui.screens.stage.places import Places
from tui.widgets.page import Page, PageView


class Dialog(ModalScreen[None]):
    """A page of rows in the middle of the screen."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "close"),
        ("up", "move(-1)"),
        ("down", "move(1)"),
        ("pageup", "move(-10)"),
        ("pagedown", "move(10)"),
        ("home", "move(-9999)"),
        ("end", "move(9999)"),
    ]
    TITLE_HERE: str = ""
    FACTS: ClassVar[str] = "esc close"
    WIDTH: ClassVar[int] = 84
    NOTE_S: ClassVar[float] = 3.0

    def __init__(self) -> None:
        super().__init__()
        self.first = 0
        """The first row shown."""
        self._places = Places(self._arranged)
        self._note = ""
        self._note_timer: Timer | None = None

    def facts(self) -> str:
        """Return what its frame says of the keys."""
        return self.FACTS

    def rows(self, width: int) -> Sequence[Row]:
        """Return the whole page for an inside of this width."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield Page(id="page")

    @property
    def layout(self) -> Layout:
        return self._places

    def on_mount(self) -> None:
        self.show()  # Its first frame is whole.

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.show)

    def _place(self) -> Place:
        return self._arranged(self.size.width, self.size.height)["page"]

    def _arranged(self, width: int, height: int) -> Mapping[str, Place]:
        wide = min(width, self.WIDTH)
        tall = max(3, min(height - (2 if height >= 20 else 0), len(self.rows(wide - 6)) + 2))
        return {"page": Place((width - wide) // 2, (height - tall) // 2, wide, tall)}

    def show(self) -> None:
        """Show the page as it is now, if it is there."""
        for page in self.query(Page):
            page.refresh(layout=self._places.must_move(self.size))  # It has become longer or shorter.
            place = self._place()
            rows, room = tuple(self.rows(place.width - 6)), place.height - 2
            self.first = max(0, min(self.first, len(rows) - room))
            seen = (self.first + 1, self.first + room, len(rows))
            title, facts = headed(self.TITLE_HERE, self._note, seen, self.facts(), place.width)
            page.show(PageView(title, facts, rows, self.first))

    def renew(self) -> None:
        """Something new was told while the dialog is open: most of them show what stood when they were opened."""

    def say(self, text: str) -> None:
        """Show a sentence in the frame for a while."""
        self._note = text
        if self._note_timer is not None:
            self._note_timer.stop()
        self._note_timer = self.set_timer(self.NOTE_S, partial(self.say, "")) if text else None
        self.show()

    def action_move(self, rows: int) -> None:
        self.first += rows
        self.show()

    def action_close(self) -> None:
        self.dismiss(None)


def headed(title: str, note: str, rows: tuple[int, int, int], facts: str, width: int) -> tuple[str, str]:
    """Return title and facts of a frame so that none is cut: what matters least is left out, a note displaces both.

    `rows` are the first and the last one seen, and how many there are.
    """
    first, last, count = rows
    room = width - len(title) - 9
    if note:
        return (title, note) if len(note) <= room else ("", note)
    told, seen = facts.split(" · "), f"{first}-{last} of {count}" if last - first + 1 < count else ""
    choices = [[seen, "↑ ↓", *told], *([seen, *told[start:]] for start in range(len(told))), told[-1:]]
    texts = (" · ".join(filter(None, parts if seen else parts[-len(told) :])) for parts in choices)
    return title, next((text for text in texts if len(text) <= room), "")


class Told(Dialog):
    """A page that only tells something: the key that opened it closes it."""

    def __init__(self, title: str, rows: Callable[[int], Sequence[Row]], key: str) -> None:
        super().__init__()
        self.TITLE_HERE, self._told, self._key = title, rows, key

    def rows(self, width: int) -> Sequence[Row]:
        return self._told(width)

    def on_key(self, event: events.Key) -> None:
        if event.key == self._key:
            event.stop()
            self.action_close()
