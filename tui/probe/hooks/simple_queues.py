"""`queue.SimpleQueue` that the program makes. The rules stand in `guard`.

It is made in C and its `put` may be called anew within itself, by a signal's handler or a finalizer, so no lock of ours
may go around it: a `Tally` counts without one. What the name stands for is a subclass of the native type that has the
name's identity in `queue` and `_queue`. The library's own have the native methods: each task passes those of its pool.
"""

from __future__ import annotations

import _queue
import sys

from .. import layout, objects
from ..guard import failing, guarded
from ..tallies import EMPTY, Tally, Waits
from ..whose import own_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WHAT = "queue.SimpleQueue"
_NATIVE: Any = _queue.SimpleQueue
_put, _get, _Empty = _NATIVE.put, _NATIVE.get, _queue.Empty
_failed, _frame = failing(WHAT), sys._getframe
_NOTHING = object()
_LONG_S = 1e6
"""Longer timeouts are the native queue's business: it knows which are too long."""


def install(queue: Any) -> str | None:
    """Give the program queues that count; return what is missing where this is not possible."""
    found = getattr(queue, "SimpleQueue", None)
    if found is not _NATIVE:
        return None if found is SimpleQueue else WHAT
    for module in (queue, _queue):
        setattr(module, "SimpleQueue", SimpleQueue)  # noqa: B010 - a type for the type checker
    return None


def _made(queue: Any) -> None:
    frame = objects.maker((), depth=4, what="queue")
    counted = None
    if frame is not None:
        counted = objects.made("queue", objects.own_key(), "queue.SimpleQueue", frame, 0, "first")
    if counted is not None:
        queue._puts, queue._gets = Tally(counted, layout.Q_PUTS), Tally(counted, layout.Q_GETS)
        counted.tallies = queue._puts, queue._gets, Waits(counted, EMPTY)
        queue._coreograph = counted


def _begun(counted: objects.Counted) -> Any:
    return objects.begin_wait(counted, layout.WAIT_EMPTY)


def _ended(counted: objects.Counted, begun: Any) -> None:
    if begun is not None:
        objects.end_wait(counted, begun)
        counted.tallies[2].settle()


_make, _begin, _end = guarded(WHAT, _made), guarded(WHAT, _begun), guarded(WHAT, _ended)


class SimpleQueue(_NATIVE):  # type: ignore[misc]
    __slots__ = ("_coreograph", "_gets", "_puts")
    if TYPE_CHECKING:
        _coreograph: objects.Counted | None
        _puts: Tally | None
        _gets: Tally | None

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is SimpleQueue:
            try:
                is_own = own_files[_frame(1).f_code.co_filename]
            except ValueError:  # A new thread calls it, and nothing else.
                is_own = True
            if args or kwargs:
                return _NATIVE(*args, **kwargs)
            if is_own:
                return _NATIVE.__new__(Bare)
        made = _NATIVE.__new__(cls)
        made._coreograph = made._puts = made._gets = None
        _make(made)
        return made

    def put(self, item: Any, block: Any = True, timeout: Any = None) -> None:
        _put(self, item, block, timeout)
        tally = self._puts
        if tally is not None:
            try:
                tally.one_more()
            except Exception as error:  # noqa: BLE001
                _failed(error)

    def put_nowait(self, item: Any) -> None:
        SimpleQueue.put(self, item)

    def get(self, block: Any = True, timeout: Any = None) -> Any:
        tally = self._gets
        if tally is None:
            return _get(self, block, timeout)
        item = _NOTHING
        if block is True and (timeout is None or (type(timeout) in (int, float) and 0 < timeout < _LONG_S)):
            try:
                item = _get(self, False)
            except _Empty:
                item = _NOTHING
        if item is _NOTHING:
            begun = _begin(tally.counted) if block else None
            try:
                item = _get(self, block, timeout)
            finally:
                _end(tally.counted, begun)
        try:
            tally.one_more()
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return item

    def get_nowait(self) -> Any:
        return SimpleQueue.get(self, False)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle '_queue.SimpleQueue' object")


class Bare(SimpleQueue):
    __slots__ = ()
    put, get, put_nowait, get_nowait = _NATIVE.put, _NATIVE.get, _NATIVE.put_nowait, _NATIVE.get_nowait


vars(SimpleQueue)["__new__"].__func__.__wrapped__ = lambda cls: cls
for _name in ("put", "put_nowait", "get", "get_nowait"):
    _method = vars(SimpleQueue)[_name]
    _method.__module__, _method.__qualname__ = "_queue", "SimpleQueue." + _name
    _method.__wrapped__ = getattr(_NATIVE, _name)
    _method.__doc__ = _method.__wrapped__.__doc__
for _its in (SimpleQueue, Bare):
    _its.__module__, _its.__name__, _its.__qualname__ = "_queue", "SimpleQueue", "SimpleQueue"
    _its.__doc__ = _NATIVE.__doc__
