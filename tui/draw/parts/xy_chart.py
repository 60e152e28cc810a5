"""Points with their spread, lines and marked places over two axes, linear or logarithmic.

Lines are drawn in half-row steps: `━` in the middle of a cell, `▁` on its lower edge. What lies outside the axes is not
drawn. What is written first stays: points, then their spread and numbers, then words, then lines, then the grid; so a
line gives way to a word, and a word that finds no room is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isfinite
from typing import Literal, NamedTuple

from tui.draw.cells import Ink, Row
from tui.draw.glyphs import UNICODE, Glyphs
from tui.draw.parts.canvas import Canvas
from tui.draw.parts.xy_scale import Axis, Scale

_NAN = float("nan")
Place = tuple[float, float]
"""A value on the x axis and one on the y axis."""
Cell = tuple[int, int, str, Ink]
"""Column, row, glyph and ink."""


class Mark(NamedTuple):
    """A measured point."""

    x: float
    y: float
    ink: Ink
    glyph: str = "●"
    low: float = _NAN
    high: float = _NAN
    """Its spread on the y axis; NaN where it has none."""
    label: str = ""
    """A number behind it, where it touches nothing."""


class Line(NamedTuple):
    """A line through places, in the order of x: straight between two of them on these axes."""

    places: tuple[Place, ...]
    ink: Ink
    kind: Literal["solid", "dotted", "guess"] = "solid"
    """A guess is a `◇` now and then."""


class Upright(NamedTuple):
    """A line from top to bottom: a marked place of the x axis, with words beside it."""

    x: float
    ink: Ink
    says: tuple[str, ...] = ()
    says_ink: Ink = "muted"
    at: Literal["top", "bottom"] = "bottom"
    """Where the words stand."""


class Level(NamedTuple):
    """A line from left to right, with words above it, or below where there is no room."""

    y: float
    ink: Ink
    says: str = ""


class Word(NamedTuple):
    """A word near a place, where it covers nothing."""

    x: float
    y: float
    text: str
    ink: Ink


def xy_chart(
    across: Axis,
    up: Axis,
    width: int,
    height: int,
    *,
    marks: Sequence[Mark] = (),
    lines: Sequence[Line] = (),
    uprights: Sequence[Upright] = (),
    levels: Sequence[Level] = (),
    words: Sequence[Word] = (),
    glyphs: Glyphs = UNICODE,
) -> tuple[Row, ...]:
    """Return `height` rows of `width` cells: y ticks at the left, x ticks on the last row; blank where it has no room.

    Marks are never dropped while their row has room: one that would cover another stands beside it. Lines given first
    are drawn over those behind them.
    """
    if width <= 0 or height <= 0:
        return ((),) * max(0, height)
    canvas = Canvas(width, height)
    left = max([0, *(len(text) for _, text in up.ticks)]) + 2 if up.ticks else 0
    if height < 2 or left + 2 > width or not (across.is_sound and up.is_sound):
        return canvas.rows()
    _Chart(canvas, Scale(across, up, left, width - 1, height - 2), glyphs).draw(marks, lines, uprights, levels, words)
    return canvas.rows()


class _Chart:
    """Draws on one canvas."""

    def __init__(self, canvas: Canvas, scale: Scale, glyphs: Glyphs) -> None:
        self.canvas, self.scale, self.glyphs = canvas, scale, glyphs
        self.drawn: list[Cell] = []
        """The cells of lines, uprights and levels: drawn last, but words shun them."""
        self.crossed: set[tuple[int, int]] = set()

    def draw(
        self,
        marks: Sequence[Mark],
        lines: Sequence[Line],
        uprights: Sequence[Upright],
        levels: Sequence[Level],
        words: Sequence[Word],
    ) -> None:
        self._ticks()
        placed = [(mark, at) for mark in marks if (at := self._mark(mark))]
        for mark, (x, _) in placed:
            self._spread(mark, x)
        for line in (line for kind in ("guess", "solid", "dotted") for line in lines if line.kind == kind):
            self.drawn += self._line(line)
        self.drawn += [cell for upright in uprights for cell in self._upright(upright)]
        self.drawn += [cell for level in levels for cell in self._level(level)]
        self.crossed = {(x, y) for x, y, _, _ in self.drawn}
        for mark, (x, y) in sorted(placed, key=lambda one: -one[0].x):
            self._number(mark, x, y)
        self._say(uprights, levels, words)
        self._write([*self.drawn, *self._grid()])

    def _write(self, cells: Iterable[Cell]) -> None:
        for x, y, glyph, ink in cells:
            self.canvas.write(x, y, glyph, ink)

    def _ticks(self) -> None:
        scale, below = self.scale, self.canvas.height - 1
        for value, text in scale.up.ticks:
            y = scale.row(value)
            if y is not None and self.canvas.write(0, y, self.glyphs.spell(text).rjust(scale.left - 2), "muted"):
                self.canvas.write(scale.left - 1, y, self.glyphs.tick, "faint")
        for value, text in scale.across.ticks:
            if (x := scale.column(value)) is not None:
                self._below(x, self.glyphs.spell(text))
        title = self.glyphs.spell(scale.across.title)
        if title and self.canvas.free(self.canvas.width - len(title) - 1, below, len(title) + 1):
            self.canvas.write(self.canvas.width - len(title), below, title, "muted")

    def _below(self, x: int, text: str) -> None:
        """Write a tick of the x axis around its column, where it touches no other."""
        start = max(0, min(x - (len(text) - 1) // 2, self.canvas.width - len(text)))
        around = max(0, start - 1)
        if self.canvas.free(around, self.canvas.height - 1, min(self.canvas.width, start + len(text) + 1) - around):
            self.canvas.write(start, self.canvas.height - 1, text, "muted")

    def _mark(self, mark: Mark) -> tuple[int, int] | None:
        """Draw the mark at its place or, where another mark is, beside it; return where it stands."""
        x, y = self.scale.column(mark.x), self.scale.row(mark.y)
        if x is None or y is None:
            return None
        glyph = self.glyphs.spell(mark.glyph)[:1] or self.glyphs.disc
        beside = (there for aside in range(self.canvas.width) for there in (x + aside, x - aside))
        found = (there for there in beside if there >= self.scale.left and self.canvas.write(there, y, glyph, mark.ink))
        return next(((there, y) for there in found), None)

    def _spread(self, mark: Mark, x: int) -> None:
        """Draw a line from the lowest to the highest measurement where that is more than the mark's own cell."""
        low, high = (value if isfinite(value) else mark.y for value in (mark.low, mark.high))
        for y in range(self.scale.nearest_row(max(low, high)), self.scale.nearest_row(min(low, high)) + 1):
            self.canvas.write(x, y, self.glyphs.vertical, mark.ink)

    def _number(self, mark: Mark, x: int, y: int) -> None:
        """Write a mark's number behind it, or behind the marks beside it, if it touches no text."""
        text, gap = self.glyphs.spell(mark.label), x + 1
        while gap <= x + 3 and gap < self.canvas.width and not self.canvas.free(gap, y):
            gap += 1
        end = gap + 1 + len(text)
        if text and self.canvas.free(gap, y, 1 + len(text)) and (end >= self.canvas.width or self.canvas.free(end, y)):
            self.canvas.write(gap + 1, y, text, mark.ink)

    def _line(self, line: Line) -> Iterator[Cell]:
        """Yield the cells of a line."""
        halves = self._halves(line.places)
        if line.kind == "solid":
            yield from self._solid(halves, line.ink)
        else:
            glyph, apart = (self.glyphs.dot, 2.0) if line.kind == "dotted" else (self.glyphs.hollow, 4.0)
            yield from self._now_and_then(halves, glyph, apart, line.ink)

    def _halves(self, places: Sequence[Place]) -> list[tuple[int, int]]:
        """Return columns and heights in half rows, down from the upper edge, for each column on the axes."""
        scale, found = self.scale, dict[int, int]()
        spots = [(scale.x(x), scale.y(y)) for x, y in places]
        for (x, y), (to_x, to_y) in pairwise(spot for spot in spots if isfinite(spot[0]) and isfinite(spot[1])):
            for column in range(max(scale.left, -int(-x // 1)), min(scale.right, int(to_x // 1)) + 1):
                there = y if to_x == x else y + (to_y - y) * (column - x) / (to_x - x)
                if -0.5 <= there <= scale.bottom + 0.5:
                    found[column] = max(1, int(2 * (there + 0.5) + 0.5))
        return sorted(found.items())

    def _solid(self, halves: Sequence[tuple[int, int]], ink: Ink) -> Iterator[Cell]:
        before: tuple[int, int] | None = None
        for x, half in halves:
            y = (half - 1) // 2
            yield x, y, self.glyphs.thick if half % 2 else self.glyphs.idle, ink
            if before and before[0] == x - 1:  # Where it is steep, upright pieces join one cell to the next.
                for between in range(min(before[1], y) + 1, max(before[1], y)):
                    yield x, between, self.glyphs.vertical, ink
            before = x, y

    def _now_and_then(self, halves: Sequence[tuple[int, int]], glyph: str, apart: float, ink: Ink) -> Iterator[Cell]:
        """Yield a glyph each so many columns, or each row where the line is steep."""
        went, before = apart, halves[0] if halves else (0, 0)
        for x, half in halves:
            went += max(x - before[0], abs(half - before[1]) * apart / 2)
            before = x, half
            if went >= apart:
                went = 0.0
                yield x, (half - 1) // 2, glyph, ink

    def _upright(self, upright: Upright) -> Iterator[Cell]:
        if (x := self.scale.column(upright.x)) is not None:
            for y in range(self.scale.bottom + 1):
                yield x, y, self.glyphs.vertical, upright.ink

    def _level(self, level: Level) -> Iterator[Cell]:
        if (y := self.scale.row(level.y)) is not None:
            for x in range(self.scale.left, self.canvas.width):
                yield x, y, self.glyphs.thin, level.ink

    def _grid(self) -> Iterator[Cell]:
        ticks = self.scale.up.ticks if self.scale.up.has_grid else ()
        for y in (there for value, _ in ticks if (there := self.scale.row(value)) is not None):
            for x in range(self.scale.left, self.canvas.width):
                yield x, y, self.glyphs.dot, "faint"

    def _say(self, uprights: Sequence[Upright], levels: Sequence[Level], words: Sequence[Word]) -> None:
        for level in levels:
            if level.says and (y := self.scale.row(level.y)) is not None:
                self._word(level.says, level.ink, [(self.scale.left + 1, there) for there in (y - 1, y + 1)])
        for upright in uprights:
            self._write(self._upright(upright))
        for upright in uprights:
            if (x := self.scale.column(upright.x)) is not None:
                self._beside(upright, x)
        for word in words:
            x, near = self.scale.column(word.x), self.scale.row(word.y)
            if x is not None and near is not None:
                self._word(word.text, word.ink, _around(x, near, len(word.text)))

    def _beside(self, upright: Upright, x: int) -> None:
        first = 0 if upright.at == "top" else self.scale.bottom - len(upright.says) + 1
        for y, text in enumerate(upright.says, first):
            self._word(text, upright.says_ink, [(x + 2, y), (x - 1 - len(text), y)])

    def _word(self, text: str, ink: Ink, spots: Sequence[tuple[int, int]]) -> None:
        """Write a word at the first spot where it covers no line, else at the first one where it finds room."""
        spelt = self.glyphs.spell(text)
        fitting = [spot for spot in spots if spot[0] >= self.scale.left and self._has_room(*spot, len(spelt))]
        clear = [(x, y) for x, y in fitting if not self.crossed & {(x + cell, y) for cell in range(len(spelt))}]
        for x, y in [*clear, *fitting][:1]:
            self.canvas.write(x, y, spelt, ink)
            self.canvas.hold(x - 1, y, len(spelt) + 2)

    def _has_room(self, x: int, y: int, cells: int) -> bool:
        """Whether a text fits here without touching what is written, be it at its ends."""
        ends = [end for end in (x - 1, x + cells) if 0 <= end < self.canvas.width]
        inside = y <= self.scale.bottom and self.canvas.free(x, y, cells)
        return inside and all(self.canvas.free(end, y) for end in ends)


def _around(x: int, y: int, cells: int) -> list[tuple[int, int]]:
    """Return where a word may stand near a place: beside it, above and below, ever further."""
    sides = [(x + 2, y), (x - cells - 1, y)]
    return sides + [(x + shift, y + there) for there in (1, -1, 2, -2, 3, -3) for shift in (0, 2, -cells // 2, -cells)]
