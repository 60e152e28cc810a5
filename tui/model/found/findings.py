"""What holds a program up, found in its readings: one finding, the numbers it rests on, one thing to try.

Rules of these files: a finding needs its number to be above a threshold that stands there with its reason; of several
the one that takes most of the workers' time is told.
"""

from __future__ import annotations

from dataclasses import replace

from tui.model.found.cores import cores, gil
from tui.model.found.deadlocks import deadlock
from tui.model.found.finding import Finding
from tui.model.found.locks import lock
from tui.model.found.outside import nothing, outside
from tui.model.found.queues import queue
from tui.model.found.starved import starved
from tui.model.found.tasks import imbalance, overhead
from tui.model.state.state import ComparisonState, RunState
from tui.words.numbers import percent

SHORTEST_S = 0.35
"""Three samples are needed before shares of time mean anything."""


def finding(state: ComparisonState, run: RunState) -> Finding:
    """Return a deadlock, or what takes most of the workers' time; in a run that was stopped, up to then."""
    run = run.as_it_was
    stuck = deadlock(run)
    if stuck is not None:
        return stuck
    if sum(worker.cpu_s + len(worker.history.values) for worker in run.workers) == 0 or run.elapsed_s < SHORTEST_S:
        if run.phase != "over":
            return Finding("too short", "Just started", "what holds it up is said in a moment.", "", is_good=True)
        return Finding("too short", "Too short", "it is over too soon to say what holds it up.", "", is_good=True)
    every = (gil, lock, cores, overhead, imbalance, queue)
    found = [one for one in (look(state, run) for look in every) if one is not None]
    # Who waits for the outside world or sleeps may do so on purpose: that is told when nothing else is.
    if not found:
        return starved(run) or outside(run) or nothing(state, run)
    most = max(found, key=lambda one: one.weight)
    own = [one for one in (*found, outside(run)) if one is not None and one is not most]
    return most if not most.is_of_others or not own else _beside(most, max(own, key=lambda one: one.weight))


def _beside(most: Finding, own: Finding) -> Finding:
    """Return a finding that is none of the program's with what else stands out, which is."""
    head = own.head[0].lower() + own.head[1:]
    return replace(most, says=f"{most.says} Beside that: {head}, {percent(own.weight)} of the workers' time.")
