"""`ThreadPoolExecutor`, and `InterpreterPoolExecutor`, which has the same work items. The rules stand in `guard`.

A work item's frames stay alive in an exception's traceback, so the wrappers let go of the item before they return.
"""

from __future__ import annotations

from .. import layout, lines, objects, segment, tasks
from ..guard import guarded, replace
from .futures import executor_row, look_at_executor, mark_future, submitting_executor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Begun = tuple[segment.ThreadSlot, Any, tasks.PoolRow | None, int]

WHAT = "thread executor tasks"


def install(thread: Any) -> str | None:
    """Look at work items; return what is missing where this is not possible."""
    item, executor = getattr(thread, "_WorkItem", None), getattr(thread, "ThreadPoolExecutor", None)
    if item is None or executor is None or not hasattr(item, "run") or "__init__" not in vars(item):
        return WHAT
    replace(item, "__init__", _submitting(executor))
    replace(item, "run", _running)
    look_at_executor(executor, WHAT)
    return None


def _submitting(executor_type: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def tell(item: Any) -> None:
        slot = segment.slot()
        executor = submitting_executor(executor_type)
        found = executor_row(executor, objects.own_key) if executor is not None else None
        if found is not None:
            number = next(found.numbers)
            mark_future(item.future, found, number)
            if slot is not None:
                found.submit(slot, number, 1)
        elif slot is not None:
            slot.submit(1)

    submitted = guarded(WHAT, tell)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            original(self, *args, **kwargs)
            submitted(self)

        return init

    return make


def _running(original: Callable[..., Any]) -> Callable[..., Any]:
    start = guarded(WHAT, _start)
    end = guarded(WHAT, _end)

    def run(self: Any, *args: Any) -> Any:
        begun = start(self)
        try:
            return original(self, *args)
        finally:
            if begun is not None:
                end(*begun)
            del self, args, begun

    return run


def _start(item: Any) -> Begun | None:
    slot = segment.slot()
    if slot is None or slot.task >= 0 or item.future.cancelled():
        return None
    lines.poke()
    mark = item.future._coreograph
    if mark is None:
        slot.start(slot.started, 0)
        return slot, item.future, None, -1
    found, number = mark
    found.start(slot, number, item.fn if hasattr(item, "fn") else item.task[0], 1)
    return slot, item.future, found, number


def _end(slot: segment.ThreadSlot, future: Any, found: tasks.PoolRow | None, number: int) -> None:
    if slot is segment.slot():
        error = future._exception
        if found is None:
            slot.end(error is not None)
        else:
            found.end(slot, 1, error is not None)
            tasks.tell_error(layout.ERROR_TASK, error, number, found.key)
