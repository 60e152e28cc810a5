"""Where the time of a pool's workers went, in parts that add up to it.

All is measured where it happens: when a process was asked for and began, when each worker's first task began and its
last one ended, how long it was in tasks; by looks at some of them the CPU time in tasks, to unpickle them and to pickle
their results. What lies between two tasks and is neither is handing over and waiting. What the program says it took,
and lies before the first worker was asked for or after the last result, cannot be told apart: the last part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from tui.model.state.state import RunState, WorkerState
    from tui.telemetry.tasks import TaskTimes
    from tui.telemetry.who import Who

PARTS = ("start", "hand_over", "unpickle", "compute", "held", "pickle", "idle", "rest")
"""In the order in which a worker meets them. start: until it was there · hand_over: handing over and waiting ·
unpickle: of tasks · compute: CPU time in tasks · held: in a task, but not running · pickle: of results · idle: after
its last task · rest: not told apart."""
START, HAND_OVER, UNPICKLE, COMPUTE, HELD, PICKLE, IDLE, REST = range(8)


class Printed(NamedTuple):
    """The readings that a program may print of itself, by name."""

    took: str
    in_tasks: str
    main_cpu: str
    """CPU time of the main process meanwhile."""


class WorkerSplit(Struct, frozen=True):
    """One worker."""

    who: Who | None
    """None where no thread of it was seen."""
    parts: tuple[float, ...]
    """Seconds, in the order of PARTS; they add up to the split's `whole_s`."""
    tasks: int
    calls: int


class Split(Struct, frozen=True):
    """Where the time of one run went."""

    whole_s: float
    """What the program says it took; where it does not, from when its first worker was asked for to the last result."""
    workers: tuple[WorkerSplit, ...]
    """In the order in which they began; none for work that was done without a pool."""
    parts: tuple[float, ...]
    """The mean over the workers, in the order of PARTS."""
    from_s: float = 0.0
    """When the first worker was asked for; 0 without a pool."""
    is_over: bool = True
    is_printed: bool = False
    """Whether `whole_s` is what the program says."""
    pool: int = 0
    """Key of the pool; 0 without one."""

    @property
    def tasks(self) -> int:
        return sum(worker.tasks for worker in self.workers)

    @property
    def calls(self) -> int:
        return sum(worker.calls for worker in self.workers)


def split_by(printed: Printed, run: RunState) -> Split | None:
    """Return where the time of a run's busiest pool went; None as long as that is not known."""
    told = {name: value for line in run.results for name, value in line}
    took_s, its = max(0.0, told.get(printed.took, 0.0)), _busiest(run)
    if its:
        return _of_pool(run, its, took_s)
    if run.pools or not took_s or printed.in_tasks not in told:
        return None
    return _alone(took_s, told[printed.in_tasks], told.get(printed.main_cpu))


def _alone(took_s: float, in_tasks_s: float, cpu_s: float | None) -> Split:
    """Return the split of work that one thread did: what it was in tasks, as far as it had a core, and the rest."""
    in_tasks_s = min(in_tasks_s, took_s)
    compute_s = in_tasks_s if cpu_s is None else min(in_tasks_s, cpu_s)
    parts = [0.0] * len(PARTS)
    parts[COMPUTE], parts[HELD], parts[REST] = compute_s, in_tasks_s - compute_s, took_s - in_tasks_s
    return Split(took_s, (), tuple(parts), is_printed=True)


def _busiest(run: RunState) -> Sequence[WorkerState]:
    """Return the workers of the pool that was in tasks for the longest, each of which had one at least."""
    pool_of = {tasks.who: tasks.spans[-1].pool for tasks in run.gantt if tasks.spans}
    found: dict[int, list[WorkerState]] = {}
    for worker in run.workers:
        if worker.count.times is not None:
            found.setdefault(pool_of.get(worker.who, 0), []).append(worker)
    return max(found.values(), key=_in_tasks_s, default=())


def _in_tasks_s(workers: Sequence[WorkerState]) -> float:
    return sum(worker.count.times.in_tasks_s for worker in workers if worker.count.times is not None)


def _of_pool(run: RunState, its: Sequence[WorkerState], took_s: float) -> Split:
    pool_of = {tasks.who: tasks.spans[-1].pool for tasks in run.gantt if tasks.spans}
    key = pool_of.get(its[0].who, 0)
    began = {worker.who: _asked_and_began(run, worker) for worker in its}
    waiting = _without_tasks(run, its)
    asked_s = [asked for asked, _ in [*began.values(), *waiting]]
    made_s = [pool.of.at_s for pool in run.pools if pool.of.key == key]
    from_s = min([*asked_s, *made_s])
    is_over = run.phase == "over"
    until_s = _end(run, its, key) if is_over else run.started_s + run.elapsed_s
    until_s = max(until_s, from_s)
    if took_s and is_over:
        until_s = min(until_s, from_s + took_s)
    whole_s = took_s if took_s and is_over else until_s - from_s
    times = [worker.count.times for worker in its]
    workers = [
        WorkerSplit(
            worker.who, _parts(seen, began[worker.who][1] - from_s, (from_s, until_s, is_over), whole_s),
            worker.count.ended, worker.count.calls,
        )
        for worker, seen in zip(its, times, strict=True) if seen is not None
    ]  # fmt: skip
    workers += [WorkerSplit(None, _unused(began_s - from_s, until_s - from_s, whole_s), 0, 0) for _, began_s in waiting]
    parts = tuple(sum(worker.parts[place] for worker in workers) / len(workers) for place in range(len(PARTS)))
    return Split(whole_s, tuple(workers), parts, from_s, is_over, bool(took_s and is_over), key)


def _end(run: RunState, its: Sequence[WorkerState], key: int) -> float:
    """Return when the last result was got, or its task ended where that is not told."""
    got_s = [line.got[-1].at_s for line in run.lines if line.key == key and line.got]
    return max([*got_s, *(worker.count.times.last_s for worker in its if worker.count.times is not None)])


def _asked_and_began(run: RunState, worker: WorkerState) -> tuple[float, float]:
    """Return when a worker was asked for, and when it was there; of a thread both are when it began."""
    process = next((process for process in run.processes if process.pid == worker.pid), None)
    if worker.kind != "process" or process is None:
        return worker.started_s, worker.started_s
    asked_s = process.started_s if process.asked_s is None else process.asked_s
    first_s = worker.count.times.first_s if worker.count.times is not None else asked_s
    began_s = first_s if process.began_s is None else min(process.began_s, first_s)
    return asked_s, max(asked_s, began_s)


def _without_tasks(run: RunState, its: Sequence[WorkerState]) -> list[tuple[float, float]]:
    """Return the same for those workers of a pool of processes that got no task: they are to do what the others are."""
    busy = {worker.pid for worker in its if worker.kind == "process"}
    alike = {(process.parent_pid, process.target) for process in run.processes if process.pid in busy}
    found = [
        process for process in run.processes
        if process.pid not in busy and process.target and (process.parent_pid, process.target) in alike
    ]  # fmt: skip
    asked = [(process.started_s if process.asked_s is None else process.asked_s, process.began_s) for process in found]
    return [(asked_s, asked_s if began_s is None else max(asked_s, began_s)) for asked_s, began_s in asked]


def _parts(times: TaskTimes, ready_s: float, span: tuple[float, float, bool], whole_s: float) -> tuple[float, ...]:
    """Return one worker's parts; `span`: from when, until when, and whether it is over."""
    from_s, until_s, is_over = span
    last_s = min(max(times.last_s, times.first_s, from_s), until_s) - from_s
    start_s = min(max(0.0, ready_s), last_s)
    in_tasks_s = _within(times.in_tasks_s, last_s - start_s)
    compute_s = _within(times.ran_s, in_tasks_s)
    between_s = last_s - start_s - in_tasks_s
    unpickle_s = _within(times.unpickled_s, between_s)
    pickle_s = _within(times.pickled_s, between_s - unpickle_s)
    parts = [0.0] * len(PARTS)
    parts[START], parts[HAND_OVER] = start_s, between_s - unpickle_s - pickle_s
    parts[UNPICKLE], parts[PICKLE] = unpickle_s, pickle_s
    parts[COMPUTE], parts[HELD] = compute_s, in_tasks_s - compute_s
    parts[IDLE] = until_s - from_s - last_s if is_over else 0.0
    return _whole(parts, whole_s)


def _within(time_s: float, most_s: float) -> float:
    return min(max(0.0, time_s), max(0.0, most_s))


def _unused(ready_s: float, until_s: float, whole_s: float) -> tuple[float, ...]:
    """Return the parts of a worker that got no task."""
    parts = [0.0] * len(PARTS)
    parts[START] = min(max(0.0, ready_s), until_s)
    parts[IDLE] = until_s - parts[START]
    return _whole(parts, whole_s)


def _whole(parts: list[float], whole_s: float) -> tuple[float, ...]:
    """Return the parts with what they leave of the whole as the last one."""
    parts = [max(0.0, part) for part in parts]
    parts[REST] = max(0.0, whole_s - sum(parts[:REST]))
    return tuple(parts)
