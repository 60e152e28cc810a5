"""How far a comparison without a screen has come, in one line, from its plan and what was measured."""

from __future__ import annotations

from collections.abc import Callable

from tui.model.speed.readings import SURE_PROGRESS, VariantReading, variants
from tui.model.state.state import ComparisonState, RunState
from tui.words.numbers import percent

FAR = 0.3
"""The share of a run from which on its own progress says more than what an earlier one took."""
Said = Callable[[ComparisonState, float], str]
"""Returns the line for a state, so many seconds after the start."""


def progress(state: ComparisonState, elapsed_s: float, usual_s: float | None = None) -> str:
    """Return `threads, 2 of 3 · run 1 of 2 · 45 % · 12 s, about 9 s more`.

    `usual_s` is how long such a comparison takes on a quiet machine, where the lesson says it. How much is left is said
    once each run that is left, or an earlier one of its variant, tells it; until then the lesson's time, as long as it
    is not over. Nothing is said of what neither tells, nor of a comparison that is over.
    """
    if state.is_over:
        return ""
    parts = [_what(state), _time(state, elapsed_s, usual_s)]
    return " · ".join(part for part in parts if part)


def left_s(state: ComparisonState) -> float | None:
    """Return the seconds that are left as far as what was measured tells; None where it does not."""
    if state.header is None or not state.runs:
        return None
    known = {reading.name: reading for reading in variants(state)}
    names = [variant.name for variant in state.header.variants] * state.header.repeats
    run = state.runs[-1]
    seconds = [_whole_s(known[name], run) for name in names[len(state.runs) :] if name in known]
    if run.phase != "over":
        seconds.append(_rest_s(run, known[run.variant]) if run.variant in known else None)
    told = [value for value in seconds if value is not None]
    return sum(told) if len(told) == len(seconds) else None


def _what(state: ComparisonState) -> str:
    header, run = state.header, state.newest()
    if header is None or run is None:
        return "measuring this machine" if header is not None else "starting"
    names = [variant.name for variant in header.variants]
    if run.variant not in names:
        return run.variant
    which = state.planned(run.variant).called
    which += f", {names.index(run.variant) + 1} of {len(names)}" if len(names) > 1 else ""
    repeat = f"run {run.repeat + 1} of {header.repeats}" if header.repeats > 1 else ""
    return " · ".join(part for part in (which, repeat, _done(run, state)) if part)


def _done(run: RunState, state: ComparisonState) -> str:
    """Return `45 %`, `about 45 %` of an estimate, or nothing where it is not known."""
    if run.phase == "over":
        return "over"
    reading = next((reading for reading in variants(state) if reading.name == run.variant), None)
    if reading is None or reading.progress is None:
        return ""
    return f"{'about ' if reading.progress_is_estimate else ''}{percent(reading.progress)}"


def _time(state: ComparisonState, elapsed_s: float, usual_s: float | None) -> str:
    spent = f"{elapsed_s:.0f} s"
    more_s = left_s(state)
    if more_s is not None:
        return f"{spent}, about {more_s:.0f} s more" if more_s >= 1 else spent
    return f"{spent} of about {usual_s:.0f} s" if usual_s is not None and elapsed_s < usual_s else spent


def _whole_s(reading: VariantReading, run: RunState) -> float | None:
    """Return what a run of a variant takes: what earlier ones took, else what the one that is on is about to take."""
    if reading.elapsed:
        return reading.elapsed.median
    is_on = run.variant == reading.name and run.phase != "over"
    return _by_progress_s(run, reading, SURE_PROGRESS) if is_on else None


def _rest_s(run: RunState, reading: VariantReading) -> float | None:
    """Return what is left of the run that is on: by its own progress, while that is small by what an earlier one took.
    """
    earlier_s = reading.elapsed.median if reading.elapsed else None
    whole_s = _by_progress_s(run, reading, SURE_PROGRESS if earlier_s is None else FAR) or earlier_s
    return max(0.0, whole_s - run.elapsed_s) if whole_s is not None else None


def _by_progress_s(run: RunState, reading: VariantReading, least: float) -> float | None:
    """Return what the run that is on takes in all if it goes on as it began; None before so much of it is done."""
    return run.elapsed_s / reading.progress if reading.progress is not None and reading.progress >= least else None
