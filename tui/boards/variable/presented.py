"""The copies for a room: without a frame, and what an access costs below them where there is room for both."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.frame import Frame
from tui.boards.framed import BLANK, lines_of, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.variable import copies_board, ladder_board
from tui.boards.variable.copies_view import CopiesView
from tui.boards.variable.ladder import ladder_of
from tui.boards.variable.ladder_board import LadderView
from tui.boards.variable.views import view_of
from tui.draw.cells import Row

BOTH = 18
"""Rows from which on both are shown."""


class BothView(Struct, frozen=True):
    """Both boards."""

    copies: CopiesView
    ladder: LadderView


def view(frame: Frame, _: int) -> BothView:
    return BothView(view_of(frame, 0), ladder_of(frame, 0))


def paint(view: BothView, sheet: Sheet) -> Sequence[Row]:
    """Return the copies; below them the ladder, as high as it is."""
    told, width, height = view.copies, sheet.width, sheet.height
    if told.trouble:
        return wrapped(plain(told.trouble, "bad"), width)
    if told.seen is None:
        return lines_of(told.says, width)
    costs = ladder_board.body(view.ladder, width, height, sheet) if height >= BOTH else []
    room = height - len(costs) - 2 if costs else height
    rows = copies_board.body(told, width, room, sheet, has_last=True)
    return [*rows, BLANK, plain("what one n += 1 costs", "foreground bold"), *costs] if costs else rows
