"""`ThreadPoolExecutor`, and `InterpreterPoolExecutor`, which has the same work items. The rules stand in `guard`.

A work item's frames stay alive in an exception's traceback, so the wrappers let go of the item before they return.
"""

from __future__ import annotations

import sys

from .. import layout, lines, objects, segment, tasks
from ..guard import failing, replace
from .futures import executor_row, look_at_executor, mark_future, submitting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Begun = tuple[segment.ThreadSlot, Any, int, int]

WHAT = "thread executor tasks"
_HAS_TASK = sys.version_info >= (3, 14)
"""Whether a work item has its function and arguments as one."""


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
    def tell(item: Any, executor: Any, found: tasks.PoolRow | None) -> None:
        if found is None:
            found = executor_row(executor, objects.own_key)
        if found is not None:
            number = next(found.numbers)
            mark_future(item.future, found, number)
            found.submit(number, 1, is_alone=True)
        else:
            tasks.submit_to_unknown(1)

    return submitting(WHAT, executor_type, tell)


def _running(original: Callable[..., Any]) -> Callable[..., Any]:
    failed = failing(WHAT)

    def run(self: Any, *args: Any) -> Any:
        begun = None
        try:
            begun = _start(self)
        except Exception as error:  # noqa: BLE001
            failed(error)
        try:
            return original(self, *args)
        finally:
            if begun is not None:
                try:
                    _end(*begun)
                except Exception as error:  # noqa: BLE001
                    failed(error)
            del self, args, begun

    return run


def _start(item: Any) -> Begun | None:
    slot = segment.slot()
    if slot is None or slot.task >= 0 or item.future._state == "CANCELLED":
        return None
    lines.poke()
    mark = item.future._coreograph
    key, number = (mark[0].key, mark[1]) if mark is not None else (0, slot.started)
    function, arguments = item.task[:2] if _HAS_TASK else (item.fn, item.args)
    tasks.starts(slot, key, number, function, 1, arguments)
    return slot, item.future, number, key


def _end(slot: segment.ThreadSlot, future: Any, number: int, key: int) -> None:
    if slot is segment.slot():
        error = future._exception
        tasks.ends(slot, 1, error is not None)
        if error is not None:
            tasks.tell_error(layout.ERROR_TASK, error, number, key)
