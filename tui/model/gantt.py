"""The newest tasks of each worker, as bars over time. Frozen; part of `RunState`."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

MOST_SPANS = 64
"""The newest tasks of a worker that are kept."""


@dataclass(frozen=True, slots=True)
class TaskSpan:
    """One task."""

    task: int
    began_s: float
    ended_s: float | None
    """None while it goes on."""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class WorkerTasks:
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
    """A worker's tasks while a batch is folded."""

    def __init__(self, known: WorkerTasks) -> None:
        self.known = known
        self.spans = deque(known.spans, maxlen=MOST_SPANS)
        self.ended, self.took_s, self.first_s = known.ended, known.took_s, known.first_s

    def started(self, task: int, at_s: float) -> None:
        self.first_s = at_s if self.first_s is None else self.first_s
        if self.spans and self.spans[-1].ended_s is None:
            self.spans.pop()  # Its end was dropped: a worker does one thing at a time.
        self.spans.append(TaskSpan(task, at_s, None))

    def left(self, task: int, at_s: float, took_s: float, *, failed: bool) -> None:
        began_s = at_s - took_s
        self.first_s = began_s if self.first_s is None else self.first_s
        if self.spans and self.spans[-1].ended_s is None:
            self.spans.pop()
        self.spans.append(TaskSpan(task, began_s, at_s, failed))
        self.ended += 1
        self.took_s += took_s

    def frozen(self) -> WorkerTasks:
        return WorkerTasks(
            self.known.pid, self.known.tid, tuple(self.spans), self.ended, self.took_s, self.first_s
        )
