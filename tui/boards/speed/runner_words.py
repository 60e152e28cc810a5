"""What is said beside a runner's lane: its time, how far it is, how it compares."""

from __future__ import annotations

from tui.draw import numbers
from tui.draw.cells import Ink
from tui.model.speed.readings import VariantReading
from tui.model.speed.runners import Attempt, Runner
from tui.words.numbers import cores, percent

Said = tuple[str, Ink]
"""A text and its ink."""

UNTOLD = "how far it has come is not known"


def time_of(elapsed_s: float) -> str:
    """Return seconds with two decimals, from a hundred on with one."""
    return numbers.decimal(elapsed_s, 2 if elapsed_s < 100 else 1)


def progress(reading: VariantReading, unknown: str = UNTOLD) -> str:
    """Return `45 %`, `about 45 %` of an estimate, or that it is not known."""
    if reading.progress is None:
        return unknown
    return f"{'about ' if reading.progress_is_estimate else ''}{percent(reading.progress)}"


def speed(reading: VariantReading) -> str:
    """Return `1.95×` of a comparison that is made, of several repeats `1.95× of 3`; else nothing."""
    if reading.speed_up is None or not reading.speed_up_is_final:
        return ""
    of = f" of {reading.speed_up.count}" if reading.speed_up.count > 1 else ""
    return f"{reading.speed_up.median:.2f}×{of}"


def facts(runner: Runner, clock_s: float | None, baseline: str, waits: str) -> tuple[Said, ...]:
    """Return what stands behind the name, the most important first; without a `baseline` nothing is compared."""
    reading, attempt = runner.reading, runner.shown
    if attempt is None:
        return ((waits or reading.says, "muted"),)
    if attempt.ending not in ("", "ended"):
        return ((f"{attempt.ending} after {time_of(attempt.elapsed_s)} s", "bad"),)
    if runner.running is not None:
        done = progress(reading)
        told = [f"{done} of the work done" if reading.progress is not None else done, *_which(runner, attempt)]
        if runner.last is not None:
            told.append(f"{time_of(attempt.elapsed_s)} s so far")
    else:
        told = [*_beside(attempt, clock_s), *_compared(reading, baseline), *_repeats(runner, attempt)]
    if reading.cores_used is not None:
        told.append(cores(reading.cores_used))
    return tuple((text, "foreground" if place == 0 else "muted") for place, text in enumerate(told))


def _which(runner: Runner, attempt: Attempt) -> list[str]:
    return [f"run {attempt.number} of {runner.repeats}"] if runner.repeats > 1 else []


def _beside(attempt: Attempt, clock_s: float | None) -> list[str]:
    """Return how far a run that is over was when the one that is on had been on for as long as now."""
    if clock_s is None or clock_s >= attempt.elapsed_s:
        return []
    share = attempt.at(clock_s)
    return [] if share is None else [f"{'about ' if attempt.is_estimate else ''}{percent(share)} by then"]


def _compared(reading: VariantReading, baseline: str) -> list[str]:
    if not baseline:
        return []
    if reading.baseline:
        return ["the others are compared with it"]
    if reading.speed_up is None or not reading.speed_up_is_final:
        return []
    spread = reading.speed_up
    return [f"{spread.median:.2f} times as fast as {baseline}" + (f", median of {spread.count}" * (spread.count > 1))]


def _repeats(runner: Runner, attempt: Attempt) -> list[str]:
    """Return which run the lane shows, and the median of all."""
    spread = runner.elapsed
    if spread is None or spread.count < 2:
        return _which(runner, attempt)
    low, high = time_of(spread.low), time_of(spread.high)
    spanned = f", from {low} to {high} s" if low != high else ""
    return [*_which(runner, attempt), f"median {time_of(spread.median)} s{spanned}"]
