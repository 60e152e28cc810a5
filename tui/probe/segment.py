"""This process's place on the board: its segment, its thread slots, its meta lines.

The rules of everything here:
- Nothing raises into the program; what cannot be written is left out in silence.
- A slot has one writing thread, and its ring, counters and offsets are that thread's own. No lock is ever held.
- No file descriptor is kept for writing: the program may close or reuse any number. A line opens its file anew.
- Pages are reserved before they are touched, so a full disk costs events, never a SIGBUS in the program.
- A forked child never writes to what it inherited: it begins a segment of its own.
"""

from __future__ import annotations

import os
import sys
from _thread import _local, allocate_lock, get_ident, get_native_id
from time import perf_counter_ns, thread_time_ns

from . import layout
from .files import FLAGS, line_of, new_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_APPEND = os.O_WRONLY | os.O_APPEND | FLAGS
_COUNTS = (
    layout.S_SUBMITTED, layout.S_STARTED, layout.S_ENDED, layout.S_FAILED, layout.S_CPU_NS,
    layout.S_WAITS_FOR, layout.S_LINE, layout.S_PUTS, layout.S_GETS, layout.S_POOL, layout.S_CALLS,
    layout.S_LOOP, layout.S_TURN_NS, layout.S_STOOD, layout.S_STOOD_NS, layout.S_LONGEST_NS,
    layout.S_FIRST_NS, layout.S_LAST_NS, layout.S_IN_TASKS_NS, layout.S_TASKS_CPU_NS, layout.S_UNPICKLE_NS,
    layout.S_PICKLE_NS,
)  # fmt: skip

new_lock = allocate_lock
"""A native lock: by the time that a hook is imported, the module's own name may stand for one of ours."""
_board: Board | None = None
threads = _local()
in_child: list[Callable[[], None]] = []
"""What begins anew in a forked child, once it has a board of its own: told by each module once it keeps something."""
looks: list[Callable[[], None]] = []
"""What is to be looked at now and then, and when the process ends."""
_inherited: list[Board] = []
"""Boards of ancestors, kept so that no map and no descriptor is closed behind the program's back."""


class Board:
    """One process's segment and meta file."""

    def __init__(self, directory: str, role: int, name: str, parent_pid: int = 0, asked_ns: int = 0) -> None:
        self.name = name
        self.role = role
        self.directory = directory
        start_ns = perf_counter_ns()
        stem = f"{directory}/{os.getpid()}-{start_ns}"
        self.segment_path = stem + ".seg"
        self.meta_path = stem + ".meta"
        self.buffer = new_map(self.segment_path)
        self.words = words = memoryview(self.buffer).cast("q")
        self.free = list(range(layout.THREAD_SLOTS - 1, 0, -1))
        self.slots: dict[int, ThreadSlot] = {}
        """By thread identifier."""
        self.slotless: list[None] = []
        self.errors: list[None] = []
        self.works: dict[tuple[int, str, str], int] = {}
        """Functions of tasks that were told of; see `tasks`."""
        self.task_errors: list[None] = []
        self.delivered_errors: list[None] = []
        words[layout.H_PID] = os.getpid()
        words[layout.H_PARENT_PID] = parent_pid or os.getppid()
        words[layout.H_START_NS] = start_ns
        words[layout.H_ASKED_NS] = asked_ns
        words[layout.H_ROLE] = role
        words[layout.H_STATE] = layout.STATE_RUNNING
        words[layout.H_VERSION] = sys.hexversion
        self.see_gil()
        self._unsaid = line_of("P", name, layout.ROLE_NAMES[role], "", 0)  # It is written with the next line.

    def see_gil(self) -> None:
        """Write whether this interpreter has its lock; importing an extension module may switch it on."""
        enabled = getattr(sys, "_is_gil_enabled", None)
        self.words[layout.H_GIL] = layout.GIL_ON if enabled is None or enabled() else layout.GIL_OFF

    def line(self, *fields: Any) -> None:
        """Append one meta line by a single write."""
        text, flags = line_of(*fields), _APPEND
        if self._unsaid:
            text, flags, self._unsaid = self._unsaid + text, _APPEND | os.O_CREAT, ""
        try:
            file = os.open(self.meta_path, flags, 0o600)
            try:
                os.write(file, text.encode("utf-8", "backslashreplace"))
            finally:
                os.close(file)
                self.words[layout.H_LINE_NS] = perf_counter_ns()
        except OSError:
            return

    def count_up_to(self, word: int, items: list[None]) -> None:
        """Write how many items there are. Several threads may: whoever writes last looks again, so it settles."""
        while self.words[word] < len(items):
            self.words[word] = len(items)

    def claim(self, name: str, role: int, kind: int, target: str = "") -> ThreadSlot | None:
        """Return a slot for the calling thread, or None when all are taken."""
        try:
            index = self.free.pop()
        except IndexError:
            self.slotless.append(None)
            self.count_up_to(layout.H_THREADS_WITHOUT_SLOT, self.slotless)
            return None
        return ThreadSlot(self, index, name, role, kind, target)


class ThreadSlot:
    """A thread's counters and ring. Only that thread calls its methods."""

    __slots__ = (
        "base", "board", "buffer", "calls", "cpu_seen_ns", "ended", "failed", "generation", "in_tasks_ns", "index",
        "last", "last_ns", "look_ns", "next_number", "next_offset", "of", "own", "poked_ns", "pool", "put", "since_ns",
        "started", "submitted", "task", "wait_since", "waits_for", "words",
    )  # fmt: skip

    def __init__(  # noqa: PLR0917, what describes it comes last
        self, board: Board, index: int, name: str, role: int, kind: int, target: str = ""
    ) -> None:
        self.board = board
        self.buffer = board.buffer
        self.index = index
        self.words = words = board.words
        self.base = base = layout.slot_word(index, 0)
        self.own = words[base : base + layout.SLOT_WORDS]
        self.waits_for = base + layout.S_WAITS_FOR
        self.wait_since = base + layout.S_WAIT_SINCE_NS
        self.submitted = self.started = self.ended = self.failed = self.calls = self.pool = 0
        self.task = -1
        self.since_ns = self.cpu_seen_ns = self.poked_ns = self.of = 0
        self.in_tasks_ns = self.last_ns = 0
        self.look_ns = -1
        """The thread's CPU time as the task began that is looked at; -1 for none."""
        self.last: Callable[[], Any] = type(None)
        """Returns the function that was called last, if it is still there; `of` tells of it."""
        self.next_number: Callable[[], int] | None = None
        self.next_offset: Callable[[], int] | None = None
        self.put: Any = None
        """Writes four words of a ring."""
        self.generation = words[base + layout.S_GENERATION] + 1
        native_id = get_native_id()
        start_ns = perf_counter_ns()
        words_of_line = layout.ROLE_NAMES[role], layout.KIND_NAMES[kind], name, target
        board.line("T", index, self.generation, native_id, start_ns, *words_of_line)
        if self.generation > 1:
            for field in _COUNTS:
                words[base + field] = 0
        words[base + layout.S_NATIVE_ID] = native_id
        words[base + layout.S_START_NS] = start_ns
        words[base + layout.S_ROLE] = role
        words[base + layout.S_KIND] = kind
        words[base + layout.S_GENERATION] = self.generation
        words[base + layout.S_STATE] = layout.SLOT_ALIVE
        board.slots[get_ident()] = self
        while words[layout.H_SLOTS_USED] <= index:
            words[layout.H_SLOTS_USED] = index + 1

    def wait(self, waits_for: int, since_ns: int) -> int:
        """Say for what the thread is about to wait, or 0 for no longer; return what stood there before."""
        own = self.own
        before = own[layout.S_WAITS_FOR]
        own[layout.S_WAIT_SINCE_NS] = since_ns
        own[layout.S_WAITS_FOR] = waits_for
        return before

    def fail(self) -> None:
        """Count a failure."""
        self.failed += 1
        self.words[self.base + layout.S_FAILED] = self.failed

    def see_cpu(self) -> int:
        """Write the calling thread's CPU time, in nanoseconds, and return it."""
        self.words[self.base + layout.S_CPU_NS] = cpu_ns = thread_time_ns()
        return cpu_ns

    def release(self) -> None:
        """Give the slot back: its thread ends."""
        counts = self.submitted, self.started, self.ended, self.failed, self.see_cpu()
        moved = self.words[self.base + layout.S_PUTS], self.words[self.base + layout.S_GETS]
        own = self.own
        tasks = own[layout.S_FIRST_NS], self.last_ns, self.in_tasks_ns, own[layout.S_TASKS_CPU_NS]
        self.board.line(
            "t", self.index, self.generation, perf_counter_ns(), *counts, *moved, self.pool, self.calls, *tasks
        )
        self.words[self.base + layout.S_STATE] = layout.SLOT_ENDED
        self.board.slots.pop(get_ident(), None)
        self.board.free.append(self.index)

    def record(self, now_ns: int, kind: int, value: int, duration_ns: int) -> None:
        """Add an event to the thread's ring."""
        number = (self.next_number or self.open_ring())()
        if self.next_offset is not None:
            self.put(self.buffer, self.next_offset(), now_ns, number << 8 | kind, value, duration_ns)
        self.own[layout.S_RING_COUNT] = number

    def open_ring(self) -> Callable[[], int]:
        """Make the ring ready; return what gives the numbers of its events."""
        from . import rings  # noqa: PLC0415 - most processes have none

        return rings.opened(self)


def begin(directory: str, role: int, name: str, parent_pid: int = 0, asked_ns: int = 0) -> None:
    """Begin this process's segment, with the calling thread in slot 0. Any earlier one is left alone for ever.

    `parent_pid`: who forked it, where that is known; it may be gone already. `asked_ns`: as in H_ASKED_NS.
    """
    global _board, threads  # noqa: PLW0603
    if _board is not None:
        _inherited.append(_board)
    _board = None
    threads = _local()
    try:
        board = Board(directory, role, name, parent_pid, asked_ns)
        threads.slot = ThreadSlot(board, 0, "MainThread", role, layout.KIND_THREAD)
        board.words[layout.H_MAGIC] = layout.MAGIC
    except Exception:  # noqa: BLE001
        threads.slot = None
        return
    _board = board


def begins_anew(begin: Callable[[], None]) -> None:
    """Have this called in a forked child from now on."""
    if begin not in in_child:
        in_child.append(begin)


def off() -> None:
    """Be without a board from now on, in this process."""
    global _board, threads  # noqa: PLW0603
    _board = None
    threads = _local()


def board() -> Board | None:
    """Return this process's board, or None when there is none."""
    return _board


def parent_board() -> Board | None:
    """Return the board of the process that this one was forked from; None when it was not."""
    return _inherited[-1] if _inherited else None


def claim(name: str, role: int, kind: int, target: str = "") -> ThreadSlot | None:
    """Give the calling thread a slot and return it; None without a board or a free slot."""
    threads.slot = slot = None if _board is None else _board.claim(name, role, kind, target)
    return slot


def slot() -> ThreadSlot | None:
    """Return the calling thread's slot; a thread nobody announced gets one now."""
    try:
        found: ThreadSlot | None = threads.slot
    except AttributeError:
        return claim("", layout.ROLE_WORKER, layout.KIND_THREAD)
    return found


def leave(thread_slot: ThreadSlot | None) -> None:
    """Give back the calling thread's slot, unless a fork has put it into another process meanwhile."""
    if thread_slot is not None and thread_slot is threads.slot:
        threads.slot = None
        thread_slot.release()


def not_observed(what: str, why: str) -> None:
    """Say that something cannot be seen."""
    if _board is not None:
        _board.line("N", what, why)
