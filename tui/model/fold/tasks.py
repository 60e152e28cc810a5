"""The fold's part about tasks and exceptions. The rules stand in `fold`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tui.model.fold.draft import Draft, RunDraft
from tui.model.state.shared import PoolState
from tui.telemetry.tasks import (
    ErrorSeen,
    PoolsCounted,
    TaskDelivered,
    TaskEnded,
    TasksCounted,
    TaskStarted,
    TaskSubmitted,
)
from tui.telemetry.who import Who

MOST_ERRORS = 100
"""Exceptions of a run that are kept: the first ones."""


def task_submitted(draft: Draft, item: TaskSubmitted) -> None:
    run = draft.run(item.run)
    if run is not None and item.pool in run.table("pools"):
        run.line_of(item.pool).submitted(item)


def task_delivered(draft: Draft, item: TaskDelivered) -> None:
    run = draft.run(item.run)
    if run is not None and item.pool in run.table("pools"):
        run.line_of(item.pool).delivered(item)


def task_started(draft: Draft, item: TaskStarted) -> None:
    run = draft.run(item.run)
    if run is not None and item.who in run.workers:
        run.tasks_of(item.who).started(item)
        pool: PoolState | None = run.table("pools").get(item.pool)
        if pool is not None and (pool.what != item.what or pool.calls < item.calls):
            run.table("pools")[item.pool] = replace(pool, what=item.what, calls=item.calls)
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"takes task {item.task}")


def task_ended(draft: Draft, item: TaskEnded) -> None:
    run = draft.run(item.run)
    if run is not None and item.who in run.workers:
        run.tasks_of(item.who).left(item)
    how = "failed after" if item.failed else "done in"
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"task {item.task} {how} {item.took_s * 1000:.0f} ms")


def worker_lost(run: RunDraft, who: Who, at_s: float) -> None:
    """Take note that a worker is no more: the task that it was in has no end of its own."""
    if who not in run.tasks and not any(found.who == who for found in run.run.gantt):
        return
    span = run.tasks_of(who).lost(at_s)
    pool: PoolState | None = run.table("pools").get(span.pool) if span is not None else None
    if pool is not None:
        run.table("pools")[pool.of.key] = replace(pool, lost=pool.lost + 1)


def tasks_counted(draft: Draft, item: TasksCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    for count in item.counts:
        worker = run.workers.get(count.who)
        if worker is not None:
            run.workers[count.who] = replace(
                worker,
                submitted=count.submitted,
                tasks=count.ended,
                failed=count.failed,
                calls=count.calls,
                busy=count.busy,
                told_cpu_s=count.cpu_s,
            )


def pools_counted(draft: Draft, item: PoolsCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table("pools")
    for count in item.counts:
        pool: PoolState | None = table.get(count.key)
        if pool is not None:
            table[count.key] = replace(pool, count=count)
            run.line_of(count.key).counted(item.at_s, count)


def error_seen(draft: Draft, item: ErrorSeen) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    if len(run.get("exceptions")) < MOST_ERRORS:
        run.fields["exceptions"] = (*run.get("exceptions"), item)
    pool: PoolState | None = run.table("pools").get(item.pool)
    if item.kind == "pool" and pool is not None:
        run.table("pools")[item.pool] = replace(pool, broken=item.text)
    if item.kind == "pickling" and item.task is not None and item.who in run.workers:
        run.tasks_of(item.who).fail(item.job, item.task)
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"{item.type}: {item.text}" if item.text else item.type)


HANDLERS: dict[type, Callable[[Draft, Any], None]] = {
    TaskSubmitted: task_submitted,
    TaskDelivered: task_delivered,
    PoolsCounted: pools_counted,
    TaskStarted: task_started,
    TaskEnded: task_ended,
    TasksCounted: tasks_counted,
    ErrorSeen: error_seen,
}
