"""Speed-up by number of workers: a mark for every measured point, its spread, its number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from tui.draw.cells import PLAIN, Ink, Row
from tui.draw.glyphs import UNICODE, Glyphs
from tui.words.numbers import plural


class CurvePoint(NamedTuple):
    """One variant with one number of workers, measured."""

    workers: int
    speed_up: float
    """Times faster than the baseline; the median."""
    low: float
    high: float
    """The spread of the measurements."""
    hue: Ink
    glyph: str = "●"
    """A shape of its own for each variant: `●`, `◆`, `■`, `○`."""


_GAP = 0.3
"""Room left of the first mark, as a part of the room between two marks."""
_NUMBER = 7
"""Cells kept for the last mark and its number."""


class _Canvas:
    """Cells that are written once: nothing is drawn over a mark."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._texts = [[" "] * width for _ in range(height)]
        self._inks = [[PLAIN] * width for _ in range(height)]

    def free(self, x: int, y: int, cells: int = 1) -> bool:
        """Whether these cells are on the canvas and blank."""
        inside = 0 <= y < self.height and x >= 0 and x + cells <= self.width
        return inside and self._texts[y][x : x + cells] == [" "] * cells

    def write(self, x: int, y: int, text: str, ink: Ink) -> bool:
        """Write the text if all of its cells are free; tell whether it was."""
        if not self.free(x, y, len(text)):
            return False
        self._texts[y][x : x + len(text)] = text
        self._inks[y][x : x + len(text)] = [ink] * len(text)
        return True

    def rows(self) -> tuple[Row, ...]:
        """Return what is drawn; blanks join the piece before them."""
        return tuple(self._row(y) for y in range(self.height))

    def _row(self, y: int) -> Row:
        inks, ink = [], PLAIN
        for text, here in zip(self._texts[y], self._inks[y], strict=True):
            ink = here if text != " " else ink
            inks.append(ink)
        pieces, start = [], 0
        for ink, run in groupby(inks):
            end = start + len(list(run))
            pieces.append(("".join(self._texts[y][start:end]), ink))
            start = end
        return tuple(pieces)


class _Scale(NamedTuple):
    """Where values and workers stand; y 0 is `top`, the last plotted row is `bottom`."""

    bottom: int
    top: int
    plotted: int
    axis: int
    first: float
    step: float
    least: int

    def y(self, value: float) -> int:
        """Return the row of a speed-up, 0 at the top; outside the axis the nearest."""
        share = (self.top - min(max(value, self.bottom), self.top)) / (self.top - self.bottom)
        return int(share * (self.plotted - 1) + 0.5)

    def x(self, workers: int) -> int:
        """Return the column of a number of workers, the axis included."""
        return int(self.first + (workers - self.least) * self.step + 0.5)


def curve(
    points: Sequence[CurvePoint], width: int, height: int, top: float, glyphs: Glyphs = UNICODE
) -> tuple[Row, ...]:
    """Return `height` rows of `width` cells: the axis at the left, the numbers of workers on the last row.

    The scale ends at `top` (rounded up to a whole number) and starts at 1, or at 0 when something is slower than the
    row of 1 could show. Marks are never dropped while the chart has room for them: one that would cover another stands
    beside it. Numbers that would collide are left out, the smaller numbers of workers first.
    """
    if width <= 0 or height <= 0:
        return ((),) * max(0, height)
    canvas = _Canvas(width, height)
    known = [p for p in points if p.speed_up - p.speed_up == 0 and abs(p.workers) < 1_000_000]
    scale = _fit_scale(known, width, height, top)
    if height < 2 or scale.axis + 2 > width:
        return canvas.rows()
    _draw_axis(canvas, scale, glyphs)
    placed = [(point, *_place_mark(canvas, scale, point, glyphs)) for point in known]
    for point, x, _ in placed:
        _draw_spread(canvas, scale, point, x, glyphs)
    for point, x, y in sorted(placed, key=lambda p: -p[0].workers):
        _draw_number(canvas, point, x, y)
    _draw_workers(canvas, scale, {p.workers for p in known})
    return canvas.rows()


def _fit_scale(points: Sequence[CurvePoint], width: int, height: int, top: float) -> _Scale:
    """Return the scale that shows these points in this room."""
    ceiling = max(2, -int(-top // 1)) if 0 < top < 10_000 else 2
    plotted = max(1, height - 1)
    half_a_row = (ceiling - 1) / max(1, plotted - 1) / 2
    bottom = 0 if any(p.speed_up < 1 - half_a_row for p in points) else 1
    axis = len(str(ceiling)) + 3
    workers = [p.workers for p in points] or [1]
    number = max([_NUMBER, *(len(f"{p.speed_up:.2f}") + 3 for p in points if abs(p.speed_up) < 10_000)])
    room = max(0.0, width - axis - number)
    gaps = max(1, len(set(workers)) - 1)
    first = axis + room * _GAP / (gaps + _GAP)
    reach = max(workers) - min(workers)
    step = (axis + room - first) / reach if reach else 0.0
    return _Scale(bottom, ceiling, plotted, axis, first, step, min(workers))


def _draw_axis(canvas: _Canvas, scale: _Scale, glyphs: Glyphs) -> None:
    """Write `4× ┤` for as many whole numbers as have a row of their own."""
    span, every = scale.top - scale.bottom, 1
    while every < span and (scale.plotted - 1) * every < span:
        every *= 2
    numbers = [scale.top, scale.bottom, *range(every, scale.top, every)]
    for number in numbers:
        y = scale.y(number)
        if canvas.write(0, y, f"{number}{glyphs.times}".rjust(scale.axis - 2), "muted"):
            canvas.write(scale.axis - 1, y, glyphs.tick, "faint")


def _place_mark(canvas: _Canvas, scale: _Scale, point: CurvePoint, glyphs: Glyphs) -> tuple[int, int]:
    """Draw the mark at its place or, where another mark is, beside it; return the place."""
    x, y = scale.x(point.workers), scale.y(point.speed_up)
    glyph = glyphs.spell(point.glyph)[:1] or glyphs.disc
    for aside in range(canvas.width):
        for there in (x + aside, x - aside):
            if there >= scale.axis and canvas.write(there, y, glyph, point.hue):
                return there, y
    return x, y


def _draw_spread(canvas: _Canvas, scale: _Scale, point: CurvePoint, x: int, glyphs: Glyphs) -> None:
    """Draw a line from the lowest to the highest measurement where that is more than the mark's own cell."""
    low, high = (value if value - value == 0 else point.speed_up for value in (point.low, point.high))
    for y in range(scale.y(max(low, high)), scale.y(min(low, high)) + 1):
        canvas.write(x, y, glyphs.vertical, point.hue)


def _draw_number(canvas: _Canvas, point: CurvePoint, x: int, y: int) -> None:
    """Write the value behind its mark, or behind the marks beside it, if it touches nothing."""
    text = f"{point.speed_up:.2f}"
    gap = x + 1
    while gap <= x + 3 and gap < canvas.width and not canvas.free(gap, y):
        gap += 1
    end = gap + 1 + len(text)
    if canvas.free(gap, y, 1 + len(text)) and (end >= canvas.width or canvas.free(end, y)):
        canvas.write(gap + 1, y, text, point.hue)


def _draw_workers(canvas: _Canvas, scale: _Scale, workers: set[int]) -> None:
    """Write the numbers of workers on the last row: `4 workers`, or just `4` where that is too long."""
    y = canvas.height - 1
    ordered = sorted(workers)
    long = all(scale.x(b) - scale.x(a) > len(f"{b} workers") for a, b in pairwise(ordered))
    most_important_first = [*ordered[-1:], *ordered[:-1]]
    for number in most_important_first:
        text = plural(number, "worker") if long else f"{number}"
        start = scale.x(number) - (3 if long else len(text) - 1)
        start = max(0, min(start, canvas.width - len(text)))
        around = max(0, start - 1)
        if canvas.free(around, y, min(canvas.width, start + len(text) + 1) - around):
            canvas.write(start, y, text, "muted")
