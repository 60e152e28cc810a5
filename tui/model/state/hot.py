"""The lines of the program that took the CPU, as far as was looked. Frozen; part of `RunState`."""

from __future__ import annotations

from msgspec import Struct


class HotLine(Struct, frozen=True):
    """One line."""

    path: str
    """As the probe tells it: from the folder the program runs in, or only its name."""
    line: int
    function: str
    """The function that it is in; empty where that is not known."""
    cpu_s: float
    """CPU time of threads that were last seen in it."""


class HotLines(Struct, frozen=True):
    """All lines in which threads were seen while the app looked."""

    is_looking: bool = False
    lines: tuple[HotLine, ...] = ()

    @property
    def cpu_s(self) -> float:
        """CPU time of which it is known where it went."""
        return sum(line.cpu_s for line in self.lines)
