"""How busy every core is, and which part of that is the run's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Protocol

from tui.telemetry.vocabulary import ThreadSample

CoreTimes = tuple[float, float]
"""Busy and all time of one core since boot, in any one unit."""


class CoreReader(Protocol):
    """Tells the times of every core."""

    forks: int | None
    """How many processes and threads the machine had started at the last reading; None where that is not told."""

    def read(self) -> Sequence[CoreTimes]:
        """Return each core's times; empty where the system does not tell."""

    def close(self) -> None:
        """Free what it holds. Safe to call twice."""


class LinuxCores:
    """`/proc/stat` through a descriptor that stays open. It counts in ticks, so 100 ms have ten steps."""

    forks: int | None = None
    """How many processes and threads this machine had started at the last reading (`processes` in proc(5), stat).

    None where it is not told, as in sandboxes that say 0.
    """

    def __init__(self) -> None:
        self._bytes = 16384
        try:
            self._fd = os.open("/proc/stat", os.O_RDONLY)
        except (FileNotFoundError, PermissionError):
            self._fd = -1

    def read(self) -> Sequence[CoreTimes]:
        """Return the times in ticks; a core that is offline is missing, as in psutil."""
        if self._fd < 0:
            return ()
        text = os.pread(self._fd, self._bytes, 0)
        while len(text) == self._bytes:  # There may be more; a part of it that is read later is another moment's.
            self._bytes *= 2
            text = os.pread(self._fd, self._bytes, 0)
        self.forks = _count(text, b"\nprocesses ") or None
        return [_core_times(line) for line in text[: text.find(b"\nintr")].splitlines()[1:] if line[:3] == b"cpu"]

    def close(self) -> None:
        """Close the descriptor."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _core_times(line: bytes) -> CoreTimes:
    """Return busy and all ticks: user nice system idle iowait irq softirq steal; guest is in user (proc(5)).

    Stolen time is not busy: the core was given to another virtual machine.
    """
    user, nice, system, idle, iowait, irq, softirq, steal = (int(word) for word in line.split()[1:9])
    busy = user + nice + system + irq + softirq
    return busy, busy + idle + iowait + steal


def _count(text: bytes, word: bytes) -> int:
    """Return the number behind a word at the start of a line, 0 where there is none."""
    at = text.rfind(word)
    return int(text[at + len(word) : text.index(b"\n", at + 1)]) if at >= 0 else 0


class CoreShares:
    """The share of the last interval each core was busy."""

    def __init__(self, reader: CoreReader) -> None:
        self._reader = reader
        self._last = list(reader.read())
        self._shares = [0.0] * len(self._last)

    def take(self) -> tuple[float, ...]:
        """Return each core's busy share, 0 to 1, since the last call; where no time was counted, the last share."""
        times = list(self._reader.read())
        if len(times) != len(self._last):
            self._last, self._shares = times, [0.0] * len(times)
        for core, ((busy, total), (busy_before, total_before)) in enumerate(zip(times, self._last, strict=True)):
            if total > total_before:
                self._shares[core] = min(max((busy - busy_before) / (total - total_before), 0.0), 1.0)
        self._last = times
        return tuple(self._shares)

    def close(self) -> None:
        """Free the reader."""
        self._reader.close()


def place_run(samples: Iterable[ThreadSample], busy: Sequence[float], interval_s: float) -> tuple[float, ...]:
    """Return the run's share of each core, never more than that core was busy; empty where threads have no core.

    A thread's time is put on the core where it ran last. What that core cannot have held was used before a move, so it
    goes to the cores that still have busy time to explain.
    """
    wanted = [0.0] * len(busy)
    for sample in samples:
        if sample.ran_s:
            if sample.core is None or sample.core >= len(busy):
                return ()
            wanted[sample.core] += sample.ran_s / interval_s
    placed = [min(want, share) for want, share in zip(wanted, busy, strict=True)]
    moved = sum(wanted) - sum(placed)
    room = sum(busy) - sum(placed)
    if moved > 0 and room > 0:
        part = min(moved / room, 1.0)
        placed = [here + (share - here) * part for here, share in zip(placed, busy, strict=True)]
    return tuple(min(share, 1.0) for share in placed)
