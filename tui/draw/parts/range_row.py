"""Range rows: a measured number each, on one scale that all of them share; with its spread, or as a ladder.

A number below the scale is drawn at its start, one beyond at its end. What is not known is `–`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeGuard

from tui.draw.cells import Ink, Row, apart, cell_width, fit, join, merge, pad
from tui.draw.glyphs import UNICODE, Glyphs

GAP = 2
"""Cells between the label and the scale, and before what stands at the right edge."""
FEWEST = 8
"""Cells of the shortest scale that is drawn; with less room only the numbers stand there."""
_STEPS = (1.0, 2.0, 5.0, 10.0)
_LEAST, _MOST = 1e-18, 1e18
"""Numbers nearer to nothing count as nothing, and larger ones as not known."""


class Range(NamedTuple):
    """One row: what was measured so often, in any unit that all rows share."""

    label: str
    hue: Ink
    median: float | None
    """None for what is not known."""
    said: str = ""
    """The number as it stands at its end."""
    aside: str = ""
    """What stands at the right edge."""
    half: tuple[float, float] | None = None
    """Between these lies the half of all."""
    ends: tuple[float, float] | None = None
    """The least and the most, or a quantile."""


class Scale(NamedTuple):
    """What a row's cells stand for, from the first to the last."""

    low: float
    high: float
    is_log: bool = True

    def place(self, value: float, cells: int) -> int:
        """Return the cell of a value, from 0."""
        low, high, value = (self._on(one) for one in (self.low, self.high, value))
        share = (value - low) / (high - low) if high > low else 0.0
        return min(cells - 1, max(0, math.floor(share * (cells - 1) + 0.5)))

    def ticks(self) -> tuple[float, ...]:
        """Return the values that the axis names: powers of ten, or even steps from its start."""
        if self.is_log:
            first, last = (math.log10(end) for end in (self.low, self.high))
            return tuple(10.0**power for power in range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1))
        step = _step((self.high - self.low) / 4)
        count = math.floor((self.high - self.low) / step + 1e-9) if step else 0
        return tuple(self.low + step * nth for nth in range(count + 1))

    def _on(self, value: float) -> float:
        return math.log10(max(value, self.low)) if self.is_log else value


def log_scale(values: Sequence[float | None]) -> Scale:
    """Return a scale from the power of ten below all values to the one above them."""
    known = [value for value in values if is_known(value) and value > _LEAST]
    low, high = (math.log10(end) for end in (min(known), max(known))) if known else (0.0, 1.0)
    first = math.floor(low + 1e-9)
    return Scale(10.0**first, 10.0 ** max(first + 1, math.ceil(high - 1e-9)))


def linear_scale(values: Sequence[float | None]) -> Scale:
    """Return a scale from 0 to a round number above all values."""
    most = max((value for value in values if is_known(value)), default=0.0)
    return Scale(0.0, _step(most) or 1.0, is_log=False)


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether a value can be drawn: neither NaN nor beyond all that is measured."""
    return value is not None and -_MOST < value < _MOST


def _step(least: float) -> float:
    """Return the first of 1, 2, 5, 10, 20 … that is not below; 0 for nothing."""
    if not least > _LEAST:
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in _STEPS if power * step >= least * (1 - 1e-9))


def ranges(rows: Sequence[Range], scale: Scale, width: int, glyphs: Glyphs = UNICODE, label: int = 0) -> list[Row]:
    """Return a row of `width` cells each: `label ━━━━━━━━● 210 ns      6×`.

    A row with a spread has `─` from the least to the most and `━` over the half of all; one without is a ladder's: its
    line begins where the scale does. `label` is the least width of the labels' column.
    """
    room = _room(rows, width, label)
    return [_row(row, scale, room, width, glyphs) for row in rows]


def axis(
    rows: Sequence[Range], scale: Scale, width: int, write: Callable[[float], str], label: int = 0
) -> Row:
    """Return the names of the scale's values below the rows, as many as stand apart; each begins at its value."""
    room = _room(rows, width, label)
    cells = [" "] * max(0, width)
    if room.cells < FEWEST:
        return ()
    end = 0
    for value in scale.ticks():
        at, text = room.label + scale.place(value, room.cells), write(value)
        if at < end or at + len(text) > width:
            continue
        cells[at : at + len(text)] = text
        end = at + len(text) + GAP
    return (("".join(cells), "muted"),)


class _Room(NamedTuple):
    """How the cells of a row are divided; what is said stands behind the mark, so it has room behind the scale."""

    label: int
    cells: int
    aside: int


def _room(rows: Sequence[Range], width: int, label: int) -> _Room:
    names = max(label, max((cell_width(row.label) for row in rows), default=0) + GAP)
    said = max((cell_width(row.said) for row in rows), default=0) + 1
    aside = max((cell_width(row.aside) for row in rows), default=0)
    aside += GAP if aside else 0
    cells = width - names - said - aside
    if cells < FEWEST and aside:
        return _room([row._replace(aside="") for row in rows], width, label)
    return _Room(min(names, max(0, width)), cells, aside)


def _row(row: Range, scale: Scale, room: _Room, width: int, glyphs: Glyphs) -> Row:
    label: Row = ((fit(row.label, room.label, more=glyphs.more), "foreground"),)
    said = row.said if is_known(row.median) else glyphs.unknown
    if room.cells < FEWEST or not is_known(row.median):
        body: Row = ((said, "foreground bold"),)
    else:
        body = join(_drawn(row, row.median, scale, room.cells, glyphs), ((f" {said}", "foreground bold"),))
    aside: Row = ((row.aside, "muted"),) if room.aside else ()
    left = join(label, body)
    return apart(left, aside, width) if aside else pad(left, width)


def _drawn(row: Range, median: float, scale: Scale, cells: int, glyphs: Glyphs) -> Row:
    """Return the line and its mark, no longer than to the last thing in it."""
    mark = scale.place(median, cells)
    token = row.hue.removesuffix(" bold")
    if row.half is None and row.ends is None:
        return merge(((glyphs.thick * mark, token), (glyphs.disc, f"{token} bold")))
    line = [" "] * cells
    for span, glyph in ((row.ends, glyphs.thin), (row.half, glyphs.thick)):
        if span is not None and all(map(is_known, span)):
            first, last = (scale.place(end, cells) for end in span)
            line[first : last + 1] = glyph * (last + 1 - first)
    before, after = "".join(line[:mark]), "".join(line[mark + 1 :]).rstrip()
    return merge(((before, token), (glyphs.disc, f"{token} bold"), (after, token)))
