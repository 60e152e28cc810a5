"""`queue.Queue`, `LifoQueue` and `PriorityQueue` that the program makes. The rules stand in `guard`.

`_put` and `_get` run under the queue's own mutex, so the counts are exact, and no frame of ours is on the stack when
`Full` or `Empty` is raised.
"""

from __future__ import annotations

from .. import layout, objects, segment, traffic
from ..guard import failing, guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "thread queues"
_CLASSES = ("Queue", "LifoQueue", "PriorityQueue")
_ORDERS = {"LifoQueue": "last", "PriorityQueue": "least"}
_FULL = layout.WAIT_FULL, layout.Q_FULL_WAITS, layout.Q_FULL_NS
_EMPTY = layout.WAIT_EMPTY, layout.Q_EMPTY_WAITS, layout.Q_EMPTY_NS


def install(queue: Any) -> str | None:
    """Look at queues; return what is missing where this is not possible."""
    classes = [getattr(queue, name, None) for name in _CLASSES]
    if not all("_put" in vars(c) and "_get" in vars(c) for c in classes if c is not None) or None in classes:
        return WHAT
    setattr(queue.Queue, objects.MARK, None)
    replace(queue.Queue, "__init__", _making)
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
    frame = objects.maker((), depth=4)
    if frame is None:
        return
    of_class = type(queue)
    base = next((c.__name__ for c in of_class.__mro__ if c.__module__ == "queue"), "Queue")
    maxsize = queue.maxsize if isinstance(queue.maxsize, int) and queue.maxsize > 0 else 0
    made = objects.made(
        "queue", objects.own_key(), "queue." + base, frame, maxsize, _ORDERS.get(base, "first")
    )
    if made is None:
        return
    if "_coreograph" not in of_class._put.__code__.co_names or "_coreograph" not in of_class._get.__code__.co_names:
        segment.not_observed(of_class.__name__, "it has a `_put` or `_get` of its own, which may hide items")
    objects.marked(queue, made)
    objects.marked(queue.not_full, (made, *_FULL))
    objects.marked(queue.not_empty, (made, *_EMPTY))


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
