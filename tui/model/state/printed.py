"""Rows of tables that a run's program printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tui.model.state.state import RunState

MOST_ROWS = 2000
"""Rows of a run; the first ones stay."""

NEWEST = 64
"""Rows among which one that tells the progress is looked for."""

Cell = str | float
Row = Mapping[str, Cell]
"""Column → what stands there. A column that was not printed is not in it."""


class PrintedRow(Struct, frozen=True):
    """One row, as it came."""

    at_s: float
    table: str
    cells: tuple[tuple[str, Cell], ...]


def rows_of(run: RunState, table: str) -> tuple[Row, ...]:
    """Return the rows of a table in the order in which they were printed."""
    return tuple(dict(row.cells) for row in run.rows if row.table == table)


def tables_of(run: RunState) -> dict[str, list[Row]]:
    """Return every table with at least one row, by name."""
    found: dict[str, list[Row]] = {}
    for row in run.rows:
        found.setdefault(row.table, []).append(dict(row.cells))
    return found


def number(row: Row, column: str) -> float | None:
    """Return a number of a row; None where it is not there or is a text."""
    cell = row.get(column)
    return cell if isinstance(cell, (int, float)) else None


def text(row: Row, column: str) -> str:
    """Return a text of a row; empty where it is not there or is a number."""
    cell = row.get(column, "")
    return cell if isinstance(cell, str) else ""


def printed_progress(run: RunState) -> float | None:
    """Return the share that the newest row with the columns `done` and `of` tells; None where there is none."""
    for printed in reversed(run.rows[-NEWEST:]):
        row = dict(printed.cells)
        done, of = number(row, "done"), number(row, "of")
        if done is not None and of is not None and 0 <= done <= of and of > 0:
            return done / of
    return None
