"""The variants as runners on one clock: how far each had come when, from its start on.

A runner's place is the share of its work that is done: of the tasks that had ended, where the program hands out tasks;
else of the CPU time that the work takes, of a run that is over what it took in all, before that what the calibration
expects. Where neither is told the place is unknown, and only the time is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from msgspec import Struct

from tui.model.speed.readings import Spread, VariantReading, variants
from tui.model.state.once import once
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.lanes import tasks_of

UNSURE = 0.99
"""The furthest that an estimate says before the end."""


class Attempt(Struct, frozen=True):
    """One run of a runner."""

    number: int
    """Which of its runs it is, counted from 1."""
    elapsed_s: float
    ending: str = ""
    """How it ended, in the words of a variant's phase; empty while it is on."""
    shares: tuple[float, ...] = ()
    """The share of the work that was done at the end of each bucket; empty where that is not told."""
    bucket_s: float = 0.1
    is_estimate: bool = False
    """Whether the shares are those of CPU time."""

    def at(self, time_s: float) -> float | None:
        """Return the share of the work done by so many seconds after the start, 0 to 1; None where it is unknown."""
        if self.ending == "ended" and time_s >= self.elapsed_s:
            return 1.0
        if not self.shares:
            return None
        place = max(0.0, min(time_s, self.elapsed_s)) / self.bucket_s
        whole = min(int(place), len(self.shares))
        before = self.shares[whole - 1] if whole else 0.0
        after = self.shares[whole] if whole < len(self.shares) else self._last(before)
        return before + (after - before) * min(1.0, place - whole)

    def _last(self, before: float) -> float:
        return 1.0 if self.ending == "ended" else before


class Runner(Struct, frozen=True):
    """One variant."""

    reading: VariantReading
    running: Attempt | None = None
    """The run that is on."""
    last: Attempt | None = None
    """The newest of its runs that is over."""
    repeats: int = 1
    """How often each variant is to run."""

    @property
    def shown(self) -> Attempt | None:
        """The run that is on, else the last one."""
        return self.running or self.last

    @property
    def elapsed(self) -> Spread | None:
        """Over its runs that ended well."""
        return self.reading.elapsed


@once(4)
def runners(state: ComparisonState) -> tuple[Runner, ...]:
    """Return the variants planned, in their order."""
    return tuple(_runner(state, reading) for reading in variants(state))


def clock_s(found: Sequence[Runner]) -> float | None:
    """Return how long the run that is on has been on; None where none is."""
    return next((runner.running.elapsed_s for runner in found if runner.running), None)


def scale_s(found: Sequence[Runner], state: ComparisonState) -> float:
    """Return the length of the time axis in whole seconds: room for the longest run, and for what one should take."""
    shown = [one.elapsed_s for runner in found for one in (runner.running, runner.last) if one]
    spread = [runner.elapsed.high for runner in found if runner.elapsed]
    expected = [run.expected_cpu_s or 0.0 for run in state.runs[:1]]
    longest = max([*shown, *spread, *expected], default=0.0)
    return float(max(2, ceil(longest) if longest < 20 else ceil(longest / 5) * 5))


def _runner(state: ComparisonState, reading: VariantReading) -> Runner:
    runs = [run for run in state.runs if run.variant == reading.name]
    attempts = [_attempt(run, number) for number, run in enumerate(runs, 1)][-2:]
    running = attempts[-1] if attempts and not attempts[-1].ending else None
    over = [attempt for attempt in attempts if attempt.ending]
    repeats = state.header.repeats if state.header else 1
    return Runner(reading, running, over[-1] if over else None, repeats)


def _attempt(run: RunState, number: int) -> Attempt:
    ending = (run.outcome or "ended") if run.phase == "over" else ""
    return Attempt(number, run.elapsed_s, ending, *_shares(run))


@once(16)
def _shares(run: RunState) -> tuple[tuple[float, ...], float, bool]:
    """Return the share done by the end of each bucket, the bucket's length, and whether it is told by CPU time."""
    tasks = tasks_of(run)
    if tasks is not None:
        return _of(run.tasks_ended.means, tasks[1]), run.tasks_ended.bucket_s, False
    used = tuple(accumulate(mean * run.cores_used.bucket_s for mean in run.cores_used.means))
    if not run.expected_cpu_s or not used:
        return (), run.cores_used.bucket_s, True
    if run.outcome == "ended":
        return _of(used, used[-1]), run.cores_used.bucket_s, True
    return _of(used, run.expected_cpu_s, UNSURE), run.cores_used.bucket_s, True


def _of(values: Sequence[float], whole: float, most: float = 1.0) -> tuple[float, ...]:
    return tuple(min(most, value / whole) for value in values) if whole > 0 else ()
