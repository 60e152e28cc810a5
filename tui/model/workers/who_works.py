"""Which threads of a run do its work, and how many at once. Pure functions of the run's state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tui.model.state.native import NativeThread
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
START_S = 0.25
"""CPU seconds that it takes to start and to import: a main thread with less has done no work besides."""
IDLE_S = 0.5
"""How long a thread has to be seen before it is said to do nothing."""
NO_CPU, HARDLY_ANY, MOSTLY = 0.1, 0.01, 0.8
"""Share of its time below which a thread that waits for others does none of the work; below which that holds of any
thread that has no tasks; and the share from which on it does mostly one thing."""
RUNS = 0.05
"""Share of its time that a native thread runs at least, if it counts: the probe's own does not, however it waits."""
WANTS, HUNGRY = 0.1, 0.9
"""Share of its time that a worker runs or wants to, below which it takes no core from anybody; and from which on it
would do so on a quiet machine, too."""


@once(2)
def doers(run: RunState) -> tuple[WorkerState, ...]:
    """Return the threads that do the work, in the order they started: the one count of workers that all reports say.

    These are the workers, and the main thread where it does a good part of the work, too; where there is no worker, or
    hardly anything for them to do, the main thread alone.
    """
    threads = sorted(run.workers, key=lambda worker: (worker.started_s, worker.pid, worker.tid))
    workers = _at_work(_workers(run, threads), threads)
    main = main_thread(run)
    if not workers and (run.phase == "over" or run.elapsed_s > PATIENCE_S):
        return (main,) if main is not None else tuple(w for w in threads if w.role == "main")[:1]
    if main is None or main.cpu_s < START_S or not _wants_s(main) >= A_PART * life_s([main]) > 0:
        return workers
    whole_s = run.gone.cpu_s + sum(worker.cpu_s for worker in run.workers)
    part = main.cpu_s / whole_s if whole_s > 0 else 0.0
    if part >= NEARLY_ALL:
        return (main,)
    return (*workers, main) if part >= A_PART and _works_beside(main) else workers


def _workers(run: RunState, threads: Sequence[WorkerState]) -> tuple[WorkerState, ...]:
    """Return all that may be at work but the program's main thread."""
    helpers = {process.pid for process in run.processes if process.role == "helper"}
    unseen = {process.pid for process in run.processes if not process.observed}
    found = [
        w for w in threads
        if w.role == "worker" and w.pid not in helpers and (w.pid not in unseen or _is_at_work(w))
    ]  # fmt: skip
    # The main thread of a process whose pool threads do its tasks only waits for them, unless it is seen to work.
    cpu_s: dict[int, float] = {}
    for worker in found:
        cpu_s[worker.pid] = cpu_s.get(worker.pid, 0.0) + worker.cpu_s
    with_pools = {w.pid for w in found if w.kind != "process" and (w.count.ended or w.count.busy)}
    return tuple(
        w for w in found
        if w.kind != "process" or w.pid not in with_pools or w.count.ended
        or (_wants_s(w) >= A_PART * life_s([w]) > 0 and w.cpu_s >= A_PART * cpu_s[w.pid])
    )  # fmt: skip


def _at_work(workers: tuple[WorkerState, ...], threads: Sequence[WorkerState]) -> tuple[WorkerState, ...]:
    """Return the workers without those that only wait, if anybody does better than that.

    Who waits for a lock or at a queue is not idle: what it waits for may be what holds the program up. A main thread
    that has only started does no better, however long it waited for a core meanwhile.
    """
    at_work = [worker for worker in workers if not _is_idle(worker)]
    main = [worker for worker in threads if worker.role == "main" and worker.cpu_s >= START_S]
    if any(_wants_s(worker) >= A_PART * life_s([worker]) > 0 for worker in (*at_work, *main)):
        return tuple(at_work)
    return workers


def _is_idle(worker: WorkerState) -> bool:
    """Whether a thread has lived for some time and only waited: for others to end, for work that never came, for a
    moment to come.
    """
    lived_s, wants_s = life_s([worker]), _wants_s(worker)
    if lived_s < IDLE_S or wants_s >= NO_CPU * lived_s:
        return False
    spent = dict(worker.reasons_s)
    if spent.get("join", 0.0) + spent.get("work", 0.0) >= MOSTLY * lived_s:
        return True
    held_up_s = sum(seconds for _, why, seconds in worker.waited if why in ("lock", "full", "empty"))
    has_tasks = worker.count.ended or worker.count.busy
    return not has_tasks and held_up_s < (1 - MOSTLY) * lived_s and wants_s < HARDLY_ANY * lived_s


def _works_beside(main: WorkerState) -> bool:
    """Whether the main thread works while others do, and not only before or after them."""
    return main.beside_s < IDLE_S or main.worked_beside_s >= A_PART * main.beside_s


def _is_at_work(worker: WorkerState) -> bool:
    return worker.cpu_s >= AT_WORK * sum(seconds for _, seconds in worker.reasons_s) and worker.cpu_s > 0


def main_thread(run: RunState) -> WorkerState | None:
    """Return the main thread of the program's first process; None before it was seen."""
    pids = {process.pid for process in run.processes if process.role == "main"}
    return next((worker for worker in run.workers if worker.role == "main" and worker.pid in pids), None)


def life_s(workers: Sequence[WorkerState]) -> float:
    """Return the time in which the workers were sampled."""
    lived_s = 0.0
    for worker in workers:
        for _, seconds in worker.reasons_s:
            lived_s += seconds
    return lived_s


def wanting(run: RunState, share: float) -> int:
    """Return how many workers and native threads at a time, at most, run or want to for this share of their time."""
    workers = [worker for worker in doers(run) if _wants_s(worker) >= share * _known_s(worker) > 0]
    return max(run.gone.wanting(share), most_at_once([*workers, *natives_wanting(run, share)]))


def natives_wanting(run: RunState, share: float) -> list[NativeThread]:
    """Return the native threads that run or want to for this share of their time."""
    return [
        replace(native, ended_s=process.ended_s) if native.ended_s is None else native
        for process in run.processes
        if process.role != "helper"
        for native in process.natives
        if native.ran_s + native.wanted_s >= share * native.lived_s > 0 and native.ran_s >= RUNS * native.lived_s
    ]


def together(run: RunState) -> int:
    """Return how many workers of a run lived at the same time, at most, those forgotten too."""
    return max(run.gone.most_at_once, most_at_once(doers(run)))


def how_many(run: RunState) -> int:
    """Return how many workers a run had in all, those forgotten too."""
    return run.gone.workers + len(doers(run))


def most_at_once(workers: Iterable[WorkerState | NativeThread]) -> int:
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
    wants_s = 0.0
    for reason, seconds in worker.reasons_s:
        if reason in ("running", "core"):
            wants_s += seconds
    return wants_s
