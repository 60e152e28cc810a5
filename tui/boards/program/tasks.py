"""The newest tasks of pools, as bars on a time axis."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from tui.boards.board import MOST_WANTED, Board, up_to_a_sixth
from tui.boards.frame import Frame
from tui.boards.program import gantt_board
from tui.boards.program.gantt_board import GanttView, TaskRow
from tui.boards.program.handing_rows import LEAST as LEAST_RESULTS
from tui.boards.program.handing_rows import Handing
from tui.boards.side import PresenterSide
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import instead, panels_of, run_in_view, shown_readings
from tui.model.maps.deliveries import Deliveries, awaited, deliveries, held_steps, most_held
from tui.model.speed.readings import VariantReading
from tui.model.state.gantt import TaskSpan
from tui.model.state.once import once
from tui.model.state.pool_line import PoolLine
from tui.model.state.shared import PoolState
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.hues import hues_of
from tui.model.workers.lost import lost_of
from tui.model.workers.names import every_name
from tui.play.comparison import Comparison
from tui.telemetry.who import Who
from tui.words.numbers import plural

Key = tuple[int, int, int]
"""A task: its pool, its job, its index in there."""
LOOK_BACK_S = 2.0
"""Tasks are shown for this long at least."""
MARKED = ("thread", "key")
"""The hue of a task that finished results wait for; the second one where its worker has the first one itself."""
MOST_NOTES = 3
"""Pools that have a line of their own: the newest."""


def _wants(comparison: Comparison) -> int:
    """Return how many rows the board would like to have; 0 for no board."""
    run = comparison.state.newest()
    if _leads(comparison):
        return MOST_WANTED
    return _rows(run) if run is not None else 0


def _leads(comparison: Comparison) -> bool:
    """Whether it is the first board of a lesson: then it is there from the start on, and about one variant."""
    return not comparison.is_own and comparison.boards[:1] == ("tasks",)


def _rows(run: RunState) -> int:
    pools = sum(_has_worked(pool) for pool in run.pools)
    if not run.gantt and not pools:
        return 0
    results = LEAST_RESULTS if _handing(run) else 0
    return len(run.gantt) + 2 + min(pools, MOST_NOTES) + bool(_longest(run)) + bool(_failures(run)) + results


def _view(frame: Frame, _: int) -> GanttView | None:
    """Return the newest tasks: as far back as every worker's are kept."""
    comparison = frame.comparison
    state, leads = comparison.state, _leads(comparison)
    run = run_in_view(comparison, frame.look.focus) if leads else state.newest()
    if run is None or (comparison.failure and leads):
        return _nothing_yet(frame) if leads else None
    view = _of_run(state, run)
    return _in_a_lesson(frame, run, view) if leads else view


def _of_run(state: ComparisonState, run: RunState) -> GanttView:
    names, hues = every_name(state, run), hues_of(state, run)
    workers = {worker.who: worker for worker in run.workers}
    known = deliveries(run)
    waits = known if not state.is_own or (known is not None and known.delivered) else None
    labels, marked = _written(waits), _marked(waits)
    rows = [
        TaskRow(
            names.get(found.who, ""), hues[found.who], found.spans,
            workers[found.who].count.ended, workers[found.who].count.failed,
            tuple(labels.get(_key(span), ()) for span in found.spans) if labels else (),
            {at: MARKED[hues[found.who] == MARKED[0]] for at, span in enumerate(found.spans) if _key(span) == marked},
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
        _newest_error(run, names), _handing(run),
    )  # fmt: skip


def _nothing_yet(frame: Frame) -> GanttView:
    panels = panels_of(frame.comparison)
    reading = panels[frame.look.focus] if 0 <= frame.look.focus < len(panels) else panels[0]
    says = instead(frame, reading, is_first=reading is panels[0])
    return GanttView(title=reading.called, hue=reading.hue, focused=frame.look.zoomed == "tasks", says=says)


def _in_a_lesson(frame: Frame, run: RunState, view: GanttView) -> GanttView:
    """Return the tasks on the clock of all variants: from the call on, as long as the longest of them took."""
    state = frame.comparison.state
    unknown = VariantReading(run.variant, "foreground", "", False)
    reading = next((one for one in shown_readings(frame.comparison) if one.name == run.variant), unknown)
    if not view.rows:
        has_failed = reading.phase in FAILED
        said = (reading.message, "bad") if has_failed else ("The workers start.", "muted")
        return replace(view, title=reading.called, hue=reading.hue, says=((said,),))
    known = deliveries(run)
    from_s = known.asked_s if known else view.from_s
    others = [deliveries(one) for one in state.runs if one is not run]
    took = [one.last_s for one in others if one is not None and one.last_s is not None]
    handing = _handed(known) if known is not None else None
    if handing is not None:
        held = [most_held(one) for one in others if one is not None and not one.came_in_one]
        handing = replace(handing, top=max([handing.top, *held]))
    until_s = max([view.until_s, *(from_s + its for its in took)])
    until_s = max([until_s, *(one.got_s for one in (known.results if known else ()) if one.got_s is not None)])
    return replace(
        view, from_s=from_s, until_s=until_s, started_s=from_s, counts=_facts(state, run, view), in_line=(), notes=(),
        title=reading.called, hue=reading.hue, focused=frame.look.zoomed == "tasks", handing=handing,
        now_s=view.until_s,
    )  # fmt: skip


def _facts(state: ComparisonState, run: RunState, view: GanttView) -> tuple[str, ...]:
    """Return what ran, in words that get fewer: how many tasks, and by whom."""
    pool = next((pool for pool in reversed(run.pools) if _has_worked(pool)), None)
    calls = f"chunks of {pool.calls} · " if pool is not None and pool.calls > 1 else ""
    done = f"{view.counts[-1]} done"
    workers = plural(len(view.rows), "worker")
    return f"{done} · {calls}{workers}", f"{done} · {workers}", done


def _handing(run: RunState) -> Handing | None:
    """Return when the results were finished and got; None where that is not known, or nothing was held back."""
    known = deliveries(run)
    return _handed(known) if known is not None and known.held else None


@once(12)
def _handed(known: Deliveries) -> Handing:
    marked = known.marked
    ended_s = got_s = known.now_s
    if marked is not None:
        ended_s, got_s = marked.ended_s or ended_s, got_s if marked.got_s is None else marked.got_s
    most = most_held(known, ended_s, got_s)
    are_first = not any(one.got_s is not None and one.got_s < got_s for one in known.results)
    said = "ready, none delivered" if are_first else "held back"
    return Handing(
        finished=tuple((one.ended_s or 0.0, one.label) for one in known.finished),
        delivered=tuple((one.got_s or 0.0, one.label) for one in known.delivered),
        held=(*held_steps(known), (known.now_s, 0)),
        top=most_held(known),
        joined=(ended_s, got_s) if marked is not None else None,
        said=(f"{most} {said}", f"{most} held", str(most)),
    )


def _key(span: TaskSpan) -> Key:
    return span.pool, span.job, span.task


@once(12)
def _labels(known: Deliveries) -> Mapping[Key, tuple[str, ...]]:
    long, still = awaited(known), known.marked is not None and known.marked.got_s is None
    waits = "others wait for it" if still else "others waited for it"
    return {
        (known.pool, *one.key): (f"{one.label}  {waits}", f"{one.label}  awaited", one.label)[0 if one is long else 2:]
        for one in known.results
    }  # fmt: skip


def _written(known: Deliveries | None) -> Mapping[Key, tuple[str, ...]]:
    """Return what is written in which task."""
    return _labels(known) if known is not None else {}


def _marked(known: Deliveries | None) -> Key | None:
    """Return pool, job and index of the task that finished results waited for."""
    found = awaited(known) if known is not None else None
    return (known.pool, *found.key) if known is not None and found is not None else None


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


def _side(frame: Frame) -> tuple[PresenterSide, ...]:
    run = None if _leads(frame.comparison) else frame.comparison.state.newest()
    done = _done(run) if run is not None else 0
    return (PresenterSide("tasks", "thread", "", (str(done),), captions=("tasks done",)),) if done else ()


BOARD = Board(
    "tasks", gantt_board.paint, _view, wants=_wants, sides=_side,
    column=up_to_a_sixth, grows=True, count=lambda run: str(_done(run)),
)
