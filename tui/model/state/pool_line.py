"""What waits in line before a pool and what came back: when tasks were handed in, and when their results were got.

Frozen; part of `RunState`. Tasks that follow each other within a few milliseconds are one entry.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from tui.telemetry.tasks import ALL_TASKS, PoolCount, TaskDelivered, TaskSubmitted

MOST_ENTRIES = 512
"""The newest entries of each kind that are kept of a pool."""
TOGETHER_S = 0.005
"""Tasks that follow each other as fast are told as one entry."""


class Handed(Struct, frozen=True):
    """Tasks that were handed in, or whose results were got, one right after the other."""

    jobs: tuple[int, int]
    """The first and the last one; they differ where each task is a job of its own."""
    tasks: tuple[int, int]
    """Indices of the first and last one; (0, ALL_TASKS) for all of the job."""
    at_s: float
    """When the first one was."""
    order: int = 0
    """Of results: which one of the pool's the last one was, counted from 1."""

    def holds(self, job: int, task: int) -> bool:
        first, last = self.tasks
        return self.jobs[0] <= job <= self.jobs[1] and first <= task and (task <= last or last == ALL_TASKS)

    def order_of(self, job: int, task: int) -> int | None:
        """Return which of the results a task's was, counted from 1; None where they all came at once."""
        if self.tasks[1] == ALL_TASKS:
            return None
        return self.order - (self.tasks[1] - task) - (self.jobs[1] - job)


class PoolLine(Struct, frozen=True):
    """The line before one pool."""

    key: int
    handed_in: tuple[Handed, ...] = ()
    """The newest last; so the other slices."""
    got: tuple[Handed, ...] = ()
    in_line: tuple[tuple[float, int], ...] = ()
    """When there were how many tasks in line; each holds until the next."""
    is_out_of_order: bool = False
    """Whether a result of the newest job was got before that of an earlier task."""


def waiting_in(count: PoolCount | None) -> int:
    """Return how many tasks are in line: handed in, and not yet begun."""
    return 0 if count is None else max(0, count.submitted - count.started - count.dropped)


class LineDraft:
    """A pool's line while a batch is folded."""

    def __init__(self, known: PoolLine) -> None:
        self.known = known
        self.handed_in = deque(known.handed_in, maxlen=MOST_ENTRIES)
        self.got = deque(known.got, maxlen=MOST_ENTRIES)
        self.in_line = deque(known.in_line, maxlen=MOST_ENTRIES)
        self.is_out_of_order = known.is_out_of_order
        self.order = known.got[-1].order if known.got else 0

    def submitted(self, item: TaskSubmitted) -> None:
        _extend(self.handed_in, _handed(item))

    def delivered(self, item: TaskDelivered) -> None:
        self.order += item.count
        new = Handed((item.job, item.job), (0, ALL_TASKS), item.at_s) if item.task == ALL_TASKS else _handed(item)
        before = self.got[-1] if self.got else None
        if before is None or before.jobs[1] != new.jobs[0]:
            self.is_out_of_order = False
        elif new.tasks[0] < before.tasks[1]:
            self.is_out_of_order = True
        _extend(self.got, replace(new, order=self.order))

    def counted(self, at_s: float, count: PoolCount) -> None:
        waiting = waiting_in(count)
        if not self.in_line or self.in_line[-1][1] != waiting:
            self.in_line.append((at_s, waiting))

    def frozen(self) -> PoolLine:
        handed_in, got, in_line = tuple(self.handed_in), tuple(self.got), tuple(self.in_line)
        return PoolLine(self.known.key, handed_in, got, in_line, self.is_out_of_order)


def _handed(item: TaskSubmitted | TaskDelivered) -> Handed:
    if item.count > item.task + 1:
        return Handed((max(0, item.job - item.count + 1), item.job), (item.task, item.task), item.at_s)
    return Handed((item.job, item.job), (item.task - item.count + 1, item.task), item.at_s)


def _extend(entries: deque[Handed], new: Handed) -> None:
    """Add to the entries: to the newest one, where the new one goes on right after it."""
    if entries and new.at_s - entries[-1].at_s < TOGETHER_S:
        last = entries[-1]
        if last.jobs == new.jobs and new.tasks[0] == last.tasks[1] + 1:
            entries[-1] = replace(last, tasks=(last.tasks[0], new.tasks[1]), order=new.order)
            return
        if last.tasks == new.tasks == (0, 0) and new.jobs[0] == last.jobs[1] + 1:
            entries[-1] = replace(last, jobs=(last.jobs[0], new.jobs[1]), order=new.order)
            return
    entries.append(new)


def entry_of(entries: Iterable[Handed], job: int, task: int) -> Handed | None:
    return next((entry for entry in entries if entry.holds(job, task)), None)
