"""The newest tasks of each worker, as bars over time. Frozen; part of `RunState`."""

from __future__ import annotations

from collections import deque

from msgspec import Struct
from msgspec.structs import replace

from tui.telemetry.tasks import TaskEnded, TaskStarted
from tui.telemetry.who import Somebody

MOST_SPANS = 64
"""The newest tasks of a worker that are kept."""


class TaskSpan(Struct, frozen=True):
    """One task."""

    task: int
    """Its index in its job."""
    began_s: float
    ended_s: float | None
    """None while it goes on."""
    failed: bool = False
    job: int = 0
    pool: int = 0
    """Key of its pool; 0 where that is not known."""
    what: str = ""
    """The function."""
    calls: int = 1
    """How many calls it is made of."""
    is_lost: bool = False
    """Whether its worker died in it."""


class WorkerTasks(Somebody, Struct, frozen=True):
    """What one worker had to do."""

    pid: int
    tid: int
    spans: tuple[TaskSpan, ...] = ()
    """The newest last, at most 64; tasks whose events were dropped are not among them."""
    ended: int = 0
    """Tasks whose end was told."""
    took_s: float = 0.0
    """The time in them."""
    first_s: float | None = None
    """When its first task began."""


class TasksDraft:
    """A worker's tasks while a batch is folded: of thousands that come only the newest become spans."""

    def __init__(self, known: WorkerTasks) -> None:
        self.known = known
        self.newest: deque[TaskSpan | TaskStarted | _Left] = deque(known.spans, maxlen=MOST_SPANS)
        self.is_open = bool(known.spans) and known.spans[-1].ended_s is None
        self.ended, self.took_s, self.first_s = known.ended, known.took_s, known.first_s

    def started(self, item: TaskStarted) -> None:
        if self.first_s is None:
            self.first_s = item.at_s
        if self.is_open:
            self.newest.pop()  # Its end was dropped: a worker does one thing at a time.
        self.newest.append(item)
        self.is_open = True

    def left(self, item: TaskEnded) -> bool:
        """Take a task's end; return whether it was taken for lost, as its worker's end was told before it."""
        was_lost = self._find_again(item)
        if self.first_s is None:
            self.first_s = item.at_s - item.took_s
        begun = self.newest.pop() if self.is_open else None
        self.newest.append((item, begun))
        self.is_open = False
        self.ended += 1
        self.took_s += item.took_s
        return was_lost

    def _find_again(self, item: TaskEnded) -> bool:
        last = self.newest[-1] if self.newest and not self.is_open else None
        if not isinstance(last, TaskSpan) or not last.is_lost or (last.job, last.task) != (item.job, item.task):
            return False
        self.newest[-1] = replace(last, ended_s=None, failed=False, is_lost=False)
        self.is_open = True
        return True

    def lost(self, at_s: float) -> TaskSpan | None:
        """Take note that the worker is no more; return the task it was in."""
        if not self.is_open:
            return None
        self.is_open = False
        span = replace(_span(self.newest.pop()), ended_s=at_s, failed=True, is_lost=True)
        self.newest.append(span)
        return span

    def fail(self, job: int, task: int) -> None:
        """Take note that a task's result could not be pickled: to who waits for it the task has failed."""
        for place, found in enumerate(self.newest):
            span = _span(found)
            if (span.job, span.task, span.failed) == (job, task, False):
                self.newest[place] = replace(span, failed=True)

    def frozen(self) -> WorkerTasks:
        spans = tuple(map(_span, self.newest))
        return WorkerTasks(self.known.pid, self.known.tid, spans, self.ended, self.took_s, self.first_s)


_Left = tuple[TaskEnded, "TaskSpan | TaskStarted | _Left | None"]


def _span(found: TaskSpan | TaskStarted | _Left) -> TaskSpan:
    if isinstance(found, TaskSpan):
        return found
    if isinstance(found, TaskStarted):
        return TaskSpan(found.task, found.at_s, None, False, found.job, found.pool, found.what, found.calls)
    item, before = found
    span = TaskSpan(item.task, item.at_s - item.took_s, item.at_s, item.failed, item.job, item.pool)
    begun = None if before is None else _span(before)
    if begun is not None and (begun.task, begun.job) == (span.task, span.job):
        span = replace(span, pool=begun.pool, what=begun.what, calls=begun.calls)
    return span
