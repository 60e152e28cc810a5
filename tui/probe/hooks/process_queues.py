"""`multiprocessing.Queue`, `JoinableQueue` and `SimpleQueue` that the program makes. The rules stand in `guard`.

A put is counted as it goes into the buffer, under the queue's own condition; sends, gets and bytes by the queue's
connections, in the feeder thread and under the queue's own read lock. So all are exact, and no frame of ours is on the
stack when `Full` or `Empty` is raised. The queue's two locks say who waits. The queues of pools, executors and managers
carry no mark.
"""

from __future__ import annotations

from collections import deque

from .. import holding, layout, objects, segment, tasks, traffic
from ..guard import failing, guarded, replace
from ..tallies import JOIN, Tally, Waits
from .connections import ROOM, WHY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "process queues"
_PASSED_BY = ("multiprocessing/context.py", "multiprocessing/queues.py")
_MODULE = ".queues"
_modules: dict[str, Any] = {}
"""Modules that are looked at → what ends the feeder of a queue of theirs."""


def install(queues: Any) -> str | None:
    """Look at queues; return what is missing where this is not possible."""
    names = {"Queue": ("__init__", "__setstate__", "_reset", "_on_queue_feeder_error", "_feed"),
             "JoinableQueue": ("task_done", "join"), "SimpleQueue": ("__init__", "__setstate__")}  # fmt: skip
    if not hasattr(queues, "_sentinel"):
        return WHAT
    for name, methods in names.items():
        if not all(method in vars(getattr(queues, name, object)) for method in methods):
            return WHAT
    if not _modules:
        traffic.watch_buffers(Buffer)
    _modules[queues.__name__] = queues._sentinel
    for its in (queues.Queue, queues.SimpleQueue):
        setattr(its, objects.MARK, None)
    replace(queues.Queue, "_reset", _resetting)
    replace(queues.JoinableQueue, "task_done", _finishing)
    replace(queues.JoinableQueue, "join", _joining)
    for its in (queues.Queue, queues.SimpleQueue):
        replace(its, "__init__", _making)
        replace(its, "__setstate__", _arriving)
    return None


_append = deque.append
_failed = failing(WHAT)


class Buffer(deque):  # type: ignore[type-arg]
    """A queue's buffer that counts what is appended. It knows the queue's row, not the queue."""

    __slots__ = ("counted", "sentinel")
    if TYPE_CHECKING:
        counted: objects.Counted
        sentinel: Any

    def append(self, item: Any) -> None:
        """Count and append; the queue's condition is held. The sentinel that ends the feeder is no item."""
        if item is not self.sentinel:
            try:
                counted = self.counted
                counted.puts = number = counted.puts + 1
                counted.words[counted.at_puts] = number
                if counted.pending_full:
                    counted.settle(layout.WAIT_FULL, layout.Q_FULL_WAITS, layout.Q_FULL_NS)
            except Exception as error:  # noqa: BLE001
                _failed(error)
        _append(self, item)


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    make = guarded(WHAT, _made)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        original(self, *args, **kwargs)
        make(self)

    return __init__


def _arriving(original: Callable[..., Any]) -> Callable[..., Any]:
    arrive = guarded(WHAT, _arrived)

    def __setstate__(self: Any, state: Any) -> None:  # noqa: N807
        original(self, state)
        arrive(self)

    return __setstate__


def _resetting(original: Callable[..., Any]) -> Callable[..., Any]:
    arm = guarded(WHAT, _arm)

    def _reset(self: Any, after_fork: Any = False) -> None:
        original(self, after_fork)
        if self._coreograph is not None:
            arm(self)

    return _reset


def _made(queue: Any) -> None:
    frame = objects.maker(_PASSED_BY, what="queue")
    if frame is None:
        return
    maxsize = getattr(queue, "_maxsize", 0)
    maxsize = maxsize if 0 < maxsize < 1 << 30 else 0
    package, base = next(
        (c.__module__[: -len(_MODULE)], c.__name__) for c in type(queue).__mro__ if c.__module__ in _modules
    )
    key, called = objects.pipe_key(queue._reader.fileno()), type(queue).__name__
    counted = objects.made("queue", key, package + "." + base, frame, maxsize, "first", called=called)
    if counted is not None:
        _begin(queue, counted)
    if not hasattr(queue, "_sem"):
        segment.not_observed(ROOM, WHY)


def _arrived(queue: Any) -> None:
    counted = objects.known(objects.pipe_key(queue._reader.fileno()))
    if counted is not None:
        _begin(queue, counted)


def _begin(queue: Any, counted: objects.Counted) -> None:
    objects.marked(queue, counted)
    if hasattr(type(queue), "task_done") and not counted.tallies:
        counted.tallies = Tally(counted, layout.Q_DONE), Waits(counted, JOIN)
    queue._rlock.acquire = _patient(queue._rlock._semlock.acquire, _Empty(counted))
    if hasattr(queue, "_sem"):
        if queue._maxsize < 1 << 30:
            queue._sem.acquire = _patient(queue._sem._semlock.acquire, _Full(counted))
        _arm(queue)
    else:
        counted.is_sent_at_once = True
        for end in (queue._reader, queue._writer):
            objects.marked(end, counted)


def _finishing(original: Callable[..., Any]) -> Callable[..., Any]:
    finished = guarded(WHAT, lambda counted: counted.tallies[0].one_more())

    def task_done(self: Any) -> None:
        original(self)
        if self._coreograph is not None:
            finished(self._coreograph)

    return task_done


def _joining(original: Callable[..., Any]) -> Callable[..., Any]:
    begin, end = guarded(WHAT, objects.begin_wait), guarded(WHAT, _joined)

    def join(self: Any) -> None:
        counted = self._coreograph
        if counted is None:
            original(self)
            return
        begun = begin(counted, layout.WAIT_JOIN)
        try:
            original(self)
        finally:
            end(counted, begun)

    return join


def _joined(counted: objects.Counted, begun: Any) -> None:
    if begun is not None:
        objects.end_wait(counted, begun)
        counted.tallies[1].settle()


def _arm(queue: Any) -> None:
    """Put the counting buffer in place of a new, still empty one."""
    counted = queue._coreograph
    counted.is_sent_at_once = False  # its ends came first, where it was unpickled, and looked like a pipe's
    for end in (queue._reader, queue._writer):
        objects.marked(end, counted)
    if not queue._buffer:
        queue._buffer = buffer = Buffer()
        buffer.counted, buffer.sentinel = counted, type(queue)._feed.__globals__["_sentinel"]
    queue._on_queue_feeder_error = _losing(type(queue)._on_queue_feeder_error, counted)


def _losing(original: Callable[..., Any], counted: objects.Counted) -> Callable[..., Any]:
    def lost(error: Any) -> None:
        counted.words[counted.base + layout.Q_LOST] += 1
        traffic.tell_lost(counted)
        tasks.tell_error(layout.ERROR_PICKLING, error, -1, 0)

    lose = guarded(WHAT, lost)

    def _on_queue_feeder_error(e: Any, obj: Any) -> None:
        lose(e)
        original(e, obj)

    return _on_queue_feeder_error


class _Waits:
    """Which wait an acquire stands for."""

    __slots__ = ("counted",)
    kind = layout.WAIT_FULL

    def __init__(self, counted: objects.Counted) -> None:
        self.counted = counted


class _Full(_Waits):
    __slots__ = ()


class _Empty(_Waits):
    __slots__ = ()
    kind = layout.WAIT_EMPTY


def _patient(native: Callable[..., Any], waits: _Waits) -> Callable[..., Any]:
    counted, kind = waits.counted, waits.kind

    def acquire(block: Any = True, timeout: Any = None) -> Any:
        if native(False):
            return True
        if not block:
            return False
        return holding.waited(counted, kind, native, block, timeout)

    return acquire
