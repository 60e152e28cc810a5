"""The fold: telemetry in, the next state out.

Rules of this file:
- Pure: no clock, no files, no randomness; the same telemetry gives the same state.
- Total: any telemetry with finite numbers, in any order, is taken without an error; what does not fit (an unknown run or
  thread) is ignored.
- Bounded: no part of the state grows with the length of a run, except one entry for each process and thread, which is limited too.
- Batched: a batch costs little more than its newest state; what a batch does not touch stays the same object.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tui.model.state import ComparisonState, CoreState, Happening, ProcessState, RunState, WorkerState
from tui.model.series import Rolling
from tui.telemetry.vocabulary import (
    Calibrated,
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    EventsDropped,
    NotObserved,
    ObserverSampled,
    OutputWritten,
    ProcessEnded,
    ProcessNamed,
    ProcessStarted,
    Reason,
    RunEnded,
    RunStarted,
    TaskEnded,
    TasksCounted,
    TaskStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
)

MOST_RUNS = 1000
MOST_PROCESSES = 4096
MOST_WORKERS = 4096
MOST_CORES = 4096
MOST_NOT_OBSERVED = 32
HAPPENINGS = 64
OUTPUT_CHARACTERS = 16_000


def fold(state: ComparisonState, batch: Iterable[Telemetry]) -> ComparisonState:
    """Return the state after the batch; the same object when the batch is empty."""
    draft: _Draft | None = None
    for item in batch:
        draft = draft or _Draft(state)
        if item.at_s > draft.at_s:
            draft.at_s = item.at_s
        handler = _HANDLERS.get(type(item))
        if handler is not None:
            handler(draft, item)
    return draft.frozen() if draft else state


class _RunDraft:
    """A run being changed: fields by name, processes and workers by key."""

    def __init__(self, run: RunState) -> None:
        self.run = run
        self.fields: dict[str, Any] = {}
        self.processes = {process.pid: process for process in run.processes}
        self.workers = {(worker.pid, worker.tid): worker for worker in run.workers}

    def get(self, name: str) -> Any:
        return self.fields[name] if name in self.fields else getattr(self.run, name)

    def frozen(self) -> RunState:
        return replace(
            self.run, **self.fields, processes=tuple(self.processes.values()), workers=tuple(self.workers.values())
        )


class _Draft:
    """A state being changed."""

    def __init__(self, state: ComparisonState) -> None:
        self.state = state
        self.fields: dict[str, Any] = {}
        self.at_s = state.at_s
        self.runs: dict[int, _RunDraft] = {}
        self.happenings: deque[Happening] | None = None

    def run(self, index: int) -> _RunDraft | None:
        if index in self.runs:
            return self.runs[index]
        if 0 <= index < len(self.state.runs):
            self.runs[index] = _RunDraft(self.state.runs[index])
            return self.runs[index]
        return None

    def get(self, name: str) -> Any:
        return self.fields[name] if name in self.fields else getattr(self.state, name)

    def happened(self, at_s: float, run: int, pid: int, tid: int, text: str) -> None:
        if self.happenings is None:
            self.happenings = deque(self.state.happenings, maxlen=HAPPENINGS)
        self.happenings.append(Happening(at_s, run, pid, tid, text))

    def frozen(self) -> ComparisonState:
        if self.happenings is not None:
            self.fields["happenings"] = tuple(self.happenings)
        if self.runs:
            known = [self.runs[r.index].frozen() if r.index in self.runs else r for r in self.state.runs]
            new = [self.runs[i].frozen() for i in range(len(known), len(known) + len(self.runs)) if i in self.runs]
            self.fields["runs"] = (*known, *new)
        return replace(self.state, at_s=self.at_s, **self.fields)


def _comparison_started(draft: _Draft, item: ComparisonStarted) -> None:
    draft.fields["header"] = item


def _calibrated(draft: _Draft, item: Calibrated) -> None:
    kept = tuple(pair for pair in draft.get("calibrated") if pair[0] != item.knob)
    draft.fields["calibrated"] = (*kept, (item.knob, item.value))


def _comparison_ended(draft: _Draft, item: ComparisonEnded) -> None:
    draft.fields["is_over"] = True


def _run_started(draft: _Draft, item: RunStarted) -> None:
    expected = max([len(draft.state.runs) - 1, *draft.runs]) + 1
    if item.run != expected or expected >= MOST_RUNS:
        return
    run = RunState(
        index=item.run,
        variant=item.variant,
        repeat=item.repeat,
        command=item.command,
        started_s=item.at_s,
        expected_cpu_s=item.expected_cpu_s,
        time_limit_s=item.time_limit_s,
    )
    draft.runs[item.run] = _RunDraft(run)
    draft.happened(item.at_s, item.run, 0, 0, f"{item.variant} begins")


def _run_ended(draft: _Draft, item: RunEnded) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    run.fields |= {
        "phase": "over",
        "outcome": item.outcome,
        "exit_code": item.exit_code,
        "elapsed_s": item.elapsed_s,
        "cpu_s": item.cpu_s,
        "swept": item.swept,
        "message": item.message,
    }
    for key, worker in run.workers.items():
        if worker.ended_s is None:
            run.workers[key] = _ended(worker, item.at_s)
    for pid, process in run.processes.items():
        if process.ended_s is None:
            run.processes[pid] = replace(process, ended_s=item.at_s)
    draft.happened(item.at_s, item.run, 0, 0, f"{run.run.variant} over in {item.elapsed_s:.2f} s")


def _process_started(draft: _Draft, item: ProcessStarted) -> None:
    run = draft.run(item.run)
    if run is None or (item.pid not in run.processes and len(run.processes) >= MOST_PROCESSES):
        return
    known = run.processes.get(item.pid)
    if known is None or known.ended_s is not None:
        draft.happened(item.at_s, item.run, item.pid, 0, f"{item.name or 'process'} started, pid {item.pid}")
        known = ProcessState(item.pid, item.parent_pid, item.role, item.name, item.observed, item.at_s)
    run.processes[item.pid] = replace(
        known,
        parent_pid=item.parent_pid if item.parent_pid is not None else known.parent_pid,
        role=item.role if item.observed else known.role,
        name=item.name or known.name,
        observed=item.observed or known.observed,
    )


def _process_named(draft: _Draft, item: ProcessNamed) -> None:
    run = draft.run(item.run)
    if run is not None and item.pid in run.processes:
        run.processes[item.pid] = replace(run.processes[item.pid], name=item.name, role=item.role)


def _process_ended(draft: _Draft, item: ProcessEnded) -> None:
    run = draft.run(item.run)
    if run is None or item.pid not in run.processes:
        return
    process = run.processes[item.pid]
    if process.ended_s is None:
        code = "" if item.exit_code in (0, None) else f", exit code {item.exit_code}"
        draft.happened(item.at_s, item.run, item.pid, 0, f"{process.name or 'process'} ended{code}")
    exit_code = item.exit_code if item.exit_code is not None else process.exit_code
    ended_s = process.ended_s if process.ended_s is not None else item.at_s
    run.processes[item.pid] = replace(process, ended_s=ended_s, exit_code=exit_code)
    for key, worker in run.workers.items():
        if worker.pid == item.pid and worker.ended_s is None:
            run.workers[key] = _ended(worker, item.at_s)


def _thread_started(draft: _Draft, item: ThreadStarted) -> None:
    run = draft.run(item.run)
    key = (item.pid, item.tid)
    if run is None or (key not in run.workers and len(run.workers) >= MOST_WORKERS):
        return
    known = run.workers.get(key)
    if known is None or known.ended_s is not None:
        run.workers[key] = WorkerState(item.pid, item.tid, item.kind, item.role, item.name, item.at_s)
    else:
        run.workers[key] = replace(known, kind=item.kind, role=item.role, name=item.name)


def _thread_ended(draft: _Draft, item: ThreadEnded) -> None:
    run = draft.run(item.run)
    worker = run.workers.get((item.pid, item.tid)) if run else None
    if run is not None and worker is not None and worker.ended_s is None:
        run.workers[worker.pid, worker.tid] = _ended(worker, item.at_s)


def _ended(worker: WorkerState, at_s: float) -> WorkerState:
    return replace(worker, ended_s=at_s, reason="ended", busy=False)


def _task_started(draft: _Draft, item: TaskStarted) -> None:
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"takes task {item.task}")


def _task_ended(draft: _Draft, item: TaskEnded) -> None:
    how = "failed after" if item.failed else "done in"
    draft.happened(item.at_s, item.run, item.pid, item.tid, f"task {item.task} {how} {item.took_s * 1000:.0f} ms")


def _tasks_counted(draft: _Draft, item: TasksCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    for count in item.counts:
        worker = run.workers.get((count.pid, count.tid))
        if worker is not None:
            run.workers[count.pid, count.tid] = replace(
                worker, submitted=count.submitted, tasks=count.ended, failed=count.failed, busy=count.busy
            )


def _threads_sampled(draft: _Draft, item: ThreadsSampled) -> None:
    run = draft.run(item.run)
    if run is None or run.get("phase") == "over" or item.interval_s <= 0:
        return
    run.fields["phase"] = "running"
    started_s: float = run.get("started_s")
    run.fields["elapsed_s"] = item.at_s - started_s
    has_tasks = any(worker.tasks or worker.busy for worker in run.workers.values())
    used = 0.0
    for sample in item.samples:
        used += sample.ran_s
        worker = run.workers.get((sample.pid, sample.tid))
        if worker is not None:
            run.workers[sample.pid, sample.tid] = _sampled(worker, sample, item.interval_s, has_tasks)
    run.fields["cores_used"] = run.get("cores_used").plus(item.at_s - started_s, used / item.interval_s)


def _sampled(worker: WorkerState, sample: ThreadSample, interval_s: float, has_tasks: bool) -> WorkerState:
    reason = sample.reason
    if has_tasks and worker.role == "worker" and not worker.busy and reason in ("lock", "queue", "unknown"):
        reason = "work"
    waits_for = worker.waits_for if reason in ("running", "core") else reason
    spent = dict(worker.reasons_s)
    amounts: tuple[tuple[Reason, float | None], ...] = (
        ("running", sample.ran_s),
        ("core", sample.wanted_s),
        (waits_for, sample.off_s),
    )
    for name, seconds in amounts:
        if seconds:
            spent[name] = spent.get(name, 0.0) + seconds
    share = min(1.0, sample.ran_s / interval_s)
    return replace(
        worker,
        cpu_s=worker.cpu_s + sample.ran_s,
        share=share,
        core=sample.core,
        reason=reason,
        waits_for=waits_for,
        reasons_s=tuple(spent.items()),
        history=worker.history.plus(share),
        wanted=worker.wanted.plus(min(1.0, (sample.wanted_s or 0.0) / interval_s)),
    )


def _cores_sampled(draft: _Draft, item: CoresSampled) -> None:
    cores: tuple[CoreState, ...] = draft.get("cores")
    run_index = item.run if item.run is not None else -1
    fresh = []
    for place, busy in enumerate(item.busy[:MOST_CORES]):
        ours = item.by_run[place] if place < len(item.by_run) else 0.0
        old = cores[place] if place < len(cores) else CoreState(place, 0.0, 0.0, Rolling(), Rolling(), ())
        fresh.append(
            CoreState(
                place,
                busy,
                ours,
                old.busy_history.plus(busy),
                old.ours_history.plus(ours),
                (*old.runs[1 - old.busy_history.capacity :], run_index),
            )
        )
    draft.fields["cores"] = tuple(fresh)
    draft.fields["others"] = item.others
    run = draft.run(run_index)
    if run is not None and item.others is not None:
        run.fields["others"] = run.get("others").plus(max(0.0, item.at_s - run.get("started_s")), item.others)


def _observer_sampled(draft: _Draft, item: ObserverSampled) -> None:
    n: int = draft.get("observer_samples")
    mean: float = draft.get("observer_mean") or 0.0
    draft.fields["observer"] = item.cpu_share
    draft.fields["observer_mean"] = (mean * n + item.cpu_share) / (n + 1)
    draft.fields["observer_samples"] = n + 1


def _output_written(draft: _Draft, item: OutputWritten) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    run.fields["output"] = (run.get("output") + item.text)[-OUTPUT_CHARACTERS:]
    run.fields["output_bytes"] = run.get("output_bytes") + item.size_bytes
    if item.stream == "stderr":
        run.fields["errors"] = (run.get("errors") + item.text)[-OUTPUT_CHARACTERS:]


def _events_dropped(draft: _Draft, item: EventsDropped) -> None:
    run = draft.run(item.run)
    if run is not None:
        run.fields["dropped"] = run.get("dropped") + item.count


def _not_observed(draft: _Draft, item: NotObserved) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    known = run.get("not_observed")
    if (item.what, item.why) not in known and len(known) < MOST_NOT_OBSERVED:
        run.fields["not_observed"] = (*known, (item.what, item.why))


_HANDLERS: dict[type, Callable[[_Draft, Any], None]] = {
    ComparisonStarted: _comparison_started,
    Calibrated: _calibrated,
    ComparisonEnded: _comparison_ended,
    RunStarted: _run_started,
    RunEnded: _run_ended,
    ProcessStarted: _process_started,
    ProcessNamed: _process_named,
    ProcessEnded: _process_ended,
    ThreadStarted: _thread_started,
    ThreadEnded: _thread_ended,
    TaskStarted: _task_started,
    TaskEnded: _task_ended,
    TasksCounted: _tasks_counted,
    ThreadsSampled: _threads_sampled,
    CoresSampled: _cores_sampled,
    ObserverSampled: _observer_sampled,
    OutputWritten: _output_written,
    EventsDropped: _events_dropped,
    NotObserved: _not_observed,
}
