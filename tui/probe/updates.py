"""Updates in two steps: a worker reads something shared and then writes it, and lets go of its lock in between.

`total.value += 1` takes the value's own lock twice, `board["votes"] += 1` asks a manager twice. Whatever another worker
writes in between is overwritten. That is looked at where it costs nothing: of a value, when its lock is taken, which is
when somebody else is at it; of what a manager has, in a few calls of many.

A record says from when to when an update took, so that the app sees which of them overlap: no two do that a lock, a
turn or a message keeps apart. Of a value it is told only that somebody else was at it between the two steps, and
nothing while its thread holds another lock.
"""

from __future__ import annotations

import os
from _thread import _local, get_native_id
from _weakref import ref
from time import perf_counter_ns

from . import holders, layout, names, objects, segment, whose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

WINDOW, OFTEN = 7, 63
"""Of so many calls of a proxy, the first ones are looked at."""
MOST_ITEMS = 16
"""Items of one object that are told of."""
_NEAR = 4
"""Frames between a value's lock and whoever uses the value, at most."""
_MODULE = ".sharedctypes"
_VALUE_READS, _VALUE_WRITES = ("getvalue", "__getitem__"), ("setvalue", "__setitem__")
_READS = ("__getitem__", "get", "__getattribute__")
_WRITES = ("__setitem__", "set", "__setattr__")
_MOST_LETTERS = 40
_told: dict[tuple[int, Any], int] = {}
"""For an object's key and an item of it: by which number its updates are recorded."""
_reads: set[tuple[int, Any, str, int]] = set()
"""Functions in which a value was read while somebody else was at it: the lock's key, item, file and line."""
_writes: dict[tuple[int, Any, str, int], list[None]] = {}
"""The same for writes that are to be told of as soon as such a function is seen to read, too."""
_semaphores: list[Any] = []
"""Weak references: of a lock `holders` knows."""
_own = _local()
"""`seen`: for the key of what a manager has, the item that this thread read last, and since when."""


def _begin() -> None:
    _told.clear()
    _reads.clear()
    _writes.clear()


def guard(semaphore: Any) -> None:
    """Know of a semaphore, which may keep others out like a lock."""
    _semaphores.append(ref(semaphore, _semaphores.remove))


def blocked(counted: objects.Counted, frame: FrameType | None) -> None:
    """A lock is taken: if it is a value's own, and wanted to read or write that value, take note of it."""
    for _ in range(_NEAR):
        if frame is None or frame.f_back is None:
            return
        name = frame.f_code.co_name
        if name in _VALUE_READS or name in _VALUE_WRITES:
            its = frame.f_locals.get("self")
            if type(its).__module__.endswith(_MODULE):
                _accesses(counted, frame, its, name in _VALUE_WRITES)
            return
        frame = frame.f_back


def _accesses(lock: objects.Counted, frame: FrameType, its: Any, is_write: bool) -> None:
    item, caller = frame.f_locals.get("i", ""), frame.f_back
    if caller is None or type(item) not in (int, str):
        return
    segment.begins_anew(_begin)
    code = caller.f_code
    where = lock.key, item, code.co_filename, code.co_firstlineno
    if not is_write:
        _reads.add(where)
    elif not _holds_another(lock):
        _writes.setdefault(where, []).append(None)
    waiting = _writes.get(where)
    if waiting and where in _reads:
        (arena, start, _), _ = its._obj._wrapper._state
        key = objects.value_key(os.fstat(arena.fd).st_ino, start)
        while waiting:
            waiting.pop()
            _record(key, item, caller, 0)


def called(counted: objects.Counted, frame: Any, since_ns: int) -> None:
    """A call of a proxy is over, one of those that are looked at: what it was stands in the frame of `_callmethod`."""
    given = frame.f_locals
    method, args = given["methodname"], given["args"]
    is_write = method in _WRITES
    if is_write or method in _READS:
        item = "" if method == "set" or not args else args[0]
        seen = _own.__dict__.setdefault("seen", {})
        read, read_ns, number = seen.pop(counted.key, (None, 0, 0))
        if not is_write and type(item) in (str, int):
            seen[counted.key] = item, since_ns, counted.gets
        elif is_write and type(item) is type(read) and item == read and 0 <= counted.gets - number <= WINDOW:
            _record(counted.key, item, frame.f_back, perf_counter_ns() - read_ns)


def _holds_another(but: objects.Counted) -> bool:
    """Whether the calling thread holds a lock or semaphore of processes, besides this one."""
    me = get_native_id()
    locks = [found for found, counted in list(holders.process_locks.values()) if counted is not but]
    if any(lock._semlock._is_mine() for lock in (found() for found in (*locks, *_semaphores)) if lock is not None):
        return True
    return any(
        counted is not but and counted.depth and counted.words[counted.base + layout.L_HOLDER] == me
        for counted in objects.all_rows()
    )


def _record(key: int, item: Any, frame: FrameType | None, took_ns: int) -> None:
    """Write that an update is over that took so long; 0 where somebody else was seen to be at it."""
    slot = segment.slot()
    number = _told.get((key, item)) or _tell(key, item, frame)
    if slot is not None and number:
        slot.record(perf_counter_ns(), layout.EVENT_UPDATED, number, took_ns)


def _tell(key: int, item: Any, frame: FrameType | None) -> int:
    board = segment.board()
    if board is None or sum(of == key for of, _ in _told) >= MOST_ITEMS:
        return 0
    segment.begins_anew(_begin)
    text = repr(item)[:_MOST_LETTERS] if item != "" else ""
    _told[key, item] = number = len(_told) + 1
    board.line("V", number, key, text, _place(frame))
    return number


def _place(frame: FrameType | None) -> str:
    """Return where the program does it, as `votes.py:5`; methods of proxies are made from a text."""
    while frame is not None:
        path = frame.f_code.co_filename
        if not path.startswith((whose.PROBE, "<")) and not whose.inside(path):
            return names.place_of(path) + ":" + str(frame.f_lineno)
        frame = frame.f_back
    return ""
