"""Who waits for whom in a circle: a deadlock. Pure functions of what the workers of a run wait for and who holds it.

A thread waits for a lock's holder, or for the end of another thread of its process. Whom somebody waits for that has no
single holder (a semaphore, a condition's notice, an event, a barrier) is not known, so no circle goes through these.
Who waits for a lock that it took itself may be waiting for another to release it: that is a circle only when all who
could wait themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model.state.shared import Cycle, CycleStep, LockState
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.names import names_of
from tui.telemetry.who import Who

LONG_S = 1.0
"""A circle that is as old as this is a deadlock: locks that are waited for with a time limit mostly give up before."""
MOST_CYCLES = 16
"""That are remembered of a run."""


def cycles(run: RunState) -> tuple[Cycle, ...]:
    """Return the deadlocks of a run, those that are over included, the oldest first."""
    if run.phase == "over":
        return run.deadlocks
    now = found(run.workers, run.locks, run.started_s + run.elapsed_s)
    return merged(run.deadlocks, now)


def found(workers: Iterable[WorkerState], locks: Iterable[LockState], at_s: float) -> tuple[Cycle, ...]:
    """Return the circles in which somebody waits for `LONG_S` or more."""
    alive = [worker for worker in workers if worker.ended_s is None and worker.role != "helper"]
    waiting = {
        worker.who: worker
        for worker in alive
        if worker.waits_on is not None and worker.waits_on.why in ("lock", "join")
    }
    if not waiting:
        return ()
    holders = {lock.of.key: lock.holder for lock in locks}
    blocks = {thread: _blocker(worker, holders) for thread, worker in waiting.items()}
    seen: set[Who] = set()
    circles = []
    for start in sorted(waiting):
        path: list[Who] = []
        thread: Who | None = start
        while thread is not None and thread in blocks and thread not in seen:
            seen.add(thread)
            path.append(thread)
            thread = blocks[thread]
        if thread in path and (len(path) - path.index(thread) > 1 or thread not in _freed(waiting, alive, locks)):
            circles.append(_cycle(path[path.index(thread) :], waiting, at_s))
    return tuple(cycle for cycle in circles if at_s - cycle.since_s >= LONG_S)


def _freed(
    waiting: Mapping[Who, WorkerState], alive: Iterable[WorkerState], locks: Iterable[LockState]
) -> set[Who]:
    """Return those who wait for a lock that somebody who does not wait could release."""
    of_threads = {lock.of.key for lock in locks if lock.of.type.startswith("threading.")}
    busy = {worker.pid for worker in alive if worker.who not in waiting}
    return {
        thread
        for thread, worker in waiting.items()
        if worker.waits_on is not None and (thread[0] in busy if worker.waits_on.key in of_threads else busy)
    }


def _blocker(worker: WorkerState, holders: Mapping[int, Who | None]) -> Who | None:
    wait = worker.waits_on
    assert wait is not None
    if wait.why == "join":
        return None if wait.thread is None else Who(worker.pid, wait.thread)
    return holders.get(wait.key)


def _cycle(circle: list[Who], waiting: Mapping[Who, WorkerState], at_s: float) -> Cycle:
    first = circle.index(min(circle))
    circle = circle[first:] + circle[:first]
    steps = []
    for before, thread in zip([circle[-1], *circle], circle, strict=False):
        wait, wanted = waiting[thread].waits_on, waiting[before].waits_on
        assert wait is not None and wanted is not None
        steps.append(
            CycleStep(thread.pid, thread.tid, wanted.key, wait.key, wait.why, wait.thread, waiting[thread].line)
        )
    since_s = max(wait.since_s for thread in circle if (wait := waiting[thread].waits_on) is not None)
    return Cycle(tuple(steps), since_s, at_s)


def merged(known: tuple[Cycle, ...], more: Iterable[Cycle]) -> tuple[Cycle, ...]:
    """Return what is known and what is new; of two looks at one circle the younger."""
    every = {(cycle.since_s, tuple((step.pid, step.tid, step.waits_for) for step in cycle.steps)): cycle
             for cycle in (*known, *more)}  # fmt: skip
    return tuple(sorted(every.values(), key=lambda cycle: cycle.since_s))[:MOST_CYCLES]


def who_said(run: RunState, cycle: Cycle) -> tuple[str, ...]:
    """Return the names of those who wait for each other."""
    names = names_of(run)
    return tuple(names.get(step.who, str(step.tid)) for step in cycle.steps)


def steps_said(run: RunState, cycle: Cycle) -> tuple[str, ...]:
    """Return what each of them does: `P1 holds a, waits for b (bank.py:3) in bank.py:12`.

    The first place is where the lock was made, the second where it waits, as far as that was looked at.
    """
    names = names_of(run)
    locks = {lock.of.key: lock.of.name for lock in run.locks}
    places = {lock.of.key: f" ({lock.of.place})" for lock in run.locks if lock.of.place}
    said = []
    for step in cycle.steps:
        who, lock = names.get(step.who, str(step.tid)), locks.get(step.waits_for, "a lock")
        goal = lock if step.why == "lock" else f"{names.get(Who(step.pid, step.thread or 0), 'a thread')} to end"
        at = places.get(step.waits_for, "") + (f" in {step.line[0]}:{step.line[1]}" if step.line else "")
        if len(cycle.steps) == 1:
            said.append(f"{who} waits for {goal}{at}" + (", which it holds itself" if step.why == "lock" else ""))
        else:
            holds = f" holds {locks.get(step.holds, 'a lock')}," if step.holds else ""
            said.append(f"{who}{holds} waits for {goal}{at}")
    return tuple(said)
