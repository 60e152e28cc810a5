"""The current line of each thread, looked at from a thread of ours, only while the app asks for it.

A second thread makes `fork` a fork of a program with threads, which warns and on free-threaded builds slows the
child for its whole life. So the looking stops before a fork and goes on when a thread next starts, waits or has started
a process; a child begins anew. The thread is not one of `threading`'s.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock, get_ident, start_new_thread
from time import perf_counter_ns

from . import control, layout, names, pace, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_MOST_FRAMES = 60
_MOST_FILES = 1000
_PATIENCE_S = 0.5


class _Looking:
    """One life of the looking thread."""

    def __init__(self) -> None:
        self.stop = allocate_lock()
        self.stop.acquire()
        self.done = allocate_lock()
        self.done.acquire()


_now: list[_Looking] = []
_files: dict[str, int] = {}


def poke() -> None:
    """Do what the app asks since: change the pace, and begin to look if nobody looks."""
    pace.poke()
    if not _now and control.word(layout.C_LINES_HZ) > 0 and segment.board() is not None:
        looking = _Looking()
        _now.append(looking)
        if _now[0] is looking:
            try:
                start_new_thread(_look, (looking,))
            except Exception:  # noqa: BLE001
                _now.clear()


def stop() -> None:
    """Stop looking, before a fork. It takes about a millisecond."""
    try:
        if _now:
            looking = _now[0]
            looking.stop.release()
            looking.done.acquire(True, _PATIENCE_S)
            _now.clear()
    except Exception:  # noqa: BLE001
        return


def begin() -> None:
    """Begin anew in a forked child."""
    _now.clear()
    _files.clear()
    pace.begin()
    poke()


def _look(looking: _Looking) -> None:
    try:
        while True:
            hz = control.word(layout.C_LINES_HZ)
            if hz <= 0 or looking.stop.acquire(True, 1 / hz):
                break
            pace.poke()
            _look_once()
    except Exception:  # noqa: BLE001
        return
    finally:
        if looking in _now:
            _now.remove(looking)
        looking.done.release()


def _look_once() -> None:
    board = segment.board()
    if board is None:
        return
    now_ns = perf_counter_ns()
    frames = sys._current_frames()
    frames.pop(get_ident(), None)
    for ident, frame in frames.items():
        slot = board.slots.get(ident)
        if slot is not None:
            line = _line(frame, board)
            words = slot.words
            words[slot.base + layout.S_LINE_NS] = now_ns
            if words[slot.base + layout.S_LINE] != line:
                words[slot.base + layout.S_LINE] = line
    frames.clear()


def _line(frame: FrameType | None, board: Any) -> int:
    """Return file number << 32 | line of the innermost frame of the program, 0 when there is none."""
    for _ in range(_MOST_FRAMES):
        if frame is None:
            break
        path = frame.f_code.co_filename
        if not path.startswith((names.PROBE, "<")) and not names.is_library(path):
            number = _files.get(path)
            if number is None:
                if len(_files) >= _MOST_FILES:
                    return 0
                number = _files[path] = len(_files) + 1
                board.line("L", number, names.place_of(path))
            return number << 32 | (frame.f_lineno or 0)
        frame = frame.f_back
    return 0
