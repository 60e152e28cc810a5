"""Tasks as bars over time, a row for each worker: who did what, and who was out of work."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from msgspec import Struct

from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Row, apart, fit, fit_name, join
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.draw.parts.task_lanes import LEAST, lane
from tui.model.state.gantt import TaskSpan
from tui.words.numbers import plural

SPENT = 9
"""Cells of a frame's upper edge that neither title nor facts may take."""
MOST_HIGH = 5
"""Rows of a worker, the gap below it included, where there is room."""


class TaskRow(Struct, frozen=True):
    """One worker."""

    name: str
    hue: Ink
    spans: tuple[TaskSpan, ...]
    ended: int
    failed: int


class GanttView(Struct, frozen=True):
    """The workers that had tasks."""

    rows: tuple[TaskRow, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    started_s: float = 0.0
    """When the run started, from which its times are told."""
    counts: tuple[str, ...] = ()
    """What its tasks came to, in words that get fewer: the first that fits is told."""
    notes: tuple[str, ...] = ()
    """A line for each pool."""
    in_line: tuple[tuple[float, int], ...] = ()
    """When there were how many tasks in line; each holds until the next."""
    error: str = ""
    """What went wrong last."""


def paint(view: GanttView, sheet: Sheet) -> Sequence[Row]:
    """Two shades in turn tell a task from the next; a cell with several tasks is lower, a failed task ends in a cross.

    Below the workers stand, as far as there is room: what went wrong last, the line of waiting tasks, the time, pools.
    """
    width, glyphs, inner, room = sheet.width, sheet.glyphs, sheet.inner, sheet.room
    left = room - bool(view.error and room > 2)
    has_error, least = left < room, min(len(view.rows), 4)
    has_axis = left > least
    has_line = bool(view.in_line) and left - has_axis > least
    shown = view.rows[: left - has_axis - has_line]
    notes = (*view.notes, legend(inner, glyphs))[: max(0, left - has_axis - has_line - len(shown))]
    longest = max((len(row.name) for row in view.rows), default=0) + 2
    name = max(14 if has_line and inner >= 60 else 8, min(20, inner * 2 // 5, longest))
    numbers = [_said(row) for row in shown]
    number = max(7, *map(len, numbers), 0) if numbers else 7
    cells = max(1, inner - name - number - 1)
    free = left - has_axis - has_line - len(notes)
    high = max(1, min(MOST_HIGH, free // len(shown))) if shown else 1
    body = [
        line
        for row, said in zip(shown, numbers, strict=True)
        for line in _raised(_parts(row, view, (name, cells), said.rjust(number + 1), glyphs), high)
    ]
    if has_line:
        body.append(_line(view, name, cells, number + 1, glyphs))
    if has_axis:
        from_, until = (plain(f"{at_s - view.started_s:.1f} s", "muted") for at_s in (view.from_s, view.until_s))
        body.append(join(plain(" " * name), apart(from_, until, cells)))
    body += [plain(fit(note, inner), "muted") for note in notes]
    if has_error:
        said = fit(f"✗ {view.error}", inner)
        body += [()] * (room - 1 - len(body)) + [plain(said, "bad")]
    facts = _facts(view, len(view.rows) - len(shown), width - len("tasks") - SPENT)
    return framed(body, sheet, title="tasks", facts=facts)


def legend(width: int, glyphs: Glyphs) -> str:
    """Return what the textures and the numbers at the right are, in as many words as there is room for."""
    its = f"{glyphs.solid}{glyphs.medium} a task each, in turn"
    forms = (f"{its} · {glyphs.busy} many short ones · right: tasks done", f"{its} · right: tasks done", its)
    return next((form for form in forms if len(form) <= width), "")


def _facts(view: GanttView, hidden: int, room: int) -> str:
    """Return how many workers there is no row for, and what the tasks came to as far as there is room."""
    more = f"+{plural(hidden, 'worker')} · " if hidden else ""
    told = [more + counts for counts in view.counts] + list(view.counts[-1:])
    return next((text for text in told if len(text) <= room), told[-1] if told else "")


def _raised(parts: tuple[Row, Row, Row], high: int) -> list[Row]:
    """Return a worker in so many rows, the last of several blank: in all others its bar."""
    name, bar, _ = parts
    return [join(*parts), *[join(plain(" " * row_width(name)), bar)] * (high - 2), *[()] * (high > 1)]


def _parts(row: TaskRow, view: GanttView, widths: tuple[int, int], said: str, glyphs: Glyphs) -> tuple[Row, Row, Row]:
    (name, cells) = widths
    label = plain(fit_name(row.name, name - 1) + " ", f"{row.hue} bold")
    bar = lane(row.spans, view.from_s, view.until_s, cells, row.hue, glyphs=glyphs)
    return label, bar, plain(said, "bad" if row.failed else "muted")


def _line(view: GanttView, name: int, cells: int, number: int, glyphs: Glyphs) -> Row:
    """Return how many tasks were in line, cell by cell, and how many are now."""
    counts = steps_of(view.in_line, view.from_s, view.until_s, cells)
    most = max(1, *counts)
    heights = glyphs.blocks
    bar = "".join(heights[min(7, (count * 8 - 1) // most)] if count else " " for count in counts)
    called = "tasks in line" if name > len("tasks in line") else "in line"
    label, now = plain(fit(called, name), "muted"), plain(f"{view.in_line[-1][1]:>{number}}", "muted")
    return join(label, plain(bar, "key"), now)


def _said(row: TaskRow) -> str:
    return f"{row.ended} ✗{row.failed}" if row.failed else str(row.ended)


def steps_of(steps: Sequence[tuple[float, int]], from_s: float, until_s: float, cells: int) -> list[int]:
    """Return the highest count in each of the cells between two times."""
    if until_s <= from_s:
        return [0] * cells
    counts = [0] * cells
    each_s = (until_s - from_s) / cells
    for place, (at_s, count) in enumerate(steps):
        end_s = steps[place + 1][0] if place + 1 < len(steps) else until_s
        first, last = floor((at_s - from_s) / each_s), floor((end_s - from_s) / each_s - LEAST)
        for cell in range(max(0, first), min(cells - 1, last) + 1):
            counts[cell] = max(counts[cell], count)
    return counts
