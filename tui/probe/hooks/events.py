"""`threading.Semaphore`, `BoundedSemaphore`, `Event` and `Barrier` that the program makes. The rules stand in `guard`.

All of them wait at a condition of their own, which carries the mark: nothing is added to what does not wait. From
LEVEL_COUNTS on a semaphore's acquisitions are counted and its permits told.
"""

from __future__ import annotations

import sys

from .. import control, holding, layout, objects, segment
from ..guard import failing, guarded, replace
from ..whose import own_files
from . import conditions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "semaphores, events, barriers"
_NEEDED = {
    "Semaphore": ("acquire", "release"),
    "BoundedSemaphore": ("acquire", "release"),
    "Event": ("set", "clear", "wait"),
    "Barrier": ("_release", "_break", "reset", "wait"),
}
_TOLD = layout.L_TOLD
_OF_AN_EVENT = ("Condition", "Lock", "_cond", "_flag")
"""What the `__init__` of an event uses whose work is done in place of it."""
_native, _frame = segment.new_lock, sys._getframe


def install(threading: Any) -> str | None:
    """Look at them; return what is missing where this is not possible."""
    if not all(hasattr(getattr(threading, its, None), name) for its, names in _NEEDED.items() for name in names):
        return WHAT
    for name in _NEEDED:
        replace(getattr(threading, name), "__init__", _making(name, threading.Condition.notify))
    replace(threading.Event, "clear", _clearing)
    replace(threading.Barrier, "_release", _passing)
    replace(threading.Barrier, "_break", _changing)
    replace(threading.Barrier, "reset", _changing)
    if control.level() >= layout.LEVEL_COUNTS:
        replace(threading.Semaphore, "acquire", _acquiring)
        threading.Semaphore.__enter__ = threading.Semaphore.acquire
        for its in (threading.Semaphore, threading.BoundedSemaphore):
            replace(its, "release", _releasing)
    return None


def _making(name: str, notify: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(its: Any) -> None:
        frame = objects.maker((), what="lock")
        if frame is None:
            return
        limit = its._parties if name == "Barrier" else its._value if name != "Event" else 0
        limit = limit if isinstance(limit, int) else 0
        counted = objects.made("lock", objects.own_key(), "threading." + name, frame, 0, limit)
        if counted is None:
            return
        is_semaphore = name not in ("Event", "Barrier")
        holding.announce(counted, is_shared=is_semaphore)
        conditions.mark(its._cond, counted, holding.PERMIT if is_semaphore else holding.SIGNAL)
        if name == "Event":
            conditions.tell_notified(its._cond, counted, notify, is_event=True)
            counted.words[counted.base + layout.L_STATE] = conditions.EVENT_CLEAR
        elif is_semaphore and counted.level >= layout.LEVEL_COUNTS:
            _see_permits(its, counted)

    make = guarded(WHAT, made)

    def wrap(original: Any) -> Callable[..., Any]:
        its = original.__globals__
        condition, lock = its["Condition"], its["Lock"]
        begin: Any = getattr(condition.__init__, "__wrapped__", None)
        is_known = original.__code__.co_names == _OF_AN_EVENT and begin is not None

        def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            try:
                is_own = own_files[_frame(1).f_code.co_filename]
            except ValueError:  # A new thread calls it, and nothing else.
                is_own = True
            if not is_own:
                original(self, *args, **kwargs)
                make(self)
            elif args or kwargs or not is_known or its["Condition"] is not condition or its["Lock"] is not lock:
                original(self, *args, **kwargs)
            else:  # The library's own, as in each result of a pool: no other hook is passed.
                self._cond = own_condition = condition.__new__(condition)
                begin(own_condition, _native())
                self._flag = False

        return __init__

    return wrap


def _counted(its: Any) -> objects.Counted | None:
    mark = its._cond._coreograph
    return None if mark is None else mark[0]


def _clearing(original: Callable[..., Any]) -> Callable[..., Any]:
    """Have it written whether an event is set, until what was written is still right."""
    failed, event_set, event_clear = failing(WHAT), conditions.EVENT_SET, conditions.EVENT_CLEAR

    def clear(self: Any) -> None:
        original(self)
        mark = self._cond._coreograph
        if mark is not None:
            try:
                counted, is_set = mark[0], None
                while self._flag is not is_set:  # Whoever sets it meanwhile writes before or after: look again.
                    is_set = self._flag
                    counted.words[counted.base + layout.L_STATE] = event_set if is_set else event_clear
            except Exception as error:  # noqa: BLE001
                failed(error)

    return clear


def _passing(original: Callable[..., Any]) -> Callable[..., Any]:
    count = guarded(WHAT, _passed)

    def _release(self: Any) -> None:
        original(self)
        count(self)

    return _release


def _passed(barrier: Any) -> None:
    """The last one that comes to a barrier holds its lock here."""
    counted = _counted(barrier)
    if counted is not None:
        counted.words[counted.base + _TOLD] += 1


def _changing(original: Callable[..., Any]) -> Callable[..., Any]:
    see = guarded(WHAT, _see_broken)

    def change(self: Any) -> None:
        original(self)
        see(self)

    return change


def _see_broken(barrier: Any) -> None:
    counted = _counted(barrier)
    if counted is not None:
        conditions.see_state(counted, barrier.broken)


def _acquiring(original: Callable[..., Any]) -> Callable[..., Any]:
    see = guarded(WHAT, _acquired)

    def acquire(self: Any, *args: Any, **kwargs: Any) -> Any:
        got = original(self, *args, **kwargs)
        if got:
            see(self)
        return got

    return acquire


def _acquired(semaphore: Any) -> None:
    counted = _counted(semaphore)
    if counted is not None:
        holding.has(counted)
        _see_permits(semaphore, counted)


def _releasing(original: Callable[..., Any]) -> Callable[..., Any]:
    see = guarded(WHAT, _released)

    def release(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        see(self)

    return release


def _released(semaphore: Any) -> None:
    counted = _counted(semaphore)
    if counted is not None:
        _see_permits(semaphore, counted)


def _see_permits(semaphore: Any, counted: objects.Counted) -> None:
    """Write how many permits are left, until what was written is still right."""
    words, at = counted.words, counted.base + layout.L_STATE
    while words[at] != 1 + semaphore._value:
        words[at] = 1 + semaphore._value
