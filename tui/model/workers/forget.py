"""Which of the processes and threads that have ended a run forgets, and which it keeps.

A program may start and end thousands in an hour; a state that kept them all would grow, and a picture of it get dearer.
So the newest that have ended are kept, and of the older ones those that something is still said about one by one:
parents of those who live, holders of locks, whoever is waited for, whoever failed, was lost or ended badly.
Of all others sums are kept, see `Gone`. Numbers in names are given for good before anybody is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tui.model.state.state import ProcessState, RunState
from tui.model.workers.ends import is_answer
from tui.model.workers.gone import added
from tui.model.workers.lost import bad_ends, lost_tasks
from tui.model.workers.names import numbered
from tui.telemetry.who import Who

MOST_ENDED = 300
"""Of processes, and of threads, that have ended: the newest that are kept, whatever they did."""
AT_A_TIME = 64
"""So many more are there before any is forgotten: that takes about as long as a picture."""
MOST_BAD = 256
"""The first processes that ended otherwise than they should are kept; of more only their number is."""
GENERATIONS = 8
"""How far up the parents of those who live are kept."""


def forgetting(run: RunState) -> RunState:
    """Return the run without those that have ended and that nothing is said about any more; the same one if none is."""
    if _ended(run) < max(MOST_ENDED, run.gone.kept) + AT_A_TIME:
        return run
    run = numbered(run)
    bad = [process.pid for process in bad_ends(run) if not is_answer(process)]
    needed = _needed(run) | set(bad[:MOST_BAD])
    kept = needed | {process.pid for process in run.processes if process.ended_s is None}
    kept |= _newest(run.processes)
    kept |= _parents(run, kept)
    there = _there(run, kept, needed)
    gone = added(run, kept, there, len(set(bad) - kept))
    run = replace(
        run,
        processes=tuple(process for process in run.processes if process.pid in kept),
        workers=tuple(worker for worker in run.workers if worker.who in there),
        gantt=tuple(found for found in run.gantt if found.who in there),
        lookers=frozenset(who for who in run.lookers if who.pid in kept),
    )
    return replace(run, gone=replace(gone, kept=_ended(run)))


def _ended(run: RunState) -> int:
    """Return how many have ended and are kept: processes or threads, whatever is more."""
    processes = sum(process.ended_s is not None for process in run.processes)
    return max(processes, sum(worker.ended_s is not None for worker in run.workers))


def _there(run: RunState, kept: set[int], needed: set[int]) -> set[Who]:
    """Return the threads to keep: of a process that is kept always the first one."""
    ended = [worker for worker in run.workers if worker.ended_s is not None and worker.pid in kept]
    newest = sorted(ended, key=lambda worker: worker.ended_s or 0.0)[-MOST_ENDED:]
    there = {worker.who for worker in newest}
    named = _named(run)
    return there | {
        worker.who
        for worker in run.workers
        if worker.ended_s is None
        or (worker.pid in kept and (worker.kind == "process" or worker.role == "main"))
        or worker.who in named
    }


def _newest(processes: tuple[ProcessState, ...]) -> set[int]:
    ended = sorted((process.ended_s, process.pid) for process in processes if process.ended_s is not None)
    return {pid for _, pid in ended[-MOST_ENDED:]}


def _needed(run: RunState) -> set[int]:
    """Return the processes that are spoken of."""
    pids = {process.pid for process in run.processes if process.role == "main" or process.is_unwaited}
    pids |= {who.pid for who in _named(run)} | {left.pid for left in run.left}
    pids |= {queue_pid for queue in run.traffic.queues for queue_pid, items in queue.buffers if items}
    return pids | {pid for worker in run.workers if worker.waits_on and (pid := worker.waits_on.process) is not None}


def _named(run: RunState) -> set[Who]:
    """Return the threads that are spoken of: they hold something, are waited for, have failed or were lost."""
    return {*_waited_for(run), *(task.worker.who for task in lost_tasks(run))}


def _waited_for(run: RunState) -> Iterator[Who]:
    for lock in run.locks:
        if lock.holder is not None:
            yield lock.holder
    for worker in run.workers:
        wait = worker.waits_on
        if wait is not None and wait.holder is not None:
            yield wait.holder
        if wait is not None and wait.thread is not None:
            yield Who(worker.pid, wait.thread)
    for error in run.exceptions:
        yield error.who
        if error.of_pid is not None:
            yield Who(error.of_pid, error.of_pid)


def _parents(run: RunState, kept: set[int]) -> set[int]:
    """Return the parents of those who are kept, and theirs."""
    parents = {process.pid: process.parent_pid for process in run.processes}
    alive = {process.pid for process in run.processes if process.ended_s is None}
    found = {parent for pid in kept if (parent := parents.get(pid)) is not None}
    newest = alive
    for _ in range(GENERATIONS):
        newest = {parent for pid in newest if (parent := parents.get(pid)) is not None}
        found |= newest
    return found
