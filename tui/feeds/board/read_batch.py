"""What one read of the boards tells, with its clock."""

from __future__ import annotations

from tui.feeds.board.observed import Made
from tui.telemetry.tasks import TaskCount
from tui.telemetry.vocabulary import Telemetry

EVENTS_PER_READ = 8192
"""Events told by one read; more are counted as dropped."""
MOVES_PER_READ = 1024
"""The same where each item put or taken is an event: more than ten thousand a second would be too dear to follow."""
MOST_S = 1e6
"""No time is longer."""


class Telling:
    """The telemetry of one read, with its clock."""

    def __init__(self, run: int, origin_ns: int, now_ns: int, events: int = EVENTS_PER_READ) -> None:
        self.run = run
        self.origin_ns = origin_ns
        self.now_ns = now_ns
        self.items: list[Telemetry] = []
        self.counts: list[TaskCount] = []
        self.exits: list[tuple[int, int, int]] = []
        self.made: list[Made] = []
        self.events = events
        self.dropped = 0

    def at_s(self, at_ns: int) -> float:
        """Return a time on the telemetry's clock; one from the future is now."""
        return max(-MOST_S, (min(at_ns, self.now_ns) - self.origin_ns) / 1e9)
