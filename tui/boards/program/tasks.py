"""The newest tasks of pools, as bars on a time axis."""

from __future__ import annotations

from collections.abc import Mapping

from tui.boards.board import Board, of_run, up_to_a_sixth
from tui.boards.frame import Frame
from tui.boards.program import gantt_board
from tui.boards.program.gantt_board import GanttView, TaskRow
from tui.boards.side import PresenterSide
from tui.model.state.pool_line import PoolLine
from tui.model.state.shared import PoolState
from tui.model.state.state import RunState
from tui.model.workers.hues import hues_of
from tui.model.workers.lost import lost_of
from tui.model.workers.names import every_name
from tui.telemetry.who import Who

LOOK_BACK_S = 2.0
"""Tasks are shown for this long at least."""
MOST_NOTES = 3
"""Pools that have a line of their own: the newest."""


def _wants(run: RunState) -> int:
    """Return how many rows the board would like to have; 0 for no board."""
    pools = sum(_has_worked(pool) for pool in run.pools)
    if not run.gantt and not pools:
        return 0
    return len(run.gantt) + 2 + min(pools, MOST_NOTES) + bool(_longest(run)) + bool(_failures(run))


def _view(frame: Frame, _: int) -> GanttView | None:
    """Return the newest tasks: as far back as every worker's are kept."""
    state = frame.comparison.state
    run = state.newest()
    if run is None:
        return None
    names, hues = every_name(state, run), hues_of(state, run)
    workers = {worker.who: worker for worker in run.workers}
    rows = [
        TaskRow(
            names.get(found.who, ""), hues[found.who], found.spans,
            workers[found.who].count.ended, workers[found.who].count.failed,
        )
        for found in run.gantt
        if found.spans and found.who in workers
    ]  # fmt: skip
    ends = [span.ended_s for row in rows for span in row.spans if span.ended_s is not None]
    now_s = run.started_s + run.elapsed_s
    until_s = max(ends, default=now_s) if run.phase == "over" else max([now_s, *ends])
    began = [found.spans[0].began_s for found in run.gantt if found.spans and found.ended > len(found.spans)]
    first_s = min((found.first_s for found in run.gantt if found.first_s is not None), default=run.started_s)
    from_s = max(first_s, min(max([first_s, *began]), until_s - LOOK_BACK_S if began else until_s))
    line = _longest(run)
    return GanttView(
        tuple(rows), from_s, until_s, run.started_s, _counts(run), _notes(run), line.in_line if line else (),
        _newest_error(run, names),
    )  # fmt: skip


def _counts(run: RunState) -> tuple[str, ...]:
    """Return what the tasks came to, in words that get fewer."""
    counts = [run.gone.count, *(worker.count for worker in run.workers)]
    done, handed = sum(count.ended for count in counts), sum(count.submitted for count in counts)
    waiting, failed = sum(pool.waiting for pool in run.pools), sum(count.failed for count in counts)
    bad = f"{failed} failed · " if failed else ""
    line = f"{waiting} in line · " if waiting and run.phase != "over" else ""
    whole = f"{done} of {max(done, handed)}"
    return f"{bad}{line}{whole} done", f"{bad}{whole} done", f"{bad}{whole}"


def _has_worked(pool: PoolState) -> bool:
    return pool.count is not None and pool.count.submitted > 0


def _longest(run: RunState) -> PoolLine | None:
    """Return the line before the pool that tasks waited for most lately."""
    lines = [line for line in run.lines if any(count > 0 for _, count in line.in_line)]
    return max(lines, key=lambda line: line.in_line[-1], default=None)


def _notes(run: RunState) -> tuple[str, ...]:
    """Return a line for each of the newest pools: what it is, what it calls, how the results come."""
    lines = {line.key: line for line in run.lines}
    pools = [pool for pool in run.pools if _has_worked(pool)]
    return tuple(_note(run, pool, lines.get(pool.of.key)) for pool in pools[-MOST_NOTES:][::-1])


def _note(run: RunState, pool: PoolState, line: PoolLine | None) -> str:
    its = pool.of.type.rpartition(".")[2] + (f"({pool.of.limit})" if pool.of.limit else "")
    told = [its if pool.of.name == pool.of.type else f"{pool.of.name} = {its}"]
    if pool.what:
        told.append(f"{pool.what} in chunks of {pool.calls}" if pool.calls > 1 else pool.what)
    if lost := lost_of(run, pool):
        told.append(f"{lost} lost with a worker")
    if pool.broken:
        told.append("broken")
    if line is not None and line.is_out_of_order:
        told.append("results as they come")
    return " · ".join(told)


def _failures(run: RunState) -> bool:
    return any(found.kind in ("task", "pickling", "pool") for found in run.exceptions)


def _newest_error(run: RunState, names: Mapping[Who, str]) -> str:
    """Return the newest error of a task or pool, in one line; empty for none."""
    found = next((found for found in reversed(run.exceptions) if found.kind in ("task", "pickling", "pool")), None)
    if found is None:
        return ""
    if found.kind == "pool":
        return f"broken: {found.text}"
    said = f"{found.type.rpartition('.')[2]}: {found.text}" if found.text else found.type
    name = names.get(found.who, "")
    return f"{said} ({name})" if name else said


def _done(run: RunState) -> int:
    return run.gone.count.ended + sum(worker.count.ended for worker in run.workers)


def _side(run: RunState) -> tuple[PresenterSide, ...]:
    done = _done(run)
    return (PresenterSide("tasks", "thread", "", (str(done),), captions=("tasks done",)),) if done else ()


BOARD = Board(
    "tasks", gantt_board.paint, _view, wants=of_run(_wants, 0), sides=of_run(_side, ()),
    column=up_to_a_sixth, grows=True, count=lambda run: str(_done(run)),
)
