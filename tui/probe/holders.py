"""Who holds what, below LEVEL_HOLD, where nobody looks at a lock as long as it is free.

- A thread lock's `Counted` remembers who acquired it last: of a taken lock that is its holder. Who has to wait for it
  writes that to the board, and again whenever any thread here begins to wait: a deadlock ends with such a beginning.
- An RLock says in its `repr` who owns it.
- A process lock tells each thread whether it is its own: a thread that begins to wait writes which are. A holder that
  does not wait is found by the thread that looks at lines, where there is one.
- Process locks are known by weak references only.
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


def begin() -> None:
    """Begin anew in a forked child: those who wait are in the parent."""
    waited.clear()


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
            if is_ours and not counted.words[at]:
                claim(counted, board.words[layout.H_PID])
            elif not is_ours and counted.words[at]:
                counted.words[at] = 0


segment.in_child.append(begin)
segment.looks.append(look)


def see(counted: Any, recursive: Any) -> None:
    """Write who holds a thread lock that is waited for."""
    ident = counted.last if recursive is None else _owner(recursive)
    claim(counted, -ident if ident < 0 else _native_id(ident))


def got(counted: Any) -> None:
    """Write that the calling thread holds a lock, after it has waited for it."""
    counted.last = get_ident()
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
