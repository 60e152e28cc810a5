"""`ProcessPoolExecutor`: submissions in the parent, tasks in the workers. The rules stand in `guard`.

A task starts when it comes out of the call queue and ends when its result is about to be sent, so no frame of the probe
is between a worker's loop and the user's function.
"""

from __future__ import annotations

from .. import lines, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "process executor tasks"
_NAMES = ("_WorkItem", "_CallItem", "_process_worker", "_sendback_result")


def install(process: Any) -> str | None:
    """Look at the executor's queues; return what is missing where this is not possible."""
    if not all(hasattr(process, name) for name in _NAMES):
        return WHAT
    replace(process._WorkItem, "__init__", _submitting)
    replace(process, "_process_worker", _working)
    replace(process, "_sendback_result", _sending)
    return None


def _submitting(original: Callable[..., Any]) -> Callable[..., Any]:
    submitted = guarded(WHAT, _submitted)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        submitted()

    return init


def _submitted() -> None:
    slot = segment.slot()
    if slot is not None:
        slot.submit(1)


class CallQueue:
    """A worker's call queue that says when a task comes out."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self._start = guarded(WHAT, _start)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return the next item; its task starts now."""
        item = self._queue.get(*args, **kwargs)
        if item is not None:
            self._start(item)
        return item


class ResultQueue:
    """A worker's result queue that counts how often it is asked for `put`: twice when a result cannot be pickled."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        if name == "put":
            self.asked += 1
        return getattr(self._queue, name)


def _working(original: Callable[..., Any]) -> Callable[..., Any]:
    def _process_worker(call_queue: Any, *args: Any, **kwargs: Any) -> Any:
        return original(CallQueue(call_queue), *args, **kwargs)

    return _process_worker


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    end = guarded(WHAT, _end)
    fail = guarded(WHAT, _fail)

    def _sendback_result(
        result_queue: Any, work_id: Any, result: Any = None, exception: Any = None, **kwargs: Any
    ) -> None:
        end(exception is not None)
        asked = ResultQueue(result_queue)
        original(asked, work_id, result=result, exception=exception, **kwargs)
        if asked.asked == 2 and exception is None:
            fail()

    return _sendback_result


def _start(item: Any) -> None:
    lines.poke()
    slot = segment.slot()
    if slot is not None:
        slot.start(item.work_id)


def _end(failed: bool) -> None:
    slot = segment.slot()
    if slot is not None and slot.task >= 0:
        slot.end(failed)


def _fail() -> None:
    slot = segment.slot()
    if slot is not None:
        slot.fail()
