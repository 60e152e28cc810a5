"""`threading.Thread.join`, the wait for all threads at the interpreter's end, and waits for processes. The rules stand
in `guard`.

A process is waited for by the `Popen` that has made it, multiprocessing's or subprocess's, without a time limit or, of
multiprocessing's, with one.
"""

from __future__ import annotations

import sys
from _thread import get_ident
from time import perf_counter_ns

from .. import holders, layout, lines, places, segment
from ..guard import Before, guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT, WHAT_ENDS = "waits for threads", "waits for processes"
_ANY = layout.waits_word(layout.OBJECT_SLOTS, layout.WAIT_JOIN)


def install(threading: Any) -> str | None:
    """Look at joins, or at a module's `Popen`; return what is missing where this is not possible."""
    if threading.__name__ != "threading":
        return _of_processes(threading)
    if not hasattr(threading.Thread, "join") or not hasattr(threading, "_shutdown"):
        return WHAT
    replace(threading.Thread, "join", _joining)
    replace(threading, "_shutdown", _ending)
    return None


def _joining(original: Callable[..., Any]) -> Callable[..., Any]:
    begin, end = guarded(WHAT, _begin), guarded(WHAT, _end)

    def join(self: Any, timeout: Any = None) -> None:
        begun = begin(self)
        try:
            original(self, timeout)
        finally:
            end(begun)

    return join


def _of_processes(module: Any) -> str | None:
    its = module.Popen
    if module.__name__ == "subprocess":
        if getattr(module, "_mswindows", False) or not callable(vars(its).get("_wait")):
            return WHAT_ENDS
        its._wait = WithoutLimit(its._wait)
    elif callable(vars(its).get("wait")):
        replace(its, "wait", _awaiting)
    else:
        return WHAT_ENDS
    return None


class WithoutLimit(Before):
    """`subprocess.Popen._wait`, which says that its thread waits. With a time limit it is the method itself: that looks
    again and again, and raises when the time is over."""

    def __init__(self, original: Callable[..., Any]) -> None:
        super().__init__(original, original)
        self._awaiting = _awaiting(original)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        is_limited = sys._getframe(1).f_locals.get("timeout") is not None
        return (self._bind if is_limited else self._awaiting.__get__)(instance, owner)


def _awaiting(original: Callable[..., Any]) -> Callable[..., Any]:
    begin, end = guarded(WHAT_ENDS, _begin_process), guarded(WHAT_ENDS, _end)

    def wait(self: Any, timeout: Any = None) -> Any:
        begun = begin(self) if self.returncode is None else None
        try:
            return original(self, timeout)
        finally:
            end(begun)

    return wait


def _begin_process(popen: Any) -> Any:
    return _say(lambda board: layout.ends_word(popen.pid))


def _ending(original: Callable[..., Any]) -> Callable[..., Any]:
    begin, end = guarded(WHAT, _begin), guarded(WHAT, _end)

    def _shutdown() -> None:
        begun = begin(None)
        try:
            original()
        finally:
            end(begun)

    return _shutdown


def _begin(thread: Any) -> Any:
    return _say(lambda board: _word(board, thread))


def _word(board: segment.Board, thread: Any) -> int:
    last = _only_one() if thread is None else thread
    waited_for = None if last is None else board.slots.get(last.ident)
    if waited_for is None:
        return _ANY
    return layout.last_word(waited_for.index) if thread is None else layout.joins_word(waited_for.index)


def _only_one() -> Any:
    """Return the thread that the interpreter's end waits for, when that is one alone."""
    threading, me = sys.modules["threading"], get_ident()
    left = [its for its in threading.enumerate() if not its.daemon and its.ident != me]
    return left[0] if len(left) == 1 else None


def _say(word: Callable[[segment.Board], int]) -> Any:
    board, slot = segment.board(), segment.slot()
    if board is None or slot is None:
        return None
    before = slot.words[slot.waits_for]
    if before > 0 and (before - 1) % (1 << layout.WAIT_BITS) == layout.WAIT_RESULT:
        return None  # It is in a pool's `join` or an executor's `shutdown`, and says so already.
    since_ns = perf_counter_ns()
    lines.poke()
    holders.before_wait(None)
    places.of_wait(slot, since_ns)
    return slot, slot.wait(word(board), since_ns)


def _end(begun: Any) -> None:
    if begun is not None:
        begun[0].wait(begun[1], perf_counter_ns())
