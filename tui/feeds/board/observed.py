"""A process and a thread that the probe rides in, as their board says, and what the thread waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from msgspec import Struct

from tui.feeds.board.board_file import Words
from tui.probe import layout
from tui.telemetry.objects import Why
from tui.telemetry.vocabulary import Role


class ObservedProcess(Struct, frozen=True):
    """A process that the probe rides in."""

    pid: int
    parent_pid: int | None
    role: Role
    name: str
    start_ns: int
    ended: bool = False
    exit_code: int | None = None
    hook_errors: int = 0


class Became(Struct, frozen=True):
    """A process became another program."""

    pid: int
    at_ns: int
    program: str
    """The file's name."""
    has_run: bool
    """Whether it was given the run's environment."""
    words: tuple[str, ...]
    """Its first arguments, its own name among them."""


Counts = tuple[int, int, int, int, int, int]
"""Of one thread: tasks submitted, started, ended, failed; its own CPU time in ns; calls in the ended tasks. None ever
falls."""


Times = tuple[int, int, int, int, int, int]
"""Of one thread, in ns: when its first task began and the newest one ended, 0 for not yet; the time in tasks, the CPU
time in them, the time to unpickle them and to pickle their results, as the board has them."""


class ObservedThread(Struct):
    """One thread in its slot."""

    generation: int
    tid: int
    start_ns: int
    counts: Counts = (0, 0, 0, 0, 0, 0)
    times: Times = (0, 0, 0, 0, 0, 0)
    moved: tuple[int, int] = (0, 0)
    busy: bool = False
    ended: bool = False
    pool: int = 0
    """Key of the pool whose tasks it works off, or 0."""
    slot: Words = ()
    """Its slot as it was seen last; nothing before."""


class Made(Struct, frozen=True):
    """How a process came to be, by its parent or itself."""

    pid: int
    parent_pid: int
    """Who says so."""
    method: str
    asked_ns: int
    made_ns: int
    command: str


class Waiting(NamedTuple):
    """What a thread waits for."""

    key: int
    """NOTHING: for no object."""
    why: Why
    since_ns: int
    thread: int | None = None
    """The thread for whose end it waits."""
    process: int | None = None
    """The process for whose end it waits."""
    is_end: bool = False
    """Whether it is the program's end that waits so."""
    line: tuple[str, int] | None = None
    """Where it began to."""


NOTHING = 0
"""Stands for a key: what is waited for is no object."""
_WHYS: tuple[Why, ...] = get_args(Why)
Stay = tuple[tuple[str, int], int]
"""A line, and when a thread was in it already."""
Threads = Sequence[Sequence[ObservedThread]]
"""For each slot the threads that have, and had, it."""


def waited_for(slot: Words, keys: Mapping[int, int], files: Mapping[int, str], threads: Threads) -> Waiting | None:
    """Return what a slot's thread waits for; None for nothing. `keys`: those of the process's rows."""
    waits_for = slot[layout.S_WAITS_FOR]
    if waits_for <= 0 or slot[layout.S_STATE] != layout.SLOT_ALIVE:
        return None
    row, kind = divmod(waits_for - 1, 1 << layout.WAIT_BITS)
    key = NOTHING if row >= layout.OBJECT_SLOTS else keys.get(row)
    if kind >= len(_WHYS) or key is None:
        return None
    index = row - layout.OBJECT_SLOTS - 1
    pid = index - layout.THREAD_SLOTS
    is_end = pid >= layout.PIDS
    since_ns = max(0, slot[layout.S_WAIT_SINCE_NS])
    is_its = slot[layout.S_LINE] & layout.OF_WAIT and slot[layout.S_LINE_NS] == since_ns
    line = _line(slot[layout.S_LINE], files) if is_its else None
    thread = newest(threads, pid - layout.PIDS if is_end else index)
    ends = thread, pid if 0 < pid < layout.PIDS else None, is_end
    return Waiting(key, _WHYS[kind], since_ns, *ends, line)


def current_line(word: int, files: Mapping[int, str]) -> tuple[str, int] | None:
    """Return the line of an S_LINE in which a thread was seen; None for none, or only that of a wait or stay."""
    return None if word <= 0 or word & (layout.OF_WAIT | layout.OF_STAY) else _line(word, files)


def waited_at_line(word: int) -> Why | None:
    """Return what a thread waited for when it was seen in its current line; None for nothing known."""
    kind = ((word & (layout.OF_STAY - 1)) >> layout.LINE_SIZE) - 1
    return _WHYS[kind] if 0 <= kind < len(_WHYS) else None


def stay_of(slot: Words, files: Mapping[int, str]) -> Stay | None:
    """Return where a thread stays that does not wait for anything known; None where that is not known."""
    word = slot[layout.S_LINE]
    line = _line(word, files) if word > 0 and word & layout.OF_STAY else None
    return None if line is None else (line, slot[layout.S_LINE_NS])


def _line(word: int, files: Mapping[int, str]) -> tuple[str, int] | None:
    path = files.get((word & layout.LINE_BITS) >> 32)
    return None if path is None else (path, word & 0xFFFFFFFF)


def newest(threads: Threads, index: int) -> int | None:
    """Return the thread that has this slot; None when there is no such slot."""
    return threads[index][-1].tid if 0 <= index < len(threads) and threads[index] else None
