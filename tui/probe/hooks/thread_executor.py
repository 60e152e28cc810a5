"""`ThreadPoolExecutor`, and `InterpreterPoolExecutor`, which has the same work items. The rules stand in `guard`.

A work item's frames stay alive in an exception's traceback, so the wrappers let go of the item before they return.
"""

from __future__ import annotations

import itertools

from .. import lines, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "thread executor tasks"


def install(thread: Any) -> str | None:
    """Look at work items; return what is missing where this is not possible."""
    item = getattr(thread, "_WorkItem", None)
    if item is None or not hasattr(item, "run") or "__init__" not in vars(item):
        return WHAT
    replace(item, "__init__", _submitting)
    replace(item, "run", _running)
    return None


def _submitting(original: Callable[..., Any]) -> Callable[..., Any]:
    submitted = guarded(WHAT, _submitted)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        submitted(self)

    return init


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


_numbers = itertools.count()


def _submitted(item: Any) -> None:
    slot = segment.slot()
    if slot is not None:
        item._coreograph_task = next(_numbers)
        slot.submit(1)


def _start(item: Any) -> tuple[segment.ThreadSlot, Any] | None:
    slot = segment.slot()
    if slot is None or slot.task >= 0 or item.future.cancelled():
        return None
    lines.poke()
    slot.start(getattr(item, "_coreograph_task", slot.started))
    return slot, item.future


def _end(slot: segment.ThreadSlot, future: Any) -> None:
    if slot is segment.slot():
        slot.end(future._exception is not None)
