"""A histogram of shares: a bin for exactly nothing, which is always there, and one for each tenth up to all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from tui.draw.bars import columns
from tui.draw.cells import Ink, Piece, Row, merge
from tui.draw.glyphs import UNICODE, Glyphs

BINS = 11
NOTHING = "good"
"""The ink of the bin of exactly nothing."""
TALLEST = 2
"""Rows of a square at most."""
GAP = 1
"""Cells between the bin of nothing and the others."""
FEWEST_COLUMNS = BINS + GAP
"""Narrower there is no room for a histogram."""


def bin_of(share: float) -> int:
    """Return the bin of a share: 0 for nothing, 1 for up to a tenth, 10 for more than nine tenths."""
    return 0 if not share > 0 else min(BINS - 1, max(1, math.ceil(share * 10 - 1e-9)))


def histogram(shares: Sequence[float], width: int, height: int, hue: Ink, glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return the bars, and below them a scale that marks the newest share, in `height` rows of `width` cells.

    Each share is a square as long as all fit, the newest one a diamond; then the bars are scaled. Below three rows
    there is no room for a scale, and no squares.
    """
    each = (width - GAP) // BINS
    if each < 1 or height < 1:
        return [((" " * max(0, width), "muted"),)] * max(0, height)
    counts = [0] * BINS
    for share in shares:
        counts[bin_of(share)] += 1
    newest = bin_of(shares[-1]) if shares else None
    rows = height - 2 if height >= 3 else height
    is_scaled = not has_squares(shares, height)
    tall = max(1, min(TALLEST, rows // max(1, *counts)))
    inks = [NOTHING, *[hue] * (BINS - 1)]
    bars = [
        _scaled(count, rows, max(counts), glyphs) if is_scaled else _squares(count, rows, tall, place == newest, glyphs)
        for place, count in enumerate(counts)
    ]
    solid = max(1, each - 1)
    drawn = [
        _spread([(bar[row] * solid, ink) for bar, ink in zip(bars, inks, strict=True)], each, width)
        for row in range(rows)
    ]
    return [*drawn, _line(newest, each, width, glyphs), _labels(each, width)] if height >= 3 else drawn


def has_squares(shares: Sequence[float], height: int) -> bool:
    """Whether each share has a square of its own in so many rows."""
    counts = Counter(map(bin_of, shares))
    return height >= 3 and max(counts.values(), default=0) <= height - 2


def _squares(count: int, rows: int, tall: int, has_newest: bool, glyphs: Glyphs) -> str:
    """Return one bin's squares of this many rows each, top row first."""
    squares = glyphs.square * (count * tall)
    squares = squares[:-tall] + glyphs.diamond * tall if has_newest and squares else squares
    return squares.ljust(rows)[::-1]


def _scaled(count: int, rows: int, most: int, glyphs: Glyphs) -> str:
    """Return one bin's bar, top row first; what is not nothing is seen."""
    levels = max(1, round(count / most * 8 * rows)) if count else 0
    return columns([max(0, min(8, levels - 8 * row)) for row in range(rows)][::-1], 8, glyphs.heights)


def _spread(cells: Sequence[Piece], each: int, width: int) -> Row:
    """Return one row of bins, the first apart from the others."""
    row = [(text.ljust(each) + " " * (0 if place else GAP), ink) for place, (text, ink) in enumerate(cells)]
    return merge((*row, (" " * (width - each * BINS - GAP), "muted")))


def _line(newest: int | None, each: int, width: int, glyphs: Glyphs) -> Row:
    """Return the line below the bars, with an arrow at the newest share."""
    line = [glyphs.horizontal] * each + [" "] * GAP + [glyphs.horizontal] * (each * (BINS - 1))
    if newest is None:
        return (("".join(line).ljust(width), "rule"),)
    at = newest * each + (GAP if newest else 0)
    text = "".join(line).ljust(width)
    return merge(((text[:at], "rule"), (glyphs.up, "foreground bold"), (text[at + 1 :], "rule")))


def _labels(each: int, width: int) -> Row:
    """Return the scale: `none` below the bin of nothing, or `0`, then where the tenths end."""
    cells = [" "] * width
    every = 1 if each >= 4 else 2 if each >= 2 else 5
    said = {0: "none" if each >= len("none") else "0"} | {place: str(place * 10) for place in range(every, BINS, every)}
    for place, text in said.items():
        end = GAP + (place + 1) * each - (each > 1) if place else 1
        start = max(0, end - len(text)) if place else 0
        cells[start : start + len(text)] = text
    return (("".join(cells)[:width].ljust(width), "muted"),)
