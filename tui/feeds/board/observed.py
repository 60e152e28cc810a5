"""A process and a thread that the probe rides in, as their board says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.feeds.board.board_file import Counts
from tui.telemetry.vocabulary import Role


@dataclass(frozen=True, slots=True)
class ObservedProcess:
    """A process that the probe rides in."""

    pid: int
    parent_pid: int | None
    role: Role
    name: str
    start_ns: int
    ended: bool = False
    exit_code: int | None = None
    hook_errors: int = 0


@dataclass(frozen=True, slots=True)
class Became:
    """A process became another program."""

    pid: int
    at_ns: int
    program: str
    """The file's name."""
    has_run: bool
    """Whether it was given the run's environment."""
    words: tuple[str, ...]
    """Its first arguments, its own name among them."""


@dataclass(slots=True)
class ObservedThread:
    """One thread in its slot."""

    generation: int
    tid: int
    start_ns: int
    counts: Counts = (0, 0, 0, 0, 0, 0)
    moved: tuple[int, int] = (0, 0)
    busy: bool = False
    ended: bool = False
    pool: int = 0
    """Key of the pool whose tasks it works off, or 0."""


@dataclass(frozen=True, slots=True)
class Made:
    """How a process came to be, by its parent or itself."""

    pid: int
    parent_pid: int
    """Who says so."""
    method: str
    asked_ns: int
    made_ns: int
    command: str


def newest(threads: Sequence[Sequence[ObservedThread]], index: int) -> int | None:
    """Return the thread that has this slot; None when there is no such slot."""
    return threads[index][-1].tid if 0 <= index < len(threads) and threads[index] else None
