"""A frame around rows, and other pieces that several boards share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.draw.cells import Ink, Row, cell_width, join, merge, pad
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.draw.panel import frame

BLANK: Row = ()


def framed(
    body: Sequence[Row],
    width: int,
    height: int,
    *,
    title: str,
    facts: str | Row = "",
    hue: Ink = "foreground",
    focused: bool = False,
    glyphs: Glyphs,
    margin: int = 1,
) -> list[Row]:
    """Return the rows in a frame of exactly this size, with `margin` columns of space inside it."""
    box = frame(width, height, title, facts, hue, focused, glyphs)
    inner = max(0, width - 2 - 2 * margin)
    space: Row = ((" " * margin, "foreground"),)
    inside = [
        join((box.left,), space, pad(row, inner), space, (box.right,))
        for row in (*body[: max(0, height - 2)], *((BLANK,) * max(0, height - 2 - len(body))))
    ]
    return [box.top, *inside, box.bottom]


def margin_for(width: int) -> int:
    """Return the columns of space inside a frame: two where there is room, else one."""
    return 2 if width >= 54 else 1


def inner_width(width: int) -> int:
    """Return the cells of a row inside a frame of this width."""
    return max(0, width - 2 - 2 * margin_for(width))


def wrapped(row: Row, width: int) -> list[Row]:
    """Return the row broken at spaces into rows of at most `width` cells; inks stay with their words."""
    words: list[tuple[str, Ink]] = [
        (word, ink) for text, ink in row for word in _words(text)
    ]
    lines: list[list[tuple[str, Ink]]] = [[]]
    used = 0
    for chunk in _chunks(words):
        size = sum(cell_width(text) for text, _ in chunk)
        if used and used + size > width and chunk[0][0] != " ":
            while lines[-1] and lines[-1][-1][0] == " ":
                lines[-1].pop()
            lines.append([])
            used = 0
        if not used and chunk[0][0] == " ":
            continue
        lines[-1] += chunk
        used += size
    return [merge(line) for line in lines]


def _words(text: str) -> Iterable[str]:
    """Yield the words and the spaces of a text, each on its own."""
    word = ""
    for character in text:
        if character == " ":
            if word:
                yield word
            yield " "
            word = ""
        else:
            word += character
    if word:
        yield word


def _chunks(words: Iterable[tuple[str, Ink]]) -> Iterable[list[tuple[str, Ink]]]:
    """Yield what must stay on one line: a space alone, or the neighbours between two spaces."""
    chunk: list[tuple[str, Ink]] = []
    for word in words:
        if word[0] == " ":
            if chunk:
                yield chunk
            yield [word]
            chunk = []
        else:
            chunk.append(word)
    if chunk:
        yield chunk


def first_that_fits(choices: Iterable[Row], width: int) -> Row:
    """Return the first row of at most `width` cells; nothing when none fits."""
    return next((row for row in choices if row_width(row) <= width), BLANK)


def plain(text: str, ink: Ink = "foreground") -> Row:
    """Return a text as a row."""
    return ((text, ink),)
