"""The current line of each thread, looked at from a thread of ours, only while the app asks for it or may soon.

A second thread makes `fork` a fork of a program with threads, which warns and on free-threaded builds slows the
child for its whole life. So the looking stops before a fork and goes on when a thread next starts, waits, takes a task
or has started a process; a child begins anew. The thread is not one of `threading`'s, and no signal is for it.

While the app only may ask soon the thread sleeps and glances at `ctl`, so that a thread deep in a loop is seen too:
nothing else of ours runs there. At each glance it writes where those threads are that have not moved since the last one
and have not written it themselves. A process that has just forked does without.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock, get_ident, get_native_id, start_new_thread
from time import perf_counter_ns

from . import control, layout, pace, places, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

_PATIENCE_S = 0.5
_GLANCE_S = 0.25
"""How often one looks whether the app asks that only may."""
_FORKS_NS = 1_000_000_000
"""After a fork a process may well fork again: for so long nobody looks, as each fork would have to stop that."""
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


now: list[_Looking] = []
"""Who looks: one, or nobody."""
_has_looked: list[None] = []
"""Not empty once somebody looks for lines, or changes the pace, in this process or in one that it comes from."""
_forked_ns = [-1]
"""When this process forked last; -1 for never."""


def poke() -> None:
    """Do what the app asks since: change the pace, and begin to look if it asks for that, or may, and nobody looks."""
    words = control.words
    if words[layout.C_SWITCH_US] or pace.ours_s:
        _has_looked[:] = [None]
        pace.poke()
    hz = words[layout.C_LINES_HZ]
    if not hz or now:
        return
    if hz > 0 or (hz < 0 and _may_stand_by()):
        looking = _Looking()
        _has_looked[:] = [None]
        now.append(looking)
        if now[0] is looking:
            try:
                start_new_thread(_look, (looking,))
                looking.is_ready.acquire(True, _PATIENCE_S)
            except Exception:  # noqa: BLE001
                now.clear()


def _may_stand_by() -> bool:
    if _forked_ns[0] >= 0 and perf_counter_ns() - _forked_ns[0] < _FORKS_NS:
        return False
    board = segment.board()
    return board is not None and board.role != layout.ROLE_HELPER


def before_fork(now_ns: int) -> None:
    """Stop looking. It takes about a millisecond."""
    _forked_ns[0] = now_ns
    if now:
        stop()


def stop() -> None:
    """Stop looking, and return when the thread is gone for the system too: `fork` asks the system for threads."""
    try:
        if now:
            looking = now[0]
            looking.stop.release()
            is_done = looking.done.acquire(True, _PATIENCE_S)
            now.clear()
            until_ns = perf_counter_ns() + _GONE_NS
            while is_done and perf_counter_ns() < until_ns:
                os.stat("/proc/self/task/" + str(looking.native_id))
    except Exception:  # noqa: BLE001
        return


def begin() -> None:
    """Begin anew in a forked child. Where nobody has looked there is nothing to forget: it touches few pages."""
    _forked_ns[0] = -1
    if _has_looked:
        now.clear()
        _stays.clear()
        pace.begin()
    places.begin()
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
            else:
                _glance()
    except Exception:  # noqa: BLE001
        return
    finally:
        if looking in now:
            now.remove(looking)
        looking.done.release()


def _look_once() -> None:
    board = segment.board()
    if board is None:
        return
    now_ns = perf_counter_ns()
    for slot, frame in _frames(board):
        own = slot.own
        waits, since_ns = own[layout.S_WAITS_FOR], own[layout.S_WAIT_SINCE_NS]
        line = places.line_of(frame, board, is_named=True)
        if waits > 0 and line:
            line |= ((waits - 1) % (1 << layout.WAIT_BITS) + 1) << layout.LINE_SIZE
        if waits != own[layout.S_WAITS_FOR] or since_ns != own[layout.S_WAIT_SINCE_NS]:
            continue  # It went on meanwhile: what was seen is not of one moment.
        own[layout.S_LINE_NS] = now_ns
        if own[layout.S_LINE] != line:
            own[layout.S_LINE] = line


def _frames(board: segment.Board) -> list[tuple[segment.ThreadSlot, FrameType]]:
    frames = sys._current_frames()
    frames.pop(get_ident(), None)
    return [(board.slots[ident], frame) for ident, frame in frames.items() if ident in board.slots]


_stays: dict[int, tuple[int, int, int]] = {}
"""Of each slot at the last glance: frame, place in its code, for what it waits since when."""


def _glance() -> None:
    """Write where those threads are that have not moved since the last glance; of the others it is no longer known."""
    board = segment.board()
    if board is None:
        return
    for slot, frame in _frames(board):
        own = slot.own
        since_ns, is_waiting = own[layout.S_WAIT_SINCE_NS], own[layout.S_WAITS_FOR] > 0
        place = id(frame), frame.f_lasti, since_ns if is_waiting else 0
        stays, _stays[slot.index] = _stays.get(slot.index) == place, place
        if is_waiting and own[layout.S_LINE] & layout.OF_WAIT and own[layout.S_LINE_NS] == since_ns:
            continue
        line = (layout.OF_WAIT if is_waiting else layout.OF_STAY) | places.line_of(frame, board) if stays else 0
        line = line if line & layout.LINE_BITS else 0
        if own[layout.S_LINE] != line or (is_waiting and line):
            own[layout.S_LINE] = line
            own[layout.S_LINE_NS] = since_ns if is_waiting else perf_counter_ns()
