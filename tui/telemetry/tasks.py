"""The vocabulary's part about what workers are given to do, and what goes wrong.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ErrorKind = Literal["task", "thread", "process", "program", "pickling", "pool"]
"""What an exception ended: a task · a thread · a process · the program; pickling: an item, task or result that cannot
be pickled · pool: a pool that lost a worker."""


@dataclass(frozen=True, slots=True)
class TaskCount:
    """A thread's tasks so far."""

    pid: int
    tid: int
    submitted: int
    started: int
    ended: int
    failed: int
    busy: bool
    """Whether it is inside a task now."""
    cpu_s: float
    """The thread's own CPU time as it read it when its last task ended, or when it ended itself; 0 before."""


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """A pool or executor task began."""

    at_s: float
    run: int
    pid: int
    tid: int
    task: int


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """A pool or executor task ended."""

    at_s: float
    run: int
    pid: int
    tid: int
    task: int
    took_s: float
    failed: bool


@dataclass(frozen=True, slots=True)
class TasksCounted:
    """The exact counts of tasks, per thread, whether or not each was told as an event."""

    at_s: float
    run: int
    counts: tuple[TaskCount, ...]


@dataclass(frozen=True, slots=True)
class ErrorSeen:
    """An exception ended something."""

    at_s: float
    run: int
    pid: int
    tid: int
    kind: ErrorKind
    task: int | None
    """The task that it ended, if it did."""
    type: str
    """As `ZeroDivisionError`, with its module where it is not a built-in one."""
    text: str
    """What it says; the beginning, when that is long."""


TaskTelemetry = TaskStarted | TaskEnded | TasksCounted | ErrorSeen
"""Everything a feed can say about them."""
