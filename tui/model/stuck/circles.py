"""Who waits for whom in a circle: a deadlock, whatever else goes on in the program.

A thread waits for a lock's holder, or for the end of a thread or process. Whom somebody waits for that has no single
holder (a semaphore, a condition's notice, an event, a barrier) is not known, so no circle goes through these.
Who waits for a lock that it took itself may be waiting for another to release it: that is a circle only when all who
could wait themselves. A circle that dissolves by itself was none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model.state.once import once
from tui.model.state.shared import Cycle, CycleStep
from tui.model.state.state import RunState, WorkerState
from tui.model.stuck.needs import OWNED, is_lock
from tui.model.stuck.standstill import at_s, basis, standstill
from tui.model.workers.names import names_of
from tui.telemetry.who import Who

LONG_S = 1.0
"""A circle that is as old as this is a deadlock, also where the system does not tell whether its waits are timed."""
MOST_CYCLES = 16
"""That are told of a run."""


@once(2)
def cycles(run: RunState) -> tuple[Cycle, ...]:
    """Return the deadlocks of a run, of one that is over those that it ended in, the oldest first."""
    state = basis(run)
    return () if state is None else found(state)


def found(run: RunState, long_s: float = LONG_S) -> tuple[Cycle, ...]:
    """Return the circles of a state in which all have waited for each other for so long."""
    alive = [worker for worker in run.workers if worker.ended_s is None and worker.role != "helper"]
    waiting = {worker.who: worker for worker in alive if _may_close(worker)}
    if not waiting:
        return ()
    holders = {lock.of.key: lock.holder for lock in run.locks if is_lock(lock)}
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
        if thread in path:
            circle = path[path.index(thread) :]
            if len(circle) > 1 or not _may_be_freed(run, waiting, alive, circle[0]):
                circles.append(_cycle(circle, waiting, at_s(run)))
    told = [cycle for cycle in circles if cycle.seen_s - cycle.since_s >= long_s]
    return tuple(sorted(told, key=lambda cycle: cycle.since_s))[:MOST_CYCLES]


def _may_close(worker: WorkerState) -> bool:
    """Whether a thread waits without a limit for something that one other thread has, as far as that is told."""
    wait, stall = worker.waits_on, worker.stall
    is_timed = stall is not None and (stall.is_timed or stall.is_outside)
    return wait is not None and wait.why in ("lock", "join") and not is_timed


def _may_be_freed(run: RunState, waiting: Mapping[Who, WorkerState], alive: list[WorkerState], alone: Who) -> bool:
    """Whether somebody who goes on could release the lock that a thread waits for and holds itself."""
    its = waiting[alone]
    assert its.waits_on is not None
    lock = next((lock for lock in run.locks if lock.of.key == its.waits_on.key), None)
    if lock is not None and lock.of.type.endswith(OWNED):
        return False
    still = standstill(run)
    if still is not None and alone in still.every:
        return False
    is_of_threads = lock is not None and lock.of.type.startswith("threading.")
    return any(worker.who not in waiting and (not is_of_threads or worker.pid == alone.pid) for worker in alive)


def _blocker(worker: WorkerState, holders: Mapping[int, Who | None]) -> Who | None:
    wait = worker.waits_on
    assert wait is not None
    if wait.why == "lock":
        return None if wait.is_copy else wait.holder or holders.get(wait.key)
    if wait.thread is not None:
        return Who(worker.pid, wait.thread)
    return None if wait.process is None else Who(wait.process, wait.process)


def _cycle(circle: list[Who], waiting: Mapping[Who, WorkerState], now_s: float) -> Cycle:
    first = circle.index(min(circle))
    circle = circle[first:] + circle[:first]
    steps = []
    for before, thread in zip([circle[-1], *circle], circle, strict=False):
        wait, wanted = waiting[thread].waits_on, waiting[before].waits_on
        assert wait is not None and wanted is not None
        holds, wants = (its.key if its.why == "lock" else 0 for its in (wanted, wait))
        line = waiting[thread].line
        steps.append(CycleStep(*thread[:2], holds, wants, wait.why, wait.thread, line, wait.process))
    since_s = max(wait.since_s for thread in circle if (wait := waiting[thread].waits_on) is not None)
    return Cycle(tuple(steps), since_s, now_s)


def who_said(run: RunState, cycle: Cycle) -> tuple[str, ...]:
    """Return the names of those who wait for each other."""
    names = names_of(run)
    return tuple(names.get(step.who, str(step.tid)) for step in cycle.steps)


def ends_said(run: RunState, step: CycleStep) -> str:
    """Return the name of the one for whose end one of them waits."""
    return names_of(run).get(Who(step.process, step.process) if step.process else Who(step.pid, step.thread or 0), "")


def steps_said(run: RunState, cycle: Cycle) -> tuple[str, ...]:
    """Return what each of them does: `P1 holds a, waits for b (bank.py:3) in bank.py:12`.

    The first place is where the lock was made, the second where it waits, as far as that was looked at. Of a run
    that is over it is told in the past tense.
    """
    wait, hold = ("waited", "held") if run.phase == "over" else ("waits", "holds")
    locks = {lock.of.key: lock.of.name for lock in run.locks}
    places = {lock.of.key: f" ({lock.of.place})" for lock in run.locks if lock.of.place}
    said = []
    for who, step in zip(who_said(run, cycle), cycle.steps, strict=True):
        lock = locks.get(step.waits_for, "a lock")
        goal = lock if step.why == "lock" else f"{ends_said(run, step) or 'a thread'} to end"
        at = places.get(step.waits_for, "") + (f" in {step.line[0]}:{step.line[1]}" if step.line else "")
        if len(cycle.steps) == 1:
            said.append(f"{who} {wait} for {goal}{at}" + (f", which it {hold} itself" if step.why == "lock" else ""))
        else:
            holds = f" {hold} {locks.get(step.holds, 'a lock')}," if step.holds else ""
            said.append(f"{who}{holds} {wait} for {goal}{at}")
    return tuple(said)


def stuck_in(run: RunState) -> Iterable[Who]:
    """Yield all who are in a circle."""
    return (step.who for cycle in cycles(run) for step in cycle.steps)
