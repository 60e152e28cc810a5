"""The objects that this process uses: their rows on the board, and who waits for them.

- A `Counted` knows the row of an object and never the object, so nothing lives longer than without the probe.
- Its words are changed only by the holder of the object's own lock; a wait that ended without the lock is left in
  `pending` until the next holder adds it up.
- A forked child goes on with the same rows in a segment of its own, from zero.
- Only what the program itself makes is counted. Whoever unpickles an object looks its key up in the run's `keys`.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock
from time import perf_counter_ns

from . import control, holders, layout, lines, names, pace, places, published, segment, whose
from .files import reserved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

MARK = "_coreograph"
"""The attribute by which an object finds its `Counted`. It is in no pickle."""
OF_PIPE, OF_BLOCK, OF_VALUE, OF_MICROSCOPE, OF_RETIRED, OF_CONDITION, OF_PROXY, OF_BARRIER, OF_POOL = (
    byte << 56 for byte in range(0x20, 0x29)
)
"""First byte of the keys made from a pipe's inode, a block's name, a value's place, the semaphore inside a condition or
barrier, where a manager is and how it calls what it has, a pool's pipe; OF_MICROSCOPE, OF_RETIRED: a value's
key again, put into `keys` when the microscope is on it. Semaphores' keys begin with a letter or digit, others 0."""
KEY_BITS = (1 << 56) - 1


class Counted:
    """One object's row in this process."""

    __slots__ = (
        "address", "asks", "at_bytes_got", "at_bytes_put", "at_gets", "at_puts", "at_sent", "base", "bytes_got",
        "bytes_put", "copy_of", "depth", "gate", "gets", "is_sent_at_once", "key", "last", "level", "pending",
        "pending_empty", "pending_full", "puts", "row", "sent", "since_ns", "tallies", "ticks", "waits_empty", "words",
    )  # fmt: skip

    def __init__(self, key: int, row: int, level: int) -> None:
        self.key = key
        self.row = row
        self.base = base = layout.object_word(row, 0)
        self.at_puts, self.at_sent, self.at_gets = base + layout.Q_PUTS, base + layout.Q_SENT, base + layout.Q_GETS
        self.at_bytes_put, self.at_bytes_got = base + layout.Q_BYTES_PUT, base + layout.Q_BYTES_GOT
        self.waits_empty = layout.waits_word(row, layout.WAIT_EMPTY)
        """What a slot says while its thread waits for an item."""
        self.level = level
        self.pending: tuple[list[int], ...] = tuple([[] for _ in layout.WAIT_NAMES])
        """Nanoseconds of waits not yet added up, for each WAIT_. Appending is atomic; only a holder takes away."""
        self.pending_full, self.pending_empty = self.pending[: layout.WAIT_LOCK]
        self.words = _NOWHERE
        self.puts = self.gets = self.sent = self.bytes_put = self.bytes_got = 0
        """What stands in a queue's words: adding to a number is cheaper than adding to a word."""
        self.is_sent_at_once = False
        """Of a pipe and of what has no buffer before it: what cannot be sent is lost right there."""
        self.tallies: Any = ()
        """Of what has no lock: a SimpleQueue's own counts."""
        self.depth = 0
        """How often its holder holds it, at LEVEL_HOLD."""
        self.since_ns = 0
        """When its holder got it; of a queue or pipe, when somebody last began to take."""
        self.last = 0
        """Of a thread lock: identifier of the thread that acquired it last; of one that has ended, -1 times its
        native id."""
        self.asks = 0
        """Of a condition: who is about to wait at it."""
        self.copy_of = 0
        """Of a thread lock that a fork has copied while a thread of the parent held it, which `last` then names as one
        that has ended: the parent."""
        self.ticks: list[None] = []
        """Of a semaphore: acquisitions not yet added up."""
        self.gate: Any = None
        """Of a semaphore, which several hold: who adds up. It is only ever tried, never waited for."""
        self.address = 0
        """Where this process has a block of shared memory; a forked child has it there too."""

    def settle(self, kind: int, waits: int, total_ns: int) -> None:
        """Add the pending waits to the words of their number and of their time; by the holder only."""
        pending = self.pending[kind]
        while pending:
            waited_ns = pending.pop()
            self.words[self.base + waits] += 1
            self.words[self.base + total_ns] += waited_ns


_NOWHERE = memoryview(bytearray(layout.OBJECTS_AT + layout.OBJECTS_BYTES)).cast("q")
_rows: dict[int, Counted] = {}
_free = list(range(layout.OBJECT_SLOTS - 1, -1, -1))
_made: list[None] = []
_without: list[None] = []
newest_value = [0]
"""Key of the value made last: its lock is made right after it."""


def begin() -> None:
    """Give the rows known so far a place on this process's new board: it was forked."""
    board = segment.board()
    _without.clear()
    if board is None:
        return
    has_room = reserved(board.segment_path, layout.OBJECTS_AT, layout.OBJECTS_BYTES)
    for counted in _rows.values():
        holders.copied(counted)
        for pending in counted.pending:
            pending.clear()
        counted.depth = counted.since_ns = 0
        counted.ticks.clear()
        if counted.gate is not None:
            counted.gate = allocate_lock()
        counted.puts = counted.gets = counted.sent = counted.bytes_put = counted.bytes_got = 0
        counted.words = _NOWHERE
        if has_room:
            _write_row(counted, board)
        for tally in counted.tallies:
            tally.begin()


def _write_row(counted: Counted, board: segment.Board) -> None:
    counted.words = board.words
    if counted.address:
        board.words[counted.base + layout.B_ADDRESS] = counted.address
    board.words[counted.base + layout.O_KEY] = counted.key
    while board.words[layout.H_OBJECTS] <= counted.row:
        board.words[layout.H_OBJECTS] = counted.row + 1


def all_rows() -> list[Counted]:
    """Return what is known in this process."""
    return list(_rows.values())


def ended(ident: int, native_id: int) -> None:
    """Take note that a thread has ended: another one may get its identifier, and is not who acquired a lock."""
    holders.elders.pop(ident, None)
    for counted in list(_rows.values()):
        if counted.last == ident:
            counted.last, counted.copy_of = -native_id, 0


def own_key() -> int:
    """Return a key for an object that is known by nothing else: fork hands it on with the object."""
    _made.append(None)
    return os.getpid() << 24 | len(_made) & 0xFFFFFF


def pipe_key(file: int) -> int:
    """Return the key of a pipe by its inode, which is the same in every process."""
    return OF_PIPE | os.fstat(file).st_ino & KEY_BITS


def name_key(name: str) -> int:
    """Return the key of a named semaphore: its last eight characters, which multiprocessing draws at random."""
    return int.from_bytes(name[-8:].encode("ascii", "replace"), "big") & (1 << 63) - 1


def value_key(inode: int, offset: int) -> int:
    """Return the key of a value by the file that holds it and its place there."""
    return OF_VALUE | (inode * 0x9E3779B1 + offset) & KEY_BITS


def block_key(name: str) -> int:
    """Return the key of a block of shared memory by its name."""
    return OF_BLOCK | _digest(name.lstrip("/"))


def proxy_key(address: str, ident: str) -> int:
    """Return the key of what a manager has, by where the manager is and how it calls it."""
    return OF_PROXY | _digest(address + " " + ident)


def _digest(text: str) -> int:
    """FNV-1a."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8", "replace"):
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value & KEY_BITS


def counted(key: int) -> Counted | None:
    """Return the row of an object in this process; None when there is no board or all rows are taken."""
    found = _rows.get(key)
    if found is not None:
        return found
    board = segment.board()
    if board is None:
        return None
    try:
        row = _free.pop()
    except IndexError:
        _without.append(None)
        board.count_up_to(layout.H_OBJECTS_WITHOUT_ROW, _without)
        return None
    if not _rows:
        segment.begins_anew(holders.begin)
        segment.begins_anew(begin)
    found = _rows.setdefault(key, Counted(key, row, control.level()))
    if found.row != row:
        _free.append(row)
    elif board.words[layout.H_OBJECTS] or reserved(board.segment_path, layout.OBJECTS_AT, layout.OBJECTS_BYTES):
        _write_row(found, board)
    return found


def made(
    kind: str, key: int, type_name: str, frame: FrameType | None, *more: Any, called: str = ""
) -> Counted | None:
    """Tell of an object that the program made at this frame, and return its row. `called`: see `names.of`."""
    board = segment.board()
    if board is None:
        return None
    found = counted(key)
    if found is None:
        return None
    name, place = names.of(frame, type_name, called)
    board.line("O", key, kind, type_name, name, place, perf_counter_ns(), *more)
    if key >> 56:
        published.add(board.directory, key)
    return found


def known(key: int) -> Counted | None:
    """Return the row of an object that came from another process, if the program made it there."""
    return counted(key) if key in _rows or published.has(key) else None


def begin_wait(counted: Counted, kind: int, gives_back: Any = None) -> tuple[segment.ThreadSlot | None, int, int, int]:
    """Write that this thread waits, and gives back a process lock meanwhile; return what `end_wait` wants."""
    since_ns = perf_counter_ns()
    asked = control.words
    if asked[layout.C_SWITCH_US] or pace.ours_s or (asked[layout.C_LINES_HZ] and not lines.now):
        lines.poke()
    if holders.waited or holders.process_locks:
        holders.before_wait(gives_back)
    try:
        slot = segment.threads.slot
    except AttributeError:
        slot = segment.slot()
    if slot is None:
        return None, 0, since_ns, kind
    own, line = slot.own, 0
    frame: FrameType | None = sys._getframe(1)
    for _ in places.FRAMES:  # As `places.line_of`, in place as far as all is known: each wait for a task passes it.
        known = None if frame is None else places.codes.get(id(frame.f_code))
        if frame is None or known is None:
            line = places.line_of(frame, slot.board)
            break
        if known[1]:
            line = known[1] << 32 | (frame.f_lineno or 0) if known[1] > 0 else 0
            break
        frame = frame.f_back
    if line:
        own[layout.S_LINE] = layout.OF_WAIT | line
        own[layout.S_LINE_NS] = since_ns
    before = own[layout.S_WAITS_FOR]
    own[layout.S_WAIT_SINCE_NS] = since_ns
    own[layout.S_WAITS_FOR] = 1 + (counted.row << layout.WAIT_BITS | kind)
    return slot, before, since_ns, kind


def end_wait(counted: Counted, begun: tuple[segment.ThreadSlot | None, int, int, int]) -> None:
    """Write that the wait is over, and leave its time for whoever holds the object next."""
    slot, before, since_ns, kind = begun
    if slot is not None:
        own = slot.own
        own[layout.S_WAIT_SINCE_NS] = since_ns
        own[layout.S_WAITS_FOR] = before
    counted.pending[kind].append(perf_counter_ns() - since_ns)


def maker(skip: tuple[str, ...], depth: int = 2, what: str = "") -> FrameType | None:
    """Return the frame of the program that made an object, or None when a library made it for itself.

    Frames of the files named in `skip` (paths below the standard library) and of the probe are passed by. As `what` it
    is counted when an installed package made it.
    """
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        path = frame.f_code.co_filename
        if not path.startswith(whose.PROBE):
            if not path.startswith("<frozen") and not whose.is_library(path):
                return frame
            if not whose.inside(path).startswith(skip):
                if what and whose.is_installed(path):
                    whose.count(path, what)
                return None
        frame = frame.f_back
    return None


def marked(owner: Any, value: Any) -> None:
    """Let an object find its row. Asking it for its `__dict__` would make each attribute of it slower from then on."""
    object.__setattr__(owner, MARK, value)
