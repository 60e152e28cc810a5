"""A framed page of rows that scrolls: help, output, choices."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.message import Message

from tui.boards.framed import framed
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, pad
from tui.widgets.board import BoardWidget


class PageView(Struct, frozen=True):
    """The page."""

    title: str
    facts: str
    rows: tuple[Row, ...]
    first: int = 0
    """The first row shown."""
    hue: str = "foreground"


def paint(view: PageView, sheet: Sheet) -> Sequence[Row]:
    """Return the rows that are in sight, framed."""
    seen = view.rows[view.first : view.first + sheet.room]
    shown = [pad(row, sheet.inner, more="…") for row in seen]
    return framed(shown, sheet, title=view.title, facts=view.facts, hue=view.hue, focused=True)


class Page(BoardWidget):
    """Shows a window of its rows."""

    class RowClicked(Message):
        """Somebody clicked on a row of the page."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(paint, id=id)

    def on_click(self, event: events.Click) -> None:
        if self.view is not None and 0 < event.y < self.size.height - 1:
            self.post_message(self.RowClicked(self.view.first + event.y - 1))
