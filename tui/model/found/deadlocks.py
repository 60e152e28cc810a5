"""Who is stuck waits for ever: circles, and all other waits that nobody can end."""

from __future__ import annotations

from tui.model.found.finding import Finding, first_two
from tui.model.state.shared import Cycle
from tui.model.state.state import RunState
from tui.model.stuck.cause import MUTUAL, Cause
from tui.model.stuck.causes import cause, scene
from tui.model.stuck.circles import cycles, steps_said, who_said
from tui.model.stuck.of_loops import LOCK_TRIES
from tui.model.stuck.rows import rows
from tui.model.stuck.standstill import basis
from tui.telemetry.who import Who
from tui.words.numbers import spelled


def deadlock(run: RunState) -> Finding | None:
    """Who waits for ever: that is told before anything else."""
    found = cause(run)
    if found is not None and found.kind in BEFORE_CIRCLES:
        return _stuck(run, found)
    return _circle(run) or (None if found is None else _stuck(run, found))


BEFORE_CIRCLES = ("pool", "copy", "holder ended", "own loop")
"""Roots of which a circle may be only what follows."""


def _circle(run: RunState) -> Finding | None:
    there = cycles(run)
    if not there:
        return None
    newest = there[-1]
    lasted_s = newest.seen_s - newest.since_s
    more = f" There are {spelled(len(there))} such circles." if len(there) > 1 else ""
    says = f"{'; '.join(steps_said(run, newest))}, for {lasted_s:.1f} s.{more}"
    if any(name.startswith("the import of ") for name in _held(run, newest)):
        tries = "not to wait for threads while a module is imported: do that in a function that is called later."
    elif any(step.why == "join" for step in newest.steps):
        tries = "to let go of a lock before waiting for a thread that wants it."
    elif len(newest.steps) == 1 and newest.steps[0].who in _in_loops(run):
        tries = LOCK_TRIES
    elif len(newest.steps) == 1:
        tries = "an RLock, which its holder may take again, or to take it once only."
    else:
        tries = "to take the locks in the same order everywhere."
    return Finding("deadlock", f"Deadlock of {first_two(who_said(run, newest))}", says, tries, 1.0)


def _held(run: RunState, cycle: Cycle) -> set[str]:
    """Return the names of the locks that those in a circle hold."""
    return {lock.of.name for lock in run.locks if lock.of.key in {step.holds for step in cycle.steps}}


def _in_loops(run: RunState) -> set[Who]:
    """Return the threads in which an event loop runs, or ran as somebody was stuck."""
    state = basis(run)
    return set() if state is None else {worker.who for worker in state.workers if worker.is_loop}


def _stuck(run: RunState, found: Cause) -> Finding:
    seen = scene(run)
    assert seen is not None
    bound = "deadlock" if found.kind in MUTUAL else "stuck"
    lasted_s = max(0.0, seen.now_s - found.since_s)
    says = f"{found.says}. So for {lasted_s:.1f} s{seen.now(' now', '')}."
    goals = {row.who: f"{row.name} {seen.wait_()} for {row.waits_for}" for row in rows(run)}
    brief = "" if found.head else ", ".join(goals[who] for who in found.who[:2] if who in goals)
    return Finding(bound, found.head or _head(run), says, found.tries, 1.0, brief=brief)  # type: ignore[arg-type]


def _head(run: RunState) -> str:
    """Return `Nothing can go on` where that is so of everybody, else who cannot."""
    seen = scene(run)
    assert seen is not None
    alive = [worker for worker in seen.run.workers if worker.ended_s is None and worker.role != "helper"]
    if all(seen.is_stuck(worker.who) for worker in alive):
        return f"Nothing {seen.now('can', 'could')} go on"
    return f"{first_two(tuple(seen.name(who) for who in seen.still.who))} {seen.now('can', 'could')} never go on"
