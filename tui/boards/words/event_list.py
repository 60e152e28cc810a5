"""What happened, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, fit, fit_name
from tui.model.state.state import RunState
from tui.model.workers.names import shown_names
from tui.telemetry.who import Who

MOST_NAMED = 200
"""More workers than these are not told apart in a line."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line: when, who, what."""

    at_s: float
    who: str
    hue: str
    text: str


@dataclass(frozen=True, slots=True)
class EventsView:
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
    told = state.header
    hues = {v.name: v.hue for v in told.variants} if told else {}
    names: dict[int, Mapping[Who, str]] = {}
    lines = []
    for happening in state.happenings[-40:]:
        run = state.runs[happening.run] if 0 <= happening.run < len(state.runs) else None
        hue = hues.get(run.variant, "muted") if run else "muted"
        if run and run.index not in names:
            names[run.index] = shown_names(state, run) if len(run.workers) <= MOST_NAMED else {}
        who = _who_it_was(run, names[run.index], happening.pid, happening.tid) if run else ""
        lines.append(EventLine(happening.at_s, who, hue, happening.text))
    return EventsView(tuple(lines), sum(run.dropped for run in state.runs))


def _who_it_was(run: RunState, names: Mapping[Who, str], pid: int, tid: int) -> str:
    if not pid:
        return "run"
    for key, name in names.items():
        if key[0] == pid and tid in (0, key[1]):
            return name
    return next((process.name[:5] for process in run.processes if process.pid == pid), "main")


BOARD = Board("events", paint, _view, moves=False)
