"""What pickling takes, told of messages that are large.

A small message costs less to pickle than to be looked at, so nothing is put in place before a process has sent or
received a large one: from then on the CPU time and the bytes of every large message are added up, of all but the first
one that it sends. It is CPU time, so neither other programs nor turns at the interpreter lock make it longer.
"""

from __future__ import annotations

from time import thread_time_ns

from . import layout, segment
from .guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "pickling"
LARGE = 16384
"""Bytes of a message that takes some 10 µs and more to pickle; a look at a thread's CPU time takes 0.3 µs."""
_LOOKS_LIKE = ("__module__", "__qualname__", "__name__", "__doc__")
_pending: list[tuple[int, int, int]] = []
_free = [segment.new_lock()]
"""Who adds up. It is only ever tried, never waited for."""


def watcher(connection: Any) -> Callable[[], None]:
    """Return what is called when a message of this module's connections is large: the first time it begins to look."""
    picklers = [connection._ForkingPickler] if hasattr(connection, "_ForkingPickler") else []

    def begin() -> None:
        if picklers:
            _look_at(picklers.pop())

    return guarded(WHAT, begin)


def _look_at(pickler: Any) -> None:
    segment.begins_anew(_begin)
    dumps = pickler.__dict__["dumps"].__func__
    pickler.dumps = classmethod(_like(_dumping(dumps), dumps))
    pickler.loads = staticmethod(_like(_loading(pickler.loads), pickler.loads))


def _like(function: Any, original: Any) -> Any:
    for name in _LOOKS_LIKE:
        setattr(function, name, getattr(original, name, None))
    function.__wrapped__ = original
    return function


def _dumping(original: Callable[..., Any]) -> Callable[..., Any]:
    def dumps(cls: Any, obj: Any, protocol: Any = None) -> Any:
        since_ns = thread_time_ns()
        data = original(cls, obj, protocol)
        add(layout.H_PICKLED, since_ns, data)
        return data

    return dumps


def _loading(original: Callable[..., Any]) -> Callable[..., Any]:
    def loads(data: Any, **kwargs: Any) -> Any:
        since_ns = thread_time_ns()
        obj = original(data, **kwargs)
        add(layout.H_UNPICKLED, since_ns, data)
        return obj

    return loads


def _add(word: int, since_ns: int, data: Any) -> None:
    if len(data) <= LARGE:
        return
    _pending.append((word, thread_time_ns() - since_ns, len(data)))
    while _pending and _free[0].acquire(False):
        try:
            board = segment.board()
            while _pending:
                word, took_ns, size = _pending.pop()
                if board is not None:
                    board.words[word] += 1
                    board.words[word + 1] += took_ns
                    board.words[word + 2] += size
        finally:
            _free[0].release()


add = guarded(WHAT, _add)


def _begin() -> None:
    """Begin from zero in a forked child: a thread of the parent may have been at it."""
    _pending.clear()
    _free[0] = segment.new_lock()

