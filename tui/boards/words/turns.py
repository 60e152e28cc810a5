"""The line that says which boards take turns in one place."""

from __future__ import annotations

from tui.boards import strip_board
from tui.boards.board import Board, find
from tui.boards.frame import Frame
from tui.boards.strip_board import StripView
from tui.draw.cells import Piece, Row


def _view(frame: Frame, _: int) -> StripView | None:
    """Return the boards that take turns, each with what there is of it, the one that is shown in bold."""
    run, turning = frame.comparison.state.newest(), frame.turning
    if run is None or not turning:
        return None
    shown = frame.look.chosen if frame.look.chosen in turning else turning[0]
    choices: list[Row] = []
    for has_numbers in (True, False):
        row: list[Piece] = [("tab", "key bold"), ("  ", "muted")]
        for place, board in enumerate(map(find, turning)):
            said = " ".join((board.title or board.name, *([board.count(run)] if has_numbers else [])))
            ink = "foreground bold" if board.name == shown else "muted"
            row += [(" · " if place else "", "muted"), (said.rstrip(), ink)]
        choices.append(tuple(row))
    return StripView((tuple(choices),))


BOARD = Board("turns", strip_board.paint, _view, zooms=False)
