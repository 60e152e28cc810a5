"""A frame around rows, and other pieces that several boards share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Piece, Row, cell_width, join, merge, pad
from tui.draw.cells import width as row_width
from tui.draw.panel import frame

BLANK: Row = ()
_WORDS = re.compile(" |[^ ]+")
"""A space, or what stands between spaces."""


def framed(
    body: Sequence[Row],
    sheet: Sheet,
    *,
    title: str,
    facts: str | Row = "",
    hue: Ink = "foreground",
    focused: bool = False,
    margin: int | None = None,
) -> list[Row]:
    """Return the rows in a frame as large as the sheet, with `margin` columns of space inside it, else the usual ones.

    Rows that do not fit are left out; blank ones fill up.
    """
    box = frame(sheet.width, sheet.height, title, facts, hue, focused, sheet.glyphs)
    margin = sheet.margin if margin is None else margin
    inner, room = max(0, sheet.width - 2 - 2 * margin), max(0, sheet.room)
    rows = (*body[:room], *((BLANK,) * max(0, room - len(body))))
    inside = [_inside(row, inner, margin, box.left, box.right) for row in rows]
    return [box.top, *inside, box.bottom][: max(0, sheet.height)]


@lru_cache(maxsize=1024)
def _inside(row: Row, inner: int, margin: int, left: Piece, right: Piece) -> Row:
    """Return a row between two sides. Most rows are those of the frame before: they stay the same object."""
    space = (" " * margin, "foreground")
    return merge((left, space, *pad(row, inner), space, right))


def lines_of(paragraphs: Iterable[Row], width: int) -> list[Row]:
    """Return the paragraphs in rows of at most `width` cells; an empty one is a blank row."""
    return [line for row in paragraphs for line in (wrapped(row, width) if row else [BLANK])]


def instead(paragraphs: Iterable[Row], sheet: Sheet) -> list[Row]:
    """Return what is said in a frame instead of numbers, below a blank row where there is room for one."""
    rows = lines_of(paragraphs, sheet.inner)
    return rows if len(rows) >= sheet.room else [BLANK, *rows]


def failure(message: str, phase: str, width: int) -> list[Row]:
    """Return why a variant failed, in two rows at most, and the keys that help."""
    lift: Row = (("  L", "key bold"), (" lift the limit", "foreground")) if phase == "time limit" else ()
    whole: Row = (("enter", "key bold"), (" the whole message", "foreground"))
    both = join(whole, lift)
    keys = both if row_width(both) <= width else lift or whole
    return [*wrapped(plain(message or "It failed.", "bad"), width)[:2], keys]


def wrapped(row: Row, width: int) -> list[Row]:
    """Return the row broken at spaces into rows of at most `width` cells; inks stay with their words."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for chunk in _chunks(row):
        size = sum(cell_width(text) for text, _ in chunk)
        is_space = chunk[0][0] == " "
        if used and used + size > width and not is_space:
            while lines[-1] and lines[-1][-1][0] == " ":
                lines[-1].pop()
            lines.append([])
            used = 0
        if used or not is_space:
            lines[-1] += chunk
            used += size
    return [merge(line) for line in lines]


def _chunks(row: Row) -> Iterator[list[Piece]]:
    """Yield what must stay on one line: a space alone, or the neighbours between two spaces."""
    words = ((word, ink) for text, ink in row for word in _WORDS.findall(text))
    for is_space, some in groupby(words, key=lambda word: word[0] == " "):
        chunk = list(some)
        yield from ([word] for word in chunk) if is_space else [chunk]


def first_that_fits(choices: Iterable[Row], width: int) -> Row:
    """Return the first row of at most `width` cells; nothing when none fits."""
    return next((row for row in choices if row_width(row) <= width), BLANK)


def plain(text: str, ink: Ink = "foreground") -> Row:
    """Return a text as a row of one ink."""
    return ((text, ink),)
