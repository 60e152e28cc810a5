"""`threading.Condition` that the program makes, and `wait` of all that carry a mark: those inside a `queue.Queue`, an
event, a semaphore, a barrier. The rules stand in `guard`.

A condition that is given no lock gets an RLock that counts in the condition's row. How often it is notified is seen by
`_is_owned`, which each condition has of its own: nothing is added to `notify` of those inside queues.
"""

from __future__ import annotations

import sys
from _thread import get_ident
from time import perf_counter_ns

from .. import holding, layout, objects
from ..guard import failing, guarded, replace
from ..whose import own_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "conditions"
EVENT_CLEAR, EVENT_SET = 2, 3
"""States of an event that one process has: as if they had come at 1 ns."""


def install(threading: Any) -> str | None:
    """Look at conditions; return what is missing where this is not possible."""
    its = getattr(threading, "Condition", None)
    if not all(hasattr(its, name) for name in ("wait", "notify", "_is_owned")) or threading._CRLock is None:
        return WHAT
    setattr(threading.Condition, objects.MARK, None)
    replace(threading.Condition, "wait", _waiting)
    replace(threading.Condition, "__init__", _making(threading.Condition.notify))
    return None


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    failed, of_signal, clock = failing(WHAT), layout.WAIT_SIGNAL, perf_counter_ns

    def wait(self: Any, timeout: Any = None) -> Any:
        mark, begun = self._coreograph, None
        if mark is None:
            return original(self, timeout)
        try:
            begun = begin(mark, None) if mark[1] == of_signal else objects.begin_wait(mark[0], mark[1])
        except Exception as error:  # noqa: BLE001
            failed(error)
        try:
            return original(self, timeout)
        finally:
            if begun is not None:
                try:
                    counted, kind, waits, total_ns = mark[:4]
                    slot, before, since_ns, _ = begun
                    if slot is not None:
                        own = slot.own
                        own[layout.S_WAIT_SINCE_NS] = since_ns
                        own[layout.S_WAITS_FOR] = before
                    pending = counted.pending[kind]
                    pending.append(clock() - since_ns)
                    while pending:  # The condition's lock is held again here.
                        waited_ns = pending.pop()
                        counted.words[counted.base + waits] += 1
                        counted.words[counted.base + total_ns] += waited_ns
                except Exception as error:  # noqa: BLE001
                    failed(error)

    return wait


def begin(mark: tuple[objects.Counted, int, int, int], lock: Any) -> Any:
    """Write that this thread waits, at a condition that gives back this process lock meanwhile."""
    counted = mark[0]
    if mark[1] == layout.WAIT_SIGNAL:
        counted.asks = get_ident()
        if counted.puts != counted.sent:
            counted.sent = counted.puts
            counted.words[counted.base + layout.L_TOLD_NS] = perf_counter_ns()
    return objects.begin_wait(counted, mark[1], lock)


def end(mark: tuple[objects.Counted, int, int, int], begun: Any) -> None:
    """Add a wait up. The condition's lock is held again here."""
    if begun is not None:
        counted, kind, waits, total_ns = mark[:4]
        slot, before, since_ns, _ = begun
        if slot is not None:
            own = slot.own
            own[layout.S_WAIT_SINCE_NS] = since_ns
            own[layout.S_WAITS_FOR] = before
        pending = counted.pending[kind]
        pending.append(perf_counter_ns() - since_ns)
        while pending:
            waited_ns = pending.pop()
            counted.words[counted.base + waits] += 1
            counted.words[counted.base + total_ns] += waited_ns


def _making(notify: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(condition: Any, original: Callable[..., Any], has_lock: bool) -> None:
        frame = objects.maker((), what="lock")
        if frame is None:
            return
        of = getattr(condition._lock, objects.MARK, None) if has_lock else None
        counted = objects.made("lock", objects.own_key(), "threading.Condition", frame, of.key if of else 0, 0)
        if counted is None:
            return
        holding.announce(counted)
        if not has_lock:
            from . import locks  # noqa: PLC0415 - where it is not usable there is no such lock

            original(condition, locks.recursive(counted))
        mark(condition, counted, holding.SIGNAL)
        if type(condition).notify is notify:
            tell_notified(condition, counted, notify)

    make = guarded(WHAT, made)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        frame, its = sys._getframe, original.__globals__
        native, recursive = its["_CRLock"], its["RLock"]

        def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            try:
                is_own = own_files[frame(1).f_code.co_filename]
            except ValueError:  # A new thread calls it, and nothing else.
                is_own = True
            if not is_own:
                original(self, *args, **kwargs)
                make(self, original, bool(args and args[0] is not None) or kwargs.get("lock") is not None)
            elif args or kwargs or its["RLock"] is not recursive:
                original(self, *args, **kwargs)
            else:
                original(self, native())  # The library's own, as in each future: no other hook is passed.

        return __init__

    return wrap


def mark(condition: Any, counted: objects.Counted, waits: tuple[int, int, int]) -> None:
    """Let waits at a condition count in this row."""
    objects.marked(condition, (counted, *waits))


def tell_notified(condition: Any, counted: objects.Counted, notify: Any, *, is_event: bool = False) -> None:
    """Let a condition, or an event around it, count how often it is notified: its lock is held then.

    Only `notify` and `wait` ask whether it is; of `wait` one knows (`asks`: the thread that is about to). To look at
    the frame that asks would add a quarter.
    """
    if type(condition)._is_owned is not _is_owned_of(notify):
        return
    found = condition._is_owned
    own = None if getattr(found, "__self__", None) is condition else found
    try_, release, me = condition._lock.acquire, condition._lock.release, get_ident
    at, at_state = counted.base + layout.L_TOLD, counted.base + layout.L_STATE
    failed = failing(WHAT)

    def _is_owned() -> Any:
        if own is not None:
            is_owned = own()
        elif try_(False):
            release()
            is_owned = False
        else:
            is_owned = True
        if counted.asks and counted.asks == me():
            counted.asks = 0  # It is `wait` that asks.
        elif is_owned:
            try:
                counted.puts = number = counted.puts + 1
                counted.words[at] = number
                if is_event:
                    counted.words[at_state] = EVENT_SET
            except Exception as error:  # noqa: BLE001
                failed(error)
        return is_owned

    object.__setattr__(condition, "_is_owned", _is_owned)


def _is_owned_of(notify: Any) -> Any:
    return notify.__globals__["Condition"]._is_owned


def see_state(counted: objects.Counted, is_on: bool) -> None:
    """Write whether an event of several processes is set, or a barrier broken."""
    counted.words[counted.base + layout.L_STATE] = perf_counter_ns() << 1 | is_on
