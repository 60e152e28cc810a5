"""What is looked up while a standstill is told: who is stuck, what each of them waits for, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable

from tui.model.state.shared import LockState, PoolState, QueueState, WaitState
from tui.model.state.state import RunState, WorkerState
from tui.model.stuck.standstill import Standstill, at_s
from tui.model.workers.ends import how_it_ended, raised
from tui.model.workers.names import names_of, process_names
from tui.telemetry.objects import ObjectFound
from tui.telemetry.waits import Stall
from tui.telemetry.who import Who
from tui.words.numbers import listed

MOST_NAMED = 3


class Scene:
    """A state in which somebody is stuck, with everything in it by its key."""

    def __init__(self, run: RunState, still: Standstill, *, is_over: bool) -> None:
        """`is_over`: whether it is told in the past tense."""
        self.run, self.still, self.is_over, self.now_s = run, still, is_over, at_s(run)
        self.workers = {worker.who: worker for worker in run.workers}
        self.processes = {process.pid: process for process in run.processes}
        self.locks: dict[int, LockState] = {lock.of.key: lock for lock in run.locks}
        self.queues: dict[int, QueueState] = {queue.of.key: queue for queue in run.queues}
        self.pools: dict[int, PoolState] = {pool.of.key: pool for pool in run.pools}
        self.names, self.names_by_pid, self.raised = names_of(run), process_names(run), raised(run.exceptions)
        self.stuck: tuple[WorkerState, ...] = tuple(self.workers[who] for who in still.who)

    def now(self, present: str, past: str) -> str:
        """Return the form of a verb that fits what is told."""
        return past if self.is_over else present

    def wait_(self, count: int = 1) -> str:
        """Return `waits`, `wait` or `waited`."""
        return self.now("waits" if count == 1 else "wait", "waited")

    def be(self, count: int = 1) -> str:
        """Return `is`, `are`, `was` or `were`."""
        return self.now("is", "was") if count == 1 else self.now("are", "were")

    def name(self, who: Who) -> str:
        """Return how a thread is called."""
        worker = self.workers.get(who)
        if worker is not None and worker.role == "helper" and not worker.name:
            return f"a thread of {self.name(Who(who.pid, who.pid))}"
        return self.names.get(who) or "a thread"

    def process_name(self, pid: int) -> str:
        """Return how a process is called: by the name of its first thread."""
        return self.names.get(Who(pid, pid)) or self.names_by_pid.get(pid) or f"process {pid}"

    def who_said(self, every: Iterable[Who]) -> str:
        """Return `main`, `a, b and c`, `a, b and 5 more`."""
        names = list(dict.fromkeys(self.name(who) for who in every))
        return listed(names if len(names) <= MOST_NAMED else [*names[:2], f"{len(names) - 2} more"])

    def waits(self, *why: str) -> list[tuple[WorkerState, WaitState]]:
        """Return the stuck that wait for one of these reasons, as the probe says."""
        return [(w, w.waits_on) for w in self.stuck if w.waits_on is not None and w.waits_on.why in why]

    def stall(self, who: Who) -> Stall | None:
        """Return what the system says of a thread's wait, helpers and unknown threads included."""
        worker = self.workers.get(who)
        if worker is not None:
            return worker.stall
        return next((stall for stall in self.run.native_stalls if stall.who == who), None)

    def object_of(self, key: int) -> ObjectFound | None:
        """Return the lock, queue or pool of a key."""
        found = self.locks.get(key) or self.queues.get(key) or self.pools.get(key)
        return None if found is None else found.of

    def awaited_end(self, worker: WorkerState) -> Who | None:
        """Return the thread, or a process's first thread, for whose end a thread waits."""
        wait, stall = worker.waits_on, worker.stall
        if wait is not None and wait.why == "join":
            if wait.thread is not None:
                return Who(worker.pid, wait.thread)
            if wait.process is not None:
                return Who(wait.process, wait.process)
        if stall is not None and stall.call == "child" and stall.child is not None:
            return Who(stall.child, stall.child)
        return None

    def end_said(self, who: Who) -> str:
        """Return how somebody ended: `ended with ValueError: bad row`, `was killed by SIGKILL`, `ended`."""
        if who in self.raised:
            return f"ended with {self.raised[who]}"
        process = self.processes.get(who.pid)
        if process is not None and process.ended_s is not None and process.exit_code:
            how = how_it_ended(process.exit_code)
            return f"was {how}" if process.exit_code < 0 else f"ended with {how}"
        return "ended"

    def when_said(self, who: Who) -> str:
        """Return ` 3.1 s ago`, and of a run that is over ` at 0.5 s`; nothing where that is not known."""
        ago_s = self.ended_ago_s(who)
        if ago_s is None:
            return ""
        return f" at {self.now_s - ago_s - self.run.started_s:.1f} s" if self.is_over else f" {ago_s:.1f} s ago"

    def ended_ago_s(self, who: Who) -> float | None:
        """Return how long ago somebody ended; None where it has not, or that is not known."""
        worker, process = self.workers.get(who), self.processes.get(who.pid)
        ended_s = worker.ended_s if worker is not None else process.ended_s if process is not None else None
        return None if ended_s is None else self.now_s - ended_s

    def since_s(self, every: Iterable[Who]) -> float:
        """Return since when all of these wait together."""
        return max((_since_s(self.workers[who]) for who in every if who in self.workers), default=self.now_s)

    def is_stuck(self, who: Who) -> bool:
        return who in self.still.every


def _since_s(worker: WorkerState) -> float:
    if worker.waits_on is not None:
        return worker.waits_on.since_s
    return worker.stall.since_s if worker.stall is not None else 0.0
