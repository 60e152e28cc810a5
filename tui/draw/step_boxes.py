"""Accesses of two workers as boxes: read, the addition, write; a row of boxes a worker, time from left to right.

The time of an access is in the lower edge of its box. Boxes stand in the order of their times, as far from each other
as the times say where there is room. When the addition between a read and a write happened is not known: its box stands
half way.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.draw import numbers
from tui.draw.cells import Ink, Row, merge
from tui.draw.glyphs import UNICODE, Glyphs

LABEL = 5
"""Cells for the name of a worker."""
STEP = 3
"""Cells by which a box at least stands behind one that came before it, in another row."""
GAP = 2
"""Cells between two boxes of one row."""

Text = tuple[str, ...]


class Lane(NamedTuple):
    """One worker: the times of its read and its write, and what stands in its three boxes."""

    label: str
    ink: Ink
    at_ns: tuple[int, int]
    values: tuple[Text, Text, Text]
    """Rows of one height: what was read, what it became, what was written."""
    added: str = "+1"
    shown: int = 3
    """How many of its boxes are drawn."""

    @property
    def titles(self) -> tuple[str, str, str]:
        return "read", self.added, "write"


def box_width(lanes: Sequence[Lane]) -> int:
    """Return the cells of a box, its edges included: as wide as the widest title and value."""
    widest = max(len(row) for lane in lanes for text in lane.values for row in text)
    around = max(len(text) for lane in lanes for text in (*lane.titles, *map(_time, lane.at_ns)))
    return max(widest, around) + 4


def places(lanes: Sequence[Lane], width: int) -> list[tuple[int, int]] | None:
    """Return where the read and the write of each worker begin; None where there is no room for boxes."""
    size = box_width(lanes)
    room = width - LABEL - size
    steps = sorted((at_ns, who, place) for who, lane in enumerate(lanes) for place, at_ns in enumerate(lane.at_ns))
    span_ns = max(1, steps[-1][0] - steps[0][0])
    wanted = [round((at_ns - steps[0][0]) / span_ns * room) for at_ns, _, _ in steps]
    least = [0] * len(steps)
    for place, (_, who, is_write) in enumerate(steps):
        for before, (_, whose, _) in enumerate(steps[:place]):
            apart = 2 * (size + GAP) if whose == who and is_write else size + GAP if whose == who else STEP
            least[place] = max(least[place], least[before] + apart)
    if least[-1] > room:
        return None
    # What is left beyond the least is shared as the times say: later ones are pushed first, and never past the end.
    at = [0] * len(steps)
    for place in range(len(steps)):
        pushed = [at[b] + least[place] - least[b] for b in range(place)]
        at[place] = min(max([wanted[place], *pushed]), room - (least[-1] - least[place]))
    found = [[0, 0] for _ in lanes]
    for (_, who, is_write), x in zip(steps, at, strict=True):
        found[who][is_write] = x
    return [(read, write) for read, write in found]


def lane_rows(lane: Lane, at: tuple[int, int], size: int, width: int, glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return the boxes of a worker, two rows higher than what stands in them."""
    high = len(lane.values[0]) + 2
    cells = [[" "] * width for _ in range(high)]
    middle = high // 2
    label = lane.label[: LABEL - 1].ljust(LABEL)
    xs = (at[0], (at[0] + at[1]) // 2, at[1])[: lane.shown]
    times = (_time(lane.at_ns[0]), "", _time(lane.at_ns[1]))
    for x, title, value, time in zip(xs, lane.titles, lane.values, times, strict=False):
        for y, text in enumerate(_box((title, time), value, size, glyphs)):
            cells[y][LABEL + x : LABEL + x + size] = text
    for left, right in pairwise(xs):
        gap = range(LABEL + left + size, LABEL + right)
        cells[middle][gap.start : gap.stop] = glyphs.thin * len(gap)
    cells[middle][:LABEL] = label
    return [
        merge(((" " * LABEL if y != middle else label, f"{lane.ink} bold"), ("".join(row[LABEL:width]), lane.ink)))
        for y, row in enumerate(cells)
    ]


def _time(at_ns: int) -> str:
    return f"{numbers.grouped(at_ns)} ns" if at_ns else "0"


def _box(around: tuple[str, str], value: Text, size: int, glyphs: Glyphs) -> list[str]:
    """Return a box with its title in the upper edge and the time in the lower one."""
    line, side = glyphs.horizontal, glyphs.vertical
    head, foot = (f" {text} ".center(size - 2, line) if text else line * (size - 2) for text in around)
    inside = [f"{side}{row.center(size - 2)}{side}" for row in value]
    return [f"{glyphs.top_left}{head}{glyphs.top_right}", *inside, f"{glyphs.bottom_left}{foot}{glyphs.bottom_right}"]
