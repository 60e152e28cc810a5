"""`multiprocessing.Condition`, `Event` and `Barrier` that the program makes. The rules stand in `guard`.

Each has one condition, which is known by its mark under fork and elsewhere by the random name of the semaphore at which
its waiters sleep. That is in its pickle anyway; the mark is not, and no event or barrier carries one.
"""

from __future__ import annotations

from time import perf_counter_ns

from .. import holding, layout, names, objects
from ..guard import failing, guarded, replace
from . import conditions
from .process_locks import arm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "process conditions, events, barriers"
_PASSED_BY = ("multiprocessing/context.py",)
_BARRIER = "barrier"
"""Last in the mark of a condition inside a barrier: its notices are no news."""
_RECURSIVE = 0
"""`_multiprocessing.SemLock.kind` of an RLock."""


def install(synchronize: Any) -> str | None:
    """Look at them; return what is missing where this is not possible."""
    its = getattr(synchronize, "Condition", None)
    if not all(hasattr(its, name) for name in ("wait", "notify", "_make_methods", "__setstate__")):
        return WHAT
    if not hasattr(getattr(synchronize, "Event", None), "clear") or not hasattr(synchronize, "Barrier"):
        return WHAT
    setattr(its, objects.MARK, None)
    for name in ("Condition", "Event", "Barrier"):
        replace(getattr(synchronize, name), "__init__", _making(name))
    replace(its, "__setstate__", _arriving)
    replace(its, "wait", _waiting)
    replace(its, "notify", _notifying)
    replace(synchronize.Event, "set", _changing)
    replace(synchronize.Event, "clear", _changing)
    return None


def _key(name: str, of: int) -> int:
    """Return the key of what has a condition, by the name of the semaphore at which those sleep who wait."""
    return of | objects.name_key(name) & objects.KEY_BITS


def _making(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(its: Any) -> None:
        frame = objects.maker(_PASSED_BY, what="lock")
        if frame is None:
            return
        condition = its if name == "Condition" else its._cond
        of = getattr(condition._lock, objects.MARK, None) if name == "Condition" else None
        limit = its._parties if name == "Barrier" and isinstance(its._parties, int) else 0
        semaphore = condition._wait_semaphore._semlock.name
        of_what = objects.OF_BARRIER if name == "Barrier" else objects.OF_CONDITION
        key = objects.own_key() if semaphore is None else _key(semaphore, of_what)
        counted = objects.made("lock", key, names.package_of(type(its)) + name, frame, of.key if of else 0, limit)
        if counted is not None:
            _mark(condition, counted, is_barrier=name == "Barrier")
            if name == "Event":
                conditions.see_state(counted, False)

    make = guarded(WHAT, made)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            original(self, *args, **kwargs)
            make(self)

        return __init__

    return wrap


def _mark(condition: Any, counted: objects.Counted, *, is_barrier: bool) -> None:
    """Let waits count, and those for a condition's own lock, where that is an RLock that multiprocessing made."""
    conditions.mark(condition, counted, holding.SIGNAL)
    lock = condition._lock
    if is_barrier:
        objects.marked(condition, (*condition._coreograph, _BARRIER))
        holding.announce(counted)
    elif getattr(lock, objects.MARK, None) is None and lock._semlock.kind == _RECURSIVE:
        arm(lock, counted)
        condition._make_methods()
    else:
        holding.announce(counted)


def _arriving(original: Callable[..., Any]) -> Callable[..., Any]:
    def arrived(condition: Any) -> None:
        semaphore = condition._wait_semaphore._semlock.name
        for of_what in (objects.OF_CONDITION, objects.OF_BARRIER) if semaphore is not None else ():
            counted = objects.known(_key(semaphore, of_what))
            if counted is not None:
                _mark(condition, counted, is_barrier=of_what == objects.OF_BARRIER)

    arrive = guarded(WHAT, arrived)

    def __setstate__(self: Any, state: Any) -> None:  # noqa: N807
        original(self, state)
        arrive(self)

    return __setstate__


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded(WHAT, conditions.begin)
    end = guarded(WHAT, conditions.end)

    def wait(self: Any, timeout: Any = None) -> Any:
        mark = self._coreograph
        if mark is None:
            return original(self, timeout)
        begun = begin(mark, self._lock)
        try:
            return original(self, timeout)
        finally:
            end(mark, begun)

    return wait


def _notifying(original: Callable[..., Any]) -> Callable[..., Any]:
    failed = failing(WHAT)

    def notify(self: Any, n: Any = 1) -> None:
        original(self, n)
        mark = self._coreograph
        if mark is not None and mark[-1] is not _BARRIER:
            try:
                counted = mark[0]
                counted.puts = number = counted.puts + 1
                counted.words[counted.base + layout.L_TOLD] = number
            except Exception as error:  # noqa: BLE001
                failed(error)

    return notify


def _changing(original: Callable[..., Any]) -> Callable[..., Any]:
    """It does the work of `conditions.see_state` in place: half of what a change of an event costs."""
    failed, clock = failing(WHAT), perf_counter_ns

    def change(self: Any) -> None:
        original(self)
        mark = self._cond._coreograph
        if mark is not None:
            try:
                counted, is_set = mark[0], not self._flag._semlock._is_zero()
                counted.words[counted.base + layout.L_STATE] = clock() << 1 | is_set
            except Exception as error:  # noqa: BLE001
                failed(error)

    return change
