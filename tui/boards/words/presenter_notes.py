"""What who speaks wanted to say: a few lines of the lesson, shown in the presenter layout while they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Row

LEAST_PICTURE = 6
"""Rows of the picture above the notes; where it would have fewer they take its place."""


def rows_wanted(notes: Sequence[str], width: int) -> int:
    """Return the rows of the notes with their frame, in so many columns."""
    return len(_lines(notes, width - 4)) + 2


def _lines(notes: Sequence[str], width: int) -> list[Row]:
    return [line for text in notes for line in wrapped(plain(text), width)]


def paint(view: tuple[str, ...], sheet: Sheet) -> Sequence[Row]:
    """Each note begins a line; what does not fit is said to be missing."""
    lines = _lines(view, sheet.width - 4)
    more = f"+{len(lines) - sheet.room} lines" if len(lines) > sheet.room else ""
    return framed(lines, sheet, title="notes", facts=more or "n hides", margin=1)


def _view(frame: Frame, _: int) -> tuple[str, ...] | None:
    return None if frame.look.is_blank else frame.wanted.notes


BOARD = Board("notes", paint, _view, zooms=False, moves=False)
