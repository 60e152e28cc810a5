"""Adding up what is forgotten: the sums of `Gone` after one more handful of processes and threads that have ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from typing import TypeVar

from msgspec.structs import asdict, replace

from tui.model.state.gantt import WorkerTasks
from tui.model.state.gone import Gone, GonePickling, GoneStarts, GoneTasks, GoneWait
from tui.model.state.state import ProcessState, RunState, WorkerState
from tui.model.workers.ends import StartUp, start_up
from tui.model.workers.names import LETTERS
from tui.model.workers.who_works import HUNGRY, WANTS, doers, life_s, together, wanting
from tui.telemetry.objects import Why
from tui.telemetry.tasks import TaskCount
from tui.telemetry.who import Who

MOST_OBJECTS, MOST_NAMES, MOST_EXITS = 256, 512, 64
Key = TypeVar("Key")


def added(run: RunState, kept: Set[int], there: Set[Who], bad: int) -> Gone:
    """Return the sums with those of a run's processes and threads in it that are not kept.

    `bad`: how many of these ended otherwise than they should.
    """
    processes = [process for process in run.processes if process.pid not in kept]
    threads = [worker for worker in run.workers if worker.who not in there]
    helpers = {process.pid for process in run.processes if process.role == "helper"}
    working = {worker.who for worker in doers(run)}
    workers = [worker for worker in threads if worker.who in working]
    before = run.gone
    told = {process.pid for process in processes if process.role == "worker" and process.start_cpu_s is not None}
    firsts = {worker.pid for worker in threads if worker.kind == "process"}
    return replace(
        before,
        processes=before.processes + sum(process.role != "helper" for process in processes),
        threads=before.threads + len(threads),
        rows=before.rows
        + sum(process.role != "helper" for process in processes)
        + sum(worker.role != "helper" and worker.pid not in helpers for worker in threads)
        - sum(process.pid in firsts for process in processes if process.role != "helper"),
        workers=before.workers + len(workers),
        most_at_once=together(run),
        most_wanting=tuple((share, wanting(run, share)) for share in (WANTS, HUNGRY)),
        cpu_s=before.cpu_s + sum(worker.cpu_s for worker in threads),
        process_cpu_s=before.process_cpu_s + sum(process.cpu_s or 0.0 for process in processes),
        reasons_s=_more(before.reasons_s, (pair for worker in workers for pair in worker.reasons_s)),
        count=_counted(before.count, threads),
        tasks=_tasks(before.tasks, [found for found in run.gantt if found.who not in there]),
        waited=_waited(before.waited, threads, working),
        starts=_starts(before.starts, processes),
        start_cpu_s=before.start_cpu_s + sum(p.start_cpu_s or 0.0 for p in processes if p.pid in told),
        starts_told=before.starts_told + len(told),
        starts_used_s=before.starts_used_s + sum(worker.cpu_s for worker in threads if worker.pid in told),
        pickled=_pickled(dict(before.pickled), processes),
        exits=_most(_more(before.exits, ((p.exit_code, 1) for p in processes if p.exit_code)), MOST_EXITS),
        bad=before.bad + bad,
        helpers=_most(_more(before.helpers, _helpers(processes, threads)), MOST_NAMES),
        names=_most(_highest(before.names, ((p.name, p.number) for p in processes if p.role == "worker")), MOST_NAMES),
        numbers=_highest(before.numbers, ((LETTERS[worker.kind], worker.number) for worker in workers)),
    )


def _more(sums: Iterable[tuple[Key, float]], more: Iterable[tuple[Key, float]]) -> tuple[tuple[Key, float], ...]:
    found = dict(sums)
    for key, value in more:
        found[key] = found.get(key, 0) + value
    return tuple(found.items())


def _highest(known: Iterable[tuple[str, int]], more: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    found = dict(known)
    for key, value in more:
        if key and value:
            found[key] = max(found.get(key, 0), value)
    return tuple(found.items())


def _most(entries: tuple[tuple[Key, float], ...], most: int) -> tuple[tuple[Key, int], ...]:
    """Return the entries with the largest numbers, in the order in which they came; of like ones the newest."""
    if len(entries) > most:
        chosen = sorted(range(len(entries)), key=lambda place: (entries[place][1], place))[-most:]
        entries = tuple(entries[place] for place in sorted(chosen))
    return tuple((key, int(number)) for key, number in entries)


def _counted(before: TaskCount, threads: Iterable[WorkerState]) -> TaskCount:
    counts = [before, *(worker.count for worker in threads)]
    return replace(
        before,
        submitted=sum(count.submitted for count in counts),
        started=sum(count.started for count in counts),
        ended=sum(count.ended for count in counts),
        failed=sum(count.failed for count in counts),
        calls=sum(count.calls for count in counts),
    )


def _tasks(before: GoneTasks, gantt: Iterable[WorkerTasks]) -> GoneTasks:
    for found in gantt:
        if found.ended and found.first_s is not None and found.spans:
            last_s = found.spans[-1].ended_s or found.spans[-1].began_s
            before = GoneTasks(
                before.ended + found.ended, before.took_s + found.took_s, before.lived_s + last_s - found.first_s,
                min(before.first_s, found.first_s), max(before.last_s, last_s),
            )  # fmt: skip
    return before


def _waited(before: tuple[GoneWait, ...], threads: Iterable[WorkerState], working: Set[Who]) -> tuple[GoneWait, ...]:
    known: dict[tuple[int, Why], GoneWait] = {(wait.key, wait.why): wait for wait in before}
    for worker in threads:
        for key, why, seconds in worker.waited:
            wait = known.get((key, why)) or GoneWait(key, why, 0.0, 0.0, 0.0, 0)
            if len(known) < MOST_OBJECTS or (key, why) in known:
                known[key, why] = GoneWait(
                    key, why, wait.waited_s + seconds, wait.by_workers_s + seconds * (worker.who in working),
                    wait.lived_s + life_s([worker]), wait.workers + 1,
                )  # fmt: skip
    return tuple(known.values())


def _starts(before: tuple[GoneStarts, ...], processes: Iterable[ProcessState]) -> tuple[GoneStarts, ...]:
    known = {starts.method: starts for starts in before}
    for process in processes:
        start = start_up(process) if process.role == "worker" and process.observed else None
        if start is not None and start.method:
            known[start.method] = _one_more(known.get(start.method), start)
    return tuple(known.values())


def _one_more(before: GoneStarts | None, start: StartUp) -> GoneStarts:
    parts = before.parts if before else ((0.0, 0),) * 3
    new = (start.asked_s, start.python_s, start.imports_s)
    sums = ((total + (part or 0.0), many + (part is not None)) for (total, many), part in zip(parts, new, strict=True))
    return GoneStarts(start.method, (before.count if before else 0) + 1, tuple(sums))


def _pickled(
    known: dict[str, GonePickling], processes: Iterable[ProcessState]
) -> tuple[tuple[str, GonePickling], ...]:
    for process in processes:
        if process.pickled is not None:
            sums = asdict(known.get(process.role, GonePickling()))
            known[process.role] = GonePickling(
                **{name: total + getattr(process.pickled, name) for name, total in sums.items()}
            )
    return tuple(known.items())


def _helpers(processes: Iterable[ProcessState], threads: Iterable[WorkerState]) -> list[tuple[str, int]]:
    pids = {process.pid for process in processes if process.role == "helper"}
    named = Counter(process.name or "helper" for process in processes if process.role == "helper")
    named.update(w.name or "helper thread" for w in threads if w.role == "helper" and w.pid not in pids)
    return list(named.items())
