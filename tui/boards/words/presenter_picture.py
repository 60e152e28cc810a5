"""The picture of the presenter layout: one board of the stage, as large as it goes; before a run the opening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from tui.boards.board import Board, find
from tui.boards.frame import Frame
from tui.boards.framed import plain
from tui.boards.sheet import Paint, Sheet, painted
from tui.boards.space import Place
from tui.boards.stack import across
from tui.boards.words.opening import opening_of
from tui.boards.words.opening import paint as paint_opening
from tui.draw.cells import Row, join


class PictureView(Struct, frozen=True):
    """What a board shows, and how it is painted."""

    paint: Paint
    parts: tuple[Any, ...]
    """Its views, side by side: one for each variant that it shows."""


def paint(view: PictureView, sheet: Sheet) -> Sequence[Row]:
    """Return the board as it paints itself; several of it side by side."""
    if len(view.parts) == 1:
        return view.paint(view.parts[0], sheet)
    places = across(Place(0, 0, sheet.width + 1, sheet.height), max(1, len(view.parts)))
    columns = [
        painted(view.paint, part, sheet.part(place.width - 1, sheet.height))
        for part, place in zip(view.parts, places, strict=False)
    ]
    return [join(*(piece for row in line for piece in (row, plain(" ")))) for line in zip(*columns, strict=True)]


def picture_of(frame: Frame) -> Board:
    """Return the board that is the picture now: the heaviest, of equal ones the first that is listed."""
    boards = [find(name) for name, _ in frame.wanted.boards]
    weights = [_weight(board, frame) for board in boards]
    return boards[weights.index(max(weights))] if any(weights) else find("panels")


def _weight(board: Board, frame: Frame) -> int:
    if board.presented is not None:
        return board.presented.weighs(frame.comparison)
    return int(board.strip is None and board.foot is None)


def _view(frame: Frame, _: int) -> PictureView | None:
    if frame.look.is_blank:
        return None
    if (opening := opening_of(frame)) is not None:
        return PictureView(paint_opening, (opening,))
    slow, tab = frame.slow, frame.tabs.place
    board = slow.still("picture", tab, lambda: picture_of(frame), frame.is_due)
    if board.moves:
        return _shown(board, frame)
    return slow.still("still picture", (tab, board.name), lambda: _shown(board, frame), frame.is_due)


def _shown(board: Board, frame: Frame) -> PictureView:
    shown = board.presented
    if shown is not None and shown.view is not None:
        return PictureView(shown.paint, (shown.view(frame, 0),))
    slots = range(min(board.slots, frame.shown) if board.slots else 1)
    views = tuple(view for slot in slots if (view := board.view(frame, slot)) is not None)
    return PictureView(shown.paint if shown else board.paint, views)


BOARD = Board("picture", paint, _view, zooms=False)
