"""`queue.Queue`, `LifoQueue` and `PriorityQueue` that the program makes. The rules stand in `guard`.

`_put` and `_get` run under the queue's own mutex, so the counts are exact, and no frame of ours is on the stack when
`Full` or `Empty` is raised.
"""

from __future__ import annotations

from _thread import get_ident

from .. import layout, objects, segment, traffic
from ..guard import failing, guarded, replace
from ..tallies import EMPTY, FULL, JOIN, Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "thread queues"
_CLASSES = ("Queue", "LifoQueue", "PriorityQueue")
_ORDERS = {"LifoQueue": "last", "PriorityQueue": "least"}


def install(queue: Any) -> str | None:
    """Look at queues; return what is missing where this is not possible."""
    classes = [getattr(queue, name, None) for name in _CLASSES]
    if not all("_put" in vars(c) and "_get" in vars(c) for c in classes if c is not None) or None in classes:
        return WHAT
    setattr(queue.Queue, objects.MARK, None)
    replace(queue.Queue, "__init__", _making)
    replace(queue.Queue, "task_done", _finishing)
    if hasattr(queue.Queue, "shutdown"):
        replace(queue.Queue, "shutdown", _shutting_down)
    for its in classes:
        replace(its, "_put", _counting_puts)
        replace(its, "_get", _counting_gets)
    traffic.watch_thread_queues(classes)
    return None


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    make = guarded(WHAT, _made)

    def __init__(self: Any, maxsize: Any = 0) -> None:  # noqa: N807
        original(self, maxsize)
        make(self)

    return __init__


def _made(queue: Any) -> None:
    frame = objects.maker((), depth=4, what="queue")
    if frame is None:
        return
    of_class = type(queue)
    base = next((c.__name__ for c in of_class.__mro__ if c.__module__ == "queue"), "Queue")
    maxsize = queue.maxsize if isinstance(queue.maxsize, int) and queue.maxsize > 0 else 0
    more = maxsize, _ORDERS.get(base, "first")
    made = objects.made("queue", objects.own_key(), "queue." + base, frame, *more, called=of_class.__name__)
    if made is None:
        return
    if not _is_counted(of_class, "_put") or not _is_counted(of_class, "_get"):
        segment.not_observed(of_class.__name__, "it has a `_put` or `_get` of its own, which may hide items")
    made.tallies = (Tally(made, layout.Q_DONE),)
    objects.marked(queue, made)
    objects.marked(queue.not_full, (made, *FULL))
    objects.marked(queue.not_empty, (made, *EMPTY))
    objects.marked(queue.all_tasks_done, (made, *JOIN))


def _is_counted(of_class: Any, name: str) -> bool:
    """Whether a method is one of ours, or calls one that it overrides."""
    code = getattr(getattr(of_class, name), "__code__", None)
    return code is not None and ("_coreograph" in code.co_names or name in code.co_names)


def _finishing(original: Callable[..., Any]) -> Callable[..., Any]:
    failed = failing(WHAT)

    def task_done(self: Any) -> None:
        original(self)
        counted = self._coreograph
        if counted is not None:
            try:
                counted.tallies[0].one_more()
            except Exception as error:  # noqa: BLE001
                failed(error)

    return task_done


def _shutting_down(original: Callable[..., Any]) -> Callable[..., Any]:
    prepare, done = guarded(WHAT, _prepare), guarded(WHAT, lambda queue: queue.__dict__.pop("_get", None))

    def shutdown(self: Any, immediate: Any = False) -> None:
        is_emptied = self._coreograph is not None and immediate
        if is_emptied:
            prepare(self)
        try:
            original(self, immediate)
        finally:
            if is_emptied:
                done(self)

    return shutdown


def _prepare(queue: Any) -> None:
    """Have what this thread takes out counted as thrown away: it empties the queue."""
    thread, counted, take = get_ident(), queue._coreograph, queue._get
    native = getattr(type(queue)._get, "__wrapped__", None)
    if native is None:
        return

    def _get() -> Any:
        if get_ident() != thread:
            return take()
        item = native(queue)
        counted.words[counted.base + layout.Q_LOST] += 1
        return item

    queue._get = _get


def _counting_puts(original: Callable[..., Any]) -> Callable[..., Any]:
    failed = failing(WHAT)

    def _put(self: Any, item: Any) -> None:
        original(self, item)
        counted = self._coreograph
        if counted is not None:
            try:
                counted.puts = number = counted.puts + 1
                counted.words[counted.at_puts] = number
            except Exception as error:  # noqa: BLE001
                failed(error)

    return _put


def _counting_gets(original: Callable[..., Any]) -> Callable[..., Any]:
    failed = failing(WHAT)

    def _get(self: Any) -> Any:
        item = original(self)
        counted = self._coreograph
        if counted is not None:
            try:
                counted.gets = number = counted.gets + 1
                counted.words[counted.at_gets] = number
            except Exception as error:  # noqa: BLE001
                failed(error)
        return item

    return _get
