"""What a watched program was like, as lines of plain text: its processes, its pools, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.birth.births import births
from tui.model.birth.births import said as births_said
from tui.model.readings.tiny import said as said_of_split
from tui.model.state.shared import PoolState
from tui.model.state.state import RunState
from tui.model.stuck.rows import rows
from tui.model.tiny.words import small_tasks
from tui.model.workers.ends import StartUp, ended_badly, how_it_ended, never_seen, starts
from tui.model.workers.hot_lines import top_lines
from tui.model.workers.lost import cut_off, lost_of
from tui.model.workers.names import names_of
from tui.model.workers.pickles import pickle_fact
from tui.model.wrong.pair import got_of, place
from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.who import Who
from tui.words.numbers import noun, percent, plural, size_in_bytes, span

MOST_ERRORS = 5


def program_lines(run: RunState) -> list[str]:
    """Return how workers were started, what they had in a manager's process, and what ended badly."""
    lines = [f"started: {count} by {_start(start)}" for count, start in starts(run.processes, run.gone.starts)]
    lines += [f"started, and not seen at work: {count} by {way}" for count, way in never_seen(run)]
    lines += map(births_said, births(run))
    lines += _not_listed(run)
    lines += [
        f"{proxy.of.type.rpartition('.')[2]} {proxy.of.name}: {proxy.count.calls} "
        f"{noun(proxy.count.calls, 'call')} to a manager's process, {proxy.count.call_s:.2f} s together"
        for proxy in run.proxies
        if proxy.count.calls
    ]
    lines += [f"CPU: {percent(line.share)} in {line.place}" for line in top_lines(run, 5)]
    fact = pickle_fact(run)
    if fact is not None:
        lines.append(
            f"pickled: {plural(fact.messages, 'large message')} of {size_in_bytes(fact.size_bytes)}, "
            f"{span(fact.dump_s)} of CPU each to pickle, {span(fact.load_s)} to read back"
        )
    lines += [
        f"{process.name}: {how_it_ended(process.exit_code or 0)}"
        for process in run.processes
        if process.role != "main" and ended_badly(process)
    ]
    return lines


def _not_listed(run: RunState) -> list[str]:
    """Return a line on the processes and threads that ended earlier and are not told of one by one."""
    gone = run.gone
    if not gone.rows:
        return []
    more = f" and {plural(gone.rows - gone.processes, 'further thread')}" if gone.rows > gone.processes else ""
    who = plural(gone.processes, "process") if gone.processes else ""
    who = f"{who}{more}" if who else more.removeprefix(" and ")
    bad = f", {gone.bad} of them badly" if gone.bad else ""
    return [f"ended earlier, not told of one by one: {who}, {gone.cpu_s:.1f} s of CPU{bad}"]


def _start(start: StartUp) -> str:
    parts = (("asked for", start.asked_s), ("until Python is up", start.python_s), ("until it begins", start.imports_s))
    said = ", ".join(f"{part_s * 1e3:.1f} {name}" for name, part_s in parts if part_s is not None)
    return f"{start.method}, {start.total_s * 1e3:.1f} ms each: {said}"


def stuck_lines(run: RunState) -> list[str]:
    """Return a line for each of those who could never go on, and why."""
    lines = []
    for row in rows(run):
        at = f" in {row.line[0]}:{row.line[1]}" if row.line else ""
        could = f"{row.could_end} could end that, but {row.why_not}" if row.could_end else row.why_not
        lines.append(f"stuck: {row.name} waits for {row.waits_for}{at}: {could}")
    return lines


def pool_lines(run: RunState) -> list[str]:
    """Return a line for each pool that had something to do."""
    lines = []
    for pool in run.pools:
        count = pool.count
        if count is None or not count.submitted:
            continue
        parts = [f"{count.ended} of {count.submitted} tasks done"]
        parts += [f"{count.calls} calls"] if count.calls > count.ended else []
        numbers = (
            (count.failed, "failed"), (pool.never_began, "never began"), (lost_of(run, pool), "lost with their worker"),
            (cut_off(run, pool), "cut off as the pool was ended"),
        )  # fmt: skip
        parts += [f"{number} {what}" for number, what in numbers if number]
        parts += [f"broken: {pool.broken}"] if pool.broken else []
        lines.append(f"pool {_pool(pool)}: {', '.join(parts)}")
    found = small_tasks(run)
    if found is None:
        return lines
    name = next((_pool(pool) for pool in run.pools if pool.of.key == found.pool), "") if len(lines) > 1 else ""
    return [*lines, said_of_split(found, name)]


def _pool(pool: PoolState) -> str:
    """Return how a pool is called, and what it is."""
    return pool.of.name if pool.of.name == pool.of.type else f"{pool.of.name} ({pool.of.type})"


def error_lines(run: RunState) -> list[str]:
    """Return a line for each of the first exceptions, and how many more there were."""
    if not run.exceptions:
        return []
    names = names_of(run)
    lines = [f"error: {said(found, names)}{_where(run, found)}" for found in run.exceptions[:MOST_ERRORS]]
    failed = run.gone.count.failed + sum(worker.count.failed for worker in run.workers)
    of_tasks = sum(found.kind in ("task", "pickling") for found in run.exceptions)
    more = max(len(run.exceptions), len(run.exceptions) - of_tasks + failed) - len(lines)
    return [*lines, f"and {more} more {noun(more, 'error')}"] if more > 0 else lines


def _where(run: RunState, found: ErrorSeen) -> str:
    """Return where an exception was raised, and where the program got it, as far as that was seen."""
    got = got_of(run, found)
    raised = f", at {place(found.frames[-1])}" if found.frames else ""
    return raised + (f", got at {place(got.frames[-1])}" if got is not None and got.frames else "")


def said(found: ErrorSeen, names: Mapping[Who, str]) -> str:
    """Return what an exception was, and whose."""
    what = f"{found.type}: {found.text}" if found.text else found.type
    whose = found.of_pid if found.of_pid is not None else found.pid
    name = names.get(Who(whose, whose) if found.of_pid is not None else found.who, "")
    task = "" if found.task is None else f", task {found.task}"
    return f"{what} (in {name or 'a helper'}, pid {whose}{task})"
