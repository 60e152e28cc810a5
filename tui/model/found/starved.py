"""Who waits at a condition that nobody notifies, while the others go on: starved, or waiting for what never comes."""

from __future__ import annotations

from tui.model.found.finding import MOST, Finding, first_two, placed
from tui.model.state.shared import LockState
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.names import names_of
from tui.model.workers.who_works import life_s

LONG_S = 1.0
"""Shorter waits are nothing that anybody would call starving."""
OTHERS = 2


def starved(run: RunState) -> Finding | None:
    """A worker that waited in one go for most of its life at a condition, while two or more others went on."""
    conditions = {lock.of.key: lock for lock in run.locks if lock.of.type.endswith("Condition")}
    for worker in run.workers:
        for key, why, waited_s in worker.waited:
            lock = conditions.get(key) if why == "signal" else None
            life = life_s([worker])
            if lock is not None and waited_s >= max(LONG_S, MOST * life) and lock.count.signal_waits <= 1:
                others = _went_on(run, worker, key)
                if len(others) >= OTHERS:
                    return _said(run, worker, lock, waited_s, others)
    return None


def _went_on(run: RunState, waiting: WorkerState, key: int) -> tuple[str, ...]:
    """Return who else of its process lived at the same time and did not wait there."""
    names = names_of(run)
    return tuple(
        names[other.who]
        for other in run.workers
        if other.pid == waiting.pid and other.role == "worker" and other is not waiting
        and not any(waited == key for waited, _, _ in other.waited)
        and min(life_s([other]), life_s([waiting])) >= MOST * life_s([waiting])
        and (other.stall is None or other.stall.is_timed)
    )  # fmt: skip


def _said(run: RunState, worker: WorkerState, lock: LockState, waited_s: float, others: tuple[str, ...]) -> Finding:
    name, life = names_of(run)[worker.who], life_s([worker])
    has = "has waited" if run.phase != "over" and worker.waits_on is not None else "waited"
    return Finding(
        "starved", f"{name} is kept waiting" if has == "has waited" else f"{name} was kept waiting",
        f"it {has} {waited_s:.1f} of {life:.1f} s at {placed(lock.of)} to be notified, while {first_two(others)} "
        f"{'go' if has == 'has waited' else 'went'} on.",
        "to let those who come later wait behind it: what it waits for may never be so while others come and go.",
        waited_s / life,
    )  # fmt: skip
