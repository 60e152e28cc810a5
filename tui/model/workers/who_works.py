"""Which threads of a run do its work, and how many at once. Pure functions of the run's state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.model.state.once import once
from tui.model.state.state import RunState, WorkerState

AT_WORK = 0.1
"""Share of its time from which on a program that no probe is in counts as a worker: `sleep 30` does no work."""

PATIENCE_S = 0.5
"""How long workers may take to appear before the main thread is taken for the only one."""

A_PART = 0.25
"""Share of all the CPU time, and of its own time, from which on the main thread does a part of the work itself."""
NEARLY_ALL = 0.75
"""Share of all the CPU time from which on the main thread does the work alone, whatever else there is."""
WANTS, HUNGRY = 0.1, 0.9
"""Share of its time that a worker runs or wants to, below which it takes no core from anybody; and from which on it
would do so on a quiet machine, too."""


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
    with_tasks = {worker.pid for worker in chosen if worker.count.ended or worker.count.busy}
    if with_tasks:
        # The main thread of a process whose pool threads do its tasks only waits for them.
        busy_threads = {w.pid for w in chosen if w.kind != "process" and (w.count.ended or w.count.busy)}
        chosen = tuple(w for w in chosen if not (w.kind == "process" and w.pid in busy_threads and not w.count.ended))
    if not chosen and (run.phase == "over" or run.elapsed_s > PATIENCE_S):
        return tuple(w for w in threads if w.role == "main")[:1]
    return chosen


def _is_at_work(worker: WorkerState) -> bool:
    return worker.cpu_s >= AT_WORK * sum(seconds for _, seconds in worker.reasons_s) and worker.cpu_s > 0


@once(2)
def doers(run: RunState) -> tuple[WorkerState, ...]:
    """Return the threads that do the work: the workers, and the main thread where it does a good part of it itself."""
    workers = worker_threads(run)
    main = main_thread(run)
    if main is None or main in workers:
        return workers
    whole_s = sum(worker.cpu_s for worker in run.workers)
    is_at_work = _wants_s(main) >= A_PART * life_s([main]) > 0  # What it takes to start and to import is soon over.
    part = main.cpu_s / whole_s if is_at_work and whole_s > 0 else 0.0
    return (main,) if part >= NEARLY_ALL else (*workers, main) if part >= A_PART else workers


def main_thread(run: RunState) -> WorkerState | None:
    """Return the main thread of the program's first process; None before it was seen."""
    pids = {process.pid for process in run.processes if process.role == "main"}
    return next((worker for worker in run.workers if worker.role == "main" and worker.pid in pids), None)


def life_s(workers: Sequence[WorkerState]) -> float:
    """Return the time in which the workers were sampled."""
    return sum(seconds for worker in workers for _, seconds in worker.reasons_s)


def wanting(run: RunState, share: float) -> int:
    """Return how many workers at a time, at most, run or want to for this share of their time."""
    return most_at_once([worker for worker in doers(run) if _wants_s(worker) >= share * _known_s(worker) > 0])


def most_at_once(workers: Iterable[WorkerState]) -> int:
    """Return how many of them lived at the same time, at most; 0 of none."""
    lives = [(worker.started_s, worker.ended_s) for worker in workers]
    moments = [(began_s, 1) for began_s, _ in lives] + [(ended_s, -1) for _, ended_s in lives if ended_s is not None]
    alive = most = 0
    for _, change in sorted(moments):
        alive += change
        most = max(most, alive)
    return most


def _known_s(worker: WorkerState) -> float:
    """Return the time of which it is known what it did."""
    return sum(seconds for reason, seconds in worker.reasons_s if reason != "unknown")


def _wants_s(worker: WorkerState) -> float:
    return sum(seconds for reason, seconds in worker.reasons_s if reason in ("running", "core"))
