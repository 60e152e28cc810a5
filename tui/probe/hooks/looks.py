"""How long a task's parts take: looked at in a worker's first tasks, then in one of 64, which stands for all of them.

It is CPU time: a worker that loses its core in a look would else count 64 times. Always to look would cost as much as
an empty task takes. During a look the pool's own queue has something in the place of its reader or its lock that notes
when the message is there; nobody but the worker uses that queue. A queue between threads pickles nothing.

The rules stand in `guard`: the program's own calls go through here, so what is ours in them raises nothing.
"""

from __future__ import annotations

from time import thread_time_ns

from .. import layout
from ..guard import failing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .. import segment

WHAT = "parts of tasks"
_failed = failing(WHAT)


class Looks:
    """Which of a worker's tasks are looked at."""

    __slots__ = ("are_possible", "is_on", "number", "took_ns", "weight")

    def __init__(self, inqueue: Any, outqueue: Any) -> None:
        has_reader = "_reader" in getattr(inqueue, "__dict__", ())
        self.are_possible = has_reader and "_wlock" in getattr(outqueue, "__dict__", ()) and outqueue._wlock is not None
        self.is_on = False
        """Whether the task at hand is looked at."""
        self.number = 0
        """The next task's."""
        self.weight = 1
        self.took_ns = 0
        """CPU time of the unpickling that was looked at last, so often as it counts."""

    def got(self, queue: Any, *args: Any, **kwargs: Any) -> Any:
        """Return what the queue gives, and note how long it took to unpickle it."""
        its = queue.__dict__
        name = "_recv_bytes" if "_recv_bytes" in its else "_reader"
        before = its[name]
        receiving = its[name] = _Receiving(before)
        try:
            item = queue.get(*args, **kwargs)
        finally:
            its[name] = before
        try:
            if item is not None and receiving.at_ns >= 0:
                self.is_on = True
                self.weight = 1 if self.number <= layout.FIRST_LOOKS else layout.LOOKS_EVERY
                self.took_ns = (thread_time_ns() - receiving.at_ns) * self.weight
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return item

    def put(self, slot: segment.ThreadSlot, queue: Any, put: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        """Put a result, and note how long it took to pickle it."""
        self.is_on = False
        lock, since_ns = queue._wlock, thread_time_ns()
        entering = queue._wlock = _Entering(lock)
        try:
            put(*args, **kwargs)
        finally:
            queue._wlock = lock
            try:
                slot.own[layout.S_PICKLE_NS] += max(0, entering.at_ns - since_ns) * self.weight
            except Exception as error:  # noqa: BLE001
                _failed(error)


class _Receiving:
    """Stands for a connection, or for its `recv_bytes`."""

    __slots__ = ("at_ns", "its")

    def __init__(self, its: Any) -> None:
        self.its = its
        self.at_ns = -1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.its, name)

    def __call__(self, *args: Any) -> Any:
        found = self.its(*args)
        self.at_ns = thread_time_ns()
        return found

    def recv_bytes(self, *args: Any) -> Any:
        found = self.its.recv_bytes(*args)
        self.at_ns = thread_time_ns()
        return found


class _Entering:
    """Stands for a lock."""

    __slots__ = ("at_ns", "its")

    def __init__(self, its: Any) -> None:
        self.its = its
        self.at_ns = -1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.its, name)

    def __enter__(self) -> Any:
        self.at_ns = thread_time_ns()
        return self.its.__enter__()

    def __exit__(self, *args: object) -> Any:
        return self.its.__exit__(*args)
