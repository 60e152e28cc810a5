"""What `watch --json` prints of waits that nobody could end."""

from __future__ import annotations

from collections.abc import Iterator

from tui.model.state.shared import Cycle, CycleStep
from tui.model.state.state import RunState
from tui.model.stuck.cause import MUTUAL, Cause
from tui.model.stuck.causes import cause, scene
from tui.model.stuck.circles import cycles, ends_said, steps_said
from tui.model.stuck.rows import StuckRow, rows
from tui.model.stuck.scene import Scene
from tui.model.workers.names import names_of
from tui.reports.as_json.named import DeadlockReport, Named, StepReport, StuckReport
from tui.telemetry.objects import ObjectFound
from tui.telemetry.who import Who


def deadlocks(run: RunState) -> Iterator[DeadlockReport]:
    """Yield the circles, and whoever else waits for each other."""
    for cycle in cycles(run):
        yield _circle(run, cycle)
    found, seen = cause(run), scene(run)
    if found is not None and seen is not None and found.kind in MUTUAL:
        since_s, seen_s = found.since_s - run.started_s, seen.now_s - run.started_s
        steps = tuple(_one_of(run, seen, found, who) for who in found.who)
        yield DeadlockReport(kind=found.kind, since_s=since_s, seen_s=seen_s, steps=steps, says=found.says)


def _circle(run: RunState, cycle: Cycle) -> DeadlockReport:
    said = steps_said(run, cycle)
    since_s, seen_s = cycle.since_s - run.started_s, cycle.seen_s - run.started_s
    steps = tuple(_step(run, *each) for each in zip(cycle.steps, said, strict=True))
    return DeadlockReport(since_s=since_s, seen_s=seen_s, steps=steps, says="; ".join(said))


def _step(run: RunState, step: CycleStep, says: str) -> StepReport:
    locks, names = {lock.of.key: lock.of for lock in run.locks}, names_of(run)
    return StepReport.of(
        step,
        worker=names.get(step.who, ""),
        holds=_named(locks.get(step.holds)),
        waits_for=_named(locks.get(step.waits_for)),
        waits_for_worker=ends_said(run, step) if step.why == "join" else None,
        line=_line(step.line),
        says=says,
    )


def _one_of(run: RunState, seen: Scene, found: Cause, who: Who) -> StepReport:
    row = next((row for row in rows(run) if row.who == who), None)
    worker = seen.workers[who]
    end, wait = seen.awaited_end(worker), worker.waits_on
    return StepReport(
        worker=seen.name(who),
        pid=who.pid,
        tid=who.tid,
        holds=None,
        waits_for=_named(seen.object_of(wait.key)) if wait is not None else None,
        waits_for_worker=seen.name(end) if end is not None else None,
        line=_line(worker.line),
        says=f"{seen.name(who)} waits for {row.waits_for if row else 'another'}",
    )


def stuck(run: RunState) -> Iterator[StuckReport]:
    """Yield all who could never go on."""
    for row in rows(run):
        yield _row(run, row)


def _row(run: RunState, row: StuckRow) -> StuckReport:
    told = {"worker": row.name, "since_s": row.since_s - run.started_s, "line": _line(row.line)}
    return StuckReport.of(row, **told)


def _line(line: tuple[str, int] | None) -> str | None:
    return f"{line[0]}:{line[1]}" if line else None


def _named(of: ObjectFound | None) -> Named | None:
    return Named.of(of) if of else None
