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
from tui.model.workers.who_works import doers, life_s
from tui.words.numbers import percent

A_LITTLE = 0.1
"""Share of the workers' time from which on waiting for the interpreter lock is worth a word."""
SHORTEST_S = 0.35
"""Three samples are needed before shares of time mean anything."""
SEEN_S, SEEN = 1.0, 0.5
"""A run that is over was hardly seen where its workers were looked at for less than this time, and this share of their
time: on a busy machine a program may be over before the first look, and its last moments are not like the others."""


def finding(state: ComparisonState, run: RunState) -> Finding:
    """Return a deadlock, or what takes most of the workers' time; in a run that was stopped, up to then."""
    stuck = deadlock(run)
    if stuck is not None:
        return stuck
    run = run.as_it_was
    if (soon := _too_soon(run)) is not None:
        return soon
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


def _too_soon(run: RunState) -> Finding | None:
    """Return what is said as long as nothing can be said of a run, or where it is over and was hardly seen."""
    is_short = run.elapsed_s < SHORTEST_S
    if run.phase == "over":
        says = "it is over too soon to say what holds it up."
        return Finding("too short", "Too short", says, "", is_good=True) if is_short else _hardly_seen(run)
    if is_short or not any(worker.cpu_s or worker.history.values for worker in run.workers):
        return Finding("too short", "Just started", "what holds it up is said in a moment.", "", is_good=True)
    return None


def _hardly_seen(run: RunState) -> Finding | None:
    """What is said where the looks missed most of what the workers did; None where they did not."""
    workers, gone_s = doers(run), sum(seconds for _, seconds in run.gone.reasons_s)
    over_s = run.started_s + run.elapsed_s
    # Who was looked at and never did anything had ended before, and only waits for its parent to look.
    alive = [worker for worker in workers if worker.reasons_s or not worker.history.values]
    lived_s = gone_s + sum((over_s if w.ended_s is None else w.ended_s) - w.started_s for w in alive)
    seen_s = gone_s + life_s(workers)
    if seen_s >= min(SEEN_S, SEEN * lived_s):
        return None
    who, whose = ("its worker was", "its") if len(workers) == 1 else ("its workers were", "their")
    says = f"{who} looked at for {seen_s:.1f} s of {whose} {lived_s:.1f} s, too little to say what holds it up."
    return Finding("too short", "Hardly seen", says, "", is_good=True)


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
