"""What a lock's `acquire` and `release` count, at the level asked for when the object came to this process.

`lean`: nothing unless the lock is taken; then who waits, and how long. `counts`: every acquisition too. `hold`: also
who holds it and for how long; two clocks and five words for each acquisition, which can change what is looked at.
All words but the waits in `pending` are written by the holder.
"""

from __future__ import annotations

from _thread import get_native_id
from time import perf_counter_ns

from . import layout, objects
from .guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "locks"


def _has(counted: objects.Counted) -> None:
    """Write what there is to say right after an acquisition."""
    if counted.pending[layout.WAIT_LOCK]:
        counted.settle(layout.WAIT_LOCK, layout.L_WAITS, layout.L_WAIT_NS)
    words, base = counted.words, counted.base
    if counted.level >= layout.LEVEL_COUNTS:
        words[base + layout.L_ACQUIRED] += 1
    if counted.level >= layout.LEVEL_HOLD:
        counted.depth += 1
        if counted.depth == 1:
            counted.since_ns = since_ns = perf_counter_ns()
            words[base + layout.L_HELD_SINCE_NS] = since_ns
            words[base + layout.L_HOLDER] = get_native_id()


def _gives(counted: objects.Counted) -> None:
    """Write what there is to say right before a release."""
    counted.depth -= 1
    if counted.depth == 0:
        words, base = counted.words, counted.base
        words[base + layout.L_HOLDER] = 0
        words[base + layout.L_HELD_NS] += perf_counter_ns() - counted.since_ns
    counted.depth = max(0, counted.depth)


has = guarded(WHAT, _has)
gives = guarded(WHAT, _gives)
begin = guarded(WHAT, objects.begin_wait)
end = guarded(WHAT, objects.end_wait)


def waited(counted: objects.Counted, kind: int, native: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a native acquire that is going to wait, and note the wait."""
    begun = begin(counted, kind)
    try:
        got = native(*args, **kwargs)
    finally:
        if begun is not None:
            end(counted, begun)
    if got and kind == layout.WAIT_LOCK:
        has(counted)
    return got


def particular(counted: objects.Counted, native: Callable[..., Any], args: Any, kwargs: Any, names: Any) -> Any:
    """Acquire with arguments. Odd ones are the native lock's business: it knows which errors to raise, and when."""
    given = dict(zip(names, args))  # noqa: B905 - Python 3.9
    is_plain = len(args) + len(kwargs) <= 2 and set(kwargs) <= set(names) - set(given)
    given.update(kwargs)
    timeout = given.get("timeout", 1)
    if is_plain and given.get(names[0], True) is True and type(timeout) in (int, float) and 0 < timeout < 1e6:
        if not native(False):
            return waited(counted, layout.WAIT_LOCK, native, *args, **kwargs)
        got = True
    else:
        got = native(*args, **kwargs)
    if got and counted.level >= layout.LEVEL_COUNTS:
        has(counted)
    return got


def announce(counted: objects.Counted) -> None:
    """Write the level at which a lock is counted."""
    counted.words[counted.base + layout.L_LEVEL] = counted.level + 1
