"""Cells: text with an ink, measured and cut as a terminal draws it.

An `Ink` is a token of the theme, optionally with ` bold` and a ground, in that order: `muted`, `thread bold`,
`key on select`, `foreground bold on select`. Tokens: background panel select rule faint muted foreground thread process
good bad key third parent, and the ramps `thread.low`, `thread.mid` … Whoever draws on the screen maps them to colours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

Ink = str
Piece = tuple[str, Ink]
"""Text and its ink."""
Row = tuple[Piece, ...]
"""One row of the screen, or a part of one."""
Align = Literal["left", "right", "centre"]

PLAIN = "foreground"
"""The ink of ordinary text, and of blank cells."""

_NARROW = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0391-\u03a1\u03a3-\u0482\u2010-\u2027\u2190-\u2193\u2500-\u25fc✓✗]*"
)
"""Text for which one character is one cell: everything we draw ourselves, and most of what programs say."""

_DISPUTED = re.compile(
    "[\u2630-\u2637\u268a-\u268f\u3164\u4dc0-\u4dff\ud7b0-\ud7fb\uffa0\U0001d300-\U0001d376\U0001f3fb-\U0001f3ff]"
)
"""Characters whose width depends on the terminal's version of Unicode."""


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    """Cells a terminal gives to one character: 0, 1 or 2 (Unicode Standard Annex 11, ambiguous ones narrow)."""
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@lru_cache(maxsize=4096)
def _tame(character: str) -> str:
    """What stands for one character of text from outside, so that it cannot move the cells beside it."""
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    unsure = category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Mc") or _DISPUTED.match(character)
    return "?" if unsure else character


_NUMBERS = re.compile(r"[-_ .#]?\d+([-_.…~]+\d+)*$")
SHORTEST_NAME = 3
"""Cells for the beginning of a name that is cut."""


def tame(text: str) -> str:
    """Return the text with what cannot stand in a cell dropped (joiners, direction marks) or replaced by `?`."""
    return text if _NARROW.fullmatch(text) else "".join(map(_tame, text))


def is_narrow(text: str) -> bool:
    """Whether each character is surely one cell."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def cell_width(text: str) -> int:
    """Return how many cells a terminal gives the text: 2 for a wide character, 0 for one that joins the one before."""
    return len(text) if is_narrow(text) else sum(map(_cells, text))


def width(row: Iterable[Piece]) -> int:
    """Return a row's width in cells."""
    return cell_width("".join([text for text, _ in row]))


def head(text: str, cells: int) -> str:
    """Return the longest start of the text that takes at most this many cells."""
    if _NARROW.fullmatch(text):
        return text[:cells]
    used = 0
    for place, character in enumerate(text):
        used += _cells(character)
        if used > cells:
            return text[:place]
    return text


def fit(text: str, width: int, align: Align = "left", more: str = "…") -> str:
    """Return the text in exactly `width` cells: padded with spaces, or cut, which `more` (one cell) shows."""
    if width <= 0:
        return ""
    text = tame(text)
    used = cell_width(text)
    if used > width:
        text = head(text, width - len(more)) + more if width >= len(more) else ""
        used = cell_width(text)
    free = " " * (width - used)
    if align == "left":
        return text + free
    if align == "right":
        return free + text
    half = len(free) // 2
    return free[:half] + text + free[half:]


def fit_name(text: str, width: int, more: str = "…") -> str:
    """Return a name in exactly `width` cells; what is cut is cut before the numbers at its end, which tell it apart."""
    text = tame(text)
    end = _NUMBERS.search(text)
    tail = end.group() if end else ""
    room = width - cell_width(tail)
    if cell_width(text) <= width or not tail or room < SHORTEST_NAME:
        return fit(text, width, more=more)
    return fit(head(text, room - len(more)) + more + tail, width)


def join(*rows: Row) -> Row:
    """Return the rows side by side; neighbours of one ink become one piece."""
    return merge(piece for row in rows for piece in row)


def merge(row: Iterable[Piece]) -> Row:
    """Return the row with neighbours of equal ink as one piece and without empty pieces."""
    merged: list[Piece] = []
    last = None
    for piece in row:
        text, ink = piece
        if not text:
            continue
        if ink == last:
            merged[-1] = (merged[-1][0] + text, ink)
        else:
            merged.append(piece)
            last = ink
    return tuple(merged)


def cut(row: Row, width: int, more: str = "") -> Row:
    """Return the row in at most `width` cells; where something is cut off, `more` (in the ink there) shows it."""
    return row if _row_width(row) <= max(0, width) else _cut(row, max(0, width), more)


def _cut(row: Row, width: int, more: str) -> Row:
    """Return a row that is too wide in so many cells."""
    kept: list[Piece] = []
    left = width - len(more)
    ink = row[0][1]
    for text, here in row:
        used = cell_width(text)
        ink = here
        if used > left:
            kept.append((head(text, max(0, left)), here))
            break
        kept.append((text, here))
        left -= used
    if more and left >= 0:
        kept.append((more, ink))
    return merge(kept)


_row_width = width


def pad(row: Row, width: int, ink: Ink = PLAIN, align: Align = "left", more: str = "") -> Row:
    """Return the row in exactly `width` cells, with spaces in `ink` where there is room and cut where there is not."""
    free = max(0, width) - _row_width(row)
    if free < 0:
        row = _cut(row, max(0, width), more)
        free = max(0, width) - _row_width(row)
    if not free:
        return row
    if align == "left":
        return merge((*row, (" " * free, ink)))
    before = free if align == "right" else free // 2
    return merge(((" " * before, ink), *row, (" " * (free - before), ink)))


def apart(left: Row, right: Row, width: int, ink: Ink = PLAIN) -> Row:
    """Return `left` at the left edge and `right` at the right one in exactly `width` cells; `left` gives way first."""
    right = cut(right, width)
    room = max(0, width) - _row_width(right)
    return join(pad(left, room, ink), right)


def bold(ink: Ink) -> Ink:
    """Return the ink in bold, its ground kept."""
    token, on, ground = ink.partition(" on ")
    return f"{token.removesuffix(' bold')} bold{on}{ground}"


def on(ink: Ink, ground: Ink) -> Ink:
    """Return the ink on this ground, in place of the one it had."""
    return f"{ink.partition(' on ')[0]} on {ground}"
