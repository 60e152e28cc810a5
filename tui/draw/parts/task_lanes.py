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
    blocks: Sequence[Block], from_s: float, until_s: float, cells: int, hue: Ink, *, glyphs: Glyphs,
    now_s: float | None = None, has_shades: bool = False, labels: Labels = (), marked: Mapping[int, Ink] = NOBODY,
) -> Row:  # fmt: skip
    """Return the blocks between two times in exactly `cells` cells, with what is written in them."""
    return lane_rows(
        blocks, from_s, until_s, cells, hue, glyphs=glyphs, now_s=now_s, has_shades=has_shades, labels=labels,
        marked=marked,
    )[0]  # fmt: skip


def lane_rows(
    blocks: Sequence[Block], from_s: float, until_s: float, cells: int, hue: Ink, *, glyphs: Glyphs,
    now_s: float | None = None, has_shades: bool = False, labels: Labels = (), marked: Mapping[int, Ink] = NOBODY,
) -> tuple[Row, Row]:  # fmt: skip
    """Return the same with what is written in the blocks, and without: for lanes of several rows.

    What goes on ends at `now_s`, else at the right edge. A block at a `marked` place has that hue. With shades of the
    hue every second block is in the darker one.
    """
    if until_s <= from_s or cells <= 0:
        blank: Row = ((" " * cells, "foreground"),) if cells > 0 else ()
        return blank, blank
    now_s = until_s if now_s is None else min(now_s, until_s)
    inside, held, crosses = _spread(blocks, (from_s, until_s, now_s), cells)
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
    bare = merge(row)
    for place, cells_of in _drawn(held, crosses).items() if labels else ():
        if labels[place]:
            _write(row, cells_of, labels[place], marked.get(place, hue))
    return merge(row), bare


def _spread(
    blocks: Sequence[Block], span: tuple[float, float, float], cells: int
) -> tuple[list[float], list[set[int]], set[int]]:
    """Return for each cell the seconds that blocks take in it and which blocks these are, and the cells of crosses."""
    from_s, until_s, now_s = span
    each_s = (until_s - from_s) / cells
    inside, held, crosses = [0.0] * cells, [set[int]() for _ in range(cells)], set[int]()
    for place, block in enumerate(blocks):
        began_s, ended_s = max(block.began_s, from_s), min(now_s if block.ended_s is None else block.ended_s, until_s)
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


def _drawn(held: Sequence[set[int]], crosses: set[int]) -> dict[int, list[int]]:
    """Return for each block the cells in which it is the one that is drawn."""
    found: dict[int, list[int]] = {}
    for cell, places in enumerate(held):
        if 0 < len(places) <= MOST_IN_A_CELL and cell not in crosses:
            found.setdefault(max(places), []).append(cell)
    return found


def _write(row: list[Piece], cells: Sequence[int], texts: Sequence[str], hue: Ink) -> None:
    """Write the longest text that has room in the middle of a block, cut out of its hue; a cell beside it stays."""
    text = next((text for text in texts if len(text) + 2 <= len(cells)), "")
    start = (len(cells) - len(text)) // 2
    for cell, character in zip(cells[start:], text, strict=False):
        ink = row[cell][1] if row[cell][1] != "faint" else hue
        row[cell] = (character, f"background bold on {ink}")
