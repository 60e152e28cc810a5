"""Who holds what, below LEVEL_HOLD, where nobody looks at a lock as long as it is free.

- A thread lock's `Counted` remembers who acquired it last: of a taken lock that is its holder. Who has to wait for it
  writes that to the board, and again whenever any thread here begins to wait: a deadlock ends with such a beginning.
- An RLock says in its `repr` who owns it.
- A process lock tells each thread whether it is its own: a thread that begins to wait writes which are. A holder that
  does not wait is found by the thread that looks at lines, where there is one.
- Process locks are known by weak references only.
- A fork copies thread locks as they are. Who held one in the parent is no thread of the child: there it stays taken for
  ever, and its waiter says of whom it is a copy.
"""

from __future__ import annotations

from _thread import get_ident, get_native_id
from _weakref import ref
from time import perf_counter_ns

from . import layout, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST = 64
"""Process locks that a thread asks before it waits, the newest."""
waited: dict[int, tuple[Any, Any]] = {}
"""Thread locks that are waited for, by their waits: row, and the RLock itself, on which its waiter holds on anyway."""
process_locks: dict[int, tuple[Any, Any]] = {}


elders: dict[int, tuple[int, int]] = {}
"""In a forked child: threads of the processes that it comes from, by identifier: native id and process."""


def begin() -> None:
    """Begin anew in a forked child: those who wait are in the parent, and of its threads only one has come along."""
    waited.clear()
    parent, me = segment.parent_board(), get_ident()
    if parent is not None:
        pid = parent.words[layout.H_PID]
        for ident, slot in list(parent.slots.items()):
            elders[ident] = slot.words[slot.base + layout.S_NATIVE_ID], pid
    elders.pop(me, None)


def copied(counted: Any) -> None:
    """Take note, in a forked child, that the thread which acquired a thread lock last is in the parent."""
    ident, parent = counted.last, segment.parent_board()
    if ident > 0 and ident != get_ident():
        native_id, counted.copy_of = elders.get(ident, (0, 0))
        counted.last = -native_id
    elif ident < 0 and not counted.copy_of and parent is not None:
        counted.copy_of = parent.words[layout.H_PID]


def add(lock: Any, counted: Any) -> None:
    """Ask this process lock from now on."""
    key = id(lock)

    def gone(_: Any) -> None:
        process_locks.pop(key, None)

    process_locks[key] = ref(lock, gone), counted


def before_wait(gives_back: Any) -> None:
    """Write what is known of holders, and what the calling thread holds but for the process lock that it gives back."""
    for counted, recursive in list(waited.values()):
        see(counted, recursive)
    if process_locks:
        tid = get_native_id()
        for found, counted in list(process_locks.values())[-MOST:]:
            lock = found()
            if lock is not None:
                if lock is not gives_back and lock._semlock._is_mine():
                    claim(counted, tid)
                elif counted.words[counted.base + layout.L_HOLDER] == tid:
                    counted.words[counted.base + layout.L_HOLDER] = 0


def look() -> None:
    """Write what is known of holders, from any thread: of a process lock only whether this process holds it."""
    for counted, recursive in list(waited.values()):
        see(counted, recursive)
    board = segment.board()
    for found, counted in list(process_locks.values())[-MOST:]:
        lock = found()
        if lock is not None and board is not None:
            is_ours, at = lock._semlock._count() > 0, counted.base + layout.L_HOLDER
            if is_ours:
                claim(counted, counted.words[at] or board.words[layout.H_PID])
            elif not is_ours and counted.words[at]:
                counted.words[at] = 0


segment.looks.append(look)


def see(counted: Any, recursive: Any) -> None:
    """Write who holds a thread lock that is waited for."""
    native_id, copy_of = _holder(counted, recursive)
    counted.words[counted.base + layout.L_COPY_OF] = copy_of
    claim(counted, native_id)


def see_copy(counted: Any, recursive: Any) -> None:
    """Write who holds a thread lock in the parent, where that is why it is taken here."""
    if elders and _holder(counted, recursive)[1]:
        see(counted, recursive)


def _holder(counted: Any, recursive: Any) -> tuple[int, int]:
    """Return a lock's holder by its native id, 0 for not known, and the process that it is a copy of, or 0.

    A new thread may have got the identifier of one of the parent: which of them an RLock means nobody knows.
    """
    if recursive is None:
        return (-counted.last, counted.copy_of) if counted.last < 0 else (_native_id(counted.last), 0)
    ident = _owner(recursive)
    here = _native_id(ident)
    if ident in elders:
        return (0, 0) if here else elders[ident]
    return here, 0


def got(counted: Any) -> None:
    """Write that the calling thread holds a lock, after it has waited for it."""
    counted.last = get_ident()
    counted.words[counted.base + layout.L_COPY_OF] = 0
    claim(counted, get_native_id())


def claim(counted: Any, tid: int) -> None:
    """Write who holds a lock, as seen now."""
    words, base = counted.words, counted.base
    words[base + layout.L_HELD_SINCE_NS] = perf_counter_ns()
    words[base + layout.L_HOLDER] = tid


def _owner(recursive: Any) -> int:
    """Return the identifier of an RLock's owner: `<locked _thread.RLock object owner=140 count=1 at 0x7f>`."""
    owner = repr(recursive).partition(" owner=")[2].partition(" ")[0]
    return int(owner) if owner.isdigit() else 0


def _native_id(ident: int) -> int:
    board = segment.board()
    slot = board.slots.get(ident) if board is not None and ident else None
    return slot.words[slot.base + layout.S_NATIVE_ID] if slot is not None else 0
