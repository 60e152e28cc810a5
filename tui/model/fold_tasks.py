"""The fold's part about tasks and exceptions. The rules stand in `fold`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tui.model.draft import Draft
from tui.telemetry.tasks import ErrorSeen, TaskEnded, TasksCounted, TaskStarted

MOST_ERRORS = 100
"""Exceptions of a run that are kept: the first ones."""


def task_started(draft: Draft, item: TaskStarted) -> None:
    run = draft.run(item.run)
    if run is not None and (item.pid, item.tid) in run.workers:
        run.tasks_of(item.pid, item.tid).started(item.task, item.at_s)
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"takes task {item.task}")


def task_ended(draft: Draft, item: TaskEnded) -> None:
    run = draft.run(item.run)
    if run is not None and (item.pid, item.tid) in run.workers:
        run.tasks_of(item.pid, item.tid).left(item.task, item.at_s, item.took_s, failed=item.failed)
    how = "failed after" if item.failed else "done in"
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"task {item.task} {how} {item.took_s * 1000:.0f} ms")


def tasks_counted(draft: Draft, item: TasksCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    for count in item.counts:
        worker = run.workers.get((count.pid, count.tid))
        if worker is not None:
            run.workers[count.pid, count.tid] = replace(
                worker,
                submitted=count.submitted,
                tasks=count.ended,
                failed=count.failed,
                busy=count.busy,
                told_cpu_s=count.cpu_s,
            )


def error_seen(draft: Draft, item: ErrorSeen) -> None:
    run = draft.run(item.run)
    if run is not None and len(run.get("exceptions")) < MOST_ERRORS:
        run.fields["exceptions"] = (*run.get("exceptions"), item)
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"{item.type}: {item.text}" if item.text else item.type)


HANDLERS: dict[type, Callable[[Draft, Any], None]] = {
    TaskStarted: task_started,
    TaskEnded: task_ended,
    TasksCounted: tasks_counted,
    ErrorSeen: error_seen,
}
