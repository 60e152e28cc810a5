"""Whatever a program of somebody's own uses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.screens.pictures.speed import SpeedPicture
from tui.widgets.board import Board


class ProgramPicture(SpeedPicture):
    """To come."""

    def boards(self) -> Iterable[Board[Any]]:
        return ()
