"""What the app asks of a run's probes: the `ctl` file of its run directory, written here and read by every process."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

from msgspec import Struct

from tui.probe import layout
from tui.telemetry.objects import Level

LEVEL_PRICES: dict[Level, str] = {
    "lean": "about 0.05 µs for each acquisition, a clock only when it waits",
    "counts": "about 0.2 µs for each acquisition",
    "hold": "about 1 µs for each acquisition: it can change who waits and how often",
}
"""What each level costs the program, in words for a person."""


LONGEST_S = 10.0
"""No switch interval is asked for that is longer."""


class ProbeOrder(Struct, frozen=True):
    """What a run's probes are asked for."""

    level: Level = "lean"
    """Taken when a lock is made or comes to a process."""
    lines_hz: int = 0
    """How often to look at the current lines; 0 never: then only those who wait for something of the program say where.
    Taken whenever a thread starts, waits or takes a task; after STAND_BY within a quarter of a second, by a sleeping
    thread in each process that has not just forked, which looks where those are that stay in a line."""
    microscope: int = 0
    """Which shared value to put under the microscope, counted from 1 in the order they are made; 0 none."""
    traffic: bool = False
    """Whether to tell who puts into queues and who takes, item by item; 1 to 2 µs for each. Taken when a process
    begins."""
    switch_interval_s: float | None = None
    """The switch interval for slow motion, None for the program's own. Taken as `lines_hz` is, by each process."""


LINES_HZ = 10
"""How often lines are looked at to tell which take the CPU: as often as CPU times are sampled."""
STAND_BY = -1
"""Lines are not asked for now, but may be at any time; only those are told in which a worker stays."""

LEAN = ProbeOrder()
"""What is asked for unless a lesson or a person asks for more."""


class Control:
    """The `ctl` file of one run."""

    def __init__(self, directory: Path, order: ProbeOrder) -> None:
        """Write it before the program starts. OSError when that is not possible."""
        self._file = os.open(directory / layout.CTL_FILE, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(self._file, bytes(layout.CTL_BYTES))
        except OSError:
            os.close(self._file)
            raise
        self.order = order
        self._set(layout.C_LEVEL, layout.LEVEL_NAMES.index(order.level))
        self._set(layout.C_MICROSCOPE, order.microscope)
        self._set(layout.C_TRAFFIC, int(order.traffic))
        self.ask_lines(order.lines_hz)
        self.ask_switch_interval(order.switch_interval_s)
        self._set(layout.C_MAGIC, layout.MAGIC)

    def ask_lines(self, hz: int) -> None:
        """Ask for current lines so many times a second; with 0 for none; with STAND_BY for none as yet."""
        self._set(layout.C_LINES_HZ, min(max(STAND_BY, hz), 100))

    def ask_switch_interval(self, seconds: float | None) -> None:
        """Ask for this switch interval, or for the program's own."""
        self._set(layout.C_SWITCH_US, round(min(max(0.0, seconds or 0.0), LONGEST_S) * 1e6))

    def go(self) -> None:
        """Let armed values record for a second, from when this process sleeps again."""
        self._set(layout.C_GO, time.perf_counter_ns() + 20_000_000)

    def close(self) -> None:
        """Close the file; the probes keep what it says. Safe to call twice."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _set(self, word: int, value: int) -> None:
        if self._file >= 0:
            os.pwrite(self._file, struct.pack("=q", value), word * layout.WORD)
