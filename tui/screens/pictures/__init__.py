"""The pictures: for each thing that a lesson may be about, which boards stand where and what they show.

A new picture is a module here with a class of `Picture`'s shape, and an entry in `PICTURES`; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.screens.pictures.counter import CounterPicture
from tui.screens.pictures.memory import MemoryPicture
from tui.screens.pictures.picture import Picture
from tui.screens.pictures.program import ProgramPicture
from tui.screens.pictures.queue import QueuePicture
from tui.screens.pictures.speed import SpeedPicture
from tui.telemetry.vocabulary import About

__all__ = ["PICTURES", "Picture"]

PICTURES: Mapping[About, Picture] = {
    "speed": SpeedPicture(),
    "queue": QueuePicture(),
    "counter": CounterPicture(),
    "memory": MemoryPicture(),
    "program": ProgramPicture(),
}
