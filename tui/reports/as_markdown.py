"""The results as Markdown: a table for each lesson and setting of its knobs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.model.readings.reading import Reading
from tui.play.kept import ResultRow, SessionResults, Setting
from tui.reports import results_words as words
from tui.reports.columns import columns_of, median, span
from tui.telemetry.text import plain


def as_markdown(results: SessionResults) -> str:
    """Return the text, the lessons in the order in which they were first run."""
    lines = ["# coreograph: results of a session", ""]
    lines += ["The median of all repeats, in brackets the lowest and the highest. What was not measured is `–`.", ""]
    if results.left_out:
        lines += [f"{results.left_out} older runs are not in here: only the newest are kept.", ""]
    titles = dict.fromkeys(setting.title for setting, _ in results.groups())
    for title in titles:
        lines += [f"## {_safe(title)}", ""]
        for setting, rows in results.groups():
            if setting.title == title:
                lines += [*_setting(setting, rows), "", *_table(rows), "", *_messages(rows)]
    return "\n".join(lines).rstrip() + "\n"


def _setting(setting: Setting, rows: tuple[ResultRow, ...]) -> Iterator[str]:
    times = sorted(run.started_at for row in rows for run in row.runs)
    first, last = words.when(times[0]), words.when(times[-1])
    yield f"- Python: {_safe(words.python(setting))}"
    yield f"- machine: {_safe(words.machine(setting))}"
    yield f"- date: {first}" + (f" to {last}" if last != first else "")
    yield f"- knobs: {_safe(', '.join(words.knobs(setting)) or 'none')}"


def _table(rows: tuple[ResultRow, ...]) -> Iterator[str]:
    columns = columns_of(rows)
    yield _line(["variant", "runs", *(column.heading for column in columns), "remarks"])
    yield _line(["---", *["--:"] * (len(columns) + 1), "---"])
    for row in rows:
        name = f"{row.called} (baseline)" if row.baseline else row.called
        cells = [_cell(column, row) for column in columns]
        yield _line([_safe(name), str(len(row.runs)), *cells, _safe(words.remark(row))])


def _cell(column: Reading, row: ResultRow) -> str:
    spread = row.spreads.get(column.name)
    if spread is None:
        return "–"
    around = span(column, spread)
    return median(column, spread) + (f" ({around})" if around else "")


def _messages(rows: tuple[ResultRow, ...]) -> Iterator[str]:
    """Yield why runs have no numbers, and what a busy machine means."""
    for row in rows:
        for message in dict.fromkeys(run.message for run in row.failed if run.message):
            yield f"{_safe(row.called)}: {_safe(message)}"
            yield ""
    if any(row.busy for row in rows):
        yield "busy: other programs used so much of the machine that times and speed-ups cannot be relied on."
        yield ""


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _safe(text: str) -> str:
    """Return the text on one line and with nothing in it that Markdown or HTML would take for its own."""
    return re.sub(r"([\\`*_<>\[\]|#])", r"\\\1", plain(text, limit=1000))
