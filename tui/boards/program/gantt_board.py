"""Tasks as blocks over time, a row for each worker: who did what, who was out of work, when the results were got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from msgspec import Struct, field

from tui.boards.framed import framed, instead, plain
from tui.boards.program.handing_rows import Handing, handing_rows, rows_for
from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Row, apart, fit, fit_name, join
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.draw.parts.hand_over import Clock
from tui.draw.parts.task_lanes import LEAST, Labels, lane_rows
from tui.model.state.gantt import TaskSpan
from tui.words.numbers import plural

SPENT = 9
"""Cells of a frame's upper edge that neither title nor facts may take."""
MOST_HIGH = 5
"""Rows of a worker, the gap below it included, where there is room."""
LEAST_LANES = 4
"""So many workers are shown before anything else has a row."""


class TaskRow(Struct, frozen=True):
    """One worker."""

    name: str
    hue: Ink
    spans: tuple[TaskSpan, ...]
    ended: int
    failed: int
    labels: Labels = ()
    """For each span what is written in it, the longest first."""
    marked: Mapping[int, Ink] = field(default_factory=dict)
    """Hues of spans that have one of their own, by place."""


class GanttView(Struct, frozen=True):
    """The workers that had tasks."""

    rows: tuple[TaskRow, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    started_s: float = 0.0
    """From when on its times are told: the start of the run, or the call that handed in the tasks."""
    counts: tuple[str, ...] = ()
    """What its tasks came to, in words that get fewer: the first that fits is told."""
    notes: tuple[str, ...] = ()
    """A line for each pool."""
    in_line: tuple[tuple[float, int], ...] = ()
    """When there were how many tasks in line; each holds until the next."""
    error: str = ""
    """What went wrong last."""
    handing: Handing | None = None
    """When the results were finished and got, where all of it is known and something was held back."""
    title: str = "tasks"
    hue: Ink = "foreground"
    focused: bool = False
    now_s: float | None = None
    """Until when the tasks are drawn that go on; None: until the right edge."""
    says: tuple[Row, ...] = ()
    """What is said as long as there are no tasks."""


def paint(view: GanttView, sheet: Sheet) -> Sequence[Row]:
    """Two shades in turn tell a task from the next; a cell with several tasks is lower, a failed task ends in a cross.

    Below the workers stand, as far as there is room: what went wrong last, the line of waiting tasks, the results, the
    time, pools.
    """
    body = instead(view.says, sheet) if view.says else _body(view, sheet)
    facts = _facts(view, len(view.rows) - shown_rows(view, sheet), sheet.width - len(view.title) - SPENT)
    return framed(body, sheet, title=view.title, facts=facts, hue=view.hue, focused=view.focused)


class _Rows(Struct, frozen=True):
    """How the rows inside the frame are shared out."""

    lanes: int
    results: int
    has_line: bool
    has_axis: bool
    notes: int


def _shared_out(view: GanttView, room: int, notes: int) -> _Rows:
    left = room - bool(view.error and room > 2)
    least = min(len(view.rows), LEAST_LANES)
    has_axis = left > least
    results = rows_for(view.handing, left - has_axis - least)
    has_line = bool(view.in_line) and left - has_axis - results > least
    lanes = min(len(view.rows), max(0, left - has_axis - has_line - results))
    return _Rows(lanes, results, has_line, has_axis, min(notes, max(0, left - has_axis - has_line - results - lanes)))


def shown_rows(view: GanttView, sheet: Sheet) -> int:
    """Return how many workers have a row."""
    return _shared_out(view, sheet.room, 0).lanes


def _body(view: GanttView, sheet: Sheet) -> list[Row]:
    glyphs, inner, room = sheet.glyphs, sheet.inner, sheet.room
    notes = [*view.notes, legend(inner, sheet)] if view.rows else []
    shares = _shared_out(view, room, len(notes))
    shown = view.rows[: shares.lanes]
    longest = max((len(row.name) for row in view.rows), default=0) + 2
    least = 14 if shares.has_line and inner >= 60 else 11 if shares.results else 8
    name = max(least, min(20, inner * 2 // 5, longest))
    said = [_said(row) for row in shown]
    number = max(7, *map(len, said), 0) if said else 7
    cells = max(1, inner - name - number - 1)
    has_error = bool(view.error and room > 2)
    used = shares.has_axis + shares.has_line + shares.notes + has_error + shares.results
    high = max(1, min(MOST_HIGH, (room - used) // len(shown))) if shown else 1
    body = [
        line
        for row, text in zip(shown, said, strict=True)
        for line in _raised(row, view, (name, cells), text.rjust(number + 1), sheet, high)
    ]
    if shares.has_line:
        body.append(_line(view, name, cells, number + 1, glyphs))
    if shares.results and view.handing is not None:
        body += handing_rows(view.handing, Clock(view.from_s, view.until_s, cells), name, shares.results, glyphs)
    if shares.has_axis:
        from_, until = (plain(f"{at_s - view.started_s:.1f} s", "muted") for at_s in (view.from_s, view.until_s))
        body.append(join(plain(" " * name), apart(from_, until, cells)))
    body += [plain(fit(note, inner), "muted") for note in notes[: shares.notes]]
    if has_error:
        body += [()] * (room - 1 - len(body)) + [plain(fit(f"✗ {view.error}", inner), "bad")]
    return body


def legend(width: int, sheet: Sheet) -> str:
    """Return what the shades and the numbers at the right are, in as many words as there is room for."""
    glyphs = sheet.glyphs
    both = "light and dark" if sheet.has_tones and sheet.has_ramps else f"{glyphs.solid}{glyphs.medium}"
    its = f"{both}: a task each, in turn"
    forms = (f"{its} · {glyphs.busy} many short ones · right: tasks done", f"{its} · right: tasks done", its)
    return next((form for form in forms if len(form) <= width), "")


def _facts(view: GanttView, hidden: int, room: int) -> str:
    """Return how many workers there is no row for, and what the tasks came to as far as there is room."""
    more = f"+{plural(hidden, 'worker')} · " if hidden else ""
    told = [more + counts for counts in view.counts] + list(view.counts[-1:])
    return next((text for text in told if len(text) <= room), told[-1] if told else "")


def _raised(row: TaskRow, view: GanttView, widths: tuple[int, int], said: str, sheet: Sheet, high: int) -> list[Row]:  # noqa: PLR0917
    """Return a worker in so many rows, the last of several blank: in all others its bar, in the first its numbers."""
    name, cells = widths

    bar, bare = lane_rows(
        row.spans, view.from_s, view.until_s, cells, row.hue, glyphs=sheet.glyphs, now_s=view.now_s,
        has_shades=sheet.has_tones and sheet.has_ramps, labels=row.labels, marked=row.marked,
    )  # fmt: skip
    label = plain(fit_name(row.name, name - 1) + " ", f"{row.hue} bold")
    first = join(label, bar, plain(said, "bad" if row.failed else "muted"))
    more = join(plain(" " * row_width(label)), bare)
    return [first, *[more] * (high - 2), *[()] * (high > 1)]


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
