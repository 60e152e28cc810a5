"""Which readings a table of results shows, and how they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tui.model.readings.reading import Reading, readings
from tui.model.readings.speed import ELAPSED
from tui.model.speed.readings import Spread
from tui.play.kept import ResultRow
from tui.words.readings import in_a_table


def median(column: Reading, spread: Spread) -> str:
    """Return the median as text."""
    return in_a_table(column.unit, spread.median)


def span(column: Reading, spread: Spread) -> str:
    """Return the lowest and the highest value, `4.02–4.31 s`, the unit once; nothing where they read the same."""
    low, high = in_a_table(column.unit, spread.low), in_a_table(column.unit, spread.high)
    if low == high:
        return ""
    number, unit = _parted(low)
    return f"{number if unit == _parted(high)[1] else low}–{high}"


def _parted(text: str) -> tuple[str, str]:
    """Return the number and the unit behind it: `4.02` and ` s`."""
    digits = len(re.sub(r"\D*$", "", text))
    return text[:digits], text[digits:]


def columns_of(rows: Iterable[ResultRow]) -> tuple[Reading, ...]:
    """Return the readings that at least one of the rows has values of, as they are declared; always the time."""
    measured = {ELAPSED.name, *(name for row in rows for name in row.spreads)}
    return tuple(reading for name, reading in readings().items() if name in measured)


def shown_first(rows: Iterable[ResultRow]) -> tuple[Reading, ...]:
    """Return the readings that the rows have values of, those that only some lessons are about first."""
    every = list(rows)
    found = [column for column in columns_of(every) if any(column.name in row.spreads for row in every)]
    return tuple(sorted(found or [ELAPSED], key=lambda column: column.front or len(readings())))
