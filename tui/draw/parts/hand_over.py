"""When things were finished and when they were handed over, on one clock: what was held back between lies as a wedge.

Numbers stand in the cell of their time. Where several have no room side by side one text stands for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tui.draw.area import area
from tui.draw.cells import Ink, Piece, Row, merge
from tui.draw.glyphs import Glyphs

Place = tuple[float, str]
"""A time, and what happened then."""
Steps = tuple[tuple[float, int], ...]
"""When there were how many; each count holds until the next."""
TOGETHER_S = 0.02
"""What came within so many seconds came at once."""
HELD: Ink = "third"
MOST_NAMED = 3
"""So many stand side by side with their own numbers; more are a range or a count."""


class Clock(NamedTuple):
    """From when to when, in how many cells."""

    from_s: float
    until_s: float
    cells: int

    def cell(self, at_s: float) -> int:
        """Return the cell of a time; what lies outside is in the first or the last one."""
        share = (at_s - self.from_s) / (self.until_s - self.from_s) if self.until_s > self.from_s else 0.0
        return max(0, min(self.cells - 1, int(share * self.cells)))


@lru_cache(maxsize=64)
def numbers(places: tuple[Place, ...], clock: Clock, ink: Ink, at_once: str = "") -> Row:
    """Return the texts, in the order of time, each from its cell on, never one on another; `at_once` is said of many
    that came in one moment, where that has room.

    The last one ends at the right edge where it would go beyond.
    """
    groups = [_Group(clock.cell(at_s), (text,), at_s, at_s) for at_s, text in places]
    while (place := _too_near(groups, clock.cells)) is not None:
        one, two = groups[place], groups.pop(place + 1)
        groups[place] = _Group(one.cell, one.texts + two.texts, one.from_s, two.until_s)
    row: list[Piece] = []
    used = 0
    ends = [*(one.cell for one in groups[1:]), clock.cells + 1]
    for group, behind in zip(groups, ends, strict=False):
        said = _said(group, clock.cells)
        start = max(used, min(group.cell, clock.cells - len(said)))
        more = f" {at_once}" if at_once and group.is_moment else ""
        said += more if start + len(said) + len(more) < behind else ""
        row += [(" " * (start - used), "foreground"), (said, ink)]
        used = start + len(said)
    return merge([*row, (" " * (clock.cells - used), "foreground")])


class _Group(NamedTuple):
    """What has one text."""

    cell: int
    texts: tuple[str, ...]
    from_s: float
    until_s: float

    @property
    def is_moment(self) -> bool:
        """Whether it is many that came at once."""
        return len(self.texts) > MOST_NAMED and self.until_s - self.from_s <= TOGETHER_S


def _too_near(groups: Sequence[_Group], cells: int) -> int | None:
    """Return the place of a group that the next one leaves no room for."""
    end = cells
    for place in range(len(groups) - 1, -1, -1):
        cell = groups[place].cell
        start = min(cell, end - len(_said(groups[place], cells)))
        if start < 0 and len(groups) > 1:
            return max(0, place - 1) if place else 0
        if start < cell and place < len(groups) - 1:
            return place
        end = start - 1
    return None


def _said(group: _Group, cells: int) -> str:
    """Return `9`, `9 10`, `1…9` or `+5 more`; cut where there is no room at all."""
    texts = group.texts
    return (" ".join(texts) if len(texts) <= MOST_NAMED else _range(texts) or f"+{len(texts)} more")[:cells]


def _range(texts: Sequence[str]) -> str:
    """Return `1…9` where the texts are numbers, or ranges, that follow each other; nothing where they do not."""
    ends = [(text.split("…")[0], text.split("…")[-1]) for text in texts]
    if not all(first.isdigit() and last.isdigit() for first, last in ends):
        return ""
    follows = all(int(two[0]) == int(one[1]) + 1 for one, two in pairwise(ends))
    return f"{ends[0][0]}…{ends[-1][1]}" if follows else ""


@lru_cache(maxsize=64)
def wedge(steps: Steps, top: int, clock: Clock, high: int, glyphs: Glyphs) -> tuple[Row, ...]:
    """Return `high` rows: how many were held back in each cell at most; a count of `top` takes all of the rows."""
    return area(most_of(steps, clock), clock.cells, high, max(1, top), HELD, glyphs=glyphs)


def most_of(steps: Steps, clock: Clock) -> list[int]:
    """Return the highest count in each cell; a count holds until the next one."""
    counts = [0] * clock.cells
    for place, (at_s, count) in enumerate(steps):
        end_s = steps[place + 1][0] if place + 1 < len(steps) else clock.until_s
        for cell in range(clock.cell(at_s), max(clock.cell(at_s), clock.cell(end_s) - 1) + 1):
            counts[cell] = max(counts[cell], count)
    return counts


def joined(from_s: float, to_s: float, clock: Clock, said: Sequence[str], inks: tuple[Ink, Ink], glyphs: Glyphs) -> Row:  # noqa: PLR0917
    """Return a line from the place where something was finished to where it was handed over, and what is said of it.

    The longest text that fits stands behind the line, or else before it. `inks`: of the line, of the text.
    """
    left, right, cells = clock.cell(from_s), clock.cell(to_s), clock.cells
    if right <= left:
        return ((" " * cells, "foreground"),)
    line = glyphs.bottom_left + glyphs.horizontal * (right - left - 1) + glyphs.top_right
    rooms = (cells - right - 1, left)
    text, room = next(((text, room) for text in said for room in rooms if text and len(text) + 1 <= room), ("", 0))
    behind, before = (text, "") if room == rooms[0] else ("", text)
    head = f"{before} ".rjust(left) if before else " " * left
    tail = f" {behind}" if behind else ""
    return merge(
        [(head, inks[1]), (line, inks[0]), (tail, inks[1]), (" " * (cells - right - 1 - len(tail)), "foreground")]
    )
