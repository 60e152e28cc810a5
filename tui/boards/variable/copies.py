"""Whose variable it is: a tile for each copy, one unbroken line for what all have together."""

from __future__ import annotations

from tui.boards.board import Board, all_it_can_get
from tui.boards.frame import Frame
from tui.boards.sheet import choosing
from tui.boards.side import Presented, PresenterSide
from tui.boards.variable import copies_board, presented
from tui.boards.variable.views import shown, view_of
from tui.boards.variants import turns_said
from tui.model.readings.variable import GLOBAL
from tui.model.variable.readings import Variable, seen
from tui.play.comparison import Comparison
from tui.words.numbers import listed

LEAST = 10
SIDES = (GLOBAL, "Value", "Manager().dict()")
"""The kinds whose numbers stand large in the presenter layout."""


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return three kinds with what main prints of them."""
    comparison = frame.comparison
    _, run = shown(frame)
    variables = [seen(run).of(kind) if run else None for kind in SIDES]
    return tuple(_side(kind, one, comparison) for kind, one in zip(SIDES, variables, strict=True))


def _side(kind: str, variable: Variable | None, comparison: Comparison) -> PresenterSide:
    if variable is None or variable.main is None:
        waits = turns_said(comparison) if not comparison.state.runs else ("not told yet",)
        return PresenterSide(kind, "muted", says="", captions=waits)
    hue = "parent" if variable.is_copied else "key" if variable.is_one else "foreground"
    all_of_it = variable.main.found + len(variable.children)
    holders = listed([child.process for child in variable.children])
    captions = (f"main prints, of {all_of_it} if all were seen", f"main prints, of {all_of_it}", f"of {all_of_it}")
    return PresenterSide(kind, hue, says=holders, numbers=(str(variable.main.holds),), captions=captions)


BOARD = Board(
    "copies", copies_board.paint, view_of, title="whose copy", wants=all_it_can_get, least=LEAST, moves=False,
    clicked=choosing, sides=_sides, presented=Presented(presented.paint, presented.view),
)  # fmt: skip
