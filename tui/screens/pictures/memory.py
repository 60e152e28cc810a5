"""Who writes to shared memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.screens.pictures.speed import SpeedPicture
from tui.widgets.board import Board


class MemoryPicture(SpeedPicture):
    """To come."""

    def boards(self) -> Iterable[Board[Any]]:
        return ()
