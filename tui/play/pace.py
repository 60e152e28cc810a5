"""Slow motion and the microscope of lanes: what is asked of the run that is on, and what the stage says of it."""

from __future__ import annotations

from collections import Counter

from tui.draw.cells import Row
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import doers
from tui.play.comparison import Comparison
from tui.telemetry.who import Who
from tui.words.numbers import span

Threads = tuple[Who, ...]
"""Process and thread ids."""

SLOW_S = 0.2
"""The switch interval of slow motion: two looks of the sampler, so that a turn can be seen."""


def turn_slow(comparison: Comparison) -> str:
    """Begin slow motion, or end it, in the run that is on and in the next ones; return what to say."""
    comparison.slow_s = None if comparison.slow_s else SLOW_S
    if comparison.player is not None and comparison.player.feed is not None:
        comparison.player.feed.ask_switch_interval(comparison.slow_s)
    told = comparison.state.header
    if (told.gil if told else comparison.facts.gil) is False:
        return "No slow motion here: without the interpreter lock threads do not take turns."
    if comparison.slow_s is None:
        return "Turns last as long as the program says again."
    run = comparison.state.runs[-1] if comparison.is_on and comparison.state.runs else None
    if run is not None and doers(run) and not _takes_turns(run):
        return f"Slow motion concerns threads only: {_span(SLOW_S)} a turn, not {_own(comparison)}."
    return f"Slow motion: each turn of a thread lasts {_span(SLOW_S)} instead of {_own(comparison)}."


def can_look_closely(state: ComparisonState) -> bool:
    """Whether the system tells what a thread does whenever it is asked, and on which core: as good as `/proc`."""
    return state.header is not None and "placement" in state.header.sees


def look_closely(comparison: Comparison) -> Threads:
    """Ask for a look at the workers of the run that is on; return which they are, none when nobody is at work."""
    player = comparison.player
    if player is None or player.feed is None or not player.state.runs or player.state.runs[-1].phase == "over":
        return ()
    if not can_look_closely(player.state):
        return ()
    at_work = doers(player.state.runs[-1])
    threads = tuple(worker.who for worker in at_work if worker.ended_s is None)
    if threads:
        player.feed.ask_burst(threads)
    return threads


def is_felt(run: RunState) -> bool:
    """Whether a run goes on in slow motion, and several workers share one interpreter: else it makes no difference."""
    return run.switch_interval_s is not None and run.phase != "over" and _takes_turns(run)


def note(comparison: Comparison, variant: str) -> Row:
    """Return what a panel says of slow motion; nothing where it makes no difference."""
    runs = [run for run in comparison.state.runs if run.variant == variant]
    if not runs or not _takes_turns(runs[-1]):
        return ()
    run = runs[-1]
    if run.phase == "over":
        return (("it ran in slow motion", "muted"),) if run.was_slow_s else ()
    if run.switch_interval_s:
        return ((f"slow motion: {_span(run.switch_interval_s)} a turn, not {_own(comparison)}", "third"),)
    if comparison.slow_s and comparison.is_on:
        return (("slow motion at the next task or wait", "muted"),)
    return ()


def _takes_turns(run: RunState) -> bool:
    """Whether several workers share one interpreter."""
    shared = Counter(worker.pid for worker in doers(run) if worker.kind == "thread")
    return max(shared.values(), default=0) > 1


def _own(comparison: Comparison) -> str:
    told = comparison.state.header
    return _span(told.switch_interval_s if told and told.switch_interval_s else 0.005)


def _span(seconds: float) -> str:
    return span(seconds).replace(".0 ", " ")
