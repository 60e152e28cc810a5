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
    """A worker's tasks while a batch is folded: of thousands that come only the newest become spans."""

    def __init__(self, known: WorkerTasks) -> None:
        self.known = known
        self.newest: deque[tuple[int, float, float | None, bool]] = deque(
            ((span.task, span.began_s, span.ended_s, span.failed) for span in known.spans), maxlen=MOST_SPANS
        )
        self.is_open = bool(known.spans) and known.spans[-1].ended_s is None
        self.ended, self.took_s, self.first_s = known.ended, known.took_s, known.first_s

    def started(self, task: int, at_s: float) -> None:
        if self.first_s is None:
            self.first_s = at_s
        if self.is_open:
            self.newest.pop()  # Its end was dropped: a worker does one thing at a time.
        self.newest.append((task, at_s, None, False))
        self.is_open = True

    def left(self, task: int, at_s: float, took_s: float, *, failed: bool) -> None:
        if self.first_s is None:
            self.first_s = at_s - took_s
        if self.is_open:
            self.newest.pop()
        self.newest.append((task, at_s - took_s, at_s, failed))
        self.is_open = False
        self.ended += 1
        self.took_s += took_s

    def frozen(self) -> WorkerTasks:
        spans = tuple(TaskSpan(*found) for found in self.newest)
        return WorkerTasks(self.known.pid, self.known.tid, spans, self.ended, self.took_s, self.first_s)
