"""What one read of the boards tells, with its clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from tui.feeds.board.observed import Became, Made
from tui.telemetry.tasks import TaskCount
from tui.telemetry.vocabulary import NotObserved, Telemetry

EVENTS_PER_READ = 8192
"""Events told by one read; more are counted as dropped."""
MOVES_PER_READ = 1024
"""The same where each item put or taken is an event: more than ten thousand a second would be too dear to follow."""
MOST_NOT_OBSERVED = 64
MOST_S = 1e6
"""No time is longer."""
_P = ParamSpec("_P")


class ReadBatch:
    """The telemetry of one read, with its clock."""

    def __init__(
        self,
        run: int,
        origin_ns: int,
        now_ns: int,
        events: int = EVENTS_PER_READ,
        not_observed: set[tuple[str, str]] | None = None,
    ) -> None:
        """`not_observed` is what was told of that already, and is told once."""
        self.run = run
        self.origin_ns = origin_ns
        self.now_ns = now_ns
        self.items: list[Telemetry] = []
        self.counts: list[TaskCount] = []
        self.exits: list[tuple[int, int, int]] = []
        self.made: list[Made] = []
        self.became: list[Became] = []
        self.events = events
        self.dropped = 0
        self._not_observed = set() if not_observed is None else not_observed

    def at_s(self, at_ns: int) -> float:
        """Return a time on the telemetry's clock; one from the future is now."""
        return max(-MOST_S, (min(at_ns, self.now_ns) - self.origin_ns) / 1e9)

    def tell(
        self, kind: Callable[Concatenate[float, int, _P], Telemetry], at_ns: int, *args: _P.args, **kwargs: _P.kwargs
    ) -> None:
        """Add telemetry of this kind: its time and its run are followed by what is given."""
        self.items.append(kind(self.at_s(at_ns), self.run, *args, **kwargs))

    def not_observed(self, what: str, why: str) -> None:
        """Tell once what cannot be seen of the program."""
        if (what, why) not in self._not_observed and len(self._not_observed) < MOST_NOT_OBSERVED:
            self._not_observed.add((what, why))
            self.tell(NotObserved, self.now_ns, what, why)
