"""The fold: telemetry in, the next state out.

Rules of this file:
- Pure: no clock, no files, no randomness; the same telemetry gives the same state.
- Total: any telemetry with finite numbers, in any order, is taken without an error; what does not fit (an unknown run
  or thread) is ignored.
- Bounded: no part of the state grows with the length of a run, except one entry for each process and thread that
  lives; of those that have ended the newest are kept, and sums.
- Batched: a batch costs little more than its newest state; what a batch does not touch stays the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from tui.model.fold import ends as fold_ends
from tui.model.fold import hot_lines as fold_hot_lines
from tui.model.fold import loops as fold_loops
from tui.model.fold import objects as fold_objects
from tui.model.fold import observer, standing
from tui.model.fold import tasks as fold_tasks
from tui.model.fold import usage as fold_usage
from tui.model.fold import workers as fold_workers
from tui.model.fold.cores import cores_sampled
from tui.model.fold.draft import Draft, RunDraft
from tui.model.fold.traffic import items_moved
from tui.model.fold.workers import ended
from tui.model.state.printed import MOST_ROWS, PrintedRow
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.moves import ItemsMoved
from tui.telemetry.usage import ObserverPaced
from tui.telemetry.vocabulary import (
    BurstSampled,
    Calibrated,
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    EventsDropped,
    NotObserved,
    ObserverSampled,
    OutputWritten,
    PaceChanged,
    ResultPrinted,
    RowPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    Told,
)

MOST_RUNS = 1000
MOST_NOT_OBSERVED = 32
OUTPUT_CHARACTERS = 16_000
MOST_RESULTS = 2000


def fold(state: ComparisonState, batch: Iterable[Telemetry]) -> ComparisonState:
    """Return the state after the batch; the same object when the batch is empty."""
    draft: Draft | None = None
    for item in batch:
        draft = draft or Draft(state)
        draft.at_s = max(draft.at_s, item.at_s)
        of_run = OF_RUNS.get(type(item))
        if of_run is None:
            OF_ALL[type(item)](draft, item)
        elif (run := draft.run(item.run)) is not None:  # type: ignore[union-attr, arg-type]
            of_run(run, item)
            if run.is_crowded:
                draft.forget(run)
    return draft.frozen() if draft else state


def _comparison_started(draft: Draft, item: ComparisonStarted) -> None:
    draft.fields["header"] = item


def _calibrated(draft: Draft, item: Calibrated) -> None:
    kept = tuple(pair for pair in draft.get("calibrated") if pair[0] != item.knob)
    draft.fields["calibrated"] = (*kept, (item.knob, item.value))


def _comparison_ended(draft: Draft, item: ComparisonEnded) -> None:
    draft.fields["is_over"] = True


def _run_started(draft: Draft, item: RunStarted) -> None:
    expected = max([len(draft.state.runs) - 1, *draft.runs]) + 1
    if item.run != expected or expected >= MOST_RUNS:
        return
    new = RunState(
        index=item.run,
        variant=item.variant,
        repeat=item.repeat,
        command=item.command,
        started_s=item.at_s,
        expected_cpu_s=item.expected_cpu_s,
        time_limit_s=item.time_limit_s,
        microscope=item.microscope,
    )
    draft.runs[item.run] = run = RunDraft(new, draft)
    run.happened(item.at_s, f"{item.variant} begins")


def _run_ended(run: RunDraft, item: RunEnded) -> None:
    standing.remember(run)
    run.fields |= {
        "stood": standing.at_end(run, item),
        "phase": "over",
        "outcome": item.outcome,
        "exit_code": item.exit_code,
        "elapsed_s": item.elapsed_s,
        "cpu_s": item.cpu_s,
        "swept": item.swept,
        "message": item.message,
    }
    fold_ends.run_stopped(run, item)
    for key, worker in run.workers.items():
        if worker.ended_s is None:
            run.workers[key] = ended(worker, item.at_s)
    for pid, process in run.processes.items():
        if process.ended_s is None:
            run.processes[pid] = replace(process, ended_s=item.at_s)
    run.happened(item.at_s, f"{run.run.variant} over in {item.elapsed_s:.2f} s")


def _pace_changed(run: RunDraft, item: PaceChanged) -> None:
    longest = max(run.get("was_slow_s") or 0.0, item.switch_interval_s or 0.0)
    run.fields |= {"switch_interval_s": item.switch_interval_s, "was_slow_s": longest or None}


def _burst_sampled(run: RunDraft, item: BurstSampled) -> None:
    run.fields["burst"] = item


def _output_written(run: RunDraft, item: OutputWritten) -> None:
    run.fields["output"] = (run.get("output") + item.text)[-OUTPUT_CHARACTERS:]
    run.fields["output_bytes"] = run.get("output_bytes") + item.size_bytes
    if item.stream == "stderr":
        run.fields["errors"] = (run.get("errors") + item.text)[-OUTPUT_CHARACTERS:]


def _result_printed(run: RunDraft, item: ResultPrinted) -> None:
    if len(run.get("results")) < MOST_RESULTS:
        run.fields["results"] = (*run.get("results"), item.numbers)


def _row_printed(run: RunDraft, item: RowPrinted) -> None:
    if len(run.get("rows")) < MOST_ROWS:
        run.fields["rows"] = (*run.get("rows"), PrintedRow(item.at_s, item.table, item.cells))


def _told(run: RunDraft, item: Told) -> None:
    run.fields["told"] = run.get("told") + 1
    if item.text.startswith("bound "):
        run.fields["traffic"] = replace(run.get("traffic"), changes_s=item.at_s)
    run.happened(item.at_s, f"told: {item.text}")


def _events_dropped(run: RunDraft, item: EventsDropped) -> None:
    run.fields["dropped"] = run.get("dropped") + item.count


def _not_observed(run: RunDraft, item: NotObserved) -> None:
    known = run.get("not_observed")
    if item.is_newer:
        known = tuple(one for one in known if one[1] != item.why)
    if (item.what, item.why) not in known and len(known) < MOST_NOT_OBSERVED:
        run.fields["not_observed"] = (*known, (item.what, item.why))


OF_ALL: dict[type, Callable[[Draft, Any], None]] = {
    ComparisonStarted: _comparison_started,
    Calibrated: _calibrated,
    ComparisonEnded: _comparison_ended,
    RunStarted: _run_started,
    CoresSampled: cores_sampled,
    ObserverSampled: observer.sampled,
    ObserverPaced: observer.paced,
}
OF_RUNS: dict[type, Callable[[RunDraft, Any], None]] = {
    **fold_workers.HANDLERS,
    **fold_tasks.HANDLERS,
    **fold_objects.HANDLERS,
    **fold_hot_lines.HANDLERS,
    **fold_loops.HANDLERS,
    **fold_usage.HANDLERS,
    **fold_ends.HANDLERS,
    RunEnded: _run_ended,
    PaceChanged: _pace_changed,
    BurstSampled: _burst_sampled,
    OutputWritten: _output_written,
    ResultPrinted: _result_printed,
    RowPrinted: _row_printed,
    Told: _told,
    EventsDropped: _events_dropped,
    NotObserved: _not_observed,
    ItemsMoved: items_moved,
}
"""Telemetry of one run; that of a run that is not known is ignored."""
