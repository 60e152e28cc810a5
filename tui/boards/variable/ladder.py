"""What one access costs, of all runs together."""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.sheet import choosing
from tui.boards.space import Room
from tui.boards.variable import ladder_board
from tui.boards.variable.ladder_board import LadderView
from tui.model.readings.variable import COST
from tui.model.variable.readings import costs

FRAME = 2


def ladder_of(frame: Frame, _: int) -> LadderView:
    """Return what was measured so far."""
    comparison = frame.comparison
    state = comparison.state
    told = dict(state.header.knobs).get("rounds", "") if state.header else ""
    waits = "Measured when the children have ended." if comparison.is_on or not state.runs else "It was not measured."
    rounds = int(told) if told.isdecimal() else None
    return LadderView(costs(state), rounds, waits, frame.look.zoomed == "ladder")


def _rows(room: Room) -> int:
    """Return a row a kind, the axis and a heading; in a small terminal as many as the copies leave."""
    most = len(COST) + 1 + FRAME
    if room.kind == "compact":
        return max(0, min(most, room.height - 10))
    return most + 1


def _column(room: Room) -> int:
    return min(len(COST) + FRAME, room.height // 3)


BOARD = Board(
    "ladder", ladder_board.paint, ladder_of, foot=_rows, column=_column, moves=False, clicked=choosing
)
