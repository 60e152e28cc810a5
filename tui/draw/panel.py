"""The frame of a panel: title at the left, facts at the right, both in the border."""

from __future__ import annotations

from typing import NamedTuple

from tui.draw.cells import Ink, Piece, Row, bold, cut, fit, merge, tame
from tui.draw.cells import width as row_width
from tui.draw.glyphs import UNICODE, Glyphs

_SHORTEST_FACTS = 6
"""Facts cut to fewer cells than this say nothing and are left out."""
_SHORTEST_TITLE = 2


class Frame(NamedTuple):
    """The four sides; together with the inside they take exactly the width and height asked for."""

    top: Row
    left: Piece
    right: Piece
    bottom: Row


def frame(  # noqa: PLR0917, in the order in which a panel is described
    width: int,
    height: int,
    title: str = "",
    facts: str | Row = "",
    hue: Ink = "foreground",
    focused: bool = False,
    glyphs: Glyphs = UNICODE,
) -> Frame:
    """Return the frame: title bold in `hue`, facts muted (or in their own inks), the border in `rule`.

    A focused panel's border takes the hue too; so does a failed one's, with `hue="bad"`. Where the room is short facts
    are cut and then left out, then the title. Below two columns or rows the missing sides are empty.
    """
    ink = hue.partition(" ")[0] if focused else "rule"
    if width < 2:
        side: Row = ((glyphs.vertical, ink),) if width == 1 else ()
        return Frame(side if height > 0 else (), side[0] if side else ("", ink), ("", ink), side if height > 1 else ())
    bottom = ((glyphs.bottom_left + glyphs.horizontal * (width - 2) + glyphs.bottom_right, ink),)
    edge = (glyphs.vertical, ink)
    top = _top(width - 2, title, facts, (hue, ink), glyphs=glyphs)
    return Frame(top if height > 0 else (), edge, edge, bottom if height > 1 else ())


def _top(inner: int, title: str, facts: str | Row, inks: tuple[Ink, Ink], *, glyphs: Glyphs) -> Row:
    """Return the upper side: corner, title, line, facts, corner."""
    hue, ink = inks
    line = glyphs.horizontal
    head = _title(title, inner - 4, glyphs)
    taken = len("─ ") + row_width(((head, hue),)) + len(" ") if head else 0
    tail = _facts(facts, inner - taken - 4, glyphs)
    used = taken + (row_width(tail) + len("  ─") if tail else 0)
    between = line * max(0, inner - used)
    row: list[Piece] = [(glyphs.top_left, ink)]
    if head:
        row += [(f"{line} ", ink), (head, bold(hue)), (f" {between}", ink)]
    else:
        row.append((between, ink))
    if tail:
        row += [(" ", ink), *tail, (f" {line}", ink)]
    row.append((glyphs.top_right, ink))
    return merge(row)


def _title(title: str, room: int, glyphs: Glyphs) -> str:
    """Return the title in at most `room` cells, or nothing."""
    title = tame(glyphs.spell(title))
    used = row_width(((title, ""),))
    if used <= room:
        return title
    return fit(title, room, more=glyphs.more) if room >= _SHORTEST_TITLE else ""


def _facts(facts: str | Row, room: int, glyphs: Glyphs) -> Row:
    """Return the facts in at most `room` cells, or nothing."""
    row: Row = ((facts, "muted"),) if isinstance(facts, str) else facts
    row = merge((tame(glyphs.spell(text)), ink) for text, ink in row)
    if row_width(row) <= room:
        return row
    return cut(row, room, glyphs.more) if room >= _SHORTEST_FACTS else ()
