"""Locks with who holds and who waits, and a deadlock."""

from __future__ import annotations

from collections.abc import Mapping

from tui.boards.board import Board, of_run, up_to_a_sixth
from tui.boards.frame import Frame
from tui.boards.program import lock_table
from tui.boards.program.lock_table import LockRow, LocksView, StuckStep
from tui.boards.program.queues import digits
from tui.boards.side import PresenterSide
from tui.model.said.lock_words import lock_state
from tui.model.state.shared import Cycle, LockState
from tui.model.state.state import RunState
from tui.model.stuck.circles import cycles, ends_said, who_said
from tui.model.stuck.rows import rows
from tui.model.workers.facts import lock_facts
from tui.model.workers.names import every_name
from tui.telemetry.objects import Level
from tui.telemetry.who import Who


def used_locks(run: RunState) -> list[LockState]:
    """Return the locks that were waited for or counted; where there is none, those that have a name of their own."""
    counts = [(lock, lock.count) for lock in run.locks]
    used = [lock for lock, its in counts if its.waits or its.acquired or its.signal_waits or its.told]
    return used or [lock for lock in run.locks if lock.of.name != lock.of.type]


def _locks(run: RunState) -> list[LockState]:
    """Return those of a deadlock first, then those that are waited for longest; waits for a signal come after."""
    stuck = {step.waits_for for cycle in cycles(run) for step in cycle.steps}
    return sorted(
        used_locks(run),
        key=lambda lock: (
            lock.of.key not in stuck, -digits(run, 10 * lock.count.wait_s), -digits(run, lock.count.waits),
            -digits(run, 10 * lock.count.signal_s), lock.of.key,
        ),
    )


def _view(frame: Frame, _: int) -> LocksView | None:
    state = frame.comparison.state
    run = state.newest()
    return None if run is None else locks(run, every_name(state, run))


def locks(run: RunState, names: Mapping[Who, str]) -> LocksView:
    """Return the locks, those of a deadlock first, each with its holder and those who wait."""
    waiting: dict[int, list[str]] = {}
    for worker in run.workers:
        if worker.waits_on is not None and worker.waits_on.why in ("lock", "signal"):
            waiting.setdefault(worker.waits_on.key, []).append(names[worker.who])
    sampled = {fact.of.key: fact.waited_s for fact in lock_facts(run)}
    there = cycles(run)
    stuck = {step.waits_for for cycle in there for step in cycle.steps}
    table = []
    for lock in _locks(run):
        key, who = lock.of.key, tuple(waiting.get(lock.of.key, ()))
        its = lock.count
        is_exact = its.level == "hold" and _is_held_by_one(lock)
        holder = names.get(Who(its.holder_pid or 0, its.holder_tid or 0), "") if is_exact or who else ""
        waited_s = max(its.wait_s, sampled.get(key, 0.0)) + its.signal_s
        table.append(
            LockRow(
                lock.of, holder, who, its.waits + its.signal_waits, waited_s, its.acquired, is_exact,
                lock_state(lock, len(who)), key in stuck,
            )
        )  # fmt: skip
    steps = _steps(run, there[-1], names) if there else ()
    level: Level = "hold" if any(row.is_looked_at for row in table) else "lean"
    return LocksView(tuple(table), level, steps, _stuck(run) if not steps else (), run.phase == "over")


def _stuck(run: RunState) -> tuple[tuple[str, str], ...]:
    """Return who waits for what that nobody can end, where that is about locks at all."""
    about = {worker.who for worker in run.workers if worker.waits_on and worker.waits_on.why in ("lock", "signal")}
    found = rows(run)
    return tuple((row.name, row.waits_for) for row in found) if any(row.who in about for row in found) else ()


def _steps(run: RunState, cycle: Cycle, names: Mapping[Who, str]) -> tuple[StuckStep, ...]:
    locks = {lock.of.key: lock.of.name for lock in run.locks}
    ends = [ends_said(run, step) for step in cycle.steps]
    return tuple(
        StuckStep(who, locks.get(step.holds, ""), locks.get(step.waits_for, end))
        for end, who, step in zip(ends, who_said(run, cycle), cycle.steps, strict=True)
    )


def _is_held_by_one(lock: LockState) -> bool:
    return lock.of.type.lower().endswith(("lock", "condition"))


def _wants(run: RunState) -> int:
    there = cycles(run)
    return 2 * len(used_locks(run)) + (len(there[-1].steps) if there else len(_stuck(run)))


def _side(run: RunState) -> tuple[PresenterSide, ...]:
    """Return how long the lock was waited for that was waited for longest."""
    return tuple(
        PresenterSide(
            "lock", "bad", "", (f"{fact.waited_s:.1f}",), captions=(f"s waited for {fact.of.name}", "s waited")
        )
        for fact in lock_facts(run)[:1]
    )


BOARD = Board(
    "locks", lock_table.paint, _view, wants=of_run(_wants, 0), sides=of_run(_side, ()),
    column=up_to_a_sixth, count=lambda run: str(len(used_locks(run))),
)
