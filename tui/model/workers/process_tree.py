"""The processes of a run and their threads, as a tree: who started whom, and what each of them does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from tui.model.state.state import ProcessState, RunState, WorkerState
from tui.model.stuck import rows as stuck
from tui.model.workers.ends import StartUp, ended_badly, raised, start_up, starts
from tui.model.workers.hues import hue_of_kind
from tui.model.workers.lanes import Lane, cpu_of, lane_of, tasks_of
from tui.model.workers.names import names_of, process_names
from tui.telemetry.who import Who

MOST_ROWS = 1024


class TreeRow(Struct, frozen=True):
    """A process, or a thread that is not the first one of its process."""

    depth: int
    is_process: bool
    lane: Lane
    waits_on: str
    """The queue or lock that it waits for now, by name; empty when it waits for none."""
    exit_code: int | None = None
    is_bad: bool = False
    """Whether it ended otherwise than it should."""
    observed: bool = True
    """Whether the probe rides in it."""
    target: str = ""
    """What it is to do, as `square in pools.py`."""
    start: StartUp | None = None
    """How a process started, as far as that was told."""
    raised: str = ""
    """The exception that ended it."""
    stuck_on: str = ""
    """What it waits for that nobody can end, in words."""
    hue: str = "foreground"


class Tree(Struct, frozen=True):
    """All of a run."""

    rows: tuple[TreeRow, ...] = ()
    helpers: tuple[str, ...] = ()
    """What does the bookkeeping of Python's own libraries: `QueueFeederThread ×2`."""
    starts: tuple[tuple[int, StartUp], ...] = ()
    """How many workers were started in which way, and their mean start."""
    is_over: bool = False
    gone: int = 0
    """Processes and threads that have ended and are not among the rows: while the run goes on, all; then, of hundreds,
    the older ones.
    """


def process_tree(run: RunState) -> Tree:
    """Return the tree of a person's own program: each process before its threads, its threads before its children."""
    processes = [process for process in run.processes if process.role != "helper"]
    known = {process.pid for process in processes}
    children: dict[int | None, list[ProcessState]] = {}
    for process in processes:
        parent = process.parent_pid if process.parent_pid in known else None
        children.setdefault(parent, []).append(process)
    threads: dict[int, list[WorkerState]] = {}
    for worker in run.workers:
        if worker.role != "helper":
            threads.setdefault(worker.pid, []).append(worker)
    rows: list[TreeRow] = []
    called = process_names(run)
    known_of = _Known(names_of(run), cpu_of(run), raised(run.exceptions), tasks_of(run) is not None)
    waiting = [(process, 0) for process in reversed(children.get(None, []))]
    seen: set[int] = set()
    while waiting and len(rows) < MOST_ROWS:
        process, depth = waiting.pop()
        if process.pid in seen:
            continue
        seen.add(process.pid)
        rows += _of(process, depth, threads.get(process.pid, []), called[process.pid], known_of)
        waiting += [(child, depth + 1) for child in reversed(children.get(process.pid, []))]
    if run.phase != "over":
        goals = {row.who: row.waits_for for row in stuck.rows(run)}
        rows = [replace(row, stuck_on=goals[row.lane.who]) if row.lane.who in goals else row for row in rows]
    shown = [row for row in rows if not row.lane.ended] if run.phase != "over" else rows
    gone = run.gone.rows + len(rows) - len(shown)
    return Tree(tuple(shown), _helpers(run), starts(run.processes, run.gone.starts), run.phase == "over", gone)


class _Known(NamedTuple):
    """What is known of all threads of a run."""

    names: Mapping[Who, str]
    cpu_s: Mapping[Who, float]
    errors: Mapping[Who, str]
    tasks_seen: bool


def _of(process: ProcessState, depth: int, threads: list[WorkerState], called: str, of: _Known) -> list[TreeRow]:
    """Return a process and its threads; its first thread stands for it."""
    errors = of.errors
    first = next((worker for worker in threads if worker.role == "main" or worker.kind == "process"), None)
    name = "main" if process.role == "main" else called or "process"
    head = first or WorkerState(
        process.pid, process.pid, "process", process.role, name, process.started_s, process.ended_s
    )
    found = [
        TreeRow(
            depth, True, lane_of(head, name, of.cpu_s, of.tasks_seen and process.role != "main"),
            head.waits_on.name if head.waits_on else "", process.exit_code,
            head.who in errors or ended_badly(process), process.observed,
            process.target, start_up(process), errors.get(head.who, ""), hue=hue_of_kind(head),
        )
    ]  # fmt: skip
    found += [
        TreeRow(
            depth + 1, False, lane_of(worker, of.names[worker.who], of.cpu_s, of.tasks_seen),
            worker.waits_on.name if worker.waits_on else "", is_bad=worker.who in errors,
            target=worker.target, raised=errors.get(worker.who, ""), hue=hue_of_kind(worker),
        )
        for worker in threads
        if worker is not first
    ]  # fmt: skip
    return found


def _helpers(run: RunState) -> tuple[str, ...]:
    """Return the helpers that are there, those of one name together; all that there were once the run is over."""
    processes = {process.pid for process in run.processes if process.role == "helper"}
    is_over = run.phase == "over"
    named = Counter(
        process.name or "helper"
        for process in run.processes
        if process.role == "helper" and (is_over or process.ended_s is None)
    )
    named.update(
        worker.name or "helper thread"
        for worker in run.workers
        if worker.role == "helper" and worker.pid not in processes and (is_over or worker.ended_s is None)
    )
    if is_over:
        named.update(dict(run.gone.helpers))
    return tuple(name if count == 1 else f"{name} ×{count}" for name, count in named.items())
