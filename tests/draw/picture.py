"""Rows as text, and what they may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import fields

from tui.draw.cells import Row
from tui.draw.glyphs import ASCII, UNICODE, Glyphs

INK = re.compile(
    r"(background|panel|select|rule|faint|muted|foreground(\.[a-f])?|"
    r"(thread|process|good|bad|key|third|parent)(\.low|\.mid|\.[a-f])?)"
    r"( bold)?( on [a-z.]+)?"
)
_DIGITS = "╺━┓┏┛┗┃┫┣╸╻╹┻•"


def text(row: Row) -> str:
    """Return the row without its inks."""
    return "".join(piece for piece, _ in row)


def picture(rows: Iterable[Row]) -> str:
    """Return the rows as lines, blanks at their ends dropped."""
    return "\n".join(text(row).rstrip() for row in rows)


def inks(row: Row) -> list[str]:
    """Return the inks from left to right."""
    return [ink for _, ink in row]


def alphabet(glyphs: Glyphs) -> set[str]:
    """Return every character this set may draw."""
    printable = {chr(code) for code in range(32, 127)}
    if glyphs is ASCII:
        return printable
    values = (getattr(glyphs, slot.name) for slot in fields(Glyphs))
    return printable | set(_DIGITS) | {"µ"} | {c for value in values if isinstance(value, str) for c in value}


_ALPHABETS = {glyphs: alphabet(glyphs) for glyphs in (UNICODE, ASCII)}


def check_row(row: Row, width: int, glyphs: Glyphs) -> None:
    """Assert that a row has this width, only glyphs of the set, known inks, and no two pieces that could be one."""
    drawn = text(row)
    assert len(drawn) == max(0, width), (drawn, width)
    assert set(drawn) <= _ALPHABETS[glyphs], set(drawn) - _ALPHABETS[glyphs]
    assert all(INK.fullmatch(ink) for ink in inks(row)), inks(row)
    assert all(piece for piece, _ in row)
    assert all(one != other for one, other in pairwise(inks(row)))
