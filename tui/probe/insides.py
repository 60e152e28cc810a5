"""How often a look found each thread inside an installed package, which is not looked at: what waits there has no name.

Imported once a package has made something. Only the thread that looks for lines does it, where there is one.
"""

from __future__ import annotations

import sys
from _thread import get_ident

from . import segment, whose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_MOST_FRAMES = 30
_seen: dict[tuple[int, int], _Inside] = {}
"""By slot and generation."""


class _Inside:
    __slots__ = ("looks", "packages", "told")

    def __init__(self) -> None:
        self.looks = self.told = 0
        self.packages: dict[str, int] = {}


def look() -> None:
    """Look at all threads. What is told grows with the logarithm of the number of looks."""
    board = segment.board()
    if board is None or get_ident() in board.slots:
        return
    frames = sys._current_frames()
    for ident, frame in frames.items():
        slot = board.slots.get(ident)
        if slot is not None:
            segment.begins_anew(_begin)
            its = _seen.setdefault((slot.index, slot.generation), _Inside())
            its.looks += 1
            package = _package(frame)
            if package:
                its.packages[package] = its.packages.get(package, 0) + 1
            if its.packages and its.looks > its.told + its.told // 4:
                its.told = its.looks
                _tell(board, slot, its)
    frames.clear()


def _tell(board: Any, slot: Any, its: _Inside) -> None:
    package = max(its.packages, key=lambda one: its.packages[one])
    board.line("I", slot.index, slot.generation, package, its.packages[package], its.looks)


def _package(frame: FrameType | None) -> str:
    """Return the package that the innermost frame is of, apart from Python's own and ours; nothing of the program's."""
    for _ in range(_MOST_FRAMES):
        if frame is None:
            break
        path = frame.f_code.co_filename
        if not path.startswith((whose.PROBE, "<frozen")) and not whose.is_pythons_own(path):
            return whose.package_of(path) if whose.is_installed(path) else ""
        frame = frame.f_back
    return ""


def _begin() -> None:
    """Begin from nothing in a forked child."""
    _seen.clear()


segment.looks.append(look)
