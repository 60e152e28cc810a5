"""The fold's part about tasks and exceptions. The rules stand in `fold`."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.gone import Gone
from tui.model.state.shared import PoolState
from tui.telemetry.tasks import (
    ErrorDelivered,
    ErrorSeen,
    PicklingCounted,
    PoolsCounted,
    PoolTerminated,
    TaskDelivered,
    TaskEnded,
    TasksCounted,
    TaskStarted,
    TaskSubmitted,
)
from tui.telemetry.who import Who

MOST_ERRORS = 100
"""Exceptions of a run that are kept: the first ones."""


def task_submitted(run: RunDraft, item: TaskSubmitted) -> None:
    if item.pool in run.table("pools"):
        run.line_of(item.pool).submitted(item)


def task_delivered(run: RunDraft, item: TaskDelivered) -> None:
    if item.pool in run.table("pools"):
        run.line_of(item.pool).delivered(item)


def task_started(run: RunDraft, item: TaskStarted) -> None:
    if item.who in run.workers:
        run.tasks_of(item.who).started(item)
        pool: PoolState | None = run.table("pools").get(item.pool)
        if pool is not None and (pool.what != item.what or pool.calls < item.calls):
            run.table("pools")[item.pool] = replace(pool, what=item.what, calls=item.calls)
    run.happened(item.at_s, f"takes task {item.task}", item.pid, item.tid)


def task_ended(run: RunDraft, item: TaskEnded) -> None:
    if item.who in run.workers:
        pool: PoolState | None = run.table("pools").get(item.pool)
        if run.tasks_of(item.who).left(item) and pool is not None:
            run.table("pools")[item.pool] = replace(pool, lost=max(0, pool.lost - 1))
    how = "failed after" if item.failed else "done in"
    run.happened(item.at_s, f"task {item.task} {how} {item.took_s * 1000:.0f} ms", item.pid, item.tid)


def worker_lost(run: RunDraft, who: Who, at_s: float) -> None:
    """Take note that a worker is no more: the task that it was in has no end of its own."""
    if who not in run.tasks and who not in run.gantt:
        return
    span = run.tasks_of(who).lost(at_s)
    pool: PoolState | None = run.table("pools").get(span.pool) if span is not None else None
    if pool is not None:
        run.table("pools")[pool.of.key] = replace(pool, lost=pool.lost + 1)


def tasks_counted(run: RunDraft, item: TasksCounted) -> None:
    run.change_workers(item.counts, lambda worker, count: replace(worker, count=count))
    if run.get("phase") != "over" and (ended := _ended(run)):
        before = run.get("tasks_ended")
        before = before if before.means else before.plus(0.0, 0.0)
        run.fields["tasks_ended"] = before.plus(max(0.0, item.at_s - run.get("started_s")), ended)


def _ended(run: RunDraft) -> int:
    """Return how many tasks have ended, those of forgotten workers too."""
    before: Gone = run.get("gone")
    return before.count.ended + sum(worker.count.ended for worker in run.workers.values())


def pools_counted(run: RunDraft, item: PoolsCounted) -> None:
    table = run.table("pools")
    for count in item.counts:
        pool: PoolState | None = table.get(count.key)
        if pool is not None:
            table[count.key] = replace(pool, count=count)
            run.line_of(count.key).counted(item.at_s, count)


def error_seen(run: RunDraft, item: ErrorSeen) -> None:
    process = run.processes.get(item.pid)
    if item.type == "KeyboardInterrupt" and process is not None and signal.SIGINT in process.signals:
        return  # That is how a program takes note of the signal that it was given.
    if len(run.get("exceptions")) < MOST_ERRORS:
        run.fields["exceptions"] = (*run.get("exceptions"), item)
    pool: PoolState | None = run.table("pools").get(item.pool)
    if item.kind == "pool" and pool is not None:
        run.table("pools")[item.pool] = replace(pool, broken=item.text)
    if item.kind == "pickling" and item.task is not None and item.who in run.workers:
        run.tasks_of(item.who).fail(item.job, item.task)
    run.happened(item.at_s, f"{item.type}: {item.text}" if item.text else item.type, item.pid, item.tid)


def error_delivered(run: RunDraft, item: ErrorDelivered) -> None:
    if len(run.get("delivered")) < MOST_ERRORS:
        run.fields["delivered"] = (*run.get("delivered"), item)


def pool_terminated(run: RunDraft, item: PoolTerminated) -> None:
    pool: PoolState | None = run.table("pools").get(item.key)
    if pool is not None:
        run.table("pools")[item.key] = replace(pool, is_terminated=True)


def pickling_counted(run: RunDraft, item: PicklingCounted) -> None:
    if item.pid in run.processes:
        run.processes[item.pid] = replace(run.processes[item.pid], pickled=item)


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {
    TaskSubmitted: task_submitted,
    TaskDelivered: task_delivered,
    PoolsCounted: pools_counted,
    TaskStarted: task_started,
    TaskEnded: task_ended,
    TasksCounted: tasks_counted,
    ErrorSeen: error_seen,
    ErrorDelivered: error_delivered,
    PicklingCounted: pickling_counted,
    PoolTerminated: pool_terminated,
}
