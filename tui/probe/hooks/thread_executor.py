"""`ThreadPoolExecutor`, and `InterpreterPoolExecutor`, which has the same work items. The rules stand in `guard`.

A work item's frames stay alive in an exception's traceback, so the wrappers let go of the item before they return.
"""

from __future__ import annotations

import sys

from .. import layout, objects, segment, tasks, working
from ..guard import failing, replace
from .futures import executor_row, look_at_executor, submitting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "thread executor tasks"
_HAS_TASK = sys.version_info >= (3, 14)
"""Whether a work item has its function and arguments as one."""


def install(thread: Any) -> str | None:
    """Look at work items; return what is missing where this is not possible."""
    item, executor = getattr(thread, "_WorkItem", None), getattr(thread, "ThreadPoolExecutor", None)
    if item is None or executor is None or not hasattr(item, "run") or "__init__" not in vars(item):
        return WHAT
    replace(item, "__init__", submitting(WHAT, executor, _row_of, is_numbered=False))
    replace(item, "run", _running)
    look_at_executor(executor, WHAT)
    return None


def _row_of(executor: Any) -> tasks.PoolRow | None:
    return executor_row(executor, objects.own_key)


def _running(original: Callable[..., Any]) -> Callable[..., Any]:
    failed = failing(WHAT)

    def run(self: Any, *args: Any) -> Any:
        slot, future, mark = None, None, None
        try:
            try:
                slot = segment.threads.slot
            except AttributeError:
                slot = segment.slot()
            future = self.future
            if slot is not None and (slot.task >= 0 or future._state == "CANCELLED"):
                slot = None
            if slot is not None:
                mark = future._coreograph
                key, number = (mark[0].key, mark[1]) if mark is not None else (0, slot.started)
                if _HAS_TASK:
                    working.starts(slot, key, number, self.task[0], 1, self.task[1])
                else:
                    working.starts(slot, key, number, self.fn, 1, self.args)
        except Exception as error:  # noqa: BLE001
            failed(error)
        try:
            return original(self, *args)
        finally:
            if slot is not None:
                try:
                    _end(slot, future, key, number)
                except Exception as error:  # noqa: BLE001
                    failed(error)
            del self, args, future, mark

    return run


def _end(slot: segment.ThreadSlot, future: Any, key: int, number: int) -> None:
    if slot is segment.threads.slot:  # else it is a fork of the thread that began
        error = future._exception
        working.ends(slot, 1, error is not None)
        if error is not None:
            tasks.tell_error(layout.ERROR_TASK, error, number, key)
