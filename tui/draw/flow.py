"""A line from one box to the next, and what is on its way along it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.draw.cells import Ink, Piece, Row, merge
from tui.draw.glyphs import UNICODE, Glyphs

IN_FLIGHT_S = 1.0
"""How long an item is seen on its way after it moved."""


def place(age_s: float, width: int) -> int | None:
    """Return the cell of an item that moved so long ago, on a line of `width` cells; None when it has arrived."""
    steps = width - 1
    cell = int(age_s / IN_FLIGHT_S * steps) if age_s >= 0 else -1
    return cell if 0 <= cell < steps else None


def connector(
    width: int, items: Sequence[tuple[int, Piece]], ink: Ink, *, blocked: bool = False, glyphs: Glyphs = UNICODE
) -> Row:
    """Return `──◆──▸`: a line with items at these cells; blocked it carries a cross and nothing else."""
    if width < 2:
        return ((" " * max(0, width), ink),)
    if blocked:
        before = (width - 1) // 2
        after = width - 2 - before
        return ((glyphs.horizontal * before + glyphs.times + glyphs.horizontal * after + glyphs.right, "bad"),)
    cells: list[Piece] = [(glyphs.horizontal, ink)] * (width - 1) + [(glyphs.right, ink)]
    for cell, piece in items:
        cells[min(max(0, cell), width - 2)] = piece
    return merge(cells)
