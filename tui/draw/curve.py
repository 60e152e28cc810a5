"""Speed-up by number of workers: a mark for every measured point, its spread, its number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.draw.cells import Ink, Row
from tui.draw.glyphs import UNICODE, Glyphs
from tui.draw.parts.xy_chart import Mark, xy_chart
from tui.draw.parts.xy_scale import Axis
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


def curve(
    points: Sequence[CurvePoint], width: int, height: int, top: float, glyphs: Glyphs = UNICODE
) -> tuple[Row, ...]:
    """Return `height` rows of `width` cells: the axis at the left, the numbers of workers on the last row.

    The scale ends at `top` (rounded up to a whole number) and starts at 1, or at 0 when something is slower than the
    row of 1 could show; what lies beyond it stands at its end. Numbers that would collide are left out, the smaller
    numbers of workers first.
    """
    known = [p for p in points if p.speed_up - p.speed_up == 0 and abs(p.workers) < 1_000_000]
    up = _up(known, height, top, glyphs)
    return xy_chart(_across(known, width, up), up, width, height, marks=[_mark(p, up) for p in known], glyphs=glyphs)


def _mark(point: CurvePoint, up: Axis) -> Mark:
    value = min(max(point.speed_up, up.low), up.high)
    return Mark(
        point.workers, value, point.hue, point.glyph, point.low, point.high, f"{point.speed_up:.2f}"
    )  # fmt: skip


def _up(points: Sequence[CurvePoint], height: int, top: float, glyphs: Glyphs) -> Axis:
    """Return the axis of speed-ups: as many whole numbers as have a row of their own."""
    ceiling = max(2, -int(-top // 1)) if 0 < top < 10_000 else 2
    plotted = max(1, height - 1)
    half_a_row = (ceiling - 1) / max(1, plotted - 1) / 2
    bottom = 0 if any(p.speed_up < 1 - half_a_row for p in points) else 1
    every = 1
    while every < ceiling - bottom and (plotted - 1) * every < ceiling - bottom:
        every *= 2
    numbers = [ceiling, bottom, *range(every, ceiling, every)]
    return Axis(bottom, ceiling, tuple((number, f"{number}{glyphs.times}") for number in numbers))


def _across(points: Sequence[CurvePoint], width: int, up: Axis) -> Axis:
    """Return the axis of workers: room at its left, and for the last number at its right."""
    left = len(f"{up.high:.0f}") + 3
    workers = sorted({p.workers for p in points}) or [1]
    number = max([_NUMBER, *(len(f"{p.speed_up:.2f}") + 3 for p in points if abs(p.speed_up) < 10_000)])
    room = max(1.0, width - left - number)
    gaps = max(1, len(workers) - 1)
    first = room * _GAP / (gaps + _GAP)
    step = (room - first) / (workers[-1] - workers[0]) if len(workers) > 1 else 1.0
    low, cells = workers[0] - first / step, max(1.0, width - 1 - left)
    return Axis(low, low + cells / step, _said(workers, step))


def _said(workers: Sequence[int], step: float) -> tuple[tuple[float, str], ...]:
    """Return what stands below each number, the most important first: `4 workers`, or `4` where that is too long."""
    long = all((b - a) * step > len(f"{b} workers") for a, b in pairwise(workers))
    return tuple((number, plural(number, "worker") if long else f"{number}") for number in [workers[-1], *workers[:-1]])
