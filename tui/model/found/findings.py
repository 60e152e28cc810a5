"""What holds a program up, found in its readings: one finding, the numbers it rests on, one thing to try.

Rules of these files: a finding needs its number to be above a threshold that stands there with its reason; of several
the one that takes most of the workers' time is told.
"""

from __future__ import annotations

from msgspec.structs import replace

from tui.model.found.convoys import convoy
from tui.model.found.cores import cores, few_cores, gil, gil_share
from tui.model.found.deadlocks import deadlock
from tui.model.found.ending import ending
from tui.model.found.executors import full
from tui.model.found.finding import Finding
from tui.model.found.handing import handing
from tui.model.found.hot import with_lines
from tui.model.found.left_pools import left_pools
from tui.model.found.locks import lock
from tui.model.found.loops import idle, stands, stood
from tui.model.found.managers import manager
from tui.model.found.outside import nothing, outside
from tui.model.found.packages import package
from tui.model.found.pickling import pickling
from tui.model.found.queues import queue
from tui.model.found.starting import starting
from tui.model.found.starved import starved
from tui.model.found.tasks import imbalance, overhead
from tui.model.found.unobserved import unobserved
from tui.model.found.untaken import untaken
from tui.model.state.state import ComparisonState, RunState
from tui.words.numbers import percent

A_LITTLE = 0.1
"""Share of the workers' time from which on waiting for the interpreter lock is worth a word."""
SHORTEST_S = 0.35
"""Three samples are needed before shares of time mean anything."""


def finding(state: ComparisonState, run: RunState) -> Finding:
    """Return a deadlock, or what takes most of the workers' time; in a run that was stopped, up to then."""
    stuck = deadlock(run)
    if stuck is not None:
        return stuck
    run = run.as_it_was
    if not any(worker.cpu_s or worker.history.values for worker in run.workers) or run.elapsed_s < SHORTEST_S:
        if run.phase != "over":
            return Finding("too short", "Just started", "what holds it up is said in a moment.", "", is_good=True)
        return Finding("too short", "Too short", "it is over too soon to say what holds it up.", "", is_good=True)
    found = [one for one in (look(state, run) for look in EVERY) if one is not None]
    if any(one.bound == "handing over" for one in found):
        found = [one for one in found if one.bound not in ("queue", "gil")]  # Whoever waits there waits for that.
    others = few_cores(state, run)
    if found:
        most = with_lines(max(found, key=lambda one: one.weight), run)
        return replace(most, says=f"{most.says} {_others_said(most, others)}") if others else most
    # Who waits for the outside world or sleeps may do so on purpose: that is told when nothing else is.
    rest = next((one for one in (look(run) for look in FIRST) if one is not None), None)
    rest = rest or outside(state, run) or nothing(state, run)
    if others:
        rest = _beside(others, rest, gil_share(state, run))
    return with_lines(rest, run)


FIRST = (unobserved, stood, starved, untaken, ending, left_pools, package, idle)
"""What is told before a wait for the outside world, where nothing holds the program up."""
EVERY = (
    gil, convoy, lock, cores, overhead, imbalance, queue, manager, starting, pickling, handing, stands, full,
)  # fmt: skip
"""What holds a program up on any machine. Each is told as on a quiet one, whatever other programs do meanwhile."""


def _beside(others: Finding, rest: Finding, gil_share: float) -> Finding:
    """Return first what is true of this one on any machine, and then what other programs did."""
    if rest.is_good and gil_share >= A_LITTLE:
        says = f"workers waited for it {percent(gil_share)} of the time in which they did not want a core."
        rest = replace(others, bound="gil", head="Turns at the interpreter lock", says=says, is_of_others=False)
    if rest.is_good:
        return others
    if rest.bound in ("io", "sleep"):  # What else it would do then is not known.
        return replace(others, says=f"{others.says} Beside that: {rest.head[0].lower()}{rest.head[1:]}: {rest.says}")
    return replace(rest, says=f"{rest.says} {_others_said(rest, others)}", tries=rest.tries or others.tries)


def _others_said(own: Finding, others: Finding) -> str:
    """Return what other programs did, behind what is the program's own; how long workers waited stands there once."""
    says = others.says[0].upper() + others.says[1:]
    return f"{says.partition(';')[0]}." if own.bound == "cores" else says
