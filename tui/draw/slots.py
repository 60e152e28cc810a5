"""A queue drawn slot by slot: the item that comes next stands at the right, where it leaves; free slots at the left.

Where there is no room for every slot those at the way out are drawn, and how many more there are is said at the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tui.draw.cells import Ink, Piece, Row, fit, merge
from tui.draw.glyphs import UNICODE, Glyphs
from tui.words.numbers import grouped

BOX = 3
"""Cells that a slot takes."""


def mark(maker: int | None, ink: Ink, *, is_none: bool, plain: bool, glyphs: Glyphs = UNICODE) -> Piece:
    """Return how an item is drawn: a diamond in its maker's ink, or with `plain` the maker's number, from 0 on.

    A None is a ring, an item of an unknown maker a question mark.
    """
    if is_none:
        return glyphs.ring, "muted"
    if maker is None:
        return "?", "muted"
    if plain:
        return "123456789abcdefghijklmnopqrstuvwxyz"[maker % 35], ink
    return glyphs.diamond, ink


def drawn(count: int, bound: int | None, width: int, cell: int) -> tuple[int, int, str]:
    """Return how many items and free slots are drawn, and what is said of the others; `cell` is a slot's width."""
    room = max(1, width // cell)
    if bound is not None and max(bound, count) <= room:
        return count, max(0, bound - count), ""
    if bound is None and count <= room:
        return count, 0, ""
    room = max(1, (width - len(f" {grouped(max(count, bound or 0))} more … ")) // cell)
    if count > room:
        return room, 0, f"{grouped(count - room)} more"
    return count, room - count, f"{grouped(bound - room)} free" if bound is not None else ""


def boxes(
    items: Sequence[Piece], bound: int | None, width: int, *, wide: int = BOX, glyphs: Glyphs = UNICODE
) -> tuple[Row, Row, Row]:
    """Return the slots as three rows of boxes in exactly `width` cells; `items` begin with the one that comes next.

    `wide` is the odd number of cells of a box.
    """
    shown, free, more = drawn(len(items), bound, width, wide)
    inside = list(reversed(items[:shown]))
    text = _how_many_more(more, width - wide * (shown + free), glyphs)
    blank = " " * len(text)
    full, empty = _box(wide, glyphs)
    half = (wide - 1) // 2
    head: list[Piece] = [(blank, "muted")]
    middle: list[Piece] = [(text, "muted")]
    foot: list[Piece] = [(blank, "muted")]
    for row, part in ((head, 0), (middle, 1), (foot, 2)):
        row.append((empty[part] * free, "faint"))
    for glyph, ink in inside:
        head.append((full[0], ink))
        middle += [(full[1][:half], ink), (glyph, ink), (full[1][half + 1 :], ink)]
        foot.append((full[2], ink))
    return merge(head), merge(middle), merge(foot)


def widest(count: int, bound: int | None, width: int) -> int:
    """Return how wide boxes can be so that every slot has one; the usual width where they cannot."""
    wide = width // max(1, bound or count)
    return max(BOX, min(7, wide - 1 + wide % 2)) if bound is not None else BOX


def line(items: Sequence[Piece], bound: int | None, width: int, *, glyphs: Glyphs = UNICODE) -> Row:
    """Return the slots as one row of `width` cells, the next item to leave at the right.

    Where not all have room, how many there are has to be said beside it: the dots at the left only say that.
    """
    most = max(bound or 0, len(items))
    room = width if most <= width else max(0, width - 2)
    shown = min(len(items), room)
    free = min(room, most) - shown
    dots = fit(f"{glyphs.more} ", width - room) if room < most else ""
    before: Piece = (dots.rjust(width - shown - free), "muted")
    return merge([before, (glyphs.hollow * free, "faint"), *reversed(items[:shown])])


def _how_many_more(more: str, width: int, glyphs: Glyphs) -> str:
    return fit(f"{more} {glyphs.more} " if more else "", width, "right")


@lru_cache(maxsize=16)
def _box(wide: int, glyphs: Glyphs) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Return the three rows of a taken and of a free slot."""
    side, inner = glyphs.vertical, wide - 2
    dashed = ("'", "'") if glyphs.ascii_only else ("┄", "┆")

    def drawn(edge: str, side: str) -> tuple[str, str, str]:
        top = glyphs.top_left + edge * inner + glyphs.top_right
        return top, side + " " * inner + side, glyphs.bottom_left + edge * inner + glyphs.bottom_right

    return drawn(glyphs.horizontal, side), drawn(*dashed)
