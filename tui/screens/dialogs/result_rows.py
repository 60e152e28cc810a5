"""The results as a sheet: numbers with their spread in columns, and one reading as bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from msgspec import Struct

from tui.boards.framed import plain
from tui.draw.cells import Piece, Row, merge
from tui.draw.glyphs import Glyphs
from tui.model.readings.reading import Reading
from tui.model.speed.readings import Spread
from tui.play.kept import ResultRow, SessionResults
from tui.reports import columns
from tui.reports import results_words as words
from tui.widgets.table import Cell


class ResultSheet(Struct, frozen=True):
    """The rows, and which columns they need."""

    rows: tuple[ResultRow, ...] = ()
    """The lesson that ran last first, its settings the newest first."""
    readings: tuple[Reading, ...] = ()
    knobs: tuple[str, ...] = ()
    """Those that stand differently in two settings of one lesson."""
    has_lessons: bool = False
    """Whether there are several."""
    has_remarks: bool = False

    def cells(self, row: ResultRow) -> Iterator[tuple[str, Cell]]:
        """Yield the title and the cell of every column."""
        yield "variant", Cell(plain(row.called, f"{row.hue} bold"))
        if self.has_remarks:
            yield "remark", Cell(plain(words.remark(row), "bad"))
        if self.has_lessons:
            yield "lesson", Cell(plain(row.setting.title))
        knobs = dict(row.setting.knobs)
        for name in self.knobs:
            yield name.replace("_", " "), _knob(knobs.get(name, ""))
        for reading in self.readings:
            yield reading.heading, _reading(reading, row.spreads.get(reading.name))
        counts = [spread.count for spread in row.spreads.values()]
        yield "values", Cell(plain(str(max(counts, default=0)), "muted"), max(counts, default=0))

    @property
    def first_drawn(self) -> Reading:
        """What the lesson is about that ran last; before anything ran the time."""
        newest = [row for row in self.rows if row.setting.scenario == self.rows[0].setting.scenario]
        return columns.shown_first(newest)[0]

    def tops(self, reading: Reading) -> Mapping[str, float]:
        """Return the highest value in each lesson, by its name: bars of different lessons do not share a scale."""
        tops: dict[str, float] = {}
        for row in self.rows:
            if spread := row.spreads.get(reading.name):
                tops[row.setting.scenario] = max(spread.high, tops.get(row.setting.scenario, 0.0))
        return tops


def sheet_of(results: SessionResults) -> ResultSheet:
    """Return all that is kept, the lesson run last first."""
    groups = sorted(results.groups(), key=lambda group: -max(row.runs[-1].comparison for row in group[1]))
    order = list(dict.fromkeys(setting.scenario for setting, _ in groups))
    groups.sort(key=lambda group: order.index(group[0].scenario))
    rows = tuple(row for _, its in groups for row in its)
    remarked = any(words.remark(row) for row in rows)
    return ResultSheet(rows, columns.shown_first(rows), _differing(rows), len(order) > 1, remarked)


def _differing(rows: Sequence[ResultRow]) -> tuple[str, ...]:
    values: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for name, value in row.setting.knobs:
            values.setdefault((row.setting.scenario, name), set()).add(value)
    return tuple(dict.fromkeys(name for (_, name), different in values.items() if len(different) > 1))


def _knob(value: str) -> Cell:
    try:
        return Cell(plain(value), float(value))
    except ValueError:
        return Cell(plain(value), inf)


def _reading(reading: Reading, spread: Spread | None) -> Cell:
    if spread is None:
        return Cell(plain("–", "muted"), inf)
    median, span = columns.median(reading, spread), columns.span(reading, spread)
    return Cell(((median, "foreground bold"), (f"  {span}" if span else "", "muted")), spread.median)


def levels(glyphs: Glyphs) -> tuple[str, str, str]:
    """Return what a bar is drawn with up to the lowest value, the median and the highest."""
    return glyphs.busy, glyphs.blocks[3], glyphs.waits


def bar(spread: Spread | None, top: float, hue: str, width: int, glyphs: Glyphs) -> Row:
    """Return a bar up to the lowest value, then the stretches to the median and to the highest."""
    ends = [spread.low, spread.median, spread.high] if spread else [0.0] * 3
    places = [round(max(0.0, end) / top * width) if top else 0 for end in ends]
    pieces: list[Piece] = []
    start = 0
    for end, glyph in zip(places, levels(glyphs), strict=True):
        pieces.append((glyph * (end - start), hue))
        start = end
    return merge([*pieces, (glyphs.dot * (width - start), "faint")])
