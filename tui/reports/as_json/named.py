"""The classes of what a program made, as `watch --json` names it, and of who waited there for good."""

from __future__ import annotations

from tui.model.stuck.cause import Kind as StuckKind
from tui.reports.as_json.data import Report


class Named(Report):
    """Something that the program made."""

    name: str
    """Its variable; its type where it has no name."""
    type: str
    place: str | None
    """The file and line where it was made."""
    pid: int


class StepReport(Report):
    """One of those who wait for each other: what it holds, and what it waits for."""

    worker: str
    pid: int
    tid: int
    holds: Named | None
    """What the one before it waits for; null where that waits for this worker's end."""
    waits_for: Named | None
    """What the next one holds; null where it waits for the next one's end."""
    waits_for_worker: str | None
    line: str | None
    """File and line in which it waits, where that was looked at."""
    says: str


class DeadlockReport(Report):
    """Workers that waited for each other: in a circle of locks and ends, or in another way of which `kind` tells."""

    kind: StuckKind = "circle"
    since_s: float
    seen_s: float
    """When it was last seen."""
    steps: tuple[StepReport, ...]
    """Those of a circle in its order: each holds what the one before waits for."""
    says: str
    """What is said of it in words."""


class StuckReport(Report):
    """One who could never go on: all who could end its wait waited themselves, or were gone."""

    worker: str
    pid: int
    tid: int
    waits_for: str
    """As `an item in jobs`, `Process-1 to end`, `book`."""
    could_end: str | None
    """Who could end that wait; null where nobody could."""
    why_not: str
    since_s: float
    line: str | None
    """File and line in which it waits, where that was looked at."""
