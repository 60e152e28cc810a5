"""What could end each wait of a run: what the probe says of it, and the system where that says more.

A thread of which no stall is told has run within the last second; who stands still shorter than `since_s` asks, too,
is taken for one that can go on. What the probe says counts where the system sees the
thread in such a call: a wait of which it has not told the end is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tui.model.state.shared import LockState, WaitState
from tui.model.state.state import ProcessState, WorkerState
from tui.model.stuck.able import FREE, NOBODY, Need
from tui.telemetry.waits import Stall
from tui.telemetry.who import Who

BOOKKEEPING = ("resource tracker", "fork server")
"""Processes of Python's own that never touch what the program shares."""
OWNED = ("RLock", "Condition")
"""Whose lock is released by its holder, and by nobody else."""


class Needs:
    """Whom every thread of a run needs, asked one after the other."""

    def __init__(
        self,
        workers: Mapping[Who, WorkerState],
        processes: Mapping[int, ProcessState],
        lock_of: Callable[[int], LockState | None],
        in_tasks: Callable[[int], tuple[Who, ...] | None],
        since_s: float,
    ) -> None:
        """`in_tasks`: of a pool of threads that has none to spare, those in its tasks; None of others.
        What has ended after `since_s` counts as if it could still go on: what it did last may not be seen yet."""
        self.workers, self.processes, self.since_s = workers, processes, since_s
        self.alive = {who: worker for who, worker in workers.items() if _lives(worker.ended_s, since_s)}
        self.lock_of, self.in_tasks = lock_of, in_tasks
        self.pids = tuple(pid for pid, process in processes.items() if _lives(process.ended_s, since_s))
        self.everybody = tuple(pid for pid in self.pids if processes[pid].name not in BOOKKEEPING)

    def every(self, natives: Iterable[Who] = (), stalls: Mapping[Who, Stall] | None = None) -> dict[Who, Need]:
        """Return what each thread needs; `natives`: threads that the probe does not know, and their stalls."""
        found = {who: self.of(worker) for who, worker in self.alive.items()}
        stalls = stalls or {}
        for who in natives:
            if who not in found:
                found[who] = self._of_stall(stalls[who]) if who in stalls else FREE
        known = {who.pid for who in found}
        return found | {Who(pid, pid): FREE for pid in self.pids if pid not in known}

    def of(self, worker: WorkerState) -> Need:
        """Return what a thread needs to go on."""
        stall = worker.stall
        if stall is None or worker.ended_s is not None or worker.reason == "stopped" or self._is_free(stall):
            return FREE
        process = self.processes.get(worker.pid)
        if process is None or (process.handles_signals and worker.pid == worker.tid):
            return FREE
        told = None if worker.waits_on is None else self._of_wait(worker, worker.waits_on, stall)
        return self._of_stall(stall) if told is None else told

    def _of_wait(self, worker: WorkerState, wait: WaitState, stall: Stall) -> Need | None:
        """Return what is known better than by the system; None where that knows as much."""
        if wait.why in ("join", "result") and (wait.thread is not None or wait.process is not None):
            return self._end_of(worker, wait)
        if stall.call != "futex":
            return None
        if wait.why == "lock":
            return self._release(worker, wait)
        if wait.why == "result":
            threads = self.in_tasks(wait.key)
            return None if threads is None else Need(threads=threads)
        return None

    def _end_of(self, worker: WorkerState, wait: WaitState) -> Need:
        if wait.thread is not None:
            return self._threads(Who(worker.pid, wait.thread))
        return self._process_end(wait.process or 0)

    def _threads(self, who: Who) -> Need:
        return Need(threads=(who,)) if who in self.alive else FREE

    def _process_end(self, pid: int) -> Need:
        process = self.processes.get(pid)
        return FREE if process is None or pid not in self.pids else self._threads(Who(pid, pid))

    def _release(self, worker: WorkerState, wait: WaitState) -> Need | None:
        """Return who could release a lock: its holder, where that is known."""
        if wait.is_copy:
            return NOBODY
        lock = self.lock_of(wait.key)
        holder = wait.holder or (lock.holder if lock is not None else None)
        if lock is None or holder is None or not is_lock(lock):
            return None
        if holder == worker.who and not lock.of.type.endswith(OWNED):
            return None  # Anybody may release it: it may have been handed on.
        if holder in self.alive:
            return Need(threads=(holder,))
        return NOBODY if self.has_ended(holder) and lock.of.type.endswith(OWNED) else None

    def has_ended(self, who: Who) -> bool:
        """Whether it is known that a thread is no more, and not only unknown who it is."""
        process = self.processes.get(who.pid)
        is_gone = process is not None and not _lives(process.ended_s, self.since_s)
        return is_gone or (who in self.workers and who not in self.alive)

    def _is_free(self, stall: Stall) -> bool:
        return stall.is_timed or stall.is_outside or stall.since_s > self.since_s

    def _of_stall(self, stall: Stall) -> Need:
        if self._is_free(stall):
            return FREE
        if stall.call == "futex":
            return Need(pids=self.everybody if stall.is_shared else (stall.pid,))
        if stall.call == "child":
            return self._child_end(stall)
        if stall.call in ("read", "write", "poll") and stall.peers is not None:
            return Need(pids=stall.peers)
        return FREE

    def _child_end(self, stall: Stall) -> Need:
        if stall.child is not None:
            return self._process_end(stall.child)
        children = [pid for pid in self.pids if self.processes[pid].parent_pid == stall.pid]
        ends = [self._process_end(pid) for pid in children]
        is_free = not ends or any(end.is_free for end in ends)
        return FREE if is_free else Need(threads=tuple(who for end in ends for who in end.threads))


def _lives(ended_s: float | None, since_s: float) -> bool:
    return ended_s is None or ended_s > since_s


def is_lock(lock: LockState) -> bool:
    """Whether a lock has one holder: a semaphore, an event and a barrier have none."""
    return lock.of.type.lower().endswith(("lock", "condition"))
