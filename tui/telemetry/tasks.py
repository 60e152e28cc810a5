"""The vocabulary's part about what workers are given to do, and what goes wrong.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tui.telemetry.who import Somebody

ErrorKind = Literal["task", "thread", "process", "program", "pickling", "pool"]
"""What an exception ended: a task · a thread · a process · the program; pickling: an item, task or result that cannot
be pickled · pool: a pool that lost a worker."""
ALL_TASKS = -1
"""Stands for an index: all tasks of the job."""


class TaskCount(Somebody, Struct, frozen=True):
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
    calls: int = 0
    """In the ended ones: a task of a `map` is a chunk of calls."""


class TaskStarted(Somebody, Struct, frozen=True):
    """A pool or executor task began."""

    at_s: float
    run: int
    pid: int
    tid: int
    task: int
    """Its index in its job."""
    job: int = 0
    """The call of a `multiprocessing` pool that it is part of; 0 for an executor's tasks."""
    pool: int = 0
    """Key of the pool or executor; 0 where that is not known."""
    what: str = ""
    """The function: `shop.price`, without a module where that is the program's own."""
    calls: int = 1
    """How many calls it is made of: the size of a chunk."""


class TaskEnded(Somebody, Struct, frozen=True):
    """A pool or executor task ended."""

    at_s: float
    run: int
    pid: int
    tid: int
    task: int
    took_s: float
    failed: bool
    job: int = 0
    pool: int = 0
    """Key of the pool or executor; 0 where its beginning was not told."""


class TaskSubmitted(Somebody, Struct, frozen=True):
    """The program handed in tasks."""

    at_s: float
    run: int
    pid: int
    tid: int
    pool: int
    job: int
    task: int
    """The index of the last of them."""
    count: int
    """How many; where they are more than the index and one they are single calls of as many jobs."""


class TaskDelivered(Somebody, Struct, frozen=True):
    """The program got the result of a task, or its exception."""

    at_s: float
    run: int
    pid: int
    tid: int
    pool: int
    job: int
    task: int
    """Its index, or ALL_TASKS."""
    count: int
    """How many results, those included that were not told since the one before."""


class PoolCount(Struct, frozen=True):
    """A pool's or executor's tasks so far; exact."""

    key: int
    submitted: int
    started: int
    ended: int
    failed: int
    """Among the ended."""
    dropped: int
    """Never began: they were cancelled or could not be pickled."""
    delivered: int
    calls: int
    """In the ended tasks."""
    waits: int
    """Times that a thread waited for results; those that go on are included."""
    wait_s: float
    ahead: int = 0
    """By how many tasks the reading of an input was ahead of its results at most: of one that is read as it goes, such
    as a generator's."""
    read: int = 0
    """How many tasks such an input had, once it was read to its end."""
    out: int = 0
    """How many of its results the program had got by then."""


class PoolsCounted(Struct, frozen=True):
    """Pools whose counts changed."""

    at_s: float
    run: int
    counts: tuple[PoolCount, ...]


class TasksCounted(Struct, frozen=True):
    """The exact counts of tasks, per thread, whether or not each was told as an event."""

    at_s: float
    run: int
    counts: tuple[TaskCount, ...]


class ErrorSeen(Somebody, Struct, frozen=True):
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
    job: int = 0
    pool: int = 0
    """Key of the pool or executor, where it has to do with one."""
    of_pid: int | None = None
    """The worker that died or failed, where another process tells of it."""


class PoolTerminated(Struct, frozen=True):
    """The program ended a pool at once: what waits there never begins."""

    at_s: float
    run: int
    key: int


class PicklingCounted(Struct, frozen=True):
    """What a process has pickled for others and read back so far: of large messages, from the first or second on."""

    at_s: float
    run: int
    pid: int
    messages: int
    """Pickled."""
    cpu_s: float
    size_bytes: int
    read: int
    """Messages that were read back."""
    read_cpu_s: float
    read_bytes: int


TaskTelemetry = (
    TaskSubmitted | TaskStarted | TaskEnded | TaskDelivered | TasksCounted | PoolsCounted | ErrorSeen | PoolTerminated
    | PicklingCounted
)
"""Everything a feed can say about them."""
