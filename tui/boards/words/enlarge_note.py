"""What a terminal says that is too small for anything else."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, pad


def paint(view: str, sheet: Sheet) -> Sequence[Row]:
    """Its view is the name of the scenario that the plain report would run."""
    width, height = sheet.width, sheet.height
    says = [
        *wrapped(plain("Please enlarge this window to 50 × 15 or more.", "foreground bold"), width),
        BLANK,
        *wrapped(plain("Or read the report:", "muted"), width),
        *wrapped(plain(f"coreograph run {view} --plain", "key"), width),
    ]
    rows = [pad(row, width, align="centre") for row in says[:height]]
    return [BLANK] * max(0, (height - len(rows)) // 2) + rows


def _view(frame: Frame, _: int) -> str:
    return frame.comparison.scenario.name if frame.comparison.scenario else "NAME"


BOARD = Board("enlarge", paint, _view, moves=False)
