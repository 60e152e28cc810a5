"""What a run says of what holds it up: the numbers that a finding rests on. Pure functions of the run's state.

All seconds are those of the workers together, as sampled; `life` is the time in which they were sampled at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from tui.model.state.gantt import WorkerTasks
from tui.model.state.gone import GoneWait
from tui.model.state.shared import LockState
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.names import names_of
from tui.model.workers.who_works import doers, life_s, main_thread
from tui.telemetry.objects import ObjectFound, Why
from tui.telemetry.who import Who

MOST_IN_STEP = 64
"""Workers among whom a stair-step can be seen; more are looked at as a whole only."""
SLACK_S = 0.3
"""By how much what was sampled of one wait may be longer than the wait."""
AT_REST = ("sleep", "join", "work", "lock", "loop", "unknown")
"""What somebody waits in who is not at work: a thread that sleeps is not busier than one that has ended."""
NEARLY = 0.8
"""Share of a sampled time from which on an exact count of it is all of it: samples are taken ten times a second."""


class WaitFact(Struct, frozen=True):
    """How long an object was waited for, and by whom."""

    of: ObjectFound
    why: Why
    waited_s: float
    share: float
    """Of the time of those who waited for it."""
    share_of_all: float
    """Of the time of all workers."""
    who: tuple[str, ...]
    """Their names, who waited longest first."""
    held_by: str = ""
    """Who holds it now, where that is known."""
    others: int = 0
    """How many more waited for it that are forgotten."""
    comes_back: bool = True
    """Whether such a wait has ever ended: what is held or missing for good is not to be had faster."""


class TaskFact(Struct, frozen=True):
    """What the tasks were like."""

    count: int
    mean_s: float
    """The mean time in a task."""
    inside: float
    """Share of the workers' time, of each between its first and last task, that they spent in tasks."""
    every_s: float
    """The time from one task's end to the next one's, over all workers."""


class StartingFact(Struct, frozen=True):
    """What it took to start worker processes."""

    count: int
    method: str
    """`spawn`, `fork`, `forkserver`; empty where they were started in several ways."""
    took_s: float
    """CPU time until they began with what they are to do, together."""
    used_s: float
    """All of their CPU time."""

    @property
    def share(self) -> float:
        return self.took_s / self.used_s


class StepFact(Struct, frozen=True):
    """How the workers ran out of work, one after the other."""

    last: str
    """Who was busy longest."""
    alone_s: float
    """How long it was the only one."""
    alone_share: float
    """Of the time from the first worker's beginning to the last one's end."""
    idle_share: float
    """Of the workers' time up to the last one's end, that in which they had nothing left to do."""
    others: int


def lock_facts(run: RunState) -> tuple[WaitFact, ...]:
    """Return the locks that were waited for, the longest first."""
    waits = _Waits(run)
    return _sorted(waits.fact(lock.of, "lock", lock.count.wait_s, lock.count.waits, lock) for lock in run.locks)


def queue_facts(run: RunState) -> tuple[WaitFact, ...]:
    """Return the queues that were waited for, each for one reason; pipes are none."""
    waits = _Waits(run)
    counts = [(queue, queue.count) for queue in run.queues if queue.of.kind == "queue" and queue.count is not None]
    full = [waits.fact(q.of, "full", its.full_s, its.full_waits) for q, its in counts if q.may_be_full]
    return _sorted([*full, *(waits.fact(q.of, "empty", its.empty_s, its.empty_waits) for q, its in counts)])


def proxy_facts(run: RunState) -> tuple[WaitFact, ...]:
    """Return what a manager's process has that its users were seen to wait for, the longest first."""
    waits = _Waits(run)
    return _sorted(waits.fact(it.of, "reply", it.count.call_s, it.count.calls) for it in run.proxies)


def _sorted(found: Iterable[WaitFact | None]) -> tuple[WaitFact, ...]:
    facts = [fact for fact in found if fact is not None]
    return tuple(sorted(facts, key=lambda fact: (-fact.share_of_all, -fact.waited_s, fact.of.key)))


class _Waits:
    """Who was seen to wait for which object, over the workers of a run."""

    def __init__(self, run: RunState) -> None:
        self.is_over, self.ended_itself = run.phase == "over", run.outcome == "ended"
        self.was_stopped = run.stopped_s is not None
        self.now_s = run.started_s + run.elapsed_s
        self.by_object: dict[tuple[int, Why], list[tuple[float, WorkerState]]] = {}
        for worker in run.workers:
            for key, why, seconds in worker.waited:
                self.by_object.setdefault((key, why), []).append((seconds, worker))
        if self.by_object:
            workers = doers(run)
            self.names = names_of(run)
            self.workers = {worker.who for worker in workers}
            self.life_s = run.gone.lived_s + life_s(workers)
        self.gone = {(wait.key, wait.why): wait for wait in run.gone.waited}

    def fact(
        self, of: ObjectFound, why: Why, counted_s: float, waits: int, lock: LockState | None = None
    ) -> WaitFact | None:
        """Return who waited for an object; None when nobody was seen to.

        The object's own count is exact, but a wait is in it only when it is over: of a killed program some never were.
        What was sampled is there at once.
        """
        waited = sorted(self.by_object.get((of.key, why), ()), key=lambda found: -found[0])
        if not any(seconds > 0 for seconds, _ in waited):
            return None
        gone = self.gone.get((of.key, why)) or GoneWait(of.key, why, 0.0, 0.0, 0.0, 0)
        sampled_s = gone.waited_s + sum(seconds for seconds, _ in waited)
        lived_s = gone.lived_s + life_s([worker for _, worker in waited])
        is_complete = self.is_over and counted_s >= NEARLY * sampled_s
        waited_s = counted_s if is_complete else max(counted_s, sampled_s)
        by_workers_s = gone.by_workers_s + sum(s for s, worker in waited if worker.who in self.workers)
        by_workers = by_workers_s / sampled_s
        return WaitFact(
            of,
            why,
            waited_s,
            min(1.0, waited_s / lived_s) if lived_s else 0.0,
            min(1.0, waited_s * by_workers / self.life_s) if self.life_s else 0.0,
            tuple(dict.fromkeys(self.names[worker.who] for _, worker in waited)),
            self.names.get(lock.holder, "") if lock and lock.holder else "",
            gone.workers,
            bool(gone.workers) or self._comes_back(of.key, waited, waits),
        )

    def _comes_back(self, key: int, waited: list[tuple[float, WorkerState]], waits: int) -> bool:
        """Return whether any of the waits has ended by itself, as far as that can be told.

        A run that was stopped is looked at as it was before, when some were still waiting.
        """
        if self.is_over and not self.was_stopped:
            return self.ended_itself or waits > len(waited)
        still = sum(worker.waits_on is not None and worker.waits_on.key == key for _, worker in waited)
        went_on = (self._went_on(key, seconds, worker) for seconds, worker in waited)
        return (self.was_stopped and waits > still) or any(went_on)

    def _went_on(self, key: int, waited_s: float, worker: WorkerState) -> bool:
        wait = worker.waits_on
        return wait is None or wait.key != key or waited_s > self.now_s - wait.since_s + SLACK_S


def all_cpu_s(run: RunState) -> float:
    """Return the CPU time of all processes so far, by whichever account is best informed."""
    threads_s = run.gone.cpu_s + sum(worker.cpu_s for worker in run.workers)
    processes_s = run.gone.process_cpu_s + sum(process.cpu_s or 0.0 for process in run.processes)
    return max(run.cpu_s or 0.0, processes_s, threads_s)


def starting_fact(run: RunState) -> StartingFact | None:
    """Return what starting the worker processes took; None where none told of it."""
    told = {p.pid: p for p in run.processes if p.role == "worker" and p.start_cpu_s is not None}
    gone = run.gone
    used_s = gone.starts_used_s + sum(worker.cpu_s for worker in run.workers if worker.pid in told)
    took_s = gone.start_cpu_s + sum(process.start_cpu_s or 0.0 for process in told.values())
    methods = {process.method for process in told.values()} | {starts.method for starts in gone.starts}
    method = methods.pop() if len(methods) == 1 else ""
    count = gone.starts_told + len(told)
    return StartingFact(count, method, took_s, max(used_s, took_s)) if took_s > 0 else None


def task_fact(run: RunState) -> TaskFact | None:
    """Return what the tasks were like; None when none was seen to end."""
    with_tasks, gone = [found for found in run.gantt if found.ended], run.gone
    count = gone.tasks.ended + sum(found.ended for found in with_tasks)
    if not count:
        return None
    took_s = gone.tasks.took_s + sum(found.took_s for found in with_tasks)
    spans = _by_tasks(run).values()
    counted = gone.count.ended + sum(worker.count.ended for worker in run.workers)
    # Tasks whose events were dropped took as long as the others, as far as anybody can tell.
    whole_s = took_s / count * max(count, counted)
    lived_s = gone.tasks.lived_s + sum(last_s - first_s for first_s, last_s in spans)
    began_s = min([gone.tasks.first_s, *(first_s for first_s, _ in spans)])
    every_s = (max([gone.tasks.last_s, *(last_s for _, last_s in spans)]) - began_s) / max(count, counted)
    inside = min(1.0, whole_s / lived_s) if lived_s > 0 else 1.0
    return TaskFact(max(count, counted), took_s / count, inside, every_s)


def step_fact(run: RunState) -> StepFact | None:
    """Return how the workers ran out of work; None as long as they did not, or where there is one only.

    Workers of one pool are compared, by their time in tasks: a worker that is still starting is not busy. In a run that
    was stopped nobody had run out of it.
    """
    if run.phase != "over" or run.stopped_s is not None or run.outcome == "stopped" or run.gone.workers:
        return None
    at_tasks = _of_one_pool(run)
    lives = _by_lives(run) if not at_tasks else {}
    spans = {found.who: _first_to_last(found) for found in at_tasks} or lives
    if doers(run) == (main_thread(run),) or not 2 <= len(spans) <= MOST_IN_STEP:
        return None
    ends = sorted((end, key) for key, (_, end) in spans.items())
    first_s, last_s = min(began for began, _ in spans.values()), ends[-1][0]
    whole_s = last_s - first_s
    if whole_s <= 0:
        return None
    last, since_s = ends[-1][1], max(ends[-2][0], spans[ends[-1][1]][0])
    if not at_tasks and not any(worker.who == last and _is_busy(worker) for worker in run.workers):
        return None
    in_tasks = [_in_tasks_s(found, since_s, last_s) for found in at_tasks if found.who == last]
    alone_s = in_tasks[0] if in_tasks else last_s - since_s
    nobody_s = last_s - ends[-2][0] - alone_s  # The last one had no task either.
    idle_s = sum(last_s - end for end, _ in ends) - nobody_s * (len(ends) - 1)
    return StepFact(
        names_of(run).get(last, ""), alone_s, alone_s / whole_s, idle_s / (whole_s * len(spans)), len(spans) - 1
    )


def _of_one_pool(run: RunState) -> list[WorkerTasks]:
    """Return those who had tasks of the pool whose task was the last to end."""
    had = [found for found in run.gantt if found.first_s is not None and found.spans]
    last = max(had, key=lambda found: _first_to_last(found)[1], default=None)
    return [found for found in had if last is not None and found.spans[-1].pool == last.spans[-1].pool]


def _in_tasks_s(found: WorkerTasks, since_s: float, until_s: float) -> float:
    """Return how much of a time a worker spent in tasks. Only its newest ones are known; before, it was as then."""
    is_all = found.ended <= len(found.spans)
    known_s = since_s if is_all else max(since_s, min(found.spans[0].began_s, until_s))
    inside_s = sum(
        max(0.0, min(until_s if span.ended_s is None else span.ended_s, until_s) - max(span.began_s, known_s))
        for span in found.spans
    )
    return inside_s / (until_s - known_s) * (until_s - since_s) if until_s > known_s else 0.0


def _first_to_last(found: WorkerTasks) -> tuple[float, float]:
    """Return when a worker's first task began and its last one ended."""
    return found.first_s or 0.0, found.spans[-1].ended_s or found.spans[-1].began_s


def _by_tasks(run: RunState) -> dict[Who, tuple[float, float]]:
    """Return when each worker's first task began and its last one ended."""
    return {found.who: _first_to_last(found) for found in run.gantt if found.first_s is not None and found.spans}


def _by_lives(run: RunState) -> dict[Who, tuple[float, float]]:
    """Return when each worker began with its work and ended, of those that lived side by side."""
    began_s = {process.pid: process.began_s for process in run.processes}
    lived = {
        worker.who: (_began_s(worker, began_s.get(worker.pid)), worker.ended_s)
        for worker in doers(run)
        if worker.role == "worker" and worker.ended_s is not None
    }
    every = sorted((began, end) for began, end in lived.values() if end is not None)
    side_by_side = all(later[0] < earlier[1] for earlier, later in pairwise(every))
    return {key: (began, end) for key, (began, end) in lived.items() if end is not None} if side_by_side else {}


def _is_busy(worker: WorkerState) -> bool:
    """Whether a thread slept, or waited for others to end, for less than half of its time."""
    return sum(seconds for reason, seconds in worker.reasons_s if reason in AT_REST) < 0.5 * life_s([worker])


def _began_s(worker: WorkerState, process_began_s: float | None) -> float:
    """Return when a thread began, or a process was ready for what it is to do."""
    is_ready = worker.kind == "process" and process_began_s is not None and process_began_s > worker.started_s
    return process_began_s if is_ready and process_began_s is not None else worker.started_s
