"""Lanes: which threads do the work, and what a worker's row says of it."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.state.once import once
from tui.model.state.state import RunState, WorkerState
from tui.telemetry.vocabulary import Kind, Reason
from tui.telemetry.who import Somebody, Who

RECENT = 10
"""How many sampling intervals "now" means: about one second at 10 Hz."""

SHORT_NAME = 4
"""Characters of a name that fits in a lane's label."""

MOSTLY_RUNNING = 0.75

AT_WORK = 0.1
"""Share of its time from which on a program that no probe is in counts as a worker: `sleep 30` does no work."""

PATIENCE_S = 0.5
"""How long workers may take to appear before the main thread is taken for the only one."""


@dataclass(frozen=True, slots=True)
class Lane(Somebody):
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
    tasks: int | None
    """Tasks ended; None where the probe cannot see tasks."""
    failed: int


def tasks_of(run: RunState) -> tuple[int, int] | None:
    """Return tasks ended and tasks handed out; None where the program hands out none that the probe can see."""
    done = sum(worker.tasks for worker in run.workers)
    total = sum(worker.submitted for worker in run.workers)
    return (done, max(done, total)) if total or done else None


@once(2)
def worker_threads(run: RunState) -> tuple[WorkerState, ...]:
    """Return the threads that do the work, in the order they started: the workers, or else the main thread."""
    threads = sorted(run.workers, key=lambda worker: (worker.started_s, worker.who))
    helpers = {process.pid for process in run.processes if process.role == "helper"}
    unseen = {process.pid for process in run.processes if not process.observed}
    chosen = tuple(
        w for w in threads
        if w.role == "worker" and w.pid not in helpers and (w.pid not in unseen or _is_at_work(w))
    )  # fmt: skip
    with_tasks = {worker.pid for worker in chosen if worker.tasks or worker.busy}
    if with_tasks:
        # The main thread of a process whose pool threads do its tasks only waits for them.
        busy_threads = {w.pid for w in chosen if w.kind != "process" and (w.tasks or w.busy)}
        chosen = tuple(w for w in chosen if not (w.kind == "process" and w.pid in busy_threads and not w.tasks))
    if not chosen and (run.phase == "over" or run.elapsed_s > PATIENCE_S):
        return tuple(w for w in threads if w.role == "main")[:1]
    return chosen


@once(2)
def lanes(run: RunState) -> tuple[Lane, ...]:
    """Return a lane for each worker, labelled by kind and order of appearance."""
    counts: dict[str, int] = {}
    tasks_seen = tasks_of(run) is not None
    workers = worker_threads(run)
    named = _names(run, workers)
    found = []
    for worker in workers:
        letter = {"thread": "T", "process": "P", "interpreter": "I"}[worker.kind]
        counts[letter] = counts.get(letter, 0) + 1
        label = "main" if worker.role == "main" else f"{letter}{counts[letter]}"
        found.append(lane_of(worker, named.get(worker.who, label), run, tasks_seen))
    return tuple(found)


def _is_at_work(worker: WorkerState) -> bool:
    return worker.cpu_s >= AT_WORK * sum(seconds for _, seconds in worker.reasons_s) and worker.cpu_s > 0


def _names(run: RunState, workers: tuple[WorkerState, ...]) -> dict[Who, str]:
    """Return the names that the program gave its workers, when they are short and tell those apart that live."""
    processes = {process.pid: process.name for process in run.processes}
    names = {
        worker.who: processes.get(worker.pid, "") if worker.kind == "process" else worker.name
        for worker in workers
    }
    is_short = all(0 < len(name) <= SHORT_NAME and name.isidentifier() for name in names.values())
    alive = [names[worker.who] for worker in workers if worker.ended_s is None]
    tells_apart = len(set(alive)) == len(alive) and (len(set(names.values())) > 1 or len(names) == 1)
    return names if is_short and tells_apart else {}


def lane_of(worker: WorkerState, label: str, run: RunState, tasks_seen: bool) -> Lane:
    """Return the lane of one thread."""
    reason, reason_share = mostly(worker)
    return Lane(
        label=label,
        kind=worker.kind,
        pid=worker.pid,
        tid=worker.tid,
        share=_share(worker, run),
        core=worker.core,
        reason=reason,
        reason_share=reason_share,
        history=worker.history.values,
        ended=worker.ended_s is not None,
        cpu_s=worker.cpu_s,
        tasks=worker.tasks if tasks_seen and worker.role == "worker" else None,
        failed=worker.failed,
    )


def _share(worker: WorkerState, run: RunState) -> float | None:
    if worker.ended_s is not None:
        lived = worker.ended_s - worker.started_s
        return min(1.0, worker.cpu_s / lived) if lived > 0 and worker.history.values else None
    recent = worker.history.values[-RECENT:]
    return sum(recent) / len(recent) if recent else None


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
