"""What a crossing takes over its size, on logarithmic axes: pickled it grows with the size, by its name it does not."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from tui.draw.cells import Row, merge
from tui.draw.glyphs import Glyphs
from tui.draw.parts.xy_chart import Line, Mark, xy_chart
from tui.draw.parts.xy_scale import Axis
from tui.model.crossing.readings import Border, Crossing
from tui.words.numbers import size_in_bytes, span

TALL = 9
"""Rows from which on a curve says something."""


def drawn(said: Border, width: int, height: int, glyphs: Glyphs) -> Sequence[Row]:
    """Return the curve of the kind that is sent in all sizes, and that of shared memory; nothing for fewer sizes."""
    pickled, shared = said.in_sizes, said.in_shared_memory
    every = [one for one in (*pickled, *shared) if one.total_s > 0]
    sizes = sorted({one.size_bytes for one in every})
    if len(sizes) < 2:
        return ()
    across = Axis(sizes[0], sizes[-1], tuple((size, size_in_bytes(size)) for size in sizes), True, "size")
    chart = xy_chart(
        across, _times(every), width, height - 1, glyphs=glyphs,
        marks=[*_marks(pickled, "foreground", "●"), *_marks(shared, "good", "◆")],
        lines=[_line(pickled, "foreground"), _line(shared, "good")],
    )  # fmt: skip
    return [merge([*_named(pickled, "foreground", "●"), *_named(shared, "good", "◆")]), *chart]


def _times(every: Sequence[Crossing]) -> Axis:
    """Return an axis of whole powers of ten around all times."""
    low = floor(log10(min(one.least_s if one.least_s > 0 else one.total_s for one in every)))
    high = max(low + 1, ceil(log10(max(one.total_s for one in every))))
    ticks = tuple((10.0**power, span(10.0**power)) for power in range(low, high + 1))
    return Axis(10.0**low, 10.0**high, ticks, True, has_grid=True)


def _marks(found: Sequence[Crossing], ink: str, glyph: str) -> list[Mark]:
    return [Mark(one.size_bytes, one.total_s, ink, glyph, one.least_s, one.most_s) for one in found if one.total_s > 0]


def _line(found: Sequence[Crossing], ink: str) -> Line:
    return Line(tuple((one.size_bytes, one.total_s) for one in found if one.total_s > 0), ink)


def _named(found: Sequence[Crossing], ink: str, glyph: str) -> Row:
    """Return what a curve is of, behind its mark."""
    return ((f"{glyph} {found[0].called}   ", ink),) if found else ()
