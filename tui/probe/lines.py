"""The current line of each thread, looked at from a thread of ours, only while the app asks for it or may soon.

A second thread makes `fork` a fork of a program with threads, which warns and on free-threaded builds slows the
child for its whole life. So the looking stops before a fork and goes on when a thread next starts, waits, takes a task
or has started a process; a child begins anew. The thread is not one of `threading`'s, and no signal is for it.

While the app only may ask soon the thread sleeps and glances at `ctl`, so that a thread deep in a loop is seen too:
nothing else of ours runs there. A process that has forked does without, as it would have to stop and start it for each.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock, get_ident, get_native_id, start_new_thread
from time import perf_counter_ns

from . import control, layout, pace, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_BEGINS = "multiprocessing/process.py", "multiprocess/process.py", "billiard/process.py"
_MOST_FRAMES = 60
_MOST_FILES = 1000
_MOST_LINES = 2000
_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
_PATIENCE_S = 0.5
_GLANCE_S = 0.25
"""How often one looks whether the app asks that only may."""
_GONE_NS = 20_000_000


class _Looking:
    """One life of the looking thread."""

    def __init__(self) -> None:
        self.stop = allocate_lock()
        self.stop.acquire()
        self.done = allocate_lock()
        self.done.acquire()
        self.is_ready = allocate_lock()
        self.is_ready.acquire()
        self.native_id = 0


_now: list[_Looking] = []
_files: dict[str, int] = {}
_named: set[int] = set()
"""Lines whose function was told."""
_forks: list[None] = []
"""Not empty when this process has forked."""


def poke() -> None:
    """Do what the app asks since: change the pace, and begin to look if it asks for that, or may, and nobody looks."""
    words = control.words
    if words[layout.C_SWITCH_US] or pace.ours_s:
        pace.poke()
    hz = words[layout.C_LINES_HZ]
    if not hz or _now:
        return
    if hz > 0 or (hz < 0 and _may_stand_by()):
        looking = _Looking()
        _now.append(looking)
        if _now[0] is looking:
            try:
                start_new_thread(_look, (looking,))
                looking.is_ready.acquire(True, _PATIENCE_S)
            except Exception:  # noqa: BLE001
                _now.clear()


def _may_stand_by() -> bool:
    board = segment.board()
    return not _forks and board is not None and board.role != layout.ROLE_HELPER


def before_fork() -> None:
    """Stop looking. It takes about a millisecond."""
    try:
        _forks[:] = [None]
        stop()
    except Exception:  # noqa: BLE001
        return


def stop() -> None:
    """Stop looking, and return when the thread is gone for the system too: `fork` asks the system for threads."""
    try:
        if _now:
            looking = _now[0]
            looking.stop.release()
            is_done = looking.done.acquire(True, _PATIENCE_S)
            _now.clear()
            until_ns = perf_counter_ns() + _GONE_NS
            while is_done and perf_counter_ns() < until_ns:
                os.stat("/proc/self/task/" + str(looking.native_id))
    except Exception:  # noqa: BLE001
        return


def begin() -> None:
    """Begin anew in a forked child."""
    _now.clear()
    _files.clear()
    _named.clear()
    _forks.clear()
    pace.begin()
    poke()


def _look(looking: _Looking) -> None:
    try:
        import _signal  # type: ignore[import-not-found]  # noqa: PLC0415 - most processes are not looked at

        if hasattr(_signal, "pthread_sigmask"):
            _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
        looking.native_id = get_native_id()
        board = segment.board()
        if board is not None:
            board.words[layout.H_LOOKER] = looking.native_id
        looking.is_ready.release()
        while True:
            hz = control.word(layout.C_LINES_HZ)
            if hz == 0 or looking.stop.acquire(True, 1 / hz if hz > 0 else _GLANCE_S):
                break
            pace.poke()
            for look in segment.looks:
                look()
            if hz > 0:
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
    found = _of_program(frame)
    if found is None:
        return 0
    path = found.f_code.co_filename
    number = _files.get(path)
    if number is None:
        if len(_files) >= _MOST_FILES:
            return 0
        from . import names  # noqa: PLC0415 - most processes are not looked at

        number = _files[path] = len(_files) + 1
        board.line("L", number, names.place_of(path))
    place = number << 32 | (found.f_lineno or 0)
    if place not in _named and len(_named) < _MOST_LINES:
        _named.add(place)
        board.line("F", number, found.f_lineno or 0, _function(found))
    return place


def _function(frame: FrameType) -> str:
    """Return the name of a frame's function; a comprehension is a part of the function that it stands in."""
    while frame.f_code.co_name in _COMPREHENSIONS and frame.f_back is not None:
        if frame.f_back.f_code.co_filename != frame.f_code.co_filename:
            break
        frame = frame.f_back
    name = frame.f_code.co_name
    return "" if name.startswith("<") else name


def function_of(frame: FrameType | None) -> tuple[str, str, int] | None:
    """Return name, path and line of the innermost function of the program; None where there is none."""
    found = _of_program(frame)
    if found is None:
        return None
    from . import names  # noqa: PLC0415 - most processes are not looked at

    code = found.f_code
    name: str = getattr(code, "co_qualname", code.co_name)
    return name.rpartition("<locals>.")[2], names.place_of(code.co_filename), found.f_lineno or 0


def _of_program(frame: FrameType | None) -> FrameType | None:
    """Return the innermost frame of the program."""
    from . import whose  # noqa: PLC0415 - most processes are not looked at

    for _ in range(_MOST_FRAMES):
        if frame is None:
            break
        path = frame.f_code.co_filename
        if not path.startswith((whose.PROBE, "<")) and not whose.is_library(path):
            return frame
        if frame.f_code.co_name == "_bootstrap" and path.endswith(_BEGINS):
            break  # What lies further out in a forked child is where its parent was.
        frame = frame.f_back
    return None
