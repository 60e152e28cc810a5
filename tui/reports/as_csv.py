"""The results as CSV: a line for each run, or for each repeat within it, raw numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from tui.model.readings.reading import readings
from tui.play.kept import ResultRow, RunResult, SessionResults
from tui.reports.results_words import when
from tui.telemetry.text import plain

FIRST = {
    "started": "when the run was started, ISO 8601 with offset",
    "comparison": "which comparison since the app was opened, from 1",
    "lesson": "what was run",
    "python": "on what, its version with it",
    "gil": "whether its interpreter lock was on",
    "system": "the operating system",
    "cores": "those of the machine",
    "usable_cores": "those that could be used",
    "variant": "which form of the lesson",
    "called": "what a person calls that form",
    "baseline": "whether the speed-up of the others is against it",
    "repeat": "which repeat in the comparison, from 1",
    "round": "which round of the program itself, from 1",
    "outcome": "`ended`, `failed` or `time limit`",
    "steered": "whether a person told this run, or one before it in the comparison, something while it ran: "
    "then the knobs did not stay as they stand here",
    "busy": "whether other programs used so much of the machine, in this run or its baseline, "
    "that times cannot be relied on",
    "others_cores": "cores' worth of CPU that other programs used",
}
"""The columns before the readings, and what they hold."""
BEHIND = {
    "message": "why it did not end well",
    "knob_…": "one for each knob; empty for lessons that do not have it",
}

OF_A_RUN = ("started", "comparison", "lesson", "variant", "repeat")
"""The columns before those that a table's rows have."""

Cell = str | int | float | None


def as_csv(results: SessionResults) -> str:
    """Return the text, in the order in which the runs were started. What is not known is empty, never 0."""
    knobs = tuple(dict.fromkeys(name for row in results.rows for name, _ in row.setting.knobs))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    measured = [reading.key for reading in readings().values()]
    writer.writerow([*FIRST, *measured, "message", *(f"knob_{name}" for name in knobs)])
    runs = sorted(((run, row) for row in results.rows for run in row.runs), key=lambda pair: pair[0].started_at)
    for run, row in runs:
        turned = dict(row.setting.knobs)
        for place in range(max([1, *(len(found) for found in run.numbers.values())])):
            cells = [*_first(row, run, place), *_readings(run, place), run.message, *(turned.get(k) for k in knobs)]
            writer.writerow([_safe(cell) for cell in cells])
    return text.getvalue()


def tables_as_csv(results: SessionResults) -> dict[str, str]:
    """Return the text of each table that a lesson's program prints, by `LESSON.TABLE`: a line for each row."""
    found: dict[str, list[tuple[tuple[Cell, ...], Mapping[str, Cell]]]] = {}
    runs = sorted(((run, row) for row in results.rows for run in row.runs), key=lambda pair: pair[0].started_at)
    for run, row in runs:
        of_run = (when(run.started_at), run.comparison, row.setting.scenario, row.variant, run.repeat + 1)
        for printed in run.rows:
            found.setdefault(f"{row.setting.scenario}.{printed.table}", []).append((of_run, dict(printed.cells)))
    return {name: _table(lines) for name, lines in found.items()}


def _table(lines: Sequence[tuple[tuple[Cell, ...], Mapping[str, Cell]]]) -> str:
    columns = tuple(dict.fromkeys(name for _, cells in lines for name in cells))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*OF_A_RUN, *columns])
    for of_run, cells in lines:
        writer.writerow([_safe(cell) for cell in (*of_run, *(cells.get(name) for name in columns))])
    return text.getvalue()


def _first(row: ResultRow, run: RunResult, place: int) -> tuple[Cell, ...]:
    setting = row.setting
    return (
        when(run.started_at), run.comparison, setting.scenario, f"{setting.implementation} {setting.python_version}",
        _yes(setting.gil), setting.system, setting.cores, setting.usable_cores, row.variant, row.called,
        _yes(row.baseline), run.repeat + 1, place + 1, run.outcome, _yes(setting.steered), _yes(run.busy), run.others,
    )  # fmt: skip


def _readings(run: RunResult, place: int) -> Iterator[Cell]:
    """Yield one repeat's readings; what was measured once for the whole run stands in its first line only."""
    for name in readings():
        found = run.numbers.get(name, ())
        yield found[place] if place < len(found) else None


def _yes(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


def _safe(cell: Cell) -> Cell:
    """Return the cell such that no spreadsheet takes a text for a formula."""
    if not isinstance(cell, str):
        return cell
    text = plain(cell, limit=1000)
    if not text.lstrip().startswith(("=", "+", "-", "@")) or _is_number(text):
        return text
    return f"'{text}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
