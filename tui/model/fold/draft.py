"""A state while a batch is folded into it: only what the batch touches is opened, changed and frozen again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from tui.model.fold.keyed import Keyed
from tui.model.state.gantt import TasksDraft, WorkerTasks
from tui.model.state.pool_line import LineDraft, PoolLine
from tui.model.state.state import ComparisonState, Happening, RunState, WorkerState
from tui.model.workers.forget import MOST_ENDED, forgetting
from tui.telemetry.vocabulary import ComparisonStarted
from tui.telemetry.who import Who

MOST_CELLS = 1000
HAPPENINGS = 64
"""The newest lines of the event list that are kept."""


_PID, _WHO, _KEY, _OF_KEY = attrgetter("pid"), attrgetter("who"), attrgetter("key"), attrgetter("of.key")


class RunDraft:
    """A run being changed: fields by name, processes and workers by key."""

    def __init__(self, run: RunState, whole: Draft) -> None:
        self.run = run
        self.whole = whole
        self.is_crowded = False
        """Whether many have come since it was last looked whether some may be forgotten."""
        self.fields: dict[str, Any] = {}
        self.processes = Keyed(run.processes, _PID)
        self.tables: dict[str, Keyed[Any]] = {}
        """Slices of what workers share that were opened, by key."""
        self.workers = Keyed(run.workers, _WHO)
        self.gantt = Keyed(run.gantt, _WHO)
        self._by_pid: dict[int, list[Who]] | None = None
        self.tasks: dict[Who, TasksDraft] = {}
        """Tasks of the workers that had news."""
        self.lines: dict[int, LineDraft] = {}
        """Lines before the pools that had news."""

    def get(self, name: str) -> Any:
        return self.fields[name] if name in self.fields else getattr(self.run, name)

    def happened(self, at_s: float, text: str, pid: int = 0, tid: int = 0) -> None:
        self.whole.happenings.append(Happening(at_s, self.run.index, pid, tid, text))

    def workers_of(self, pid: int) -> Sequence[Who]:
        """Return a process's workers: hundreds of processes may end in a batch, of which there are thousands."""
        if self._by_pid is None:
            self._by_pid = {}
            for who in self.workers:
                self._by_pid.setdefault(who.pid, []).append(who)
        return self._by_pid.get(pid, ())

    def add_worker(self, worker: WorkerState) -> None:
        """Take in a worker, which may be there already."""
        if self._by_pid is not None and worker.who not in self.workers:
            self._by_pid.setdefault(worker.pid, []).append(worker.who)
        self.workers[worker.who] = worker

    def table(self, name: str) -> Keyed[Any]:
        """Open a slice (`queues`, `locks` …) to be changed, and return its entries by key."""
        if name not in self.tables:
            self.tables[name] = Keyed(getattr(self.run, name), _KEY if name == "accesses" else _OF_KEY)
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
            draft = self.tasks[who] = TasksDraft(self.gantt.get(who) or WorkerTasks(who.pid, who.tid))
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
        for who, tasks in self.tasks.items():
            self.gantt[who] = tasks.frozen()
        self.fields |= {name: table.frozen() for name, table in self.tables.items()}
        workers, processes, gantt = self.workers.frozen(), self.processes.frozen(), self.gantt.frozen()
        return replace(self.run, **self.fields, processes=processes, workers=workers, gantt=gantt)


class Draft:
    """A state being changed."""

    def __init__(self, state: ComparisonState) -> None:
        self.state = state
        self.fields: dict[str, Any] = {}
        self.at_s = state.at_s
        self.runs: dict[int, RunDraft] = {}
        self.happenings: deque[Happening] = deque(maxlen=HAPPENINGS)
        """New lines of the event list, those of all runs."""

    def run(self, index: int) -> RunDraft | None:
        if index in self.runs:
            return self.runs[index]
        if 0 <= index < len(self.state.runs):
            self.runs[index] = RunDraft(self.state.runs[index], self)
            return self.runs[index]
        return None

    def get(self, name: str) -> Any:
        return self.fields[name] if name in self.fields else getattr(self.state, name)

    def forget(self, run: RunDraft) -> None:
        """Forget the older ones of those in a person's own program that have ended; a lesson has few."""
        run.is_crowded = False
        header: ComparisonStarted | None = self.get("header")
        if header is not None and header.scenario is None and len(run.workers) + len(run.processes) > MOST_ENDED:
            self.runs[run.run.index] = RunDraft(forgetting(run.frozen()), self)

    def cells(self, interval_s: float) -> int:
        """Return how many cells of a series, which are as long as the usual interval, one of this length fills."""
        header: ComparisonStarted | None = self.get("header")
        usual_s = header.interval_s if header is not None else 0.0
        return max(1, round(min(interval_s / usual_s, MOST_CELLS))) if usual_s > 0 else 1

    def frozen(self) -> ComparisonState:
        if self.happenings:
            self.fields["happenings"] = (*self.state.happenings, *self.happenings)[-HAPPENINGS:]
        if self.runs:
            known = [self.runs[r.index].frozen() if r.index in self.runs else r for r in self.state.runs]
            new = [self.runs[i].frozen() for i in range(len(known), len(known) + len(self.runs)) if i in self.runs]
            self.fields["runs"] = (*known, *new)
        return replace(self.state, at_s=self.at_s, **self.fields)
