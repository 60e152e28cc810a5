"""What a lock's `acquire` and `release` count, at the level asked for when the object came to this process.

`lean`: nothing unless the lock is taken; then who waits, how long, and for whom. `counts`: every acquisition too.
`hold`: also who holds it and for how long; two clocks and five words for each acquisition, which can change what is
looked at. All words but the waits in `pending` are written by the holder. A semaphore has several: they leave what they
count, and whoever finds nobody at it adds it up.
"""

from __future__ import annotations

from _thread import allocate_lock, get_native_id
from time import perf_counter_ns

from . import holders, layout, objects
from .guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "locks"
SIGNAL = layout.WAIT_SIGNAL, layout.L_SIGNAL_WAITS, layout.L_SIGNAL_NS
PERMIT = layout.WAIT_LOCK, layout.L_WAITS, layout.L_WAIT_NS
"""What the mark of a condition says of waits at it."""


def _has(counted: objects.Counted) -> None:
    """Write what there is to say right after an acquisition."""
    if counted.gate is not None:
        _has_permit(counted)
        return
    if counted.pending[layout.WAIT_LOCK]:
        counted.settle(*PERMIT)
    words, base = counted.words, counted.base
    if counted.level >= layout.LEVEL_COUNTS:
        words[base + layout.L_ACQUIRED] += 1
    if counted.level >= layout.LEVEL_HOLD:
        counted.depth += 1
        if counted.depth == 1:
            counted.since_ns = since_ns = perf_counter_ns()
            words[base + layout.L_HELD_SINCE_NS] = since_ns
            words[base + layout.L_HOLDER] = get_native_id()


def _has_permit(counted: objects.Counted) -> None:
    ticks, pending = counted.ticks, counted.pending[layout.WAIT_LOCK]
    if counted.level >= layout.LEVEL_COUNTS:
        ticks.append(None)
    gate = counted.gate
    while (ticks or pending) and gate.acquire(False):
        try:
            counted.settle(*PERMIT)
            many = len(ticks)
            del ticks[:many]
            counted.words[counted.base + layout.L_ACQUIRED] += many
        finally:
            gate.release()


def _gives(counted: objects.Counted) -> None:
    """Write what there is to say right before a release."""
    counted.depth -= 1
    if counted.depth == 0:
        words, base = counted.words, counted.base
        words[base + layout.L_HOLDER] = 0
        words[base + layout.L_HELD_NS] += perf_counter_ns() - counted.since_ns
    counted.depth = max(0, counted.depth)


def _begin(counted: objects.Counted, recursive: Any) -> Any:
    begun = objects.begin_wait(counted, layout.WAIT_LOCK)
    if counted.level < layout.LEVEL_HOLD:
        holders.waited[id(begun)] = counted, recursive
        holders.see(counted, recursive)
    else:
        holders.see_copy(counted, recursive)
    return begun


def _end(counted: objects.Counted, begun: Any, is_got: bool) -> None:
    holders.waited.pop(id(begun), None)
    objects.end_wait(counted, begun)
    if is_got and counted.level < layout.LEVEL_HOLD:
        holders.got(counted)


has = guarded(WHAT, _has)
gives = guarded(WHAT, _gives)
begin = guarded(WHAT, objects.begin_wait)
end = guarded(WHAT, objects.end_wait)
_begin_blocked = guarded(WHAT, _begin)
_end_blocked = guarded(WHAT, _end)
_got = guarded(WHAT, holders.got)


def waited(counted: objects.Counted, kind: int, native: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a process lock's or queue's native acquire that is going to wait, and note the wait."""
    begun = begin(counted, kind)
    try:
        got = native(*args, **kwargs)
    finally:
        if begun is not None:
            end(counted, begun)
    if got and kind == layout.WAIT_LOCK:
        has(counted)
        if counted.gate is None and counted.level < layout.LEVEL_HOLD:
            _got(counted)
    return got


def blocked(counted: objects.Counted, recursive: Any, native: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a thread lock's native acquire that is going to wait, and note the wait. `recursive`: the RLock, or None."""
    begun, got = _begin_blocked(counted, recursive), False
    try:
        got = native(*args, **kwargs)
    finally:
        if begun is not None:
            _end_blocked(counted, begun, got)
    if got:
        has(counted)
    return got


def particular(
    counted: objects.Counted, wait: Callable[..., Any], native: Callable[..., Any], arguments: Any, names: Any
) -> Any:
    """Acquire with arguments. Odd ones are the native lock's business: it knows which errors to raise, and when.

    `wait` is called with all arguments where the lock is taken.
    """
    args, kwargs = arguments
    given = dict(zip(names, args))  # noqa: B905 - Python 3.9
    is_plain = len(args) + len(kwargs) <= 2 and set(kwargs) <= set(names) - set(given)
    given.update(kwargs)
    timeout = given.get("timeout", 1)
    if is_plain and given.get(names[0], True) is True and type(timeout) in (int, float) and 0 < timeout < 1e6:
        if not native(False):
            return wait(*args, **kwargs)
        got = True
    else:
        got = native(*args, **kwargs)
    if got and counted.level >= layout.LEVEL_COUNTS:
        has(counted)
    return got


def announce(counted: objects.Counted, *, is_shared: bool = False) -> None:
    """Write the level at which a lock is counted; a semaphore is one that several hold."""
    if is_shared and counted.gate is None:
        counted.gate = allocate_lock()
    counted.words[counted.base + layout.L_LEVEL] = counted.level + 1
