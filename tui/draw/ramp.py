"""A runner's lane: how much is done over time, filled as far as the clock has come, an outline beyond.

A lane is a grid of pieces of one cell each, a list a row, so that marks and texts can be set into it; `rows` makes rows
of it. In a lane of one row an outline is dots. Where the share is not known there is only a line.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.draw.area import RAMPED, ramp
from tui.draw.bars import Values
from tui.draw.cells import Ink, Piece, Row, merge
from tui.draw.glyphs import UNICODE, Glyphs

Grid = list[list[Piece]]
BLANK: Piece = (" ", "foreground")


def lane(  # noqa: PLR0917, what is drawn, then how
    shares: Values, lit: int, width: int, height: int, hue: Ink, glyphs: Glyphs = UNICODE
) -> Grid:
    """Return a lane of `width` cells: the first `lit` of the shares, a column each, filled, the others as outline."""
    grid: Grid = [[BLANK] * width for _ in range(height)]
    inks = ramp(hue, height)
    for x, share in enumerate(shares[:width]):
        if share is None:
            grid[height - 1][x] = (glyphs.thick if x < lit else glyphs.thin, hue)
        elif x < lit:
            _fill(grid, x, share, inks, glyphs)
        else:
            _outline(grid, x, share, hue, glyphs)
    return grid


def row_of(share: float | None, height: int) -> int:
    """Return the row, from the top, in which a share has its upper edge; the lowest where it is not known."""
    return height - 1 - min(height - 1, max(0, _eighths(share or 0.0, height) - 1) // 8)


def put(grid: Grid, x: int, y: int, text: str, ink: Ink) -> None:
    """Set a text into a grid, a cell a character; what lies outside is left out."""
    if 0 <= y < len(grid):
        for place, character in enumerate(text, x):
            if 0 <= place < len(grid[y]):
                grid[y][place] = (character, ink)


def line_down(grid: Grid, x: int, glyphs: Glyphs, ink: Ink = "rule") -> None:
    """Draw a line down a column where nothing stands."""
    for row in grid:
        if 0 <= x < len(row) and row[x][0] == " ":
            row[x] = (glyphs.vertical, ink)


def rows(grid: Grid) -> list[Row]:
    return [merge(row) for row in grid]


def _eighths(share: float, height: int) -> int:
    """Return how high a share is, in eighths of a row: something for whatever was begun."""
    return max(1, min(8 * height, round(share * 8 * height)))


def _fill(grid: Grid, x: int, share: float, inks: Sequence[Ink], glyphs: Glyphs) -> None:
    eighths, height = _eighths(share, len(grid)), len(grid)
    for y in range(height):
        level = min(8, eighths - 8 * (height - 1 - y))
        if level > 0:
            grid[y][x] = (glyphs.blocks[level - 1], inks[y])


def _outline(grid: Grid, x: int, share: float, hue: Ink, glyphs: Glyphs) -> None:
    height = len(grid)
    ink = f"{hue}.mid" if hue in RAMPED else hue
    if height == 1:
        grid[0][x] = (glyphs.dot, ink)
        return
    grid[row_of(share, height)][x] = (glyphs.blocks[(_eighths(share, height) - 1) % 8], ink)
