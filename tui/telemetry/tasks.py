"""The vocabulary's part about what workers are given to do, and what goes wrong.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from typing import Literal

from tui.telemetry.shape import Fact, Float, Int
from tui.telemetry.who import Somebody

ErrorKind = Literal["task", "thread", "process", "program", "pickling", "pool"]
"""What an exception ended: a task · a thread · a process · the program; pickling: an item, task or result that cannot
be pickled · pool: a pool that lost a worker."""
ALL_TASKS = -1
"""Stands for an index: all tasks of the job."""


class TaskTimes(Fact, frozen=True):
    """Where a thread's time with its tasks went; what it did between them is not in here."""

    first_s: Float
    """When its first task began, in seconds since the comparison started."""
    last_s: Float
    """When the newest task ended, at most 0.2 ms behind."""
    in_tasks_s: Float
    """The time in tasks by then."""
    ran_s: Float
    """The CPU time in tasks, about: a sample of the tasks was looked at, of few tasks all. So the next two."""
    unpickled_s: Float = 0.0
    """The time to unpickle tasks, before they begin; 0 where nothing is pickled."""
    pickled_s: Float = 0.0
    """The time to pickle results, when their tasks have ended."""


class TaskCount(Somebody, Fact, frozen=True):
    """A thread's tasks so far."""

    pid: Int
    tid: Int
    submitted: Int
    started: Int
    ended: Int
    failed: Int
    busy: bool
    """Whether it is inside a task now."""
    cpu_s: Float
    """The thread's own CPU time as it read it when its last task ended, or when it ended itself; 0 before."""
    calls: Int = 0
    """In the ended ones: a task of a `map` is a chunk of calls."""
    times: TaskTimes | None = None
    """None where no task has ended, and for what cannot be seen."""


class TaskStarted(Somebody, Fact, frozen=True):
    """A pool or executor task began."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    task: Int
    """Its index in its job."""
    job: Int = 0
    """The call of a `multiprocessing` pool that it is part of; 0 for an executor's tasks."""
    pool: Int = 0
    """Key of the pool or executor; 0 where that is not known."""
    what: str = ""
    """The function: `shop.price`, without a module where that is the program's own."""
    calls: Int = 1
    """How many calls it is made of: the size of a chunk."""


class TaskEnded(Somebody, Fact, frozen=True):
    """A pool or executor task ended."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    task: Int
    took_s: Float
    failed: bool
    job: Int = 0
    pool: Int = 0
    """Key of the pool or executor; 0 where its beginning was not told."""


class TaskSubmitted(Somebody, Fact, frozen=True):
    """The program handed in tasks."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    pool: Int
    job: Int
    task: Int
    """The index of the last of them."""
    count: Int
    """How many; where they are more than the index and one they are single calls of as many jobs."""


class TaskDelivered(Somebody, Fact, frozen=True):
    """The program got the result of a task, or its exception."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    pool: Int
    job: Int
    task: Int
    """Its index, or ALL_TASKS."""
    count: Int
    """How many results, those included that were not told since the one before."""


class PoolCount(Fact, frozen=True):
    """A pool's or executor's tasks so far; exact."""

    key: Int
    submitted: Int
    started: Int
    ended: Int
    failed: Int
    """Among the ended."""
    dropped: Int
    """Never began: they were cancelled or could not be pickled."""
    delivered: Int
    calls: Int
    """In the ended tasks."""
    waits: Int
    """Times that a thread waited for results; those that go on are included."""
    wait_s: Float
    ahead: Int = 0
    """By how many tasks the reading of an input was ahead of its results at most: of one that is read as it goes, such
    as a generator's."""
    read: Int = 0
    """How many tasks such an input had, once it was read to its end."""
    out: Int = 0
    """How many of its results the program had got by then."""


class PoolsCounted(Fact, frozen=True):
    """Pools whose counts changed."""

    at_s: Float
    run: Int
    counts: tuple[PoolCount, ...]


class TasksCounted(Fact, frozen=True):
    """The exact counts of tasks, per thread, whether or not each was told as an event."""

    at_s: Float
    run: Int
    counts: tuple[TaskCount, ...]


class TracedFrame(Fact, frozen=True):
    """A frame of the program in a traceback."""

    file: str
    """Its name, without the folder."""
    line: Int
    function: str
    text: str = ""
    """The line of the source, without its indentation; empty where it cannot be read."""


class ErrorSeen(Somebody, Fact, frozen=True):
    """An exception ended something."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    kind: ErrorKind
    task: Int | None
    """The task that it ended, if it did."""
    type: str
    """As `ZeroDivisionError`, with its module where it is not a built-in one."""
    text: str
    """What it says; the beginning, when that is long."""
    job: Int = 0
    pool: Int = 0
    """Key of the pool or executor, where it has to do with one."""
    of_pid: Int | None = None
    """The worker that died or failed, where another process tells of it."""
    frames: tuple[TracedFrame, ...] = ()
    """The program's own frames that it came through, the innermost last; at most six."""


class ErrorDelivered(Somebody, Fact, frozen=True):
    """The program got the exception of a task, where it asked for its result."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    type: str
    """As in ErrorSeen; it may be another one, where that of the task could not be sent."""
    text: str
    job: Int
    task: Int
    """Its index, or ALL_TASKS."""
    pool: Int
    frames: tuple[TracedFrame, ...] = ()
    """Who asked, and who called that: the program's own frames, the innermost last; at most six."""


class PoolTerminated(Fact, frozen=True):
    """The program ended a pool at once: what waits there never begins."""

    at_s: Float
    run: Int
    key: Int


class PicklingCounted(Fact, frozen=True):
    """What a process has pickled for others and read back so far: of large messages, from the first or second on."""

    at_s: Float
    run: Int
    pid: Int
    messages: Int
    """Pickled."""
    cpu_s: Float
    size_bytes: Int
    read: Int
    """Messages that were read back."""
    read_cpu_s: Float
    read_bytes: Int


TaskTelemetry = (
    TaskSubmitted | TaskStarted | TaskEnded | TaskDelivered | TasksCounted | PoolsCounted | ErrorSeen | ErrorDelivered
    | PoolTerminated | PicklingCounted
)
"""Everything a feed can say about them."""
