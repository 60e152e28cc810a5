"""`threading.Thread.join`, and the wait for all threads at the interpreter's end. The rules stand in `guard`."""

from __future__ import annotations

from time import perf_counter_ns

from .. import holders, layout, lines, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "waits for threads"
_ANY = layout.waits_word(layout.OBJECT_SLOTS, layout.WAIT_JOIN)


def install(threading: Any) -> str | None:
    """Look at joins; return what is missing where this is not possible."""
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
    board, slot = segment.board(), segment.slot()
    if board is None or slot is None:
        return None
    word = slot.words[slot.waits_for]
    if word > 0 and (word - 1) % (1 << layout.WAIT_BITS) == layout.WAIT_RESULT:
        return None  # It is in a pool's `join` or an executor's `shutdown`, and says so already.
    lines.poke()
    holders.before_wait(None)
    waited_for = None if thread is None else board.slots.get(thread.ident)
    word = _ANY if waited_for is None else layout.joins_word(waited_for.index)
    return slot, slot.wait(word, perf_counter_ns())


def _end(begun: Any) -> None:
    if begun is not None:
        begun[0].wait(begun[1], perf_counter_ns())
