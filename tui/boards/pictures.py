"""The pictures: for each thing that a lesson may be about, which boards stand where and what they show.

A new picture is a module `picture` in a folder here, with a class of `Picture`'s shape, and an entry in `CLASSES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from tui.boards.picture import Picture
from tui.telemetry.vocabulary import About

__all__ = ["CLASSES", "Picture", "picture_of"]

CLASSES: Mapping[About, str] = {
    "speed": "SpeedPicture",
    "queue": "QueuePicture",
    "counter": "CounterPicture",
    "memory": "MemoryPicture",
    "program": "ProgramPicture",
}


@cache
def picture_of(about: About) -> Picture:
    """Return a picture, imported when it is first shown: all of them would keep the first screen waiting."""
    picture: Picture = getattr(import_module(f"tui.boards.{about}.picture"), CLASSES[about])()
    return picture
