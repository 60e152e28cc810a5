"""A frame around rows, one for each thing that workers share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tui.boards.framed import framed, margin_for, plain
from tui.draw.cells import Row, fit, join
from tui.draw.cells import width as row_width
from tui.model.state.shared import ObjectName
from tui.widgets.board import Board


class RowBoard(Board[object]):
    """A frame around as many rows as fit."""

    TITLE_HERE: ClassVar[str] = ""

    def _framed(self, rows: Sequence[Row], facts: str, width: int, height: int) -> Sequence[Row]:
        if (more := len(rows) - (height - 2)) > 0:
            facts = f"+{more} more"
        return framed(
            rows, width, height, title=self.TITLE_HERE, facts=facts, glyphs=self.glyphs, margin=margin_for(width)
        )

    def _called(self, of: ObjectName, width: int, hue: str) -> Row:
        """Return the name, and where it was made as far as there is room."""
        name = self.glyphs.spell(of.name)
        place = f" {of.place}" if of.place and len(name) + len(of.place) + 2 <= width else ""
        shown = fit(name, min(len(name), width - 1), more=self.glyphs.more)
        return join(plain(shown, f"{hue} bold"), plain(fit(place, width - row_width(plain(shown))), "muted"))
