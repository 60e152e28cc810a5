"""The cases of a run in which a worker goes wrong: what the program says of each, and what was seen of its workers.

What a program was told is its own word. Whether an answer could still have come is not: that it never would have is
said only where its task was seen to be lost, or where no worker of its pool was seen to begin a task.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from tui.model.state.gantt import TaskSpan
from tui.model.state.once import once
from tui.model.state.printed import number, text
from tui.model.state.shared import PoolState
from tui.model.state.state import ComparisonState, ProcessState, RunState, WorkerState
from tui.model.workers.ends import how_it_ended, raised
from tui.model.workers.lost import lost_tasks
from tui.model.wrong.outcomes import CASES_TABLE, KILLED, UNANSWERED
from tui.telemetry.who import Somebody

_OF_EVERY, _OF_POOLS = ("process", "thread", "pool", "executor", "thread-pool"), ("pool", "executor", "thread-pool")


class Kind(NamedTuple):
    """A way to go wrong."""

    name: str
    """As the program prints it."""
    shorter: str
    short: str
    when: str
    """What the worker does, after `when a worker`."""
    tools: tuple[str, ...]
    """The variants in which it can happen: a signal ends a process and not a thread, and only who is given results and
    initializers has any."""


KINDS = (
    Kind("raises", "raises", "raises", "raises", _OF_EVERY),
    Kind("exits with 3", "exits with 3", "exits with 3", "exits with 3", _OF_EVERY),
    Kind(KILLED, KILLED, KILLED, "is killed", ("process", "pool", "executor")),
    Kind("error cannot be pickled", "unpicklable error", "error: pickle", "raises what cannot be pickled", _OF_EVERY),
    Kind(
        "result cannot be pickled", "unpicklable result", "result: pickle", "returns what cannot be pickled", _OF_POOLS
    ),
    Kind("initializer raises", "initializer raises", "initializer", "raises in its initializer", _OF_POOLS),
)
"""In the order in which they are tried."""
ALL = "all"
"""The value of the knob `kind` with which all of them are."""
_POOL = "multiprocessing.Pool"


class WorkerLane(Somebody, Struct, frozen=True):
    """One worker of a case."""

    name: str
    pid: int
    tid: int
    began_s: float
    ended_s: float | None
    """None while it lives."""
    spans: tuple[TaskSpan, ...]
    how: str = ""
    """How it ended, where that was otherwise than it should: `killed by SIGKILL`."""
    is_new: bool = False
    """Whether it took the place of another one."""


class Case(Struct, frozen=True):
    """One case."""

    tool: str
    """The variant."""
    kind: str
    told: str = ""
    """What the program says; empty while it is at hand."""
    after_s: float | None = None
    """Seconds until the program knew, as it says; while it is at hand, those since it began."""
    saw: str = ""
    began_s: float | None = None
    """On the clock of the comparison, as the other times; None where nothing was seen of its workers."""
    lanes: tuple[WorkerLane, ...] = ()
    lost: int = 0
    """Tasks that were seen to be lost with their worker."""
    new: int = 0
    """Workers that took the place of others."""
    is_for_ever: bool = False
    """Whether the answer that did not come could not come any more."""
    pool: int = 0
    """Key of its pool; 0 where that is not known."""

    @property
    def is_at_hand(self) -> bool:
        return not self.told

    @property
    def hangs(self) -> bool:
        """Whether it waited for what never would have come."""
        return self.told == UNANSWERED and self.is_for_ever


@once(8)
def cases(run: RunState) -> tuple[Case, ...]:
    """Return the cases that are over, in the order in which they were tried."""
    rows = [dict(row.cells) for row in run.rows if row.table == CASES_TABLE]
    pools = sorted(run.pools, key=lambda pool: pool.of.at_s)
    known = pools if len(pools) >= len(rows) else []
    return tuple(
        _seen(
            run,
            Case(run.variant, text(row, "kind"), text(row, "told"), number(row, "after_s"), text(row, "saw")),
            known[place : place + 2],
        )
        for place, row in enumerate(rows)
    )


def planned(state: ComparisonState, variant: str) -> tuple[str, ...]:
    """Return the kinds that a variant tries, in their order."""
    only = dict(state.header.knobs).get("kind", ALL) if state.header else ALL
    return tuple(kind.name for kind in KINDS if variant in kind.tools and only in (ALL, kind.name))


def at_hand(state: ComparisonState, run: RunState) -> Case | None:
    """Return the case that is tried now; None where none is."""
    done = cases(run)
    left = planned(state, run.variant)[len(done) :]
    if run.phase == "over" or not left:
        return None
    pools = sorted(run.pools, key=lambda pool: pool.of.at_s)[len(done) : len(done) + 1]
    case = _seen(run, Case(run.variant, left[0]), pools)
    if case.began_s is None:
        return case
    return replace(case, after_s=max(0.0, state.at_s - case.began_s))


def every_case(state: ComparisonState) -> dict[tuple[str, str], Case]:
    """Return the cases of the newest run of each variant, by kind and variant; that at hand among them."""
    newest = {run.variant: run for run in state.runs}
    found = {(case.kind, case.tool): case for run in newest.values() for case in cases(run)}
    now = at_hand(state, state.runs[-1]) if state.runs else None
    return found | ({(now.kind, now.tool): now} if now else {})


def _seen(run: RunState, case: Case, pools: Sequence[PoolState]) -> Case:
    """Return a case with what was seen of its workers; `pools`: its own, and the one after it."""
    if pools:
        return _of_pool(run, case, pools[0], pools[1].of.at_s if len(pools) > 1 else None)
    lanes = _named(run, case.kind)
    return replace(case, lanes=lanes, began_s=min((lane.began_s for lane in lanes), default=None))


def _named(run: RunState, kind: str) -> tuple[WorkerLane, ...]:
    """Return the workers that the program named after a kind and their task: `is killed 2`."""
    why, processes = raised(run.exceptions), {process.pid: process for process in run.processes}
    found = []
    for worker in run.workers:
        process = processes.get(worker.pid)
        name = process.name if process is not None and worker.kind == "process" else worker.name
        head, _, task = name.rpartition(" ")
        if head == kind and task.isdecimal():
            found.append(_alone(worker, process, f"task {task}", int(task), why.get(worker.who, "")))
    return tuple(sorted(found, key=lambda lane: lane.spans[0].task))


def _alone(worker: WorkerState, process: ProcessState | None, name: str, task: int, why: str) -> WorkerLane:
    """Return the lane of a worker whose whole life is one task."""
    is_process = process is not None and worker.kind == "process"
    began_s = process.began_s or process.started_s if is_process and process else worker.started_s
    code = process.exit_code if is_process and process else None
    span = TaskSpan(task, began_s, worker.ended_s, failed=bool(code or why))
    how = how_it_ended(code) if code else why
    return WorkerLane(name, worker.pid, worker.tid, began_s, worker.ended_s, (span,), how)


def _of_pool(run: RunState, case: Case, pool: PoolState, next_s: float | None) -> Case:
    workers = _workers_of(run, pool, next_s)
    processes = {process.pid: process for process in run.processes}
    first = _first_task(run, pool)
    spans = {
        found.who: tuple(_numbered(span, first) for span in found.spans if span.pool == pool.of.key)
        for found in run.gantt
    }
    limit = pool.of.limit or len(workers)
    lanes = tuple(
        _lane(worker, processes.get(worker.pid), spans.get(worker.who, ()), f"W{place}", is_new=place > limit)
        for place, worker in enumerate(workers, 1)
    )
    lost = sum(task.pool is not None and task.pool.of.key == pool.of.key for task in lost_tasks(run))
    began = bool(pool.count and pool.count.started)
    new = max(0, len(workers) - limit)
    return replace(
        case, lanes=lanes, lost=lost, new=new, pool=pool.of.key,
        began_s=min((pool.of.at_s, *(lane.began_s for lane in lanes))),
        is_for_ever=pool.of.type == _POOL and (lost > 0 or (new >= limit and not began)),
    )  # fmt: skip


def _lane(
    worker: WorkerState, process: ProcessState | None, spans: tuple[TaskSpan, ...], name: str, *, is_new: bool
) -> WorkerLane:
    asked_s = _asked(worker, process)
    code = process.exit_code if process is not None and worker.kind == "process" else None
    if process is not None and process.is_let_go:  # Its pool was ended: what it was in is nobody's loss.
        code, spans = None, tuple(replace(span, failed=False) if span.is_lost else span for span in spans)
    how = how_it_ended(code) if code else ""
    return WorkerLane(name, worker.pid, worker.tid, asked_s, worker.ended_s, spans, how, is_new)


def _first_task(run: RunState, pool: PoolState) -> tuple[int, int]:
    """Return the job and the index of the first task that a pool was given; zeros where that was not told."""
    line = next((line for line in run.lines if line.key == pool.of.key), None)
    return (line.handed_in[0].jobs[0], line.handed_in[0].tasks[0]) if line is not None and line.handed_in else (0, 0)


def _numbered(span: TaskSpan, first: tuple[int, int]) -> TaskSpan:
    """Return a task with its number among those of its pool, from 1: each is a job of its own, or has an index."""
    return replace(span, task=span.job - first[0] + span.task - first[1] + 1)


def _asked(worker: WorkerState, process: ProcessState | None) -> float:
    if worker.kind == "process" and process is not None and process.asked_s is not None:
        return process.asked_s
    return worker.started_s


def _workers_of(run: RunState, pool: PoolState, next_s: float | None) -> list[WorkerState]:
    """Return a pool's workers in the order in which they were asked for.

    Those of a `multiprocessing.Pool` are there when it is told of, those of an executor come after it. Whatever else is
    asked for until the next pool's own took the place of one of these.
    """
    processes = {process.pid: process for process in run.processes}
    asked = sorted(
        ((_asked(worker, processes.get(worker.pid)), worker) for worker in run.workers if worker.role == "worker"),
        key=lambda entry: entry[0],
    )
    limit, first_s = pool.of.limit or 0, pool.of.at_s
    if pool.of.type != _POOL:
        return [worker for at_s, worker in asked if first_s <= at_s and (next_s is None or at_s < next_s)]
    before = sum(at_s < first_s for at_s, _ in asked)
    behind = len(asked) if next_s is None else sum(at_s < next_s for at_s, _ in asked) - limit
    return [worker for _, worker in asked[max(0, before - limit) : max(before, behind)]]
