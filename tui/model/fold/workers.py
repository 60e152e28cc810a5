"""The fold's part about processes, threads and tasks. The rules stand in `fold`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tui.model.fold import usage
from tui.model.fold.draft import RunDraft
from tui.model.fold.ends import told_late
from tui.model.fold.hot_lines import lines_sampled
from tui.model.fold.standing import remember
from tui.model.fold.tasks import worker_lost
from tui.model.fold.traffic import movers_sampled
from tui.model.state.shared import REASONS, Waited, WaitState
from tui.model.state.state import ProcessState, WorkerState
from tui.model.workers.ends import how_it_ended
from tui.telemetry.vocabulary import (
    ProcessBegan,
    ProcessEnded,
    ProcessMade,
    ProcessNamed,
    ProcessStarted,
    Reason,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
)
from tui.telemetry.waits import InsidePackage, SignalsHandled, StallsSeen

MOST_PROCESSES = 4096
MOST_WORKERS = 4096
AT_WORK = 0.5
"""Cores' worth of CPU that workers use or want, from which on somebody is at work beside the main thread."""
MOST_WAITED = 16
"""Objects that the time a worker waited for is kept of."""


def process_started(run: RunDraft, item: ProcessStarted) -> None:
    if (item.pid not in run.processes and len(run.processes) >= MOST_PROCESSES):
        return
    known = run.processes.get(item.pid)
    if known is None or known.ended_s is not None:
        run.happened(item.at_s, f"{item.name or 'process'} started, pid {item.pid}", item.pid)
        known = ProcessState(item.pid, item.parent_pid, item.role, item.name, item.observed, item.at_s)
    run.processes[item.pid] = replace(
        known,
        parent_pid=item.parent_pid if item.parent_pid is not None else known.parent_pid,
        role=item.role if item.observed else known.role,
        name=item.name or known.name,
        observed=item.observed or (known.observed and not item.is_another),
    )
    if run.get("signals"):
        told_late(run, item.pid)


def process_named(run: RunDraft, item: ProcessNamed) -> None:
    if item.pid in run.processes:
        run.processes[item.pid] = replace(run.processes[item.pid], name=item.name, role=item.role)


def process_made(run: RunDraft, item: ProcessMade) -> None:
    if item.pid in run.processes:
        known = run.processes[item.pid]
        parent_pid = item.asked_by if item.asked_by != item.pid else known.parent_pid
        run.processes[item.pid] = replace(
            known, parent_pid=parent_pid, method=item.method, asked_s=item.asked_s, made_s=item.made_s
        )


def process_began(run: RunDraft, item: ProcessBegan) -> None:
    if item.pid in run.processes:
        known = run.processes[item.pid]
        run.happened(item.at_s, f"{known.name or 'process'} begins {item.target}".rstrip(), item.pid)
        run.processes[item.pid] = replace(
            known, target=item.target, began_s=item.at_s, start_cpu_s=item.cpu_s
        )


def process_ended(run: RunDraft, item: ProcessEnded) -> None:
    if item.pid not in run.processes:
        return
    remember(run)
    process = run.processes[item.pid]
    if process.ended_s is None:
        code = f", {how_it_ended(item.exit_code)}" if item.exit_code else ""
        run.happened(item.at_s, f"{process.name or 'process'} ended{code}", item.pid)
    exit_code = item.exit_code if item.exit_code is not None else process.exit_code
    ended_s = process.ended_s if process.ended_s is not None else item.at_s
    run.processes[item.pid] = replace(process, ended_s=ended_s, exit_code=exit_code)
    for key, worker in run.workers.items():
        if worker.pid == item.pid:
            worker_lost(run, key, item.at_s)
            if worker.ended_s is None:
                run.workers[key] = ended(worker, item.at_s)


def thread_started(run: RunDraft, item: ThreadStarted) -> None:
    key = item.who
    if run is None or (key not in run.workers and len(run.workers) >= MOST_WORKERS):
        return
    known = run.workers.get(key)
    if known is None or known.ended_s is not None:
        run.workers[key] = WorkerState(
            item.pid, item.tid, item.kind, item.role, item.name, item.at_s, target=item.target
        )
        usage.is_announced(run, key)
    else:
        run.workers[key] = replace(known, kind=item.kind, role=item.role, name=item.name, target=item.target)


def thread_ended(run: RunDraft, item: ThreadEnded) -> None:
    worker = run.workers.get(item.who) if run else None
    if run is not None and worker is not None and worker.ended_s is None:
        remember(run)
        worker_lost(run, worker.who, item.at_s)
        run.workers[worker.who] = ended(worker, item.at_s)
    elif run is not None and worker is None:
        usage.native_ended(run, item)


def ended(worker: WorkerState, at_s: float) -> WorkerState:
    count = replace(worker.count, busy=False) if worker.count.busy else worker.count
    return replace(worker, ended_s=at_s, reason="ended", count=count, waits_on=None, stall=None)


def threads_sampled(run: RunDraft, item: ThreadsSampled) -> None:
    if run.get("phase") == "over" or item.interval_s <= 0:
        return
    run.fields["phase"] = "running"
    started_s: float = run.get("started_s")
    run.fields["elapsed_s"] = item.at_s - started_s
    has_tasks = any(worker.count.ended or worker.count.busy for worker in run.workers.values())
    used = at_work_s = 0.0
    strangers, main, lookers = [], None, run.get("lookers")
    for sample in item.samples:
        used += sample.ran_s
        worker = run.workers.get(sample.who)
        if worker is None:
            if sample.who not in lookers:
                strangers.append(sample)
            continue
        run.workers[sample.who] = _sampled(worker, sample, item.interval_s, has_tasks)
        if worker.role == "worker":
            at_work_s += sample.ran_s + (sample.wanted_s or 0.0)
        elif worker.role == "main":
            main = sample
    if main is not None and at_work_s >= AT_WORK * item.interval_s:
        run.workers[main.who] = usage.beside(run.workers[main.who], main, item.interval_s)
    if strangers or run.get("natives"):
        run.fields["natives"] = tuple(sample.who for sample in strangers[:MOST_WORKERS])
    usage.natives_sampled(run, strangers, item)
    run.fields["cores_used"] = run.get("cores_used").plus(item.at_s - started_s, used / item.interval_s)
    movers_sampled(run, item)
    lines_sampled(run, item)


def _longer(waited: Waited, on: WaitState, by_s: float) -> Waited:
    """Return the times with that of one wait longer; beyond `MOST_WAITED` objects a new one is not kept."""
    times = {(key, why): seconds for key, why, seconds in waited}
    if (on.key, on.why) in times or len(times) < MOST_WAITED:
        times[on.key, on.why] = times.get((on.key, on.why), 0.0) + by_s
    return tuple((key, why, seconds) for (key, why), seconds in times.items())


def _sampled(worker: WorkerState, sample: ThreadSample, interval_s: float, has_tasks: bool) -> WorkerState:
    reason = sample.reason
    if has_tasks and worker.role == "worker" and not worker.count.busy and reason in ("lock", "queue", "unknown"):
        reason = "work"
    if worker.loop is not None and worker.loop.is_foreign and reason in ("io", "queue"):
        reason = "unknown"  # It may have nothing to do, or wait in a call of the program's.
    if worker.waits_on is not None and reason in ("lock", "queue", "io", "work", "unknown"):
        reason = REASONS[worker.waits_on.why]
    waits_for = worker.waits_for if reason in ("running", "core") else reason
    if reason == "ended":  # Nobody has waited for it yet: it is no more, and waits for nothing.
        return replace(worker, reason=reason, core=sample.core, share=0.0)
    spent = dict(worker.reasons_s)
    amounts: tuple[tuple[Reason, float | None], ...] = (
        ("running", sample.ran_s),
        ("core", sample.wanted_s),
        (waits_for, sample.off_s),
    )
    for name, seconds in amounts:
        if seconds:
            spent[name] = spent.get(name, 0.0) + seconds
    waited = worker.waited
    if worker.waits_on is not None and sample.off_s:
        waited = _longer(waited, worker.waits_on, sample.off_s)
    share = min(1.0, sample.ran_s / interval_s)
    return replace(
        worker,
        sampled_cpu_s=worker.sampled_cpu_s + sample.ran_s,
        share=share,
        core=sample.core,
        reason=reason,
        waits_for=waits_for,
        reasons_s=tuple(spent.items()),
        waited=waited,
        history=worker.history.plus(share),
        wanted=worker.wanted.plus(min(1.0, (sample.wanted_s or 0.0) / interval_s)),
    )


def stalls_seen(run: RunDraft, item: StallsSeen) -> None:
    remember(run)
    now = {stall.who: stall for stall in item.stalls}
    for key, worker in run.workers.items():
        stall = now.get(key) if worker.ended_s is None else None
        if stall != worker.stall:
            run.workers[key] = replace(worker, stall=stall)
    run.fields["native_stalls"] = tuple(stall for who, stall in now.items() if who not in run.workers)[:MOST_WORKERS]


def inside_package(run: RunDraft, item: InsidePackage) -> None:
    if item.who in run.workers:
        run.workers[item.who] = replace(run.workers[item.who], inside=(item.package, item.share))


def signals_handled(run: RunDraft, item: SignalsHandled) -> None:
    if item.pid in run.processes:
        run.processes[item.pid] = replace(run.processes[item.pid], handles_signals=True)


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {
    InsidePackage: inside_package,
    ProcessStarted: process_started,
    ProcessNamed: process_named,
    ProcessMade: process_made,
    ProcessBegan: process_began,
    ProcessEnded: process_ended,
    ThreadStarted: thread_started,
    ThreadEnded: thread_ended,
    ThreadsSampled: threads_sampled,
    StallsSeen: stalls_seen,
    SignalsHandled: signals_handled,
}
