"""Says when something has put its own locks in the place of ours: a profiler, or a library with threads of its own."""

from __future__ import annotations

from . import segment
from .guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def say_when(threading: Any, factory: Any) -> None:
    """Look now and then, and at the end, whether `threading.Lock` is still this."""
    told: list[None] = []

    def look() -> None:
        if not told and threading.Lock is not factory:
            told.append(None)
            segment.not_observed("thread locks made later", "something has put other locks in place of threading.Lock")

    segment.looks.append(guarded("thread locks", look))
