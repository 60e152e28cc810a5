"""What is left of the processes and threads that a run has forgotten: sums. Frozen; part of `RunState`.

A program may start and end thousands. The newest that have ended are kept one by one, the others are in here.
"""

from __future__ import annotations

from msgspec import Struct

from tui.telemetry.objects import Why
from tui.telemetry.tasks import TaskCount
from tui.telemetry.vocabulary import Reason

NEVER_S = 1e15
"""Later than all that there is; a finite number, as a state can be kept only where all of its numbers are."""
NO_TASKS = TaskCount(0, 0, 0, 0, 0, 0, busy=False, cpu_s=0.0)


class GoneWait(Struct, frozen=True):
    """How long forgotten workers were seen to wait for an object, together."""

    key: int
    why: Why
    waited_s: float
    by_workers_s: float
    """Of that, by those who did the work."""
    lived_s: float
    workers: int


class GonePickling(Struct, frozen=True):
    """The large messages of forgotten processes; the fields are those of `PicklingCounted`."""

    messages: int = 0
    cpu_s: float = 0.0
    size_bytes: int = 0
    read: int = 0
    read_cpu_s: float = 0.0
    read_bytes: int = 0


class GoneTasks(Struct, frozen=True):
    """Tasks whose end was told, of forgotten workers."""

    ended: int = 0
    took_s: float = 0.0
    lived_s: float = 0.0
    """From each worker's first task's beginning to its last one's end."""
    first_s: float = NEVER_S
    last_s: float = -NEVER_S
    """When the very first one began and the very last one ended."""


class GoneStarts(Struct, frozen=True):
    """How forgotten worker processes were started in one way: of each part of a start its sum and how many had it."""

    method: str
    count: int
    parts: tuple[tuple[float, int], ...]


class Gone(Struct, frozen=True):
    """All that were forgotten."""

    processes: int = 0
    threads: int = 0
    """All threads, the first one of each process too."""
    kept: int = 0
    """How many that had ended were kept when somebody was forgotten last: processes or threads, whatever is more."""
    rows: int = 0
    """Processes and further threads, helpers left out: what a tree would show a row of."""
    workers: int = 0
    """Those of them that did the work when they were forgotten."""
    most_at_once: int = 0
    """How many workers lived at the same time at most, up to when somebody was forgotten last; those kept, too."""
    most_wanting: tuple[tuple[float, int], ...] = ()
    """The same of those that ran or wanted to for a share of their time, by that share."""
    cpu_s: float = 0.0
    """CPU time of their threads, as sampled or told."""
    process_cpu_s: float = 0.0
    """CPU time of the processes, as told."""
    reasons_s: tuple[tuple[Reason, float], ...] = ()
    """Seconds of the workers among them for each reason."""
    count: TaskCount = NO_TASKS
    """Their tasks, exactly."""
    tasks: GoneTasks = GoneTasks()
    waited: tuple[GoneWait, ...] = ()
    """At most 256 objects."""
    starts: tuple[GoneStarts, ...] = ()
    start_cpu_s: float = 0.0
    """CPU time until the worker processes that told of it began with what they are to do; how many; all their CPU."""
    starts_told: int = 0
    starts_used_s: float = 0.0
    pickled: tuple[tuple[str, GonePickling], ...] = ()
    """By the role of the process."""
    exits: tuple[tuple[int, int], ...] = ()
    """How many processes ended with an exit code other than 0, by the code."""
    bad: int = 0
    """Of those that ended otherwise than they should: how many are not kept."""
    helpers: tuple[tuple[str, int], ...] = ()
    """Those that did the bookkeeping of Python's libraries, by name."""
    names: tuple[tuple[str, int], ...] = ()
    """The highest number given to a process of each name; at most 512 names, those with most of them."""
    numbers: tuple[tuple[str, int], ...] = ()
    """The highest number given to a worker of each kind, by its letter."""

    @property
    def lived_s(self) -> float:
        """The time in which the workers among them were sampled."""
        return sum(seconds for _, seconds in self.reasons_s)

    def wanting(self, share: float) -> int:
        """Return how many ran or wanted to for this share of their time at once, at most; 0 where that is not kept."""
        return dict(self.most_wanting).get(share, 0)
