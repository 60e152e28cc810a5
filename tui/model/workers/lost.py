"""Which tasks were lost with their workers, and which processes ended otherwise than they should. Pure functions."""

from __future__ import annotations

import signal
from collections.abc import Iterator

from msgspec import Struct

from tui.model.state.gantt import TaskSpan
from tui.model.state.once import once
from tui.model.state.shared import PoolState
from tui.model.state.state import ProcessState, RunState, WorkerState
from tui.model.workers.ends import ended_badly

MANY = 3
"""Commands that nobody waits for, from which on it is told."""
LATE_S = 0.1
"""A worker that ends that shortly before its process ends with it."""


class LostTask(Struct, frozen=True):
    """A task that began and whose worker was gone before it ended."""

    pool: PoolState | None
    """None where that is not known."""
    worker: WorkerState
    span: TaskSpan | None
    """The task itself; None where its beginning was not told."""
    exit_code: int | None
    """Of the worker's process; None for a thread, and where it is not known."""

    @property
    def how(self) -> str:
        """`was killed by signal 9 (SIGKILL)`."""
        code = self.exit_code
        if self.worker.kind != "process":
            return "ended"
        if code is None:
            return "was gone"
        return f"ended with exit code {code}" if code >= 0 else f"was killed by signal {_signal(-code)}"


def _signal(number: int) -> str:
    """Return `9 (SIGKILL)`."""
    try:
        return f"{number} ({signal.Signals(number).name})"
    except ValueError:
        return str(number)


@once(2)
def lost_tasks(run: RunState) -> tuple[LostTask, ...]:
    """Return the tasks that were lost; not those of workers that a library let go: their pool was to end."""
    return tuple(_lost(run))


def _lost(run: RunState) -> Iterator[LostTask]:
    processes = {process.pid: process for process in run.processes}
    pools = {pool.of.key: pool for pool in run.pools}
    of = {found.who: found.spans[-1] for found in run.gantt if found.spans}
    for worker in run.workers:
        process = processes.get(worker.pid)
        if process is not None and worker.count.started > worker.count.ended and _is_lost(run, worker, process):
            code = process.exit_code if worker.kind == "process" else None
            span = of.get(worker.who)
            pool = pools.get(span.pool) if span else None
            if pool is None or _gone(pool):
                yield LostTask(pool, worker, span, code)


def _gone(pool: PoolState) -> int:
    """Return how many of a pool's tasks have begun, have not ended and have no worker any more.

    Whose end was told and not the end of its last task is no proof: under load records are dropped, counts are exact.
    """
    count = pool.count
    if count is None:
        return pool.lost
    is_all_there = count.submitted and count.delivered >= count.submitted
    return 0 if is_all_there else max(0, min(pool.lost, count.started - count.ended))


def lost_of(run: RunState, pool: PoolState) -> int:
    """Return how many tasks of a pool were lost with their worker."""
    gone = _gone(pool)
    return gone if pool.broken else min(gone, sum(task.pool is pool for task in lost_tasks(run)))


def cut_off(run: RunState, pool: PoolState) -> int:
    """Return how many tasks of a pool were still at work when the program ended it."""
    return _gone(pool) - lost_of(run, pool) if pool.is_terminated or run.phase == "over" else 0


def _is_lost(run: RunState, worker: WorkerState, process: ProcessState) -> bool:
    """Whether a worker ended by itself, and did not only end with all the rest."""
    if worker.ended_s is None or process.is_let_go or process.pid in {left.pid for left in run.left}:
        return False
    if process.role == "main" or worker.kind != "process":
        until_s = process.ended_s if process.role != "main" else _over_s(run)
        return until_s is None or worker.ended_s < until_s - LATE_S
    return not _is_over(run, worker.ended_s)


def _over_s(run: RunState) -> float | None:
    """Return when the program itself had ended; None while it runs."""
    return run.started_s + run.elapsed_s if run.phase == "over" else None


def _is_over(run: RunState, at_s: float) -> bool:
    over_s = _over_s(run)
    return over_s is not None and at_s >= over_s


@once(2)
def bad_ends(run: RunState) -> tuple[ProcessState, ...]:
    """Return the processes but the first one that ended otherwise than they should."""
    return tuple(process for process in run.processes if process.role != "main" and ended_badly(process))


@once(2)
def unwaited(run: RunState) -> tuple[ProcessState, ...]:
    """Return the children that have ended and that nobody waited for.

    As long as the program may yet do so, or where it was kept from it, only those count that no object stands for,
    which would wait for them in its own time, and that their parent does not just wait for. A command or two that a
    program leaves to themselves do no harm.
    """
    found = [process for process in run.processes if process.is_unwaited]
    forked = [process for process in found if process.method in ("os.fork", "")]
    if not found or (run.phase == "over" and run.stopped_s is None):
        return tuple(found if len(found) - len(forked) >= MANY else forked)
    waiting = {worker.pid for worker in run.workers if worker.reason == "join" and worker.ended_s is None}
    return tuple(one for one in forked if one.parent_pid not in waiting)
