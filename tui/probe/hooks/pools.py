"""`multiprocessing.pool`: `Pool` and `ThreadPool`. The rules stand in `guard`.

A task is what a worker receives: one call, or one chunk of a `map`. Submitted counts the same units: at the call for
`apply` and `map`, as they are handed on for `imap`.
"""

from __future__ import annotations

from .. import lines, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "pool tasks"


def install(pool: Any) -> str | None:
    """Look at a pool's queues; return what is missing where this is not possible."""
    names = ("worker", "Pool", "ApplyResult", "MapResult", "IMapIterator")
    if not all(hasattr(pool, name) for name in names) or not hasattr(pool.Pool, "_guarded_task_generation"):
        return WHAT
    replace(pool, "worker", _working)
    replace(pool.ApplyResult, "__init__", _applying(pool.MapResult))
    replace(pool.MapResult, "__init__", _mapping)
    replace(pool.Pool, "_guarded_task_generation", _handing_on(pool.IMapIterator))
    return None


class InQueue:
    """A worker's queue of tasks that says when one comes out."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self._start = guarded(WHAT, _start)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def get(self) -> Any:
        """Return the next task; it starts now."""
        task = self._queue.get()
        if task is not None:
            self._start(task)
        return task


class OutQueue:
    """A worker's queue of results that says when one goes in."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self._end = guarded(WHAT, _end)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def put(self, result: Any) -> None:
        """Hand on a result; its task ends before. A second one for the same task: the first was not picklable."""
        self._end(result)
        self._queue.put(result)


def _working(original: Callable[..., Any]) -> Callable[..., Any]:
    def worker(inqueue: Any, outqueue: Any, *args: Any, **kwargs: Any) -> Any:
        return original(InQueue(inqueue), OutQueue(outqueue), *args, **kwargs)

    return worker


def _start(task: Any) -> None:
    slot = segment.slot()
    if slot is not None:
        lines.poke()
        slot.start(task[0] << 32 | task[1])


def _end(result: Any) -> None:
    slot = segment.slot()
    if slot is not None:
        if slot.task >= 0:
            slot.end(not result[2][0])
        else:
            slot.fail()


def _submitted(count: int) -> None:
    slot = segment.slot()
    if slot is not None:
        slot.submit(count)


def _applying(map_result: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    submitted = guarded(WHAT, _submitted)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            original(self, *args, **kwargs)
            if not isinstance(self, map_result):
                submitted(1)

        return init

    return make


def _mapping(original: Callable[..., Any]) -> Callable[..., Any]:
    def chunks(result: Any) -> None:
        _submitted(result._number_left)

    submitted = guarded(WHAT, chunks)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        submitted(self)

    return init


def _handing_on(imap_iterator: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    submitted = guarded(WHAT, _submitted)

    def counted(tasks: Any) -> Any:
        for task in tasks:
            submitted(1)
            yield task

    def check(pool: Any, job: Any) -> bool:
        return isinstance(pool._cache.get(job), imap_iterator)

    is_imap = guarded(WHAT, check)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def _guarded_task_generation(self: Any, result_job: Any, *args: Any, **kwargs: Any) -> Any:
            tasks = original(self, result_job, *args, **kwargs)
            return counted(tasks) if is_imap(self, result_job) else tasks

        return _guarded_task_generation

    return make
