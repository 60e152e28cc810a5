"""`multiprocessing.pool`: `Pool` and `ThreadPool`, and what their workers do. The rules stand in `guard`.

A task is what a worker receives: one call, or one chunk of a `map`. What the program gets back is looked at in
`pool_results`.
"""

from __future__ import annotations

import sys

from .. import errors, layout, names, objects, segment, tasks, working
from ..guard import Before, before, failing, guarded, replace
from . import looks
from .bare import bare, bare_queue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "pool tasks"
_MACHINERY = {
    "_handle_workers": "looks after its workers", "_handle_tasks": "hands its tasks on",
    "_handle_results": "takes its results in",
}  # fmt: skip
"""What a pool's own threads run → what they do."""
_of_threads: dict[int, int] = {}
"""Keys by the place in memory of a pool's queue of tasks."""


def install(pool: Any) -> str | None:
    """Look at a pool's queues; return what is missing where this is not possible."""
    if not all(hasattr(pool, name) for name in ("worker", "Pool", "ThreadPool", "mapstar", "starmapstar")):
        return WHAT
    if not all("_get_sentinels" in vars(its) for its in (pool.Pool, pool.ThreadPool)) or "join" not in vars(pool.Pool):
        return WHAT
    for its in (pool.Pool, pool.ThreadPool):
        before(its, "_get_sentinels", WHAT, _made)
    before(pool.Pool, "terminate", WHAT, _terminating)
    replace(pool, "worker", _working((pool.mapstar, pool.starmapstar)))
    pool.Pool.join = Joining(pool.Pool.join)
    return None


def _made(pool: Any) -> None:
    """A pool has just started its workers: tell of it."""
    frame = tasks.maker(3)
    announced(pool, names.of(frame, type(pool).__name__))


def announced(pool: Any, called: tuple[str, str]) -> tasks.PoolRow | None:
    """Tell of a pool and return its row."""
    of_processes = hasattr(pool._inqueue, "_reader")
    key = tasks.pool_key(pool._inqueue._reader.fileno()) if of_processes else objects.own_key()
    type_name = names.package_of(type(pool)) + ("Pool" if of_processes else "pool.ThreadPool")
    found = tasks.announce(key, type_name, called, pool._processes)
    if found is not None:
        objects.marked(pool, found)
        if not of_processes:
            _of_threads[id(pool._inqueue)] = key
    notifier = pool._change_notifier
    bare_queue(notifier)
    bare(notifier._reader, notifier._writer)
    return found


def _terminating(pool: Any) -> None:
    found = pool.__dict__.get(objects.MARK)
    if found is not None:
        tasks.terminated(found.key)


def died(error: BaseException | None) -> None:
    """Tell that a pool has lost one of its own threads, if it is one that an exception ends now."""
    trace = None if error is None else error.__traceback__
    while trace is not None:
        frame, trace = trace.tb_frame, trace.tb_next
        does = _MACHINERY.get(frame.f_code.co_name)
        if error is not None and does is not None and frame.f_globals.get("__name__") == "multiprocessing.pool":
            name, text = errors.name_of(type(error)), errors.text_of(error)
            said = "its thread that " + does + " ended with " + name + (": " + text if text else "")
            tasks.tell(layout.ERROR_POOL, -1, (name, said), _key_of(frame.f_locals.get("cache")))


def _key_of(cache: Any) -> int:
    """Return the key of the pool whose results wait there."""
    for result in list(cache.values()) if isinstance(cache, dict) else ():
        mark = getattr(result, "__dict__", {}).get(objects.MARK)
        if mark is not None:
            return int(mark[0].key)
    return 0


class InQueue:
    """A worker's queue of tasks that says when one comes out."""

    def __init__(self, queue: Any, work: Work) -> None:
        self._queue = queue
        self._get = queue.get
        self._work = work
        self._looks = work.looks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def get(self) -> Any:
        """Return the next task; it starts now."""
        its, number = self._looks, self._looks.number
        its.number = number + 1
        is_look = its.are_possible and (number < layout.FIRST_LOOKS or number & 63 == 15)
        task = its.got(self._queue) if is_look else self._get()
        if task is None:
            return None
        try:
            try:
                slot = segment.threads.slot
            except AttributeError:
                slot = segment.slot()
            if slot is not None:
                work = self._work
                job, index, function, arguments, _ = task
                calls, work.number = 1, job << 32 | index
                if function is work.chunked[0] or function is work.chunked[1]:
                    function, batch = arguments[0]
                    calls = len(batch)
                if work.key < 0:
                    work.key = _key_of_queue(self._queue)
                work.calls = calls
                working.starts(slot, work.key, work.number, function, calls)
                if its.is_on:
                    slot.own[layout.S_UNPICKLE_NS] += its.took_ns
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return task


class OutQueue:
    """A worker's queue of results that says when one goes in."""

    def __init__(self, queue: Any, work: Work) -> None:
        self._queue = queue
        self._put = queue.put
        self._work = work
        self._looks = work.looks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def put(self, result: Any) -> None:
        """Hand on a result; its task ends before. A second one for the same task: the first was not picklable."""
        try:
            slot = getattr(segment.threads, "slot", None)
            if slot is not None:
                success, value = result[2]
                if success and slot.task >= 0:
                    self._work.has_failed = False
                    working.ends(slot, self._work.calls, False)
                else:
                    _task_failed(slot, self._work, success, value)
        except Exception as error:  # noqa: BLE001
            _failed(error)
        if self._looks.is_on and slot is not None:
            self._looks.put(slot, self._queue, self._put, result)
        else:
            self._put(result)


class Work:
    """What one worker is at."""

    __slots__ = ("calls", "chunked", "has_failed", "key", "looks", "number")

    def __init__(self, chunked: tuple[Any, Any], its: looks.Looks) -> None:
        self.looks = its
        self.chunked = chunked
        """The functions that work off a chunk."""
        self.key = -1
        self.number = -1
        self.calls = 0
        self.has_failed = False


def _key_of_queue(queue: Any) -> int:
    return tasks.pool_key(queue._reader.fileno()) if hasattr(queue, "_reader") else _of_threads.get(id(queue), 0)


def _task_failed(slot: segment.ThreadSlot, work: Work, success: bool, value: Any) -> None:
    if slot.task >= 0:
        work.has_failed = True
        working.ends(slot, work.calls, True)
        error = value if isinstance(value, BaseException) else value.exc
        tasks.tell_error(layout.ERROR_TASK, error, work.number, work.key)
    else:
        # What it gave back, or its exception, cannot be pickled: the error that says so is being handled.
        tasks.tell_error(layout.ERROR_PICKLING, sys.exc_info()[1], work.number, work.key)
        if not work.has_failed:
            slot.fail()


_failed = failing(WHAT)


def _working(chunked: tuple[Any, ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def worker(inqueue: Any, outqueue: Any, *args: Any, **kwargs: Any) -> Any:
            work = Work(chunked, looks.Looks(inqueue, outqueue))
            if hasattr(inqueue, "_reader"):
                bare_queue(inqueue)
                bare_queue(outqueue)
            return original(InQueue(inqueue, work), OutQueue(outqueue, work), *args, **kwargs)

        return worker

    return make


def _find(pool: Any) -> Any:
    return None if pool._state == "RUN" else pool.__dict__.get(objects.MARK)


_wait_begins, _wait_ends = guarded(WHAT, tasks.wait_begins), guarded(WHAT, tasks.wait_ends)


class Joining(Before):
    """`Pool.join`, which says that its thread waits. Of a pool that is not closed it is the method itself: that raises.
    """

    def __init__(self, original: Callable[..., Any]) -> None:
        find = guarded(WHAT, _find)
        super().__init__(original, find)
        self._waiting = _joining(original, find)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        return (self._bind if self._tell(instance) is None else self._waiting.__get__)(instance, owner)


def _joining(original: Callable[..., Any], find: Callable[..., Any]) -> Any:
    def join(self: Any) -> None:
        found = find(self)
        begun = None if found is None else _wait_begins(found)
        try:
            original(self)
        finally:
            if begun is not None:
                _wait_ends(found, begun)

    return join
