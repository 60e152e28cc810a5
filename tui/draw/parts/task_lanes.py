"""What one worker had to do, as blocks over time: a task is a block with its number in it where that has room.

Two shades in turn tell a block from the next. A cell that several short ones share is lower, a block that failed or
whose worker died in it ends in a cross, and a cell without any is a dot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tui.draw.area import RAMPED
from tui.draw.cells import Ink, Piece, Row, merge
from tui.draw.glyphs import Glyphs

LEAST = 1e-6
"""A smaller share of a cell is an error of rounding."""
MOST_IN_A_CELL = 2
"""More blocks than these cannot be told apart within one cell."""
Labels = Sequence[Sequence[str]]
"""For each block what is written in it, the longest first; nothing for none."""
NOBODY: Mapping[int, Ink] = {}


class Block(Protocol):
    """A call, or a chunk of calls."""

    @property
    def began_s(self) -> float: ...

    @property
    def ended_s(self) -> float | None:
        """None while it goes on."""

    @property
    def failed(self) -> bool: ...


def lane(
    blocks: Sequence[Block], from_s: float, until_s: float, cells: int, hue: Ink, *,
    glyphs: Glyphs, has_shades: bool = False, labels: Labels = (), marked: Mapping[int, Ink] = NOBODY,
) -> Row:  # fmt: skip
    """Return the blocks between two times in exactly `cells` cells, those at a `marked` place in that hue.

    Without shades of the hue every second block is a texture.
    """
    if until_s <= from_s or cells <= 0:
        return ((" " * cells, "foreground"),) if cells > 0 else ()
    inside, held, crosses = _spread(blocks, from_s, until_s, cells)
    each_s = (until_s - from_s) / cells
    row: list[Piece] = []
    for cell, share in enumerate(inside):
        ink = "bad" if any(blocks[place].failed for place in held[cell]) else hue
        if cell in crosses:
            row.append((glyphs.no, "bad"))
        elif not held[cell]:
            row.append((glyphs.dot, "faint"))
        elif len(held[cell]) > MOST_IN_A_CELL:
            row.append((glyphs.busy if share >= each_s / 2 else glyphs.waits, ink))
        else:
            last = max(held[cell])
            ink = ink if ink == "bad" else marked.get(last, hue)
            row.append((glyphs.waits, ink) if share < each_s / 4 else _shade(last, ink, glyphs, has_shades))
    for place, texts in enumerate(labels):
        if texts:
            _write(row, _cells_of(place, held, crosses), texts, marked.get(place, hue))
    return merge(row)


def _spread(
    blocks: Sequence[Block], from_s: float, until_s: float, cells: int
) -> tuple[list[float], list[set[int]], set[int]]:
    """Return for each cell the seconds that blocks take in it and which blocks these are, and the cells of crosses."""
    each_s = (until_s - from_s) / cells
    inside, held, crosses = [0.0] * cells, [set[int]() for _ in range(cells)], set[int]()
    for place, block in enumerate(blocks):
        began_s, ended_s = max(block.began_s, from_s), min(until_s if block.ended_s is None else block.ended_s, until_s)
        for cell in range(max(0, int((began_s - from_s) / each_s)), cells):
            left_s = from_s + cell * each_s
            if left_s >= ended_s:
                break
            there_s = min(ended_s, left_s + each_s) - max(began_s, left_s)
            if there_s > each_s * LEAST or began_s == ended_s:
                inside[cell] += there_s
                held[cell].add(place)
        if block.failed and from_s <= ended_s:
            crosses.add(min(cells - 1, max(0, int((ended_s - from_s) / each_s - LEAST))))
    return inside, held, crosses


def _shade(place: int, ink: Ink, glyphs: Glyphs, has_shades: bool) -> Piece:
    if place % 2 == 0:
        return glyphs.solid, ink
    return (glyphs.solid, f"{ink}.mid") if has_shades and ink in RAMPED else (glyphs.medium, ink)


def _cells_of(place: int, held: Sequence[set[int]], crosses: set[int]) -> list[int]:
    """Return the cells in which a block is the one that is drawn."""
    its = [cell for cell, places in enumerate(held) if places and max(places) == place and cell not in crosses]
    return its if all(len(held[cell]) <= MOST_IN_A_CELL for cell in its) else []


def _write(row: list[Piece], cells: Sequence[int], texts: Sequence[str], hue: Ink) -> None:
    """Write the longest text that has room in the middle of a block, cut out of its hue; a cell beside it stays."""
    text = next((text for text in texts if len(text) + 2 <= len(cells)), "")
    start = (len(cells) - len(text)) // 2
    for cell, character in zip(cells[start:], text, strict=False):
        ink = row[cell][1] if row[cell][1] != "faint" else hue
        row[cell] = (character, f"background bold on {ink}")
