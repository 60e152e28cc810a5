"""Bars of one row. Shares are 0 to 1 (or 0 to `top`); values beyond are drawn at the end of the scale, None and NaN as
not known: an empty bar, a blank column. Histories have their newest value at the right edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, zip_longest
from typing import TypeVar

from tui.draw.cells import Ink, Piece, Row, merge
from tui.draw.glyphs import UNICODE, Glyphs

Values = Sequence[float | None]

REST = "faint"
"""The ink of what is not filled."""


def filled(share: float | None, width: int, honest_ends: bool = False) -> int:
    """Return how many of `width` cells a share fills, rounded half up.

    With `honest_ends` the bar is only full at 1 and only empty at 0, whatever the rounding says.
    """
    if share is None or not share > 0 or width <= 0:
        return 0
    if share >= 1:
        return width
    cells = min(width, math.floor(share * width + 0.5))
    return min(max(cells, 1), width - 1) if honest_ends and width > 1 else cells


def _bar(cells: int, width: int, hue: Ink, full: str, rest: str) -> Row:
    """Return a bar of `width` cells of which the first are full."""
    return merge(((full * cells, hue), (rest * (max(0, width) - cells), REST)))


def meter(share: float | None, width: int, hue: Ink, glyphs: Glyphs = UNICODE, full: str = "") -> Row:
    """Return `■■■·····`; `full` is another glyph for the squares."""
    return _bar(filled(share, width), width, hue, full or glyphs.square, glyphs.dot)


def progress(share: float | None, width: int, hue: Ink, glyphs: Glyphs = UNICODE) -> Row:
    """Return `━━━─────`: full only when all is done."""
    return _bar(filled(share, width, honest_ends=True), width, hue, glyphs.thick, glyphs.thin)


def solid(share: float | None, width: int, hue: Ink, glyphs: Glyphs = UNICODE) -> Row:
    """Return `███░░░░░`: full only when nothing is missing."""
    rest = glyphs.dot if glyphs.ascii_only else glyphs.light
    return _bar(filled(share, width, honest_ends=True), width, hue, glyphs.solid, rest)


def split(share: float, width: int, inks: tuple[Ink, Ink], glyphs: Glyphs = UNICODE) -> Row:
    """Return `█████▒▒▒`: two parts that together are all, each in its ink; each has a cell unless it is nothing."""
    cells = filled(share, width, honest_ends=True)
    return merge(((glyphs.solid * cells, inks[0]), (glyphs.medium * (max(0, width) - cells), inks[1])))


def track(share: float | None, width: int, hue: Ink, glyphs: Glyphs = UNICODE) -> Row:
    """Return `▆▆▆·····`, the presenter's bar for one worker."""
    return _bar(filled(share, width), width, hue, glyphs.busy, glyphs.dot)


def _scale(top: float, steps: int) -> float:
    """Return what a value is multiplied with to become a height; 0 for a top that is none."""
    return steps / top if 1e-9 < top < 1e15 else 0.0


def columns(values: Values, top: float, ramp: str) -> str:
    """Return one character a value: `ramp[0]` at 0 and its last at `top`; a space where the value is not known."""
    last = len(ramp) - 1
    scale, full = _scale(top, last), ramp[-1]
    if not scale:
        return " " * len(values)
    return "".join(
        [
            " "
            if value is None
            else full
            if value >= top
            else ramp[int(value * scale + 0.5)]
            if value > 0
            else ramp[0]
            if value <= 0
            else " "
            for value in values
        ]
    )


_Item = TypeVar("_Item")


def _last(values: Sequence[_Item], width: int) -> Sequence[_Item]:
    return values[-width:] if width > 0 else ()


def history(values: Values, width: int, hue: Ink, top: float = 1.0, glyphs: Glyphs = UNICODE) -> Row:
    """Return a one-row bar chart in eighths of `top`; below a sixteenth a column is blank."""
    if width <= 0:
        return ()
    return ((columns(_last(values, width), top, glyphs.heights).rjust(width), hue),)


def lane(shares: Values, width: int, hue: Ink, glyphs: Glyphs = UNICODE) -> Row:
    """Return a worker's lane: `▆` ran the whole column, `▁` not at all, in between by share; None: not alive."""
    if width <= 0:
        return ()
    return ((columns(_last(shares, width), 1.0, glyphs.lane).rjust(width), hue),)


def core_history(  # noqa: PLR0917, the glyphs stand where they stand in every bar
    busy: Values,
    ours: Values,
    hues: Sequence[Ink | None],
    width: int,
    glyphs: Glyphs = UNICODE,
    other: Ink = REST,
    other_glyph: str = "",
) -> Row:
    """Return a core's history: the height is how busy it was, the ink says by whom.

    A column takes the hue of the run that was on (`hues`, None for no run) where that run used at least half of what
    was used, otherwise `other`, drawn with `other_glyph` if there is one, so that it differs without colours too. The
    three sequences end at the same moment; missing ones count as nobody's.
    """
    if width <= 0:
        return ()
    drawn = columns(_last(busy, width), 1.0, glyphs.heights)
    count = len(drawn)
    shares, names = _last(ours, count), _last(hues, count)
    inks = owners(_last(busy, width), shares, names, other)
    return merge(((" " * (width - count), other), *inked(drawn, inks, other, other_glyph)))


def owners(busy: Values, ours: Values, hues: Sequence[Ink | None], other: Ink = REST) -> list[Ink]:
    """Return the ink of each column: the run's hue where it used at least half of what was used, else `other`."""
    return [
        hue if hue and part is not None and total is not None and part > 0 and part * 2 >= total else other
        for total, part, hue in zip_longest(reversed(busy), reversed(ours), reversed(hues))
    ][::-1]


def inked(drawn: str, inks: Sequence[Ink], other: Ink, other_glyph: str = "") -> Row:
    """Return a text with an ink for each character; where it is `other`, what is not blank becomes `other_glyph`."""
    pieces: list[Piece] = []
    start = 0
    for ink, run in groupby(inks):
        end = start + sum(1 for _ in run)
        text = drawn[start:end]
        if ink == other and other_glyph:
            text = "".join(other_glyph if character != " " else " " for character in text)
        pieces.append((text, ink))
        start = end
    return tuple(pieces)
