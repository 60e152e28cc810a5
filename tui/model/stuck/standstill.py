"""Who of a run is stuck: those who have stood still for `LONG_S` and whose waits nobody can end.

While the run goes on that is asked of its state. Of a run that is over it is asked of the last state in which somebody
was stuck, where that lasted until the run was ended from outside: who went on by itself was not stuck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from tui.model.state.once import once
from tui.model.state.state import RunState, WorkerState
from tui.model.stuck.able import Need, left
from tui.model.stuck.needs import Needs
from tui.telemetry.who import Who

LONG_S = 2.0
"""What stands still together for so long stands still."""
OF_THREADS = ("ThreadPoolExecutor", "ThreadPool")


class Standstill(Struct, frozen=True):
    """Those who can never go on."""

    who: tuple[Who, ...]
    """The program's own threads: the main thread of its first process first, then in the order they started."""
    every: frozenset[Who]
    """With helpers and threads that are none of Python's."""
    needs: Mapping[Who, Need]
    """Of all threads of the run."""


def basis(run: RunState) -> RunState | None:
    """Return the state in which a standstill is looked for: of a run that is over the last one that had any."""
    return run.stood if run.phase == "over" else run


def at_s(run: RunState) -> float:
    """Return the time of a state: that of its last sample."""
    return run.started_s + run.elapsed_s


@once(2)
def standstill(run: RunState) -> Standstill | None:
    """Return who is stuck in this very state; None where nobody is."""
    if not may_be(run.workers, at_s(run)):
        return None
    needs = needs_of(run)
    every = left(needs)
    own = tuple(worker.who for worker in _in_order(run) if worker.who in every) if every else ()
    return Standstill(own, every, needs) if own else None


def may_be(workers: Iterable[WorkerState], now_s: float) -> bool:
    """Whether anybody has stood still for long enough at all."""
    return any(
        worker.stall is not None and worker.stall.since_s <= now_s - LONG_S and not worker.stall.is_timed
        for worker in workers
        if worker.role != "helper" and worker.ended_s is None
    )


def needs_of(run: RunState) -> dict[Who, Need]:
    """Return what each thread of a run needs to go on."""
    locks = {lock.of.key: lock for lock in run.locks}
    workers = {worker.who: worker for worker in run.workers}
    processes = {process.pid: process for process in run.processes}
    needs = Needs(workers, processes, locks.get, lambda key: in_tasks(run, key), at_s(run) - LONG_S)
    return needs.every(run.natives, {stall.who: stall for stall in run.native_stalls})


def in_tasks(run: RunState, pool: int) -> tuple[Who, ...] | None:
    """Return the threads that are in tasks of a pool of threads, where that is all it may have; else None."""
    its = next((found for found in run.pools if found.of.key == pool), None)
    if its is None or its.of.limit is None or not its.of.type.endswith(OF_THREADS):
        return None
    inside = tuple(
        found.who
        for found in run.gantt
        if found.spans and found.spans[-1].ended_s is None and found.spans[-1].pool == pool
    )
    return inside if len(inside) == its.running == its.of.limit else None


def _in_order(run: RunState) -> list[WorkerState]:
    """Return the threads that are no helpers."""
    first = next((process.pid for process in run.processes if process.role == "main"), None)
    helpers = {process.pid for process in run.processes if process.role == "helper"}
    own = [worker for worker in run.workers if worker.role != "helper" and worker.pid not in helpers]
    return sorted(own, key=lambda worker: ((worker.pid, worker.tid) != (first, first), worker.started_s, worker.who))
