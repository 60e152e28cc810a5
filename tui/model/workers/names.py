"""How the workers of a run are called: in the lanes by a label, in a person's own program by the names it has there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from tui.model.state.once import once
from tui.model.state.state import ComparisonState, RunState, WorkerState
from tui.model.workers.who_works import doers
from tui.telemetry.who import Who

SHORT_NAME = 4
"""Characters of a name that fits in a label."""

LETTERS = {"thread": "T", "process": "P", "interpreter": "I"}

DIGITS = "0123456789"
MOST_ALONE = 12
"""More workers than these that are alike, and do alike, are told together."""
GIVEN_BY_PYTHON = ("Process-", "Thread-", "fork of", "new process")
"""How the names begin that a program did not choose."""


def shown_names(state: ComparisonState, run: RunState) -> dict[Who, str]:
    """Return how a run's workers are called on the screen and in reports; of a lesson no other thread is in it."""
    return names_of(run) if state.is_own else labels_of(run)


def every_name(state: ComparisonState, run: RunState) -> dict[Who, str]:
    """Return the same for every thread of the run; in a lesson the others are called by the names they have there."""
    return names_of(run) if state.is_own else names_of(run) | labels_of(run)


@once(2)
def labels_of(run: RunState) -> dict[Who, str]:
    """Return a label of a few characters for each worker: its own name where all have short ones, else `T1`, `P2`."""
    workers, numbers = doers(run), _numbers(run)
    own = _short_names(workers, {process.pid: process.name for process in run.processes})
    return {
        worker.who: own.get(worker.who)
        or ("main" if worker.role == "main" else f"{LETTERS[worker.kind]}{numbers[worker.who]}")
        for worker in workers
    }


def _numbers(run: RunState) -> dict[Who, int]:
    """Return the number of each worker among those of its kind; one that was given for good stays."""
    workers, counts = doers(run), Counter[str](dict(run.gone.numbers))
    for worker in workers:
        letter = LETTERS[worker.kind]
        counts[letter] = max(counts[letter], worker.number)
    numbers: dict[Who, int] = {}
    for worker in workers:
        letter = LETTERS[worker.kind]
        counts[letter] += not worker.number
        numbers[worker.who] = worker.number or counts[letter]
    return numbers


def _short_names(workers: tuple[WorkerState, ...], processes: dict[int, str]) -> dict[Who, str]:
    """Return the names that the program gave its workers, when they are short and tell those apart that live."""
    names = {worker.who: own_name(worker, processes) for worker in workers}
    is_short = all(0 < len(name) <= SHORT_NAME and name.isidentifier() for name in names.values())
    alive = [names[worker.who] for worker in workers if worker.ended_s is None]
    tells_apart = len(set(alive)) == len(alive) and (len(set(names.values())) > 1 or len(names) == 1)
    return names if is_short and tells_apart else {}


@once(2)
def names_of(run: RunState) -> dict[Who, str]:
    """Return how each thread is called: by the name that it or its process has, else as in the lanes."""
    labels, processes = labels_of(run), process_names(run)
    return {
        worker.who: own_name(worker, processes) or labels.get(worker.who) or str(worker.tid) for worker in run.workers
    }


@once(2)
def process_names(run: RunState) -> dict[int, str]:
    """Return how each process is called; those of one name are numbered: `python -c 1`, `python -c 2`."""
    found = {process.pid: process.name for process in run.processes}
    names = [process.name for process in run.processes if process.role == "worker" and process.name]
    gone = Counter(dict(run.gone.names))
    if len(set(names)) == len(names) and not any(gone[name] for name in names):
        return found
    many = Counter(names) + gone
    numbers = _process_numbers(run)
    return found | {pid: f"{found[pid]} {number}" for pid, number in numbers.items() if many[found[pid]] > 1}


def _process_numbers(run: RunState) -> dict[int, int]:
    """Return the place of each worker process among those of its name; one that was given for good stays."""
    workers = [process for process in run.processes if process.role == "worker" and process.name]
    met = Counter(dict(run.gone.names))
    for process in workers:
        met[process.name] = max(met[process.name], process.number)
    numbers: dict[int, int] = {}
    for process in workers:
        met[process.name] += not process.number
        numbers[process.pid] = process.number or met[process.name]
    return numbers


def numbered(run: RunState) -> RunState:
    """Return the run with all its numbers given for good: those who stay keep theirs when others are forgotten."""
    threads, processes = _numbers(run), _process_numbers(run)
    return replace(
        run,
        workers=tuple(
            replace(worker, number=threads[worker.who]) if not worker.number and worker.who in threads else worker
            for worker in run.workers
        ),
        processes=tuple(
            replace(process, number=processes[process.pid])
            if not process.number and process.pid in processes
            else process
            for process in run.processes
        ),
    )


def own_name(worker: WorkerState, processes: dict[int, str]) -> str:
    """Return the name of a thread, or of the process whose first thread it is; `processes`: their names by pid."""
    if worker.role == "main":
        return "main"
    return processes.get(worker.pid, "") if worker.kind == "process" else worker.name


def stem(name: str) -> str:
    """Return a name without the number that it ends with: those of one stem are alike."""
    return name.rstrip(DIGITS)


def number_of(name: str) -> int:
    """Return the number that a name ends with; 0 for none."""
    return int(name[len(stem(name)) :][:18] or 0)


def name_of_many(names: Sequence[str]) -> str:
    """Return one name for several, the first one and what differs in the last one: `cook-0…7`."""
    if len(names) == 1:
        return names[0]
    first, last = stem(names[0]), stem(names[-1])
    return f"{names[0]}…{names[-1].removeprefix(first) if first == last else names[-1]}"


def given_name(worker: WorkerState, processes: dict[int, str]) -> str:
    """Return the name that the program itself gave a worker; empty where Python made it up."""
    name = own_name(worker, processes)
    return "" if name.startswith(GIVEN_BY_PYTHON) else name
