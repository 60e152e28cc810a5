"""Futures: who waits for their results, who gets them, which are cancelled. The rules stand in `guard`.

A future of an executor that is looked at carries its pool's row and its task's number, and its condition the mark by
which a wait is told; nothing of ours knows the future. Results are told by the method that hands them over, as it is
looked up, so the traceback of a task's exception is as without the probe.
"""

from __future__ import annotations

import sys

from .. import layout, names, objects, tasks, whose
from ..guard import Before, before, failing, guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

WHAT = "results of futures"
_HANDS_OVER = "_Future__get_result"
_COPIED = "_get_snapshot"
"""How asyncio takes over what a future has, from 3.15 on; before, it asked for the result as anybody does."""


def install(base: Any) -> str | None:
    """Look at futures; return what is missing where this is not possible."""
    future, waiter = getattr(base, "Future", object), getattr(base, "_Waiter", object)
    if not {_HANDS_OVER, "cancel"} <= vars(future).keys() or "__init__" not in vars(waiter):
        return WHAT
    setattr(future, objects.MARK, None)
    setattr(future, _HANDS_OVER, HandingOver(vars(future)[_HANDS_OVER]))
    if _COPIED in vars(future):
        setattr(future, _COPIED, Copying(vars(future)[_COPIED]))
    replace(future, "cancel", _cancelling)
    replace(waiter, "__init__", _waiting)
    return None


_failed = failing(WHAT)


class HandingOver(Before):
    """The method by which a future gives its result away, told once."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        try:
            mark = instance._coreograph
            if mark is not None:
                try:
                    del instance._coreograph
                except AttributeError:  # Another thread gets it, too, and was first.
                    return self._bind(instance, owner)
                mark[0].tell(layout.EVENT_DELIVERED, mark[1])
                if instance._exception is not None:
                    tasks.tell_delivered(instance._exception, mark[1], mark[0].key, sys._getframe(1))
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return self._bind(instance, owner)


class Copying(HandingOver):
    """The method by which a future gives all that it has away, if it has anything."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is not None and instance._state == "FINISHED":
            return super().__get__(instance, owner)
        return self.__wrapped__ if instance is None else self._bind(instance, owner)


def _cancelling(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _cancelled)

    def cancel(self: Any) -> Any:
        try:
            return original(self)
        finally:
            tell(self)

    return cancel


def _cancelled(future: Any) -> None:
    """Tell once of a future that is cancelled. Each future passes what settles it: so nothing of ours is there."""
    mark = future._coreograph
    if mark is not None and future._state in _CANCELLED and future.__dict__.setdefault(_DROPPED, me := [mark]) is me:
        mark[0].add(layout.T_DROPPED, 1)


_CANCELLED, _DROPPED = ("CANCELLED", "CANCELLED_AND_NOTIFIED"), objects.MARK + "_dropped"


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded(WHAT, _wait_for_many)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        original(self, *args, **kwargs)
        begin(self)

    return __init__


def _wait_for_many(waiter: Any) -> None:
    """Have whoever waits for several futures at once wait for the pool of one of them."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_name in ("__init__", "call"):
        frame = frame.f_back
    futures = frame.f_locals.get("fs", ()) if frame is not None else ()
    for future in futures:
        mark = future._condition._coreograph
        if mark is not None:
            waiter.event._cond._coreograph = mark
        break


def look_at_executor(executor: Any, what: str) -> None:
    """Look at a class of executors: where one is made, and who waits until it has shut down."""
    before(executor, "__init__", what, _begin)
    replace(executor, "shutdown", _shutting_down)


def _begin(executor: Any) -> None:
    """Take note of how and where the program calls an executor that is being made; it is told with its first task."""
    code, frame = sys._getframe(3).f_code, tasks.maker(3)
    is_default = code.co_name == "run_in_executor" and whose.inside(code.co_filename).startswith("asyncio")
    objects.marked(executor, (OF_LOOP, "") if is_default else names.of(frame, type(executor).__name__))


def is_default(executor: Any) -> None:
    """Take note that an event loop uses this executor where none is named; a name of the program's own stays."""
    mark: Any = executor.__dict__.get(objects.MARK)
    if type(mark) is tuple and not mark[0]:
        objects.marked(executor, (OF_LOOP, mark[1]))


OF_LOOP = "the loop's default executor"
"""What an executor is called that an event loop makes for itself."""


def executor_row(executor: Any, key: Callable[[], int]) -> tasks.PoolRow | None:
    """Return an executor's row; its first task has the executor told of."""
    mark: Any = executor.__dict__.get(objects.MARK)
    if mark is None or type(mark) is tuple:
        its = next(its for its in type(executor).__mro__ if its.__module__.startswith("concurrent.futures."))
        type_name = "concurrent.futures." + its.__name__
        mark = tasks.announce(key(), type_name, mark or ("", ""), executor._max_workers)
        if mark is not None:
            objects.marked(executor, mark)
    found: tasks.PoolRow | None = mark
    return found


def submitting(
    what: str, kind: Any, row: Callable[[Any], tasks.PoolRow | None], *, is_numbered: bool
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what makes a work item's `__init__` tell of its submission, and its future of what becomes of it.

    The executor is the one whose `submit` is on the stack; there is none when something else makes a work item. `row`
    tells of an executor with its first task. `is_numbered`: it numbers its tasks itself.
    """
    failed, frame = failing(what), sys._getframe
    setattr(kind, objects.MARK, None)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            original(self, *args, **kwargs)
            try:
                executor: Any = frame(1).f_locals.get("self")
                found = executor._coreograph if isinstance(executor, kind) else None
                if type(found) is not tasks.PoolRow and isinstance(executor, kind):
                    found = row(executor)
                if found is None:
                    tasks.submit_to_unknown(1)
                    return
                number = executor._queue_count if is_numbered else next(found.numbers)
                future = self.future
                future._coreograph = found, number
                future._condition._coreograph = found.mark
                found.tell(layout.EVENT_SUBMITTED, number, 1, True)
            except Exception as error:  # noqa: BLE001
                failed(error)

        return init

    return make


def _shutting_down(original: Callable[..., Any]) -> Callable[..., Any]:
    def find(executor: Any, args: Any, kwargs: Any) -> Any:
        mark = executor.__dict__.get(objects.MARK)
        waits = args[0] if args else kwargs.get("wait", True)
        return (mark, tasks.wait_begins(mark)) if waits and isinstance(mark, tasks.PoolRow) else None

    begin = guarded(WHAT, find)
    end = guarded(WHAT, tasks.wait_ends)

    def shutdown(self: Any, *args: Any, **kwargs: Any) -> None:
        begun = begin(self, args, kwargs)
        try:
            original(self, *args, **kwargs)
        finally:
            if begun is not None:
                end(*begun)

    return shutdown
