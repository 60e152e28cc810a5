"""What who speaks wanted to say: a few lines of the lesson, shown in the presenter layout while they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Row

LEAST_PICTURE = 6
"""Rows of the picture above the notes; where it would have fewer they take its place."""


class NotesView(NamedTuple):
    """The notes, and from which of their lines on they are shown."""

    notes: tuple[str, ...]
    first: int = 0


def rows_wanted(notes: Sequence[str], width: int) -> int:
    """Return the rows of the notes with their frame, in so many columns."""
    return len(_lines(notes, width - 4)) + 2


def _lines(notes: Sequence[str], width: int) -> list[Row]:
    return [line for text in notes for line in wrapped(plain(text), width)]


def paint(view: NotesView, sheet: Sheet) -> Sequence[Row]:
    """Each note begins a line; where not all fit it is said which are shown, and what shows the others."""
    lines, first = _lines(view.notes, sheet.width - 4), min(view.first, last_first(view.notes, sheet))
    more = f"{first + 1}–{first + sheet.room} of {len(lines)} · ↑ ↓" if len(lines) > sheet.room else ""
    return framed(lines[first:], sheet, title="notes", facts=more or "n hides", margin=1)


def last_first(notes: Sequence[str], sheet: Sheet) -> int:
    """Return the line that stands first when the last one is shown."""
    return max(0, len(_lines(notes, sheet.width - 4)) - sheet.room)


def _view(frame: Frame, _: int) -> NotesView | None:
    return None if frame.look.is_blank else NotesView(frame.wanted.notes, frame.look.notes_first)


BOARD = Board("notes", paint, _view, zooms=False, moves=False)
