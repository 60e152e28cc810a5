"""What a board is painted on, and the two functions of its view: how it is painted, what a click on it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from tui.draw.cells import Ink, Row, pad
from tui.draw.glyphs import Glyphs

GROUND: Ink = "foreground"
"""The ink of blank cells."""


class Sheet(Struct, frozen=True):
    """So many cells, and what can be drawn in them."""

    width: int
    height: int
    glyphs: Glyphs
    no_color: bool = False
    """Whether shapes must tell what colours would."""
    has_tones: bool = True
    """Whether a hue has the shades with which a cell shows two pixels: not without colours, nor in a terminal's own."""
    has_ramps: bool = True
    """Whether `hue.mid` is another colour than the hue: not in the theme for a room either."""

    @property
    def inner(self) -> int:
        """The cells of a row inside a frame around the whole sheet."""
        return max(0, self.width - 2 - 2 * self.margin)

    @property
    def room(self) -> int:
        """The rows inside such a frame; negative where there is none for the frame itself."""
        return self.height - 2

    @property
    def margin(self) -> int:
        """The columns of space inside a frame: two where there is room, else one."""
        return 2 if self.width >= 54 else 1

    def part(self, width: int, height: int) -> Sheet:
        """Return a sheet of another size for a part of this one."""
        return Sheet(width, height, self.glyphs, self.no_color, self.has_tones, self.has_ramps)


Paint = Callable[[Any, Sheet], Sequence[Row]]
"""Returns the rows for a view of the board's own kind, from the top: missing ones are blank, too many are cut."""

Clicked = Callable[[Any, Sheet, int, int], str | None]
"""Returns the action, in the words of the key table, that a click on this column and row asks for; None for none."""


def painted(paint: Paint, view: Any, sheet: Sheet) -> list[Row]:
    """Return exactly as many rows as the sheet has, each exactly as wide, in characters that its glyphs have."""
    return [spelt(row, sheet) for row in rows_of(paint, view, sheet)]


def rows_of(paint: Paint, view: Any, sheet: Sheet) -> list[Row]:
    """Return exactly as many rows as the sheet has, as the painter left them. A view of None is a blank sheet."""
    rows = list(paint(view, sheet))[: sheet.height] if view is not None else []
    return rows + [()] * (sheet.height - len(rows))


def spelt(row: Row, sheet: Sheet) -> Row:
    """Return a row exactly as wide as the sheet, in characters that its glyphs have: painters may write any."""
    if sheet.glyphs.ascii_only:
        row = tuple((sheet.glyphs.spell(text), ink) for text, ink in row)
    return pad(row, sheet.width, GROUND)


def choosing(name: str) -> Clicked:
    """Return what a click anywhere on the board of this name asks for: that it is the one chosen."""
    return lambda view, sheet, x, y: f"choose('{name}')"
