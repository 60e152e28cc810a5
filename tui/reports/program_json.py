"""A watched program as one JSON object: that of a comparison, and a list of each thing that the program uses."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tui.model.program.findings import finding
from tui.model.state.gantt import TaskSpan, WorkerTasks
from tui.model.state.pool_line import PoolLine, entry_of
from tui.model.state.shared import (
    BlockState,
    Cycle,
    CycleStep,
    LockState,
    ObjectName,
    PoolState,
    ProxyState,
    QueueState,
    ValueState,
)
from tui.model.state.state import ComparisonState, ProcessState, RunState
from tui.model.workers.cycles import cycles, steps_said
from tui.model.workers.ends import ended_badly, how_it_ended, start_up
from tui.model.workers.lanes import Lane, lanes
from tui.model.workers.names import names_of
from tui.reports.as_json import as_json
from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.who import Who

LISTS = ("deadlock", "processes", "queues", "locks", "tasks", "pools", "memory", "errors", "not_observed")


def json_of(state: ComparisonState) -> dict[str, Any]:
    """Return the object of a watched program, or of a comparison."""
    return program_json(state) if state.is_own else as_json(state)


def program_json(state: ComparisonState) -> dict[str, Any]:
    """Return the object that `watch --json` prints; the README names its fields. Times count from the run's start."""
    run = state.newest()
    told = as_json(state)
    if run is None:
        nothing: dict[str, Any] = {"bound": None, "try": ""}
        return told | nothing | {name: [] for name in LISTS}
    found = finding(state, run)
    return told | {
        "bound": found.bound,
        "try": found.tries,
        "deadlock": [_deadlock(run, cycle) for cycle in cycles(run)],
        "processes": [_process(process, run) for process in run.processes],
        "queues": [_queue(queue) for queue in run.queues],
        "locks": [_lock(lock) for lock in run.locks],
        "tasks": _tasks(run),
        "pools": [_pool(pool) for pool in run.pools],
        "memory": [*map(_block, run.blocks), *map(_value, run.values), *map(_proxy, run.proxies)],
        "errors": _errors(run),
        "not_observed": [{"what": what, "why": why} for what, why in run.not_observed],
    }


def _process(process: ProcessState, run: RunState) -> dict[str, Any]:
    start, is_main = start_up(process), process.role == "main"
    phases = None if start is None else {
        "asked_s": _round(start.asked_s, 6),
        "python_s": _round(start.python_s, 6),
        "imports_s": _round(start.imports_s, 6),
        "total_s": _round(start.total_s, 6),
    }  # fmt: skip
    return {
        "pid": process.pid,
        "parent": None if is_main else process.parent_pid,
        "name": process.name,
        "role": process.role,
        "method": process.method or None,
        "target": process.target or None,
        "phases": phases,
        "exit_code": run.exit_code if is_main else process.exit_code,
        "observed": process.observed,
    }


def _tasks(run: RunState) -> list[dict[str, Any]]:
    """Return what each worker had to do, and its newest tasks."""
    newest = {found.who: found for found in run.gantt}
    names = names_of(run)
    calls = {worker.who: worker.calls for worker in run.workers}
    pools = _Pools(run)
    return [
        _worker(lane, names[lane.who], calls[lane.who])
        | _newest(newest.get(lane.who), pools, run.started_s)
        for lane in lanes(run)
        if lane.tasks or lane.who in newest
    ]


def _worker(lane: Lane, name: str, calls: int) -> dict[str, Any]:
    return {
        "worker": name,
        "pid": lane.pid,
        "tid": lane.tid,
        "ended": lane.tasks,
        "failed": lane.failed,
        "calls": calls,
    }


def _newest(tasks: WorkerTasks | None, pools: _Pools, since_s: float) -> dict[str, Any]:
    return {
        "mean_s": _round(tasks.took_s / tasks.ended, 6) if tasks and tasks.ended else None,
        "newest": [
            pools.of(span, since_s) for span in (tasks.spans if tasks else ())
        ],
    }


class _Pools:
    """What is known of a task, with what the line before its pool says of it."""

    def __init__(self, run: RunState) -> None:
        self.names = {pool.of.key: pool.of.name for pool in run.pools}
        self.lines = {line.key: line for line in run.lines}

    def of(self, span: TaskSpan, since_s: float) -> dict[str, Any]:
        line = self.lines.get(span.pool, PoolLine(span.pool))
        handed_in, got = (entry_of(entries, span.job, span.task) for entries in (line.handed_in, line.got))
        return {
            "pool": self.names.get(span.pool),
            "job": span.job,
            "task": span.task,
            "what": span.what or None,
            "calls": span.calls,
            "submitted_s": _round(handed_in.at_s - since_s, 6) if handed_in else None,
            "began_s": _round(span.began_s - since_s, 6),
            "ended_s": _round(span.ended_s - since_s, 6) if span.ended_s is not None else None,
            "delivered_s": _round(got.at_s - since_s, 6) if got else None,
            "delivered_as": got.order_of(span.job, span.task) if got else None,
            "failed": span.failed,
            "lost": span.is_lost,
        }


def _pool(pool: PoolState) -> dict[str, Any]:
    count = pool.count
    return _named(pool.of) | {
        "workers": pool.workers,
        "submitted": count.submitted if count else 0,
        "waiting": pool.waiting,
        "running": pool.running,
        "ended": count.ended if count else 0,
        "failed": count.failed if count else 0,
        "cancelled": count.dropped if count else 0,
        "lost": pool.lost,
        "delivered": count.delivered if count else 0,
        "calls": count.calls if count else 0,
        "result_waits": count.waits if count else 0,
        "result_wait_s": _round(count.wait_s) if count else 0.0,
        "broken": pool.broken or None,
    }


def _named(of: ObjectName) -> dict[str, Any]:
    return {"name": of.name, "type": of.type, "place": of.place or None, "pid": of.pid}


def _queue(queue: QueueState) -> dict[str, Any]:
    count = queue.count
    return _named(queue.of) | {
        "kind": queue.of.kind,
        "maxsize": queue.maxsize,
        "puts": count.puts if count else 0,
        "gets": count.gets if count else 0,
        "lost": count.lost if count else 0,
        "unfinished": queue.unfinished,
        "depth": queue.depth,
        "depth_max": queue.deepest,
        "bytes_put": count.bytes_put if count else None,
        "bytes_got": count.bytes_got if count else None,
        "full_waits": count.full_waits if count else 0,
        "full_s": _round(count.full_s) if count else 0.0,
        "empty_waits": count.empty_waits if count else 0,
        "empty_s": _round(count.empty_s) if count else 0.0,
    }


def _lock(lock: LockState) -> dict[str, Any]:
    return _named(lock.of) | {
        "level": lock.count.level,
        "limit": lock.limit,
        "waits": lock.count.waits,
        "wait_s": _round(lock.count.wait_s),
        "signal_waits": lock.count.signal_waits,
        "signal_s": _round(lock.count.signal_s),
        "told": lock.count.told,
        "is_on": lock.count.is_on,
        "permits": lock.count.permits,
        "acquired": lock.count.acquired,
        "held_s": _round(lock.count.held_s),
    }


def _deadlock(run: RunState, cycle: Cycle) -> dict[str, Any]:
    locks = {lock.of.key: lock.of for lock in run.locks}
    names = names_of(run)

    def step(of: CycleStep, says: str) -> dict[str, Any]:
        waits_for, holds = locks.get(of.waits_for), locks.get(of.holds)
        return {
            "worker": names.get(of.who, ""),
            "pid": of.pid,
            "tid": of.tid,
            "holds": _named(holds) if holds else None,
            "waits_for": _named(waits_for) if waits_for else None,
            "waits_for_worker": names.get(Who(of.pid, of.thread)) if of.thread is not None else None,
            "line": f"{of.line[0]}:{of.line[1]}" if of.line else None,
            "says": says,
        }

    return {
        "since_s": _round(cycle.since_s - run.started_s),
        "seen_s": _round(cycle.seen_s - run.started_s),
        "steps": [step(of, says) for of, says in zip(cycle.steps, steps_said(run, cycle), strict=True)],
    }


def _block(block: BlockState) -> dict[str, Any]:
    return _named(block.of) | {
        "kind": "block",
        "size_bytes": block.size_bytes,
        "attached": sum(use.attached for use in block.uses),
        "unlinked": any(use.unlinked for use in block.uses),
        "forgotten": block.is_forgotten,
        "items": list(block.items),
    }


def _value(value: ValueState) -> dict[str, Any]:
    items = list(value.items[:16])
    return _named(value.of) | {
        "kind": "value", "size_bytes": value.size_bytes, "items": items, "fields": list(value.fields)
    }  # fmt: skip


def _proxy(proxy: ProxyState) -> dict[str, Any]:
    mean_s = _round(proxy.call_s / proxy.calls, 9) if proxy.calls else None
    return _named(proxy.of) | {"kind": "proxy", "calls": proxy.calls, "call_s": _round(proxy.call_s), "mean_s": mean_s}


def _errors(run: RunState) -> list[dict[str, Any]]:
    """Return what went wrong: exceptions, the program's end, processes with an exit code, failed tasks not told of."""
    main = next((process.pid for process in run.processes if process.role == "main"), None)
    names = names_of(run)
    told = [_raised(found, names) for found in run.exceptions]
    told += [_error(main, "program", run.exit_code, run.message)] if run.message else []
    told += [
        _error(process.pid, process.name, process.exit_code, _how(process.exit_code or 0))
        for process in run.processes
        if process.pid != main and ended_badly(process)
    ]
    by = Counter(found.who for found in run.exceptions if found.kind in ("task", "pickling"))
    for worker in run.workers:
        key = worker.who
        if worker.failed > by[key]:
            more = "more of its" if by[key] else "of its"
            told.append(_error(worker.pid, names[key], None, f"{worker.failed - by[key]} {more} tasks failed."))
    return told


def _how(exit_code: int) -> str:
    return f"It ended with exit code {exit_code}." if exit_code > 0 else f"It was {how_it_ended(exit_code)}."


def _raised(found: ErrorSeen, names: dict[Who, str]) -> dict[str, Any]:
    who = Who(found.of_pid, found.of_pid) if found.of_pid is not None else found.who
    return _error(who.pid, names.get(who, ""), None, found.text) | {
        "kind": found.kind,
        "type": found.type,
        "task": found.task,
        "job": found.job if found.task is not None else None,
    }


def _error(pid: int | None, name: str, exit_code: int | None, message: str) -> dict[str, Any]:
    """Return an error; `kind` is null for an exit code or a count, `type` and `task` where there is none."""
    told: dict[str, Any] = {"kind": None, "pid": pid, "name": name, "type": None, "task": None, "job": None}
    return told | {"exit_code": exit_code, "message": message}


def _round(value: float | None, places: int = 4) -> float | None:
    return None if value is None else round(value, places)
