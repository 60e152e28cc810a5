"""Tables of rows that a program printed, as lines of text and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.model.state.printed import Cell, Row, tables_of
from tui.model.state.state import ComparisonState, RunState

MOST_SHOWN = 60
"""Rows of a table in a report; all of them are in JSON and CSV."""


def columns_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the columns that any of the rows has, in the order in which they are met."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


def table_lines(state: ComparisonState, run: RunState) -> Iterator[str]:
    """Yield the lines of each table of a run: its title, its columns, its rows."""
    titles = dict(state.header.tables) if state.header else {}
    for name, rows in tables_of(run).items():
        yield f"{titles.get(name, name)}:"
        yield from _aligned(rows[:MOST_SHOWN])
        if len(rows) > MOST_SHOWN:
            yield f"  … and {len(rows) - MOST_SHOWN} more"


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    columns = columns_of(rows)
    cells = [columns, *(tuple(_text(row.get(name)) for name in columns) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    numbers = [all(not isinstance(row.get(name), str) for row in rows) for name in columns]
    for line in cells:
        sides = zip(line, widths, numbers, strict=True)
        yield "  " + "  ".join(c.rjust(width) if right else c.ljust(width) for c, width, right in sides).rstrip()


def _text(cell: Cell | None) -> str:
    if cell is None or isinstance(cell, str):
        return "–" if cell is None else cell
    return f"{cell:.0f}" if cell == round(cell) and abs(cell) < 1e15 else f"{cell:.6g}"
