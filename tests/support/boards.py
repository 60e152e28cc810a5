"""Boards made by hand, in the test's own process."""

from __future__ import annotations

from pathlib import Path

from tui.probe import layout, segment


def board_of(directory: Path, name: str = "main", role: int = layout.ROLE_MAIN) -> segment.Board:
    """Return a board that is there to be read, as that of a process which has just begun, but for its first thread."""
    board = segment.Board(str(directory), role, name)
    board.line("-")  # Who it is is told with the first line.
    board.words[layout.H_MAGIC] = layout.MAGIC
    return board
