"""The pictures: for each thing that a lesson may be about, which boards stand where and what they show.

A new picture is a module `picture` in a folder here, with a class of `Picture`'s shape, and an entry in `CLASSES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from tui.boards.picture import Picture

__all__ = ["CLASSES", "Picture", "picture_of"]

CLASSES: Mapping[str, str] = {
    "panels": "speed.picture:SpeedPicture",
    "queue": "queue.picture:QueuePicture",
    "forms": "counter.picture:CounterPicture",
    "block": "memory.picture:MemoryPicture",
    "tree": "program.picture:ProgramPicture",
}


def picture_of(boards: tuple[str, ...]) -> Picture:
    """Return the picture of these boards."""
    return _picture(next((board for board in boards if board in CLASSES), "panels"))


@cache
def _picture(board: str) -> Picture:
    """Return a picture, imported when it is first shown: all of them would keep the first screen waiting."""
    module, _, name = CLASSES[board].partition(":")
    picture: Picture = getattr(import_module(f"tui.boards.{module}"), name)()
    return picture
