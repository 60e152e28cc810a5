"""What crosses, but not as one thinks: to the right of what cannot cross."""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.crossing.surprises_board import is_beside, paint, surprises_of
from tui.boards.sheet import choosing
from tui.boards.space import Room

BESIDE, WIDEST = 46, 70
"""Columns, the least and the most."""


def _rows(room: Room) -> int:
    return min(14, max(6, room.height - 13)) if is_beside(room.kind, room.width) else 0


def _columns(room: Room) -> int:
    return max(BESIDE, min(WIDEST, room.width * 3 // 8)) if is_beside(room.kind, room.width) else 0


BOARD = Board(
    "surprises", paint, surprises_of, foot=_rows, foot_columns=_columns, column=lambda room: 0, moves=False,
    clicked=choosing,
)  # fmt: skip
