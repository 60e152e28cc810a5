"""A list in sections, one of its entries marked: in columns where it fits in them, else scrolled to the mark.

Its picture comes with the places of its entries, by which keys move sideways and a click is understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from tui.draw.cells import Row, fit, join, on, pad
from tui.draw.cells import width as row_width
from tui.draw.glyphs import UNICODE, Glyphs

NARROWEST = 36
"""Cells of a column."""
APART = 3
"""Cells between two columns."""


class Item(NamedTuple):
    """One entry."""

    text: str
    facts: str = ""
    """At the right, in grey."""
    signs: Row = ()
    """Behind the facts."""
    is_here: bool = False
    """Whether it is the one that is open now."""


class Section(NamedTuple):
    """Entries under a heading."""

    heading: str
    items: tuple[Item, ...]


class Spot(NamedTuple):
    """Where an entry stands in the picture."""

    column: int
    x: int
    y: int
    width: int


class Listed(NamedTuple):
    """The picture, and where the entries stand in it, by their places from 0 on over all sections."""

    rows: list[Row]
    spots: dict[int, Spot]


Line = tuple[int | None, Row]
"""A row, and the place of its entry."""


def listed(
    sections: Sequence[Section], marked: int, width: int, height: int, *, most: int = 2, glyphs: Glyphs = UNICODE
) -> Listed:
    """Return the list in exactly so many cells; `marked` is the place of an entry, -1 for none.

    It has at most so many columns; what does not fit in them is one column, as far down as the mark needs it. A single
    section stands loosely where there is room.
    """
    starts = columns_of(sections, width, height, most=most)
    columns = _most(width, most) if starts else 1
    wide = (width - APART * (columns - 1)) // columns
    parts = [list(_lines(section, first, marked, wide, glyphs)) for section, first in _numbered(sections)]
    if len(parts) == 1 and 2 * len(sections[0].items) + 2 <= height:
        parts = [[line for each in parts[0] for line in (each, (None, ()))]]
    if not starts:
        return _laid([_scrolled([line for part in parts for line in part], marked, height)], wide, width, height)
    ends = [*starts[1:], len(parts)]
    return _laid(
        [[line for part in parts[start:end] for line in part] for start, end in zip(starts, ends, strict=True)],
        wide, width, height,
    )  # fmt: skip


def columns_of(sections: Sequence[Section], width: int, height: int, *, most: int = 2) -> list[int]:
    """Return at which section each column begins, as even as can be; nothing where the list does not fit."""
    sizes, columns = [len(section.items) + 2 for section in sections], _most(width, most)
    each = (_starts(sizes, tall) for tall in range(max(sizes, default=0), height + 2))  # A last blank needs no room.
    return next((starts for starts in each if len(starts) <= columns), [])


def _most(width: int, most: int) -> int:
    """Return how many columns have room side by side."""
    return max(1, min(most, (width + APART) // (NARROWEST + APART)))


def _starts(sizes: Sequence[int], tall: int) -> list[int]:
    starts, used = [0], 0
    for place, size in enumerate(sizes):
        if used and used + size > tall:
            starts.append(place)
            used = 0
        used += size
    return starts


def _numbered(sections: Sequence[Section]) -> Iterator[tuple[Section, int]]:
    """Yield each section and the place of its first entry."""
    return zip(sections, accumulate((len(section.items) for section in sections), initial=0), strict=False)


def _lines(section: Section, first: int, marked: int, width: int, glyphs: Glyphs) -> Iterator[Line]:
    """Yield the heading, the entries and a blank row."""
    line = glyphs.horizontal * max(0, width - len(section.heading) - 3)
    yield None, ((f"  {section.heading} ", "muted"), (line, "rule"))
    for place, item in enumerate(section.items, first):
        yield place, _item(item, width, place == marked, glyphs)
    yield None, ()


def _item(item: Item, width: int, is_marked: bool, glyphs: Glyphs) -> Row:
    """Return `▸ tiny tasks      13 s  ○○○`."""
    sign = glyphs.right if is_marked else glyphs.diamond if item.is_here else " "
    facts: Row = ((f"  {item.facts}", "muted"),) if item.facts else ()
    tail = join(facts, (("  ", "muted"),), item.signs)
    text = fit(item.text, max(1, width - 2 - row_width(tail)), more=glyphs.more)
    row = join(((f"{sign} ", "key bold"), (text, "foreground bold" if is_marked else "foreground")), tail)
    return tuple((piece, on(ink, "select")) for piece, ink in row) if is_marked else row


def _scrolled(lines: list[Line], marked: int, height: int) -> list[Line]:
    """Return as many lines as there is room for, those around the mark."""
    at = next((y for y, (place, _) in enumerate(lines) if place == marked), 0)
    top = max(0, min(at - height // 2, len(lines) - 1 - height))
    return lines[top : top + height]


def _laid(columns: Sequence[Sequence[Line]], wide: int, width: int, height: int) -> Listed:
    spots = {
        place: Spot(column, column * (wide + APART), y, wide)
        for column, lines in enumerate(columns)
        for y, (place, _) in enumerate(lines[:height])
        if place is not None
    }
    gap: Row = ((" " * APART, "foreground"),)
    cells = [[pad(lines[y][1] if y < len(lines) else (), wide) for lines in columns] for y in range(height)]
    return Listed([pad(join(*(piece for cell in row for piece in (cell, gap))), width) for row in cells], spots)


def sideways(found: Listed, marked: int, step: int) -> int:
    """Return the entry in the next column at about the height of the marked one; the marked one where there is none."""
    here = found.spots.get(marked)
    if here is None:
        return marked
    there = {place: spot for place, spot in found.spots.items() if spot.column == here.column + step}
    return min(there, key=lambda place: abs(there[place].y - here.y), default=marked)


def under(found: Listed, x: int, y: int) -> int | None:
    """Return the entry at a cell; None beside all."""
    spots = found.spots.items()
    return next((place for place, its in spots if its.y == y and its.x <= x < its.x + its.width), None)
