"""A line for each of those who are stuck: what it waits for, who could end that, and why they cannot."""

from __future__ import annotations

from msgspec import Struct

from tui.model.state.once import once
from tui.model.state.state import RunState, WorkerState
from tui.model.stuck.able import Need
from tui.model.stuck.cause import goal
from tui.model.stuck.causes import scene
from tui.model.stuck.needs import is_lock
from tui.model.stuck.scene import Scene
from tui.telemetry.who import Somebody


class StuckRow(Somebody, Struct, frozen=True):
    """One who can never go on."""

    pid: int
    tid: int
    name: str
    waits_for: str
    could_end: str
    """Who could end its wait; empty where nobody ever could."""
    why_not: str
    since_s: float
    """When it began to wait, by the clock of the telemetry."""
    line: tuple[str, int] | None


@once(2)
def rows(run: RunState) -> tuple[StuckRow, ...]:
    """Return a line for each of the program's threads that is stuck, the main thread first."""
    seen = scene(run)
    return () if seen is None else tuple(_row(seen, worker) for worker in seen.stuck)


def _row(seen: Scene, worker: WorkerState) -> StuckRow:
    could, why_not = _who(seen, worker, seen.still.needs[worker.who])
    return StuckRow(
        worker.pid, worker.tid, seen.name(worker.who), goal(seen, worker), could, why_not,
        seen.since_s([worker.who]), worker.line,
    )  # fmt: skip


def _who(seen: Scene, worker: WorkerState, need: Need) -> tuple[str, str]:
    if need.threads:
        its = "it" if len(need.threads) == 1 else "each of them"
        return seen.who_said(need.threads), f"{its} {seen.wait_()} itself"
    if not need.pids or _has_left(seen, worker):
        return _nobody(seen, worker)
    others = [who for who in seen.still.every if who.pid in need.pids and who != worker.who and who in seen.workers]
    if not others:
        return "another thread", f"there {seen.be()} none left"
    its = "it" if len(others) == 1 else "all of them"
    return seen.who_said(sorted(others)), f"{its} {seen.wait_(len(others))}, too"


def _has_left(seen: Scene, worker: WorkerState) -> bool:
    """Whether a thread waits for a lock whose holder has ended."""
    wait = worker.waits_on
    lock = seen.locks.get(wait.key) if wait is not None and wait.why == "lock" else None
    holder = None if wait is None or lock is None or not is_lock(lock) else wait.holder or lock.holder
    return holder is not None and seen.ended_ago_s(holder) is not None


def _nobody(seen: Scene, worker: WorkerState) -> tuple[str, str]:
    wait = worker.waits_on
    lock = seen.locks.get(wait.key) if wait is not None else None
    holder = wait.holder or (lock.holder if lock is not None and is_lock(lock) else None) if wait is not None else None
    if wait is not None and wait.is_copy:
        return "", "it is a copy of a lock that was held at the fork"
    return (seen.name(holder), f"it {seen.end_said(holder)}") if holder is not None else ("", "nobody has it")
