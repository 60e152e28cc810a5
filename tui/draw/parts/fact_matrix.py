"""Kinds of things down, tools across, one fact in each cell: a sign and a word, and at its end a number.

A cell is None as long as nothing is known of it, and blank. What does not fit gives way in this order: long headings,
long words, the numbers, and at last columns: then those around the marked cell are drawn, and which ones is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from tui.draw.cells import PLAIN, Ink, Piece, Row, bold, cell_width, fit, merge, on, pad
from tui.draw.glyphs import UNICODE, Glyphs

CLOSE, LEAST_GAP, MOST_GAP = 2, 3, 6
"""Columns between two cells, the first of which carries the mark: CLOSE only where a column would be left out else."""

TAIL_GAP = 2
"""Columns between a word and the number behind it: a word may end in a number of its own."""


class Heading(NamedTuple):
    """What a row or a column is about."""

    names: tuple[str, ...]
    """The longest first; a line feed parts a column's name into two rows."""
    ink: Ink = "foreground"


class FactCell(NamedTuple):
    """One fact."""

    sign: str
    """One cell that tells it without its colour."""
    words: tuple[str, ...] = ("",)
    """The longest first."""
    ink: Ink = "muted"
    tail: str = ""
    """A number with its unit, at the right."""


AT_HAND = FactCell("…")
"""It is being found out now."""
DOES_NOT_APPLY = FactCell("–")


class FactMatrix(NamedTuple):
    """All of it."""

    kinds: tuple[Heading, ...]
    tools: tuple[Heading, ...]
    cells: tuple[tuple[FactCell | None, ...], ...]
    """A row for each kind, a cell for each tool."""
    marked: tuple[int, int] | None = None
    """The row and the column of the cell that is spoken of, from 0."""


class _Says(NamedTuple):
    """Which of the names and words are taken, from 0 for the longest; where there are fewer, the last."""

    tool: int
    word: int
    kind: int
    tails: bool
    """Whether the numbers are."""


class _Plan(NamedTuple):
    """How wide everything is drawn."""

    label: int
    columns: tuple[int, ...]
    """Which tools."""
    words: tuple[int, ...]
    """Cells of sign and word in each of these."""
    tails: tuple[int, ...]
    """Cells of the number behind them, its space included; 0 for none."""
    says: _Says
    gap: int = LEAST_GAP

    @property
    def width(self) -> int:
        return self.label + sum(self.words) + sum(self.tails) + self.gap * len(self.columns)


def drawn(matrix: FactMatrix, width: int, glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return the headings in a row or two, and a row for each kind, each of exactly `width` cells."""
    if width <= 0 or not matrix.tools:
        return [() for _ in range(1 + len(matrix.kinds))]
    plan = _plan(matrix, width)
    plan = plan._replace(gap=min(MOST_GAP, plan.gap + max(0, width - plan.width) // max(1, len(plan.columns))))
    rows = [*_headings(matrix, plan), *(_row(matrix, plan, at) for at in range(len(matrix.kinds)))]
    grounds = [PLAIN] * (len(rows) - len(matrix.kinds)) + [_ground(matrix, at) for at in range(len(matrix.kinds))]
    return [_exactly(row, width, ground, glyphs) for row, ground in zip(rows, grounds, strict=True)]


def shown(matrix: FactMatrix, width: int) -> tuple[int, ...]:
    """Return which tools have room in so many cells."""
    return _plan(matrix, width).columns if matrix.tools else ()


@lru_cache(maxsize=32)
def _plan(matrix: FactMatrix, width: int) -> _Plan:
    every = tuple(range(len(matrix.tools)))
    for plan in _plans(matrix, every):
        if plan.width <= width:
            return plan
    columns = _start(matrix)
    while more := next((more for more in _wider(matrix, columns) if _fits(matrix, more, width)), None):
        columns = more
    plans = list(_plans(matrix, columns))
    return next((plan for plan in plans if plan.width <= width), plans[-1])


def _plans(matrix: FactMatrix, columns: tuple[int, ...]) -> Iterator[_Plan]:
    """Yield how these columns can be drawn, the fullest first."""
    names = max(len(matrix.tools[at].names) for at in columns)
    words = max((len(cell.words) for row in matrix.cells for cell in row if cell), default=1)
    kinds = max((len(kind.names) for kind in matrix.kinds), default=1)
    for tails, word, kind, name in product((True, False), range(words), range(kinds), range(names)):
        yield _planned(matrix, columns, _Says(name, word, kind, tails))
    yield _planned(matrix, columns, _Says(names - 1, words - 1, kinds - 1, False), CLOSE)


def _planned(matrix: FactMatrix, columns: tuple[int, ...], says: _Says, gap: int = LEAST_GAP) -> _Plan:
    where = _which(matrix, columns)
    label = max([len(where), *(cell_width(_at(kind.names, says.kind)) for kind in matrix.kinds)])
    widths, ends = [], []
    for at in columns:
        cells = [cell for row in matrix.cells if (cell := row[at])]
        end = max((cell_width(cell.tail) + TAIL_GAP for cell in cells if cell.tail and says.tails), default=0)
        said = max((cell_width(_said(cell, says.word)) for cell in cells), default=0)
        heading = max(map(cell_width, _at(matrix.tools[at].names, says.tool).split("\n")))
        widths.append(max(said, heading - end))
        ends.append(end)
    return _Plan(label, columns, tuple(widths), tuple(ends), says, gap)


def _start(matrix: FactMatrix) -> tuple[int, ...]:
    return (min(matrix.marked[1], len(matrix.tools) - 1) if matrix.marked else 0,)


def _wider(matrix: FactMatrix, columns: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield these with one column more: the next to the right, and that to the left."""
    if columns[-1] + 1 < len(matrix.tools):
        yield (*columns, columns[-1] + 1)
    if columns[0]:
        yield (columns[0] - 1, *columns)


def _fits(matrix: FactMatrix, columns: tuple[int, ...], width: int) -> bool:
    return any(plan.width <= width for plan in _plans(matrix, columns))


def _which(matrix: FactMatrix, columns: tuple[int, ...]) -> str:
    """Return which columns these are; nothing where they are all."""
    if len(columns) == len(matrix.tools):
        return ""
    first, last = columns[0] + 1, columns[-1] + 1
    return f"{first} of {len(matrix.tools)}" if first == last else f"{first} to {last} of {len(matrix.tools)}"


def _headings(matrix: FactMatrix, plan: _Plan) -> list[Row]:
    names = [_at(matrix.tools[at].names, plan.says.tool).split("\n") for at in plan.columns]
    rows: list[Row] = []
    for line in range(max(map(len, names))):
        row: list[Piece] = [(fit(_which(matrix, plan.columns) if not line else "", plan.label), "muted")]
        for at, name, words, tail in zip(plan.columns, names, plan.words, plan.tails, strict=True):
            text = name[line] if line < len(name) else ""
            row += [(" " * plan.gap, PLAIN), (fit(text, words + tail), bold(matrix.tools[at].ink))]
        rows.append(merge(row))
    return rows


def _row(matrix: FactMatrix, plan: _Plan, at: int) -> Row:
    ground, marked = _ground(matrix, at), matrix.marked
    is_marked = marked is not None and marked[0] == at
    kind = matrix.kinds[at]
    label = fit(_at(kind.names, plan.says.kind), plan.label)
    row: list[Piece] = [(label, _on(bold(kind.ink) if is_marked else kind.ink, ground))]
    for column, words, tail in zip(plan.columns, plan.words, plan.tails, strict=True):
        mark = "▸ " if is_marked and marked and marked[1] == column else ""
        row.append((mark.rjust(plan.gap), _on("key bold", ground)))
        row += [(text, _on(ink, ground)) for text, ink in _cell(matrix.cells[at][column], words, tail, plan.says.word)]
    return merge(row)


def _cell(cell: FactCell | None, words: int, tail: int, word: int) -> Sequence[Piece]:
    if cell is None:
        return ((" " * (words + tail), PLAIN),)
    return (fit(_said(cell, word), words), cell.ink), (fit(cell.tail, tail, "right") if tail else "", "muted")


def _said(cell: FactCell, word: int) -> str:
    text = _at(cell.words, word)
    return f"{cell.sign} {text}" if text else cell.sign


def _ground(matrix: FactMatrix, at: int) -> Ink:
    return "foreground on select" if matrix.marked is not None and matrix.marked[0] == at else PLAIN


def _on(ink: Ink, ground: Ink) -> Ink:
    return on(ink, ground.partition(" on ")[2]) if " on " in ground else ink


def _exactly(row: Row, width: int, ground: Ink, glyphs: Glyphs) -> Row:
    spelt = tuple((glyphs.spell(text), ink) for text, ink in row)
    return pad(spelt, width, ground, more=glyphs.more)


def _at(choices: tuple[str, ...], place: int) -> str:
    return choices[min(place, len(choices) - 1)]
