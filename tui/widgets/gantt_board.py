"""Tasks as bars over time, a row for each worker: who did what, and who was out of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.draw.cells import Ink, Piece, Row, apart, fit_name, join, merge
from tui.draw.glyphs import Glyphs
from tui.model.gantt import TaskSpan
from tui.widgets.board import Board
from tui.widgets.framed import framed, inner_width, margin_for, plain

LEAST = 1e-6
"""A smaller share of a cell is an error of rounding."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One worker."""

    name: str
    hue: Ink
    spans: tuple[TaskSpan, ...]
    ended: int
    failed: int


@dataclass(frozen=True, slots=True)
class GanttView:
    """The workers that had tasks."""

    rows: tuple[TaskRow, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    started_s: float = 0.0
    """When the run started, from which its times are told."""
    facts: str = ""


class GanttBoard(Board[GanttView]):
    """Two shades in turn tell a task from the next; a cell with several tasks is lower."""

    def paint(self, view: GanttView, width: int, height: int) -> Sequence[Row]:
        inner, room = inner_width(width), height - 2
        has_axis = room > min(len(view.rows), 4)
        most = room - has_axis
        shown = view.rows[:most]
        name = max(6, min(20, inner // 3, max((len(row.name) for row in view.rows), default=0) + 2))
        cells = max(1, inner - name - 7)
        body = [self._row(row, view, name, cells) for row in shown]
        if has_axis:
            from_, until = (plain(f"{at_s - view.started_s:.1f} s", "muted") for at_s in (view.from_s, view.until_s))
            body.append(join(plain(" " * name), apart(from_, until, cells)))
        more = f"+{len(view.rows) - len(shown)} workers · " if len(shown) < len(view.rows) else ""
        return framed(
            body, width, height, title="tasks", facts=more + view.facts, glyphs=self.glyphs, margin=margin_for(width)
        )

    def _row(self, row: TaskRow, view: GanttView, name: int, cells: int) -> Row:
        glyphs = self.glyphs
        label = plain(fit_name(glyphs.spell(row.name), name - 1, glyphs.more) + " ", f"{row.hue} bold")
        bar = bar_of(row.spans, view.from_s, view.until_s, cells, row.hue, glyphs=glyphs)
        said = plain(f"{row.ended:>7}", "bad" if row.failed else "muted")
        return join(label, bar, said)


def bar_of(
    spans: Sequence[TaskSpan], from_s: float, until_s: float, cells: int, hue: Ink, *, glyphs: Glyphs
) -> Row:
    """Return the tasks between two times in exactly `cells` cells."""
    if until_s <= from_s:
        return plain(" " * cells)
    each_s = (until_s - from_s) / cells
    inside, tasks = [0.0] * cells, [set[int]() for _ in range(cells)]
    for place, span in enumerate(spans):
        began_s, ended_s = max(span.began_s, from_s), min(until_s if span.ended_s is None else span.ended_s, until_s)
        for cell in range(max(0, int((began_s - from_s) / each_s)), cells):
            left_s = from_s + cell * each_s
            if left_s >= ended_s:
                break
            there_s = min(ended_s, left_s + each_s) - max(began_s, left_s)
            if there_s > each_s * LEAST or began_s == ended_s:
                inside[cell] += there_s
                tasks[cell].add(place)
    return merge(_cell(inside[cell] / each_s, tasks[cell], spans, hue, glyphs) for cell in range(cells))


def _cell(share: float, tasks: set[int], spans: Sequence[TaskSpan], hue: Ink, glyphs: Glyphs) -> Piece:
    if not tasks:
        return glyphs.dot, "faint"
    ink = "bad" if any(spans[place].failed for place in tasks) else hue
    if len(tasks) > 2:
        return (glyphs.busy if share >= 0.5 else glyphs.waits), ink
    if share < 0.25:
        return glyphs.waits, ink
    return (glyphs.solid if max(tasks) % 2 == 0 else glyphs.medium), ink
