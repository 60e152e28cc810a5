"""What crosses, but not as one thinks: to the right of what cannot cross."""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.crossing.surprises_board import paint, surprises_of
from tui.boards.sheet import choosing
from tui.boards.space import Room

BESIDE, WIDEST = 46, 70
"""Columns, the least and the most."""


def _rows(room: Room) -> int:
    return 0 if room.kind == "compact" else min(14, max(6, room.height - 13))


def _columns(room: Room) -> int:
    """Return its columns to the right of what cannot cross; nothing where there is no room for both."""
    return 0 if room.kind == "compact" else max(BESIDE, min(WIDEST, room.width * 2 // 5))


BOARD = Board(
    "surprises", paint, surprises_of, foot=_rows, foot_columns=_columns, column=lambda room: 0, moves=False,
    clicked=choosing,
)  # fmt: skip
