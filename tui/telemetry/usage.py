"""The vocabulary's part about what processes use: CPU time of all their threads, and memory; and how often we look.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from typing import Literal

from tui.telemetry.shape import Fact, Float, Int


class ProcessUse(Fact, frozen=True):
    """What one process has used so far, by the system's own account."""

    pid: Int
    cpu_s: Float
    """Of all its threads: those that have ended and those of native libraries, which no ThreadStarted tells of, too."""
    memory_bytes: Int
    """What it has in memory now; pages that it shares with others count in each. 0 where that is not told."""


class ProcessesUsed(Fact, frozen=True):
    """Processes in which something ran since the last look."""

    at_s: Float
    run: Int
    uses: tuple[ProcessUse, ...]


class BornMemory(Fact, frozen=True):
    """What a process had in memory at the first look after it began with what it is to do."""

    at_s: Float
    run: Int
    pid: Int
    own_bytes: Int
    """Pages that no other process has."""
    shared_bytes: Int
    """Pages that others have too: what a copy has not changed, and the files of Python itself."""


Why = Literal["usual", "budget", "far", "battery", "busy", "covered", "away"]
"""Why we look so often: the rules of `tui.play.rates`, or the `budget`: a look is so dear that more of them would take
more than 5 % of a core."""


class Pace(Fact, frozen=True):
    """How often we look."""

    hz: Float
    """Looks a second."""
    why: Why


class ObserverPaced(Fact, frozen=True):
    """From now on the program is looked at so often. Until the first of these it is so as the header says."""

    at_s: Float
    pace: Pace


UsageTelemetry = ProcessesUsed | BornMemory | ObserverPaced
"""Everything a feed can say about it."""
