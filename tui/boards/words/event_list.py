"""What happened, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, fit, fit_name
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.hues import hues_of, variant_hue
from tui.model.workers.names import every_name
from tui.model.workers.palette import MAIN
from tui.telemetry.who import Who

MOST_NAMED = 200
"""More workers than these are not told apart in a line."""

NOBODY = "", "muted"

_Crew = dict[Who, tuple[str, str]]


class EventLine(Struct, frozen=True):
    """One line: when, who, what."""

    at_s: float
    who: str
    hue: str
    text: str


class EventsView(Struct, frozen=True):
    """The newest last."""

    lines: tuple[EventLine, ...]
    dropped: int = 0


def paint(view: EventsView, sheet: Sheet) -> Sequence[Row]:
    """`00:03.31  P3    task 58 done in 12 ms`."""
    inner = sheet.inner
    shown = view.lines[-max(0, sheet.room) :]
    who = max(5, min(inner // 4, max((len(line.who) for line in shown), default=0)))
    rows = [_line(line, who, inner) for line in reversed(shown)]
    dropped = f"{numbers.grouped(view.dropped)} dropped · " if view.dropped else ""
    return framed(rows or [plain("nothing yet", "muted")], sheet, title="events", facts=f"{dropped}newest first")


def _line(line: EventLine, who: int, width: int) -> Row:
    text = fit(line.text, width - 11 - who)
    return (
        (f"{numbers.clock(line.at_s, 2)}  ", "muted"),
        (fit_name(line.who, who) + " ", f"{line.hue} bold"),
        (text, "foreground"),
    )


def _view(frame: Frame, _: int) -> EventsView:
    """Return what happened; who it was is said as in the lanes."""
    state = frame.comparison.state
    known: dict[int, _Crew] = {}
    lines = []
    for happening in state.happenings[-40:]:
        run = state.runs[happening.run] if 0 <= happening.run < len(state.runs) else None
        if run is None:
            lines.append(EventLine(happening.at_s, "", "muted", happening.text))
            continue
        if run.index not in known:
            known[run.index] = _crew(state, run)
        who, hue = known[run.index].get(happening.who) or known[run.index].get(Who(happening.pid, 0), NOBODY)
        text = happening.text
        if not happening.pid:
            who, hue = "run", variant_hue(state, run)
            name, told = run.variant, state.planned(run.variant).called
            text = told + text.removeprefix(name) if text.startswith(f"{name} ") else text
        lines.append(EventLine(happening.at_s, who, hue, text))
    return EventsView(tuple(lines), sum(run.dropped for run in state.runs))


def _crew(state: ComparisonState, run: RunState) -> _Crew:
    """Return the name and hue of each thread and, with 0 in place of a thread, of each process."""
    crew = {
        Who(process.pid, 0): ("main", MAIN) if process.role == "main" else (process.name, "muted")
        for process in run.processes
    }
    if len(run.workers) > MOST_NAMED:
        return crew
    names, hues = every_name(state, run), hues_of(state, run)
    for worker in run.workers:
        crew[worker.who] = names[worker.who], hues[worker.who]
        if worker.kind == "process":
            crew[Who(worker.pid, 0)] = crew[worker.who]
    return crew


BOARD = Board("events", paint, _view, moves=False)
