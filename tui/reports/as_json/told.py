"""What `--json` prints of a state."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tui.learning import grading
from tui.learning.grading import Graded
from tui.lessons.questions import Prediction
from tui.model.found.findings import finding
from tui.model.found.updates import may_lose
from tui.model.program.losses import losses
from tui.model.state.born import Born
from tui.model.state.gantt import TaskSpan
from tui.model.state.pool_line import PoolLine, entry_of
from tui.model.state.shared import BlockState, PoolState, ProxyState, ValueState
from tui.model.state.state import ComparisonState, ProcessState, RunState
from tui.model.workers.ends import StartUp, ended_badly, how_it_ended, start_up
from tui.model.workers.hot_lines import top_lines
from tui.model.workers.lost import cut_off, lost_of, lost_tasks
from tui.model.workers.names import names_of
from tui.model.wrong.pair import got_of, place
from tui.reports.as_json import costs, ended, memory, program
from tui.reports.as_json.comparison import ComparisonReport, GuessReport, NotObserved, told_of
from tui.reports.as_json.data import as_data
from tui.reports.as_json.program import ProgramReport
from tui.reports.as_json.stuck import deadlocks, stuck
from tui.telemetry.who import Who

FIRST_ITEMS = 16
Guess = tuple[Prediction, float, Graded]
"""A question, the guess, and what became of it."""


def json_of(state: ComparisonState, guess: Guess | None = None) -> dict[str, Any]:
    """Return the object of a comparison, or of a program that was watched."""
    compared = ComparisonReport(**told_of(state), guess=_guess(*guess) if guess else None) if not state.is_own else None
    told: dict[str, Any] = as_data(compared or _program(state))
    return told


def in_json(state: ComparisonState, guess: Guess | None = None) -> str:
    """Return that object as the text that is printed."""
    return json.dumps(json_of(state, guess), indent=2)


def _guess(asked: Prediction, guess: float, graded: Graded) -> GuessReport:
    said, measured = grading.guessed(asked, guess), grading.measured_words(asked, graded)
    return GuessReport(
        question=asked.question, said=said, outcome=graded.outcome, measured=measured, why=graded.why
    )  # fmt: skip


def _program(state: ComparisonState) -> ProgramReport:
    run = state.newest()
    if run is None:
        return ProgramReport(**told_of(state), bound=None, try_="")
    found, lost = finding(state, run), losses(run)
    return ProgramReport(
        **told_of(state),
        bound=found.bound,
        try_=next((loss.tries for loss in lost if loss.tries), found.tries),
        deadlock=tuple(deadlocks(run)),
        stuck=tuple(stuck(run)),
        processes=tuple(_process(process, run) for process in run.processes),
        not_listed=_not_listed(run),
        queues=tuple(program.QueueReport.of(q.of, q.count, q, depth_max=q.deepest) for q in run.queues),
        locks=tuple(program.LockReport.of(lock.of, lock.count) for lock in run.locks),
        tasks=tuple(_tasks(run)),
        pools=tuple(_pool(run, pool) for pool in run.pools),
        memory=tuple(_memory(run)),
        errors=tuple(_errors(run)),
        left=tuple(map(ended.LeftReport.of, run.left)),
        top_lines=tuple(map(costs.TopLineReport.of, top_lines(run))),
        not_observed=tuple(NotObserved(what=what, why=why) for what, why in run.not_observed),
    )


def _process(process: ProcessState, run: RunState) -> program.ProcessReport:
    start, is_main = start_up(process), process.role == "main"
    return program.ProcessReport.of(
        process,
        parent=None if is_main else process.parent_pid,
        phases=_phases(start, process.born or Born()) if start else None,
        own_bytes=process.born.own_bytes if process.born else None,
        shared_bytes=process.born.shared_bytes if process.born else None,
        pickled=costs.PickledReport.of(process.pickled) if process.pickled else None,
        exit_code=run.exit_code if is_main else process.exit_code,
        memory_max_bytes=process.most_memory_bytes or None,
    )


def _phases(start: StartUp, born: Born) -> costs.StartReport:
    is_told = born.again_from_s is not None and born.again_until_s is not None
    again_s = (born.again_until_s or 0.0) - (born.again_from_s or 0.0) if is_told else None
    return costs.StartReport.of(start, again_s=again_s, again_modules=born.again_modules)


def _not_listed(run: RunState) -> program.NotListedReport | None:
    gone = run.gone
    if not gone.threads and not gone.processes:
        return None
    return program.NotListedReport.of(
        gone, tasks=gone.count.ended, failed=gone.count.failed,
        exit_codes=tuple(program.ExitsReport(exit_code=code, count=count) for code, count in gone.exits),
    )  # fmt: skip


def _tasks(run: RunState) -> Iterator[program.TasksReport]:
    """Yield what each worker had to do, and its newest tasks; also one that had so little that it has no lane."""
    newest, names = {found.who: found for found in run.gantt}, names_of(run)
    for worker in sorted(run.workers, key=lambda its: (its.started_s, its.pid, its.tid)):
        had, count = newest.get(worker.who), worker.count
        if had or (count.ended and worker.role == "worker"):
            yield program.TasksReport.of(
                worker,
                worker=names[worker.who],
                ended=count.ended,
                failed=count.failed,
                calls=count.calls,
                mean_s=had.took_s / had.ended if had and had.ended else None,
                in_tasks_s=count.times.in_tasks_s if count.times else None,
                ran_s=count.times.ran_s if count.times else None,
                unpickled_s=count.times.unpickled_s if count.times else None,
                pickled_s=count.times.pickled_s if count.times else None,
                newest=tuple(_task(run, span) for span in (had.spans if had else ())),
            )


def _task(run: RunState, span: TaskSpan) -> program.TaskReport:
    line = next((line for line in run.lines if line.key == span.pool), PoolLine(span.pool))
    handed_in, got = (entry_of(entries, span.job, span.task) for entries in (line.handed_in, line.got))
    return program.TaskReport.of(
        span,
        pool=next((pool.of.name for pool in run.pools if pool.of.key == span.pool), None),
        submitted_s=handed_in.at_s - run.started_s if handed_in else None,
        began_s=span.began_s - run.started_s,
        ended_s=span.ended_s - run.started_s if span.ended_s is not None else None,
        delivered_s=got.at_s - run.started_s if got else None,
        delivered_as=got.order_of(span.job, span.task) if got else None,
        lost=span.is_lost,
    )


def _pool(run: RunState, pool: PoolState) -> program.PoolReport:
    gone = {"lost": lost_of(run, pool), "cut_off": cut_off(run, pool), "workers": pool.of.limit}
    count = pool.count
    if count is None:
        return program.PoolReport.of(pool.of, pool, calls=0, **gone)
    read = {"taken_ahead": count.ahead, "input_read": count.read, "results_out": count.out}
    told = gone | read | {"cancelled": pool.never_began, "result_waits": count.waits, "result_wait_s": count.wait_s}
    return program.PoolReport.of(pool.of, pool, count, calls=count.calls, **told)


def _block(block: BlockState) -> memory.BlockReport:
    attached, unlinked = sum(use.attached for use in block.uses), any(use.unlinked for use in block.uses)
    return memory.BlockReport.of(block.of, block, attached=attached, unlinked=unlinked, forgotten=block.is_forgotten)


def _memory(run: RunState) -> Iterator[memory.BlockReport | memory.ValueReport | memory.ProxyReport]:
    """Yield what workers share: blocks, values, and what a manager has."""
    yield from map(_block, run.blocks)
    lose: dict[int, list[memory.UpdatesReport]] = {}
    for found in may_lose(run):
        first, pids = found.updates[0], tuple(update.pid for update in found.updates)
        lose.setdefault(found.of.key, []).append(memory.UpdatesReport.of(found, first, pids=pids))
    for value in run.values:
        yield _value(value, may_lose=tuple(lose.get(value.of.key, ())))
    for proxy in run.proxies:
        yield _proxy(proxy, may_lose=tuple(lose.get(proxy.of.key, ())))


def _value(value: ValueState, **more: object) -> memory.ValueReport:
    return memory.ValueReport.of(value.of, value, items=value.items[:FIRST_ITEMS], **more)


def _proxy(proxy: ProxyState, **more: object) -> memory.ProxyReport:
    count = proxy.count
    return memory.ProxyReport.of(proxy.of, count, mean_s=count.call_s / count.calls if count.calls else None, **more)


def _errors(run: RunState) -> Iterator[ended.ErrorReport]:
    """Yield what went wrong: exceptions, the program's end, processes with an exit code, failed tasks not told of."""
    main = next((process.pid for process in run.processes if process.role == "main"), None)
    names = names_of(run)
    was = run.as_it_was
    for found in was.exceptions:
        who = Who(found.of_pid, found.of_pid) if found.of_pid is not None else found.who
        job = found.job if found.task is not None else None
        got = got_of(was, found)
        raised, reached = (tuple(map(place, frames)) for frames in (found.frames, got.frames if got else ()))
        yield ended.ErrorReport.of(
            found, pid=who.pid, name=names.get(who, ""), job=job, message=found.text, raised_at=raised, reached=reached
        )
    if run.message:
        yield ended.ErrorReport(pid=main, name="program", exit_code=run.exit_code, message=run.message)
    for process in was.processes:
        if process.pid != main and ended_badly(process):
            yield ended.ErrorReport.of(process, kind=None, type=None, message=_how(process.exit_code or 0))
    for lost in lost_tasks(was):
        task, job = (lost.span.task, lost.span.job) if lost.span else (None, None)
        name, message = names.get(lost.worker.who, ""), f"The task was lost: its worker {lost.how} in it."
        yield ended.ErrorReport(
            kind="task", pid=lost.worker.pid, name=name, task=task, job=job, exit_code=lost.exit_code, message=message
        )
    by = Counter(found.who for found in was.exceptions if found.kind in ("task", "pickling"))
    for worker in was.workers:
        told = by[worker.who]
        if worker.count.failed > told:
            text = f"{worker.count.failed - told} {'more of its' if told else 'of its'} tasks failed."
            yield ended.ErrorReport(pid=worker.pid, name=names[worker.who], message=text)
    if was.gone.count.failed:
        text = f"{was.gone.count.failed} tasks of workers that are not listed failed."
        yield ended.ErrorReport(pid=None, name="", message=text)
    if was.gone.bad:
        text = f"{was.gone.bad} more processes, which are not listed, ended badly."
        yield ended.ErrorReport(pid=None, name="", message=text)


def _how(exit_code: int) -> str:
    return f"It ended with exit code {exit_code}." if exit_code > 0 else f"It was {how_it_ended(exit_code)}."
