"""A time as a bar of its parts. The parts add up to it: what none of them accounts for is drawn too, as the last one.

Bars of several rows share a scale (`top`), so that the eye compares lengths. Every part has a texture, which carries
without colours what its hue says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.draw.cells import PLAIN, Ink, Piece, Row, cell_width, fit, merge
from tui.draw.glyphs import UNICODE, Glyphs

LEAST = 1 / 8
"""A part of less than this share of a cell is not drawn; of more, it has a cell of its own where there is room."""


class Look(NamedTuple):
    """How one kind of part is drawn, and what it is called."""

    word: str
    ink: Ink
    texture: str = "solid"
    """A slot of `Glyphs`: `solid` █, `dark` ▓, `medium` ▒, `light` ░, `busy` ▆, `dot` ·."""
    short: str = ""
    """The word where there is little room; empty for `word`."""


NOT_TOLD = Look("not told apart", "muted", "light", "untold")
"""What is left of a time when all its parts are taken off."""


class Part(NamedTuple):
    """A part of a time."""

    look: Look
    size: float
    """In the unit of the bar's `top`; None of it is below 0."""
    label: str = ""
    """Stands in the part where it is wide enough, dark on its hue."""


def with_rest(parts: Sequence[Part], whole: float, look: Look = NOT_TOLD) -> tuple[Part, ...]:
    """Return the parts and what they leave of the whole; none is left where they are as much or more."""
    rest = _known(whole) - sum(_known(part.size) for part in parts)
    return (*parts, Part(look, max(0.0, rest)))


def split_bar(parts: Sequence[Part], width: int, top: float, glyphs: Glyphs = UNICODE) -> Row:
    """Return the parts one behind the other in exactly `width` cells, all of which a sum of `top` fills.

    The bar is as long as its sum, to the nearest cell. Within it every part of at least an eighth of a cell has one:
    where many are small, the largest give theirs.
    """
    sizes = [_known(part.size) for part in parts]
    each = max(_known(top), sum(sizes)) / width if width > 0 else 0.0
    drawn = cells_of(sizes, each)
    row = [piece for part, cells in zip(parts, drawn, strict=True) for piece in _part(part, cells, glyphs)]
    return merge((*row, (" " * (max(0, width) - sum(drawn)), PLAIN)))


def cells_of(sizes: Sequence[float], each: float) -> list[int]:
    """Return the cells of each part, where one stands for `each`; their sum is that of the sizes, rounded half up."""
    if not each > 0:
        return [0] * len(sizes)
    seen = [size / each >= LEAST for size in sizes]
    total = math.floor(sum(sizes) / each + 0.5)
    total = max(total, 1) if any(seen) else total
    cells = [math.floor(size / each) if is_seen else 0 for size, is_seen in zip(sizes, seen, strict=True)]
    cells = [max(1, count) if is_seen else 0 for count, is_seen in zip(cells, seen, strict=True)]
    owed = [size / each - count for size, count in zip(sizes, cells, strict=True)]
    while sum(cells) < total:
        place = owed.index(max(owed))
        cells[place] += 1
        owed[place] -= 1
    while sum(cells) > total:
        most = max(cells)
        place = min((place for place, count in enumerate(cells) if count == most), key=lambda place: owed[place])
        cells[place] -= 1
        owed[place] += 1
    return cells


def _part(part: Part, cells: int, glyphs: Glyphs) -> list[Piece]:
    """Return one part, its label in the middle where two cells of the part are left at each side."""
    texture = getattr(glyphs, part.look.texture)
    label = f" {glyphs.spell(part.label)} " if part.label else ""
    free = cells - cell_width(label)
    if not label or free < 4:
        return [(texture * cells, part.look.ink)]
    left = free // 2
    on_hue = f"background on {part.look.ink.partition(' ')[0]}"
    return [(texture * left, part.look.ink), (label, on_hue), (texture * (free - left), part.look.ink)]


def _known(size: float) -> float:
    """Return a size as it is, and 0 for what cannot be one."""
    return size if 0 < size < 1e18 else 0.0


def legend(looks: Iterable[Look], width: int, most: int = 1, glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return what the textures are, `██ start   ▓▓ pickle`, in at most so many rows of exactly `width` cells.

    Gaps and words become shorter until all have room; where even that is too little those at the end are left out.
    """
    asked = list(looks)
    tries = [_laid(asked, width, form, glyphs) for form in ((2, 3, False), (2, 2, False), (1, 2, False), (1, 2, True))]
    rows = next((rows for rows in tries if len(rows) <= most), tries[-1][:most])
    return [merge((*row, (" " * (width - sum(cell_width(text) for text, _ in row)), "muted"))) for row in rows]


def _laid(looks: Sequence[Look], width: int, form: tuple[int, int, bool], glyphs: Glyphs) -> list[list[Piece]]:
    """Return the legend in as many rows as it takes; `form`: cells of texture, cells between, short words or not."""
    (wide, between, is_short) = form
    rows: list[list[Piece]] = []
    used = width + 1
    for look in looks:
        word = glyphs.spell(look.short if is_short and look.short else look.word)
        size = wide + 1 + cell_width(word)
        if used + between + size > width:
            rows.append([])
            used = -between
        gap = " " * between if rows[-1] else ""
        rows[-1] += [(gap, "muted"), (getattr(glyphs, look.texture) * wide, look.ink), (" " + word, "muted")]
        rows[-1] = rows[-1] if size <= width else [(fit(word, width, more=glyphs.more), "muted")]
        used += between + size
    return rows
