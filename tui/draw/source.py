"""Source code as a screen shows it: line numbers, marks where somebody is, names at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.draw.cells import Ink, Row, bold, cell_width, cut, merge, on, pad, tame
from tui.draw.cells import width as row_width
from tui.draw.glyphs import UNICODE, Glyphs


@dataclass(frozen=True, slots=True)
class LineMark:
    """What is said about one line."""

    arrow: bool = False
    """Whether `▸` points at it."""
    lit: bool = False
    """Whether the whole line stands on `select`, in bold."""
    word: tuple[int, int] | None = None
    """Start and end, in cells of the code, of the word that stands on `select`."""
    labels: Row = ()
    """Who is here: `P1 P2`, at the right."""


NO_MARK = LineMark()


def numbered(
    lines: Sequence[Row],
    first: int,
    width: int,
    marks: Mapping[int, LineMark] | None = None,
    *,
    roomy: bool = False,
    glyphs: Glyphs = UNICODE,
) -> tuple[Row, ...]:
    """Return each line in exactly `width` cells: number, mark, code, and labels that end one cell before the edge.

    `lines` are rows already in their inks, the first of them line number `first`; `marks` is by line number. Code that
    is too long is cut with `…`. `roomy` is the layout of a panel that is only code.
    """
    if width <= 0:
        return ((),) * len(lines)
    digits = max(3 if roomy else 2, len(str(first + len(lines) - 1)))
    shape = (digits, 2 if roomy else 1, width)
    marks = marks or {}
    return tuple(
        _line(line, number, marks.get(number, NO_MARK), shape, glyphs) for number, line in enumerate(lines, first)
    )


def _line(code: Row, number: int, mark: LineMark, shape: tuple[int, int, int], glyphs: Glyphs) -> Row:
    """Return one line; `shape` is the cells for the number, the gap behind it, and the width of all."""
    digits, gap, width = shape
    arrow = glyphs.right if mark.arrow else " "
    head: Row = (
        (f"{number:>{digits}}", "muted" if mark.lit or mark.arrow else "faint"),
        (f"{' ' * gap}{arrow} ", "key"),
    )
    room = width - row_width(head)
    if room <= 0:
        return _ground(pad(head, width), mark.lit)
    labels = _labels(mark.labels, room, glyphs)
    shown = merge((tame(glyphs.spell(text)), ink) for text, ink in code)
    if mark.lit:
        shown = tuple((text, bold(ink)) for text, ink in shown)
    if mark.word is not None:
        shown = light(shown, *mark.word)
    shown = pad(shown, room - row_width(labels), more=glyphs.more)
    return _ground(merge((*head, *shown, *labels)), mark.lit)


def _labels(labels: Row, room: int, glyphs: Glyphs) -> Row:
    """Return the labels with a cell before and behind them, in at most half of the room."""
    row = merge((tame(glyphs.spell(text)), ink) for text, ink in labels)
    most = room // 2 - 2
    if not row or most < 1:
        return ()
    row = cut(row, most, glyphs.more)
    return merge(((" ", row[0][1]), *row, (" ", row[-1][1])))


def _ground(row: Row, lit: bool) -> Row:
    """Return the row on `select` if it is lit."""
    return tuple((text, on(ink, "select")) for text, ink in row) if lit else row


def light(row: Row, start: int, end: int, ground: Ink = "select") -> Row:
    """Return the row with the cells from `start` up to `end` on `ground`; whole characters only."""
    pieces: list[tuple[str, Ink]] = []
    at = 0
    for text, ink in row:
        for character in text:
            size = cell_width(character)
            inside = start <= at and at + size <= end
            pieces.append((character, on(ink, ground) if inside else ink))
            at += size
    return merge(pieces)
