"""The vocabulary's part about event loops: in which threads they run, and when they stand still.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from tui.telemetry.shape import Fact, Float, Int
from tui.telemetry.who import Somebody


class Loop(Somebody, Fact, frozen=True):
    """A thread in which an event loop runs, or ran."""

    pid: Int
    tid: Int
    is_on: bool
    """Whether it runs now."""
    is_told: bool
    """Whether its turns are told: those of loops that are not asyncio's own are not."""
    turn_since_s: Float | None
    """Since when its turn goes on, where that is a tenth of a second or more; None for shorter ones, and as long as it
    has nothing to do."""
    stood: Int
    """Turns of a tenth of a second or more while which something else was due."""
    stood_s: Float
    longest_s: Float


class LoopsSeen(Fact, frozen=True):
    """Event loops of which there are news."""

    at_s: Float
    run: Int
    loops: tuple[Loop, ...]


class LoopStood(Somebody, Fact, frozen=True):
    """A loop was seen in a long turn."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    since_s: Float
    is_late: bool
    """Whether something else in the loop was due meanwhile."""
    function: str
    """The innermost function of the program."""
    path: str
    line: Int


class LookerSeen(Somebody, Fact, frozen=True):
    """A thread is the probe's own: by it loops that stand still are looked at, and current lines."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int


LoopTelemetry = LoopsSeen | LoopStood | LookerSeen
"""Everything a feed can say about them."""
