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
from tui.model.state.born import Born
from tui.model.state.series import Rolling
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
from tui.telemetry.who import Who

MOST_PROCESSES = 4096
MOST_WORKERS = 4096
MOST_HISTORIES, HISTORIES_EVERY = 200, 64
"""Of those that have ended: a program may start and end thousands. And how often there is a look whether they are more.
"""
AT_WORK = 0.5
"""Cores' worth of CPU that workers use or want, from which on somebody is at work beside the main thread."""
ReasonTimes = tuple[tuple[Reason, float], ...]
MOST_WAITED = 16
"""Objects that the time a worker waited for is kept of."""


def process_started(run: RunDraft, item: ProcessStarted) -> None:
    if (item.pid not in run.processes and len(run.processes) >= MOST_PROCESSES):
        return
    known = run.processes.get(item.pid)
    run.is_crowded = known is None and len(run.processes) % HISTORIES_EVERY == 0
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
            known, target=item.target, began_s=item.at_s, start_cpu_s=item.cpu_s, born=_again(item) or known.born
        )


def _again(item: ProcessBegan) -> Born | None:
    is_told = item.again_from_s is not None
    return Born(item.again_from_s, item.again_until_s, item.again_modules) if is_told else None


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
    for who in run.workers_of(item.pid):
        worker_lost(run, who, item.at_s)
        if run.workers[who].ended_s is None:
            run.workers[who] = ended(run.workers[who], item.at_s)


def thread_started(run: RunDraft, item: ThreadStarted) -> None:
    key = item.who
    if run is None or (key not in run.workers and len(run.workers) >= MOST_WORKERS):
        return
    known = run.workers.get(key)
    if known is None and len(run.workers) % HISTORIES_EVERY == 0:
        _forget_histories(run)
        run.is_crowded = True
    if known is None or known.ended_s is not None:
        new = WorkerState(item.pid, item.tid, item.kind, item.role, item.name, item.at_s, target=item.target)
        run.add_worker(new)
        usage.is_announced(run, key)
    else:
        run.workers[key] = replace(known, kind=item.kind, role=item.role, name=item.name, target=item.target)


def _forget_histories(run: RunDraft) -> None:
    """Keep what the newest of those that have ended did at each sample: of the others nothing but the last."""
    ended = [(worker.ended_s, who) for who, worker in run.workers.items() if worker.ended_s is not None]
    for _, who in sorted(ended)[:-MOST_HISTORIES]:
        worker = run.workers[who]
        if len(worker.history.values) > 1:
            last, wanted = worker.history.values[-1:], worker.wanted
            history = Rolling(last, worker.history.capacity)
            run.workers[who] = replace(worker, history=history, wanted=Rolling(wanted.values[-1:], wanted.capacity))


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
    has_tasks = run.get("tasks_ended").means or any(its.count.ended or its.count.busy for its in run.workers.values())
    used, at_work_s, cells = 0.0, 0.0, run.whole.cells(item.interval_s)
    strangers, main, lookers = [], None, run.get("lookers")
    seen: dict[Who, WorkerState] = {}
    for sample in item.samples:
        used += sample.ran_s
        who = sample.who
        worker = run.workers.get(who)
        if worker is None:
            if who not in lookers:
                strangers.append(sample)
            continue
        run.workers[who] = seen[who] = _sampled(worker, sample, item.interval_s, has_tasks, cells)
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
    movers_sampled(run, item, seen)
    lines_sampled(run, item)


def _longer(waited: Waited, on: WaitState, by_s: float) -> Waited:
    """Return the times with that of one wait longer; beyond `MOST_WAITED` objects a new one is not kept."""
    for place, (key, why, seconds) in enumerate(waited):
        if key == on.key and why == on.why:
            return (*waited[:place], (key, why, seconds + by_s), *waited[place + 1 :])
    return waited if len(waited) >= MOST_WAITED else (*waited, (on.key, on.why, by_s))


def _more(spent: ReasonTimes, reason: Reason, by_s: float) -> ReasonTimes:
    for place, (name, seconds) in enumerate(spent):
        if name == reason:
            return (*spent[:place], (reason, seconds + by_s), *spent[place + 1 :])
    return (*spent, (reason, by_s))


def _reason(worker: WorkerState, reason: Reason, has_tasks: bool) -> Reason:
    """Return what a thread does, by what the system says of it and what is known of it besides."""
    if has_tasks and worker.role == "worker" and not worker.count.busy and reason in ("lock", "queue", "unknown"):
        reason = "work"
    if worker.loop is not None and worker.loop.is_foreign and reason in ("io", "queue"):
        reason = "unknown"  # It may have nothing to do, or wait in a call of the program's.
    if worker.waits_on is not None and reason in ("lock", "queue", "io", "work", "unknown"):
        reason = REASONS[worker.waits_on.why]
    return reason


def _sampled(
    worker: WorkerState, sample: ThreadSample, interval_s: float, has_tasks: bool, cells: int
) -> WorkerState:
    reason = _reason(worker, sample.reason, has_tasks)
    if reason == "ended":  # Nobody has waited for it yet: it is no more, and waits for nothing.
        idle = {"history": worker.history.plus(0.0, cells), "wanted": worker.wanted.plus(0.0, cells)}
        return replace(worker, reason=reason, core=sample.core, share=0.0, **idle)
    ran_s, wanted_s, off_s = sample.ran_s, sample.wanted_s, sample.off_s
    waits_for = worker.waits_for if reason in ("running", "core") else reason
    spent, waited = worker.reasons_s, worker.waited
    if ran_s:
        spent = _more(spent, "running", ran_s)
    if wanted_s:
        spent = _more(spent, "core", wanted_s)
    if off_s:
        spent = _more(spent, waits_for, off_s)
        if worker.waits_on is not None:
            waited = _longer(waited, worker.waits_on, off_s)
    share = min(1.0, ran_s / interval_s)
    return replace(
        worker,
        sampled_cpu_s=worker.sampled_cpu_s + ran_s,
        share=share,
        core=sample.core,
        reason=reason,
        waits_for=waits_for,
        reasons_s=spent,
        waited=waited,
        history=worker.history.plus(share, cells),
        wanted=worker.wanted.plus(min(1.0, wanted_s / interval_s) if wanted_s else 0.0, cells),
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
