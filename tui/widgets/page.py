"""A framed page of rows that scrolls: help, output, choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.boards.framed import framed, inner_width, margin_for
from tui.draw.cells import Row, pad
from tui.widgets.board import Board


@dataclass(frozen=True, slots=True)
class PageView:
    """The page."""

    title: str
    facts: str
    rows: tuple[Row, ...]
    first: int = 0
    """The first row shown."""
    hue: str = "foreground"


class Page(Board[PageView]):
    """Shows a window of its rows."""

    class RowClicked(Message):
        """Somebody clicked on a row of the page."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def paint(self, view: PageView, width: int, height: int) -> Sequence[Row]:
        inner = inner_width(width)
        seen = view.rows[view.first : view.first + height - 2]
        spelt = [tuple((self.glyphs.spell(text), ink) for text, ink in row) for row in seen]
        shown = [pad(row, inner, more=self.glyphs.more) for row in spelt]
        return framed(
            shown,
            width,
            height,
            title=view.title,
            facts=view.facts,
            hue=view.hue,
            focused=True,
            glyphs=self.glyphs,
            margin=margin_for(width),
        )

    def on_click(self, event: events.Click) -> None:
        if self.view is not None and 0 < event.y < self.size.height - 1:
            self.post_message(self.RowClicked(self.view.first + event.y - 1))
