"""A state while a batch is folded into it: only what the batch touches is opened, changed and frozen again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from tui.model.state.gantt import TasksDraft, WorkerTasks
from tui.model.state.pool_line import LineDraft, PoolLine
from tui.model.state.state import ComparisonState, Happening, RunState, WorkerState
from tui.telemetry.who import Who

HAPPENINGS = 64
"""The newest lines of the event list that are kept."""


class RunDraft:
    """A run being changed: fields by name, processes and workers by key."""

    def __init__(self, run: RunState, happenings: deque[Happening]) -> None:
        self.run = run
        self.happenings = happenings
        """New lines of the event list, those of all runs."""
        self.fields: dict[str, Any] = {}
        self.processes = {process.pid: process for process in run.processes}
        self.tables: dict[str, dict[int, Any]] = {}
        """Slices of what workers share that were opened, by key."""
        self.workers = {worker.who: worker for worker in run.workers}
        self.tasks: dict[Who, TasksDraft] = {}
        """Tasks of the workers that had news."""
        self.lines: dict[int, LineDraft] = {}
        """Lines before the pools that had news."""

    def get(self, name: str) -> Any:
        return self.fields[name] if name in self.fields else getattr(self.run, name)

    def happened(self, at_s: float, text: str, pid: int = 0, tid: int = 0) -> None:
        self.happenings.append(Happening(at_s, self.run.index, pid, tid, text))

    def table(self, name: str) -> dict[int, Any]:
        """Open a slice (`queues`, `locks` …) to be changed, and return its entries by key."""
        if name not in self.tables:
            entries = getattr(self.run, name)
            self.tables[name] = {(entry.key if name == "accesses" else entry.of.key): entry for entry in entries}
        return self.tables[name]

    def change(self, name: str, news: Iterable[Any], changed: Callable[[Any, Any], Any]) -> None:
        """Change the entries of a slice of which there are news, by their keys; what is not known is ignored."""
        table = self.table(name)
        for new in news:
            known = table.get(new.key)
            if known is not None:
                table[new.key] = changed(known, new)

    def change_workers(self, news: Iterable[Any], changed: Callable[[WorkerState, Any], WorkerState]) -> None:
        """Change the workers of which there are news; those that are not known are ignored."""
        for new in news:
            known = self.workers.get(new.who)
            if known is not None:
                self.workers[new.who] = changed(known, new)

    def tasks_of(self, who: Who) -> TasksDraft:
        """Open the tasks of a worker to be changed."""
        draft = self.tasks.get(who)
        if draft is None:
            known = next((found for found in self.run.gantt if found.who == who), None)
            draft = self.tasks[who] = TasksDraft(known or WorkerTasks(who.pid, who.tid))
        return draft

    def line_of(self, pool: int) -> LineDraft:
        """Open the line before a pool to be changed."""
        draft = self.lines.get(pool)
        if draft is None:
            known = next((found for found in self.run.lines if found.key == pool), None)
            draft = self.lines[pool] = LineDraft(known or PoolLine(pool))
        return draft

    def frozen(self) -> RunState:
        if self.lines:
            known = {found.key: found for found in self.run.lines}
            known |= {key: draft.frozen() for key, draft in self.lines.items()}
            self.fields["lines"] = tuple(known.values())
        if self.tasks:
            every = {found.who: found for found in self.run.gantt}
            every |= {key: draft.frozen() for key, draft in self.tasks.items()}
            self.fields["gantt"] = tuple(every.values())
        for name, table in self.tables.items():
            entries, before = tuple(table.values()), getattr(self.run, name)
            is_same = len(entries) == len(before) and all(a is b for a, b in zip(entries, before, strict=True))
            self.fields[name] = before if is_same else entries
        return replace(
            self.run, **self.fields, processes=tuple(self.processes.values()), workers=tuple(self.workers.values())
        )


class Draft:
    """A state being changed."""

    def __init__(self, state: ComparisonState) -> None:
        self.state = state
        self.fields: dict[str, Any] = {}
        self.at_s = state.at_s
        self.runs: dict[int, RunDraft] = {}
        self.happenings: deque[Happening] = deque(maxlen=HAPPENINGS)

    def run(self, index: int) -> RunDraft | None:
        if index in self.runs:
            return self.runs[index]
        if 0 <= index < len(self.state.runs):
            self.runs[index] = RunDraft(self.state.runs[index], self.happenings)
            return self.runs[index]
        return None

    def get(self, name: str) -> Any:
        return self.fields[name] if name in self.fields else getattr(self.state, name)

    def frozen(self) -> ComparisonState:
        if self.happenings:
            self.fields["happenings"] = (*self.state.happenings, *self.happenings)[-HAPPENINGS:]
        if self.runs:
            known = [self.runs[r.index].frozen() if r.index in self.runs else r for r in self.state.runs]
            new = [self.runs[i].frozen() for i in range(len(known), len(known) + len(self.runs)) if i in self.runs]
            self.fields["runs"] = (*known, *new)
        return replace(self.state, at_s=self.at_s, **self.fields)
