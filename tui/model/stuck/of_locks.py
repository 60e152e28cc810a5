"""Locks and permits that nobody can give back."""

from __future__ import annotations

from tui.model.found.finding import placed
from tui.model.state.shared import LockState, WaitState
from tui.model.state.state import WorkerState
from tui.model.stuck.cause import Cause
from tui.model.stuck.needs import is_lock
from tui.model.stuck.scene import Scene
from tui.telemetry.who import Who
from tui.words.numbers import plural


def copy(scene: Scene) -> Cause | None:
    """A lock that was copied at a fork while a thread of the parent held it."""
    for worker, wait in scene.waits("lock"):
        if not wait.is_copy:
            continue
        holder = scene.name(wait.holder) if wait.holder else "a thread"
        process = scene.processes.get(worker.pid)
        parent = scene.process_name(process.parent_pid) if process and process.parent_pid in scene.processes else ""
        of_parent = f" of {parent}" if parent and parent != holder else " of its parent"
        says = (
            f"{scene.name(worker.who)} {scene.wait_()} for its copy of {_called(scene, wait)}, made at the fork while "
            f"{holder}{of_parent} held the lock: in this process nobody {scene.now('holds', 'held')} it who could "
            "release it"
        )
        tries = "to start processes before threads, or with the start method `spawn`."
        return Cause("copy", says, tries, (worker.who,), scene.since_s([worker.who]))
    return None


def holder_ended(scene: Scene) -> Cause | None:
    """A lock whose holder is no more."""
    for _, wait in scene.waits("lock"):
        lock = scene.locks.get(wait.key)
        holder = wait.holder or (lock.holder if lock else None)
        if lock is None or holder is None or not is_lock(lock) or not _is_gone(scene, holder):
            continue
        who = tuple(w.who for w, other in scene.waits("lock") if other.key == wait.key)
        when = scene.when_said(holder)
        says = (
            f"{scene.name(holder)} {scene.end_said(holder)}{when} while it held {placed(lock.of)}; "
            f"{scene.who_said(who)} {scene.wait_(len(who))} for that, and nobody {scene.be()} left who could release it"
        )
        tries = f"`with {lock.of.name}:`, which releases it however the block ends."
        return Cause("holder ended", says, tries, who, scene.since_s(who))
    return None


def permits(scene: Scene) -> Cause | None:
    """Permits of a semaphore that nobody has who could still give them back."""
    for _, wait in scene.waits("lock"):
        lock = scene.locks.get(wait.key)
        if lock is None or not lock.of.type.endswith("Semaphore"):
            continue
        who = tuple(w.who for w, other in scene.waits("lock") if other.key == wait.key)
        of = f" of {lock.of.limit}" if lock.of.limit else ""
        failed = scene.run.gone.count.failed + sum(worker.count.failed for worker in scene.run.workers)
        lost = f"; {plural(failed, 'task')} failed, and a permit that such a task had is lost" if failed else ""
        says = (
            f"{scene.who_said(who)} {scene.wait_(len(who))} for a permit of {placed(lock.of)}: "
            f"0{of} {scene.be(lock.of.limit or 2)} left, and nobody {scene.be()} at work who could give one back{lost}"
        )
        tries = f"`with {lock.of.name}:`, which gives the permit back also when the work fails."
        return Cause("permits lost", says, tries, who, scene.since_s(who))
    return None


def _called(scene: Scene, wait: WaitState) -> str:
    lock: LockState | None = scene.locks.get(wait.key)
    return placed(lock.of) if lock is not None else "a lock"


def _is_gone(scene: Scene, who: Who) -> bool:
    worker: WorkerState | None = scene.workers.get(who)
    return scene.ended_ago_s(who) is not None if worker is not None else who.pid not in scene.processes or (
        scene.processes[who.pid].ended_s is not None
    )
