"""The vocabulary's part about what processes use: CPU time of all their threads, and memory.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

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


UsageTelemetry = ProcessesUsed
"""Everything a feed can say about it."""
