"""Lanes: what a worker's row says of it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tui.model.state.once import of_each, once
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.names import labels_of
from tui.model.workers.who_works import doers
from tui.telemetry.vocabulary import Kind, Reason
from tui.telemetry.who import Somebody, Who

RECENT = 10
"""How many sampling intervals "now" means: about one second at 10 Hz."""

MOSTLY_RUNNING = 0.75


class Lane(Somebody, Struct, frozen=True):
    """One worker, as its row shows it."""

    label: str
    """The program's own name for it where that is short, else `T1`, `P2`, `I3`, or `main`."""
    kind: Kind
    pid: int
    tid: int
    share: float | None
    """Share of one core over the last second, or over its life once it ended."""
    core: int | None
    reason: Reason
    """What it mostly does or waits for."""
    reason_share: float | None
    """The share of the last second, or of its life once it ended, that goes to this reason."""
    history: tuple[float, ...]
    ended: bool
    cpu_s: float
    """Of a process's first thread: with the native threads of its process."""
    tasks: int | None
    """Tasks ended; None where the probe cannot see tasks."""
    failed: int


def tasks_of(run: RunState) -> tuple[int, int] | None:
    """Return tasks ended and tasks handed out; None where the program hands out none that the probe can see."""
    done = run.gone.count.ended + sum(worker.count.ended for worker in run.workers)
    total = run.gone.count.submitted + sum(worker.count.submitted for worker in run.workers)
    return (done, max(done, total)) if total or done else None


@once(2)
def lanes(run: RunState) -> tuple[Lane, ...]:
    """Return a lane for each worker, in the order they started."""
    labels, tasks_seen, cpu_s = labels_of(run), tasks_of(run) is not None, cpu_of(run)
    return tuple(lane_of(worker, labels[worker.who], cpu_s, tasks_seen) for worker in doers(run))


@once(2)
def cpu_of(run: RunState) -> Mapping[Who, float]:
    """Return the CPU seconds of every thread. What a process used besides goes to its first thread: that is the time of
    native threads, which a library has started for it, and of its last moment, which no sample shows.
    """
    others_s: dict[int, float] = {}
    for worker in run.workers:
        if not _is_first(worker):
            others_s[worker.pid] = others_s.get(worker.pid, 0.0) + worker.cpu_s
    whole_s = {process.pid: process.cpu_s or 0.0 for process in run.processes}
    return {
        worker.who: max(worker.cpu_s, whole_s.get(worker.pid, 0.0) - others_s.get(worker.pid, 0.0))
        if _is_first(worker)
        else worker.cpu_s
        for worker in run.workers
    }


def _is_first(worker: WorkerState) -> bool:
    return worker.role == "main" or worker.kind == "process"


def lane_of(worker: WorkerState, label: str, cpu_s: Mapping[Who, float], tasks_seen: bool) -> Lane:
    """Return a thread's row; `cpu_s`: of every thread of its run; `tasks_seen`: whether the probe sees tasks in it."""
    reason, reason_share = mostly(worker)
    return Lane(
        label=label,
        kind=worker.kind,
        pid=worker.pid,
        tid=worker.tid,
        share=_share(worker),
        core=worker.core,
        reason=reason,
        reason_share=reason_share,
        history=worker.history.values,
        ended=worker.ended_s is not None,
        cpu_s=cpu_s.get(worker.who, worker.cpu_s),
        tasks=worker.count.ended if tasks_seen and worker.role == "worker" else None,
        failed=worker.count.failed,
    )


@of_each(1024)
def _share(worker: WorkerState) -> float | None:
    if worker.ended_s is not None:
        lived = worker.ended_s - worker.started_s
        return min(1.0, worker.cpu_s / lived) if lived > 0 and worker.history.values else None
    recent = worker.history.values[-RECENT:]
    return sum(recent) / len(recent) if recent else None


@of_each(1024)
def mostly(worker: WorkerState) -> tuple[Reason, float | None]:
    """Return what a worker mostly did in the last second, or in its life once it ended, and the share of time it took.

    Three quarters on a core count as running; otherwise the larger of waiting for a core and of being off the core,
    named by what it was seen waiting for.
    """
    if worker.ended_s is not None:
        return _mostly_in_life(worker)
    recent, wanted = worker.history.values[-RECENT:], worker.wanted.values[-RECENT:]
    if worker.reason == "stopped" or not recent:
        return worker.reason, None
    ran, wants = sum(recent) / len(recent), sum(wanted) / len(wanted)
    off = max(0.0, 1.0 - ran - wants)
    if ran >= MOSTLY_RUNNING or (ran >= off and ran >= wants and worker.waits_for == "unknown"):
        return "running", ran
    return ("core", wants) if wants >= off else (worker.waits_for, off)


def _mostly_in_life(worker: WorkerState) -> tuple[Reason, float | None]:
    spent = dict(worker.reasons_s)
    whole = sum(spent.values())
    if whole <= 0:
        return "ended", None
    ran = spent.pop("running", 0.0) / whole
    if ran >= MOSTLY_RUNNING or not spent:
        return "running", ran
    reason = max(spent, key=lambda name: spent[name])
    return reason, spent[reason] / whole
