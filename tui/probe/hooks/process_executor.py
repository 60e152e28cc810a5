"""`ProcessPoolExecutor`: submissions in the parent, tasks in the workers. The rules stand in `guard`.

A task starts when it comes out of the call queue and ends when its result is about to be sent, so no frame of the probe
is between a worker's loop and the user's function.
"""

from __future__ import annotations

import functools

from .. import errors, layout, segment, tasks, working
from ..guard import before, failing, guarded, replace
from . import looks, system_calls
from .bare import bare, bare_queue
from .futures import executor_row, look_at_executor, submitting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "process executor tasks"
_NAMES = (
    "_WorkItem", "_CallItem", "_process_worker", "_sendback_result", "_process_chunk", "_ExecutorManagerThread",
    "_SafeQueue", "_ExceptionWithTraceback", "ProcessPoolExecutor",
)  # fmt: skip
_PARTIAL: Any = functools.partial
_failed = failing(WHAT)
_DYING_S = 0.05
"""How long a worker whose end was noticed may take to be gone for the system too."""


def install(process: Any) -> str | None:
    """Look at the executor's queues; return what is missing where this is not possible."""
    if not all(hasattr(process, name) for name in _NAMES):
        return WHAT
    manager, queue = process._ExecutorManagerThread, process._SafeQueue
    if "terminate_broken" not in vars(manager) or "_on_queue_feeder_error" not in vars(queue):
        return WHAT
    look_at_executor(process.ProcessPoolExecutor, WHAT)
    replace(process._WorkItem, "__init__", submitting(WHAT, process.ProcessPoolExecutor, _row_of, is_numbered=True))
    replace(process, "_process_worker", _working(process._process_chunk))
    replace(process, "_sendback_result", _sending)
    replace(process._ExceptionWithTraceback, "__init__", _wrapping)
    replace(queue, "_on_queue_feeder_error", _losing(process._CallItem))
    before(manager, "terminate_broken", WHAT, _breaking)
    return None


def _row_of(executor: Any) -> tasks.PoolRow | None:
    wakeup = executor._executor_manager_thread_wakeup
    bare(wakeup._reader, wakeup._writer, executor._work_ids, executor._call_queue._notempty)
    return executor_row(executor, lambda: _key_of(executor._call_queue))


def _key_of(call_queue: Any) -> int:
    return tasks.pool_key(call_queue._reader.fileno())


class CallQueue:
    """A worker's call queue that says when a task comes out."""

    def __init__(self, queue: Any, process_chunk: Any, its: looks.Looks) -> None:
        self._queue = queue
        self._get = queue.get
        self._looks = its
        self._process_chunk = process_chunk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return the next item; its task starts now."""
        its, number = self._looks, self._looks.number
        its.number = number + 1
        is_look = its.are_possible and (number < layout.FIRST_LOOKS or number & 63 == 15)
        item = its.got(self._queue, *args, **kwargs) if is_look else self._get(*args, **kwargs)
        if item is None:
            return None
        try:
            try:
                slot = segment.threads.slot
            except AttributeError:
                slot = segment.slot()
            if slot is not None:
                function, calls = item.fn, 1
                if type(function) is _PARTIAL and function.func is self._process_chunk:
                    function, calls = function.args[0], len(item.args[0])
                _Task.calls, _Task.number = calls, item.work_id
                working.starts(slot, _Task.key, item.work_id, function, calls)
                if its.is_on:
                    slot.own[layout.S_UNPICKLE_NS] += its.took_ns
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return item


class _Task:
    """The task that this worker process is in."""

    key = 0
    number = -1
    calls = 0
    has_failed = False
    frames: Any = ()
    """Where the exception that is about to be sent came from: what sends it takes its traceback away."""
    looks: looks.Looks | None = None


def _working(process_chunk: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def begin(call_queue: Any) -> None:
        _Task.key = _key_of(call_queue)

    known = guarded(WHAT, begin)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def _process_worker(call_queue: Any, result_queue: Any, *args: Any, **kwargs: Any) -> Any:
            known(call_queue)
            bare_queue(call_queue)
            bare_queue(result_queue)
            _Task.looks = its = looks.Looks(call_queue, result_queue)
            return original(CallQueue(call_queue, process_chunk, its), result_queue, *args, **kwargs)

        return _process_worker

    return make


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    def _sendback_result(
        result_queue: Any, work_id: Any, result: Any = None, exception: Any = None, **kwargs: Any
    ) -> None:
        try:
            slot = getattr(segment.threads, "slot", None)
            if slot is not None and slot.task >= 0:
                _Task.has_failed = exception is not None
                working.ends(slot, _Task.calls, _Task.has_failed)
                if exception is not None:
                    tasks.tell_error(layout.ERROR_TASK, exception.exc, _Task.number, _Task.key, _Task.frames)
        except Exception as error:  # noqa: BLE001
            _failed(error)
        its = _Task.looks
        if its is None or not its.is_on or slot is None:
            original(result_queue, work_id, result=result, exception=exception, **kwargs)
        else:
            its.put(slot, result_queue, original, result_queue, work_id, result=result, exception=exception, **kwargs)

    return _sendback_result


def _wrapping(original: Callable[..., Any]) -> Callable[..., Any]:
    note = guarded(WHAT, _wrapped)

    def __init__(self: Any, exc: Any, tb: Any) -> None:  # noqa: N807
        note(exc, tb)
        original(self, exc, tb)

    return __init__


def _wrapped(error: Any, trace: Any) -> None:
    """A worker is to send an exception. After the end of its task: what that gave back could not be pickled."""
    _Task.frames = errors.frames_of(trace)
    slot = segment.slot()
    if slot is not None and slot.task < 0:
        tasks.tell_error(layout.ERROR_PICKLING, error, _Task.number, _Task.key, _Task.frames)
        if not _Task.has_failed:
            slot.fail()


def _losing(call_item: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def tell(queue: Any, error: Any, item: Any) -> None:
        found = tasks.row(_key_of(queue)) if isinstance(item, call_item) else None
        if found is not None:
            found.add(layout.T_DROPPED, 1)
            tasks.tell_error(layout.ERROR_PICKLING, error, item.work_id, found.key)

    lose = guarded(WHAT, tell)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def _on_queue_feeder_error(self: Any, e: Any, obj: Any) -> None:
            lose(self, e, obj)
            original(self, e, obj)

        return _on_queue_feeder_error

    return make


def _breaking(manager: Any) -> None:
    """Tell which worker died. The executor ends the others right after, and waits for all of them anyway."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - it is imported where an executor has workers

    key = _key_of(manager.call_queue)
    workers = list(manager.processes.values())
    gone = wait([worker.sentinel for worker in workers], 0)
    dead = [worker for worker in workers if worker.sentinel in gone]
    if dead and all(system_calls.sent.get(worker.pid) for worker in dead):
        tasks.terminated(key)  # By `terminate_workers` or `kill_workers`.
        return
    for worker in dead:
        worker.join(_DYING_S)
        code = worker.exitcode
        how = "ended" if code is None else "was killed by signal " + str(-code) if code < 0 else (
            "ended with exit code " + str(code)
        )
        tasks.tell(layout.ERROR_POOL, -1, (_BROKEN, worker.name + " " + how), key, worker.pid)
    if not dead:
        tasks.tell(layout.ERROR_POOL, -1, (_BROKEN, "a result could not be read, or a worker not be started"), key)


_BROKEN = "concurrent.futures.process.BrokenProcessPool"
