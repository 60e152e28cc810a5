"""Source code as a screen shows it: line numbers, marks where somebody is, names at the right, long lines folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from tui.draw.cells import Ink, Row, bold, cell_width, cut, join, merge, on, pad, tame
from tui.draw.cells import width as row_width
from tui.draw.glyphs import UNICODE, Glyphs
from tui.words.numbers import verb

WAITS: Ink = "third"
"""The ink of who waits, as in the lanes."""

BLANK: Row = ((" ", "foreground"),)

INDENT = 4
"""Cells by which what goes on in a further row is indented more than its line."""


class Present(NamedTuple):
    """Somebody who is at a line."""

    name: str
    """As in the lanes: `P1`."""
    ink: Ink
    waits: bool = False
    holds: bool = False
    """Whether it is said of the line at which it took a lock that it holds."""


class LineMark(Struct, frozen=True):
    """What is said about one line."""

    arrow: bool = False
    """Whether `▸` points at it."""
    lit: bool = False
    """Whether the whole line stands on `select`, in bold."""
    noted: bool = False
    """Whether there is a remark on it: its number is lit as in the list of remarks."""
    present: tuple[Present, ...] = ()
    """Who is here, said at the right: `P1 P2`."""


NO_MARK = LineMark()


class Gutter(NamedTuple):
    """What stands in front of the code: cells for the number, and between it and the mark."""

    digits: int
    gap: int

    @property
    def width(self) -> int:
        return self.digits + self.gap + 2


def gutter(lines: int, roomy: bool = False) -> Gutter:
    """Return the gutter of a source with so many lines; `roomy` is for a panel that is only code."""
    return Gutter(max(3 if roomy else 2, len(str(lines))), 2 if roomy else 1)


def folded(line: Row, width: int, glyphs: Glyphs = UNICODE) -> tuple[Row, ...]:
    """Return a line of code as rows of at most `width` cells, broken at spaces where there are some.

    Rows after the first are indented by four cells more than the line.
    """
    row = merge((tame(glyphs.spell(text)), ink) for text, ink in line)
    if width <= 0 or row_width(row) <= width:
        return (row,)
    cells = [(character, ink) for text, ink in row for character in text]
    indent = next((place for place, (character, _) in enumerate(cells) if character != " "), 0)
    space: Row = ((" " * (indent + INDENT), "foreground"),) if indent + INDENT <= width // 2 else ()
    rows: list[Row] = []
    while cells:
        end = _end(cells, width - row_width(space) * bool(rows), 0 if rows else indent)
        rows.append(join(space if rows else (), merge(cells[:end])))
        cells = cells[end:]
        while cells and cells[0][0] == " ":
            cells.pop(0)
    return tuple(rows)


def _end(cells: Sequence[tuple[str, Ink]], width: int, indent: int) -> int:
    """Return how many characters the next row takes: up to the last space that leaves it half full, or what fits."""
    used, fits = 0, 0
    for character, _ in cells:
        used += cell_width(character)
        if used > width:
            break
        fits += 1
    if fits == len(cells):
        return fits
    spaces = [place for place in range(max(indent, fits // 2), fits + 1) if cells[place][0] == " "]
    return spaces[-1] if spaces and spaces[-1] else max(1, fits)


def numbered(
    lines: Sequence[Sequence[Row]],
    first: int,
    width: int,
    marks: Mapping[int, LineMark] | None = None,
    *,
    front: Gutter,
    glyphs: Glyphs = UNICODE,
) -> tuple[Row, ...]:
    """Return rows of exactly `width` cells: number, mark, code, and who is here, one cell before the right edge.

    Each line is the rows that `folded` made of it; rows that go on have `…` for a number. The first line has the number
    `first`; `marks` is by line number.
    """
    if width <= 0:
        return ((),) * sum(map(len, lines))
    marks = marks or {}
    return tuple(
        row
        for number, line in enumerate(lines, first)
        for row in _line(line, number, marks.get(number, NO_MARK), (front, width), glyphs)
    )


def _line(
    line: Sequence[Row], number: int, mark: LineMark, shape: tuple[Gutter, int], glyphs: Glyphs
) -> Iterator[Row]:
    """Yield one line's rows in the width of the shape; who is here stands in the row with the most room."""
    front, width = shape
    room = width - front.width
    roomiest = min(range(len(line)), key=lambda place: (row_width(line[place]), place))
    if row_width(line[0]) <= room // 2:
        roomiest = 0
    for place, code in enumerate(line):
        head = _head(str(number) if place == 0 else glyphs.more, mark, front, glyphs)
        if room <= 0:
            yield _ground(pad(head, width), mark.lit)
            continue
        shown = tuple((text, bold(ink)) for text, ink in code) if mark.lit else code
        names: Row = ()
        if mark.present and place == roomiest:
            names = _names_behind(mark.present, room, room - row_width(code) - 1, glyphs)
        yield _ground(merge((*head, *pad(shown, room - row_width(names), more=glyphs.more), *names)), mark.lit)


def _head(number: str, mark: LineMark, front: Gutter, glyphs: Glyphs) -> Row:
    """Return the line's number and the arrow before its code; a wrapped line has neither."""
    ink = "key bold" if mark.noted else "muted" if mark.lit or mark.arrow else "faint"
    is_first = number != glyphs.more
    arrow = glyphs.right if mark.arrow and is_first else " "
    return ((f"{number:>{front.digits}}", ink if is_first else "faint"), (f"{' ' * front.gap}{arrow} ", "key"))


def _names_behind(present: Sequence[Present], room: int, free: int, glyphs: Glyphs) -> Row:
    """Return `P1 P2 +6  P9 wait` with a cell before and behind, in the cells that the code leaves free.

    Where even the shortest form does not fit, the code gives way for half of the room.
    """
    kinds = ((False, False), (False, True), (True, False))
    groups = [[who for who in present if (who.waits, who.holds) == kind] for kind in kinds]
    row: Row = ()
    for most in range(max(map(len, groups)), 0, -1):
        parts = [part for group in groups if (part := _group(group, most, glyphs))]
        row = join(*(piece for part in parts for piece in (BLANK, part, BLANK)))
        if row_width(row) <= free:
            return row
    most = room // 2
    return row if row_width(row) <= most else join(cut(row, most - 1, glyphs.more), BLANK) if most > 3 else ()


def _group(group: Sequence[Present], most: int, glyphs: Glyphs) -> Row:
    """Return those at a line who all do the same, each in its own ink; at most so many of them by name."""
    if not group:
        return ()
    names = join(*((BLANK if place else ()) + ((tame(glyphs.spell(who.name)), who.ink),) for place, who in
                   enumerate(group[:most])))  # fmt: skip
    more: Row = ((f" +{len(group) - most}", "muted"),) if len(group) > most else ()
    does = " wait" if group[0].waits else " hold" if group[0].holds else ""
    return join(names, more, ((verb(len(group), does), WAITS if group[0].waits else "muted"),) if does else ())


def _ground(row: Row, lit: bool) -> Row:
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
