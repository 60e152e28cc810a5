"""A signal that a person gave the program, and how long it may do nothing after it.

A program that waits for what never comes does not end by being interrupted: its interpreter waits at the end for the
threads that it has. Whoever works on, or is at work with ending, is left alone; a second signal ends it at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from tui.telemetry.vocabulary import Telemetry, ThreadsSampled

IDLE_S = 5.0
"""How long it may stand still after a signal before it is ended."""
STILL_S = 0.1
"""CPU time in so long that is no work: threads of a library that look now and then whether there is something to do."""
ITS_OWN_S = 15.0
"""Until when an end with any exit code is taken for an answer to the signal."""


class Interrupt:
    """What became of a run since it was given a signal; nothing before."""

    def __init__(self) -> None:
        self.number: int | None = None
        """The newest signal."""
        self._at_s = self._still_since_s = 0.0
        self._ran_s = 0.0

    def given(self, number: int, now_s: float) -> None:
        """Take note that the program was given a signal."""
        self.number, self._at_s = number, now_s
        self._still_since_s, self._ran_s = now_s, 0.0

    def is_stuck(self, told: Iterable[Telemetry], now_s: float) -> bool:
        """Whether it has done nothing since the signal for as long as it may, going by what was told meanwhile."""
        if self.number is None:
            return False
        for item in told:
            if isinstance(item, ThreadsSampled):
                self._ran_s += sum(sample.ran_s for sample in item.samples)
        if self._ran_s > STILL_S:
            self._still_since_s, self._ran_s = now_s, 0.0
        return now_s - self._still_since_s > IDLE_S

    def explains(self, exit_code: int | None, now_s: float) -> bool:
        """Whether a program that did not end well ended so because of the signal."""
        if self.number is None or exit_code is None:
            return False
        by_it = exit_code in (-self.number, 128 + self.number)
        return by_it or (exit_code > 0 and now_s - self._at_s < ITS_OWN_S)
