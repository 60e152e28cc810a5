"""What the newest finished run of each other variant came to, in a line."""

from __future__ import annotations

from tui.boards import strip_board
from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.space import Room
from tui.boards.strip_board import StripView
from tui.boards.variants import shown_run
from tui.draw import numbers
from tui.draw.cells import Row
from tui.model.queue.readings import queue_reading
from tui.model.state.state import ComparisonState, RunState


def _view(frame: Frame, _: int) -> StripView:
    comparison = frame.comparison
    shown, state = shown_run(comparison, frame.look.focus), comparison.state
    newest = {run.variant: run for run in state.runs if run.phase == "over"}
    others = [run for name, run in newest.items() if shown is None or name != shown.variant]
    if not others:
        return StripView()
    return StripView((tuple(_flow_said(others, state, brief) for brief in (False, True)),))


def _flow_said(runs: list[RunState], state: ComparisonState, brief: bool) -> Row:
    row: list[tuple[str, str]] = []
    for run in runs:
        reading = queue_reading(run)
        into, out = reading.rates
        said = f"  in {numbers.rate(into)}, out {numbers.rate(out)}, depth at most {reading.deepest}"
        if not brief:
            said += f", producers waited {numbers.percent(reading.full_share, 1)}"
            said += f" and consumers {numbers.percent(reading.empty_share, 1)} of their time"
        its = state.planned(run.variant)
        row += [(its.called, f"{its.hue} bold"), (f"{said}   ", "muted")]
    return tuple(row)


def _rows(room: Room) -> int:
    return int(room.kind != "compact" or room.height >= 22)


BOARD = Board("queue-results", strip_board.paint, _view, strip=_rows, zooms=False, moves=False)
