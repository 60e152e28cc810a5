"""The vocabulary's part about event loops: in which threads they run, and when they stand still.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from msgspec import Struct

from tui.telemetry.who import Somebody


class Loop(Somebody, Struct, frozen=True):
    """A thread in which an event loop runs, or ran."""

    pid: int
    tid: int
    is_on: bool
    """Whether it runs now."""
    is_told: bool
    """Whether its turns are told: those of loops that are not asyncio's own are not."""
    turn_since_s: float | None
    """Since when its turn goes on, where that is a tenth of a second or more; None for shorter ones, and as long as it
    has nothing to do."""
    stood: int
    """Turns of a tenth of a second or more while which something else was due."""
    stood_s: float
    longest_s: float


class LoopsSeen(Struct, frozen=True):
    """Event loops of which there are news."""

    at_s: float
    run: int
    loops: tuple[Loop, ...]


class LoopStood(Somebody, Struct, frozen=True):
    """A loop was seen in a long turn."""

    at_s: float
    run: int
    pid: int
    tid: int
    since_s: float
    is_late: bool
    """Whether something else in the loop was due meanwhile."""
    function: str
    """The innermost function of the program."""
    path: str
    line: int


class LookerSeen(Somebody, Struct, frozen=True):
    """A thread is the probe's own: by it loops that stand still are looked at, and current lines."""

    at_s: float
    run: int
    pid: int
    tid: int


LoopTelemetry = LoopsSeen | LoopStood | LookerSeen
"""Everything a feed can say about them."""
