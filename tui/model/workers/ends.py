"""How processes begin and end, in words and numbers."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui.model.state.gone import GoneStarts
from tui.model.state.once import of_each
from tui.model.state.state import ProcessState, RunState
from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.who import Who

ENDING = ("thread", "process", "program")
"""Exceptions of these kinds are the end of the thread that they were raised in."""
OF_MULTIPROCESSING = ("fork", "spawn", "forkserver")
_PARTS = ("asked_s", "python_s", "imports_s")


class StartUp(NamedTuple):
    """What a process's start was spent with, in seconds."""

    method: str
    asked_s: float | None
    """From being asked for to being made by the system."""
    python_s: float | None
    """From there until Python is up in it; None for a copy of a process that has it, and without a probe."""
    imports_s: float | None
    """From there until multiprocessing begins with its target; None for other processes."""

    @property
    def total_s(self) -> float:
        return sum(part for part in (self.asked_s, self.python_s, self.imports_s) if part is not None)


@of_each(1024)
def start_up(process: ProcessState) -> StartUp | None:
    """Return how a process started, as far as it was told; None where nobody told it."""
    if process.asked_s is None or process.made_s is None:
        return None
    is_copy = process.method in ("fork", "forkserver", "os.fork")
    up_s = process.started_s if process.observed else None
    return StartUp(
        process.method,
        max(0.0, process.made_s - process.asked_s),
        max(0.0, up_s - process.made_s) if up_s is not None and not is_copy else None,
        max(0.0, process.began_s - (process.made_s if is_copy else up_s)) if process.began_s and up_s else None,
    )


def starts(
    processes: Iterable[ProcessState], gone: Sequence[GoneStarts] = ()
) -> tuple[tuple[int, StartUp], ...]:
    """Return for each way of starting how many workers were started so, most first, and what their mean start was.

    `gone`: the starts of those that are forgotten.
    """
    found: dict[str, list[StartUp]] = {starts.method: [] for starts in gone}
    before = {starts.method: starts for starts in gone}
    for process in processes:
        start = start_up(process) if process.role == "worker" and process.observed else None
        if start is not None and start.method:
            found.setdefault(start.method, []).append(start)
    every = [
        (len(many) + (before[method].count if method in before else 0), _mean_start(many, before.get(method), method))
        for method, many in found.items()
    ]
    return tuple(sorted(every, key=lambda entry: -entry[0]))


def never_seen(run: RunState) -> tuple[tuple[int, str], ...]:
    """Return how many workers multiprocessing has started of which nothing was seen, by way, as those killed at once.

    No count of workers has them in it: of what they did nothing is known.
    """
    found = Counter(
        process.method for process in run.processes
        if process.role == "worker" and not process.observed and process.method in OF_MULTIPROCESSING
    )  # fmt: skip
    return tuple((count, method) for method, count in found.most_common())


def _mean_start(starts: Sequence[StartUp], gone: GoneStarts | None, method: str) -> StartUp:
    sums = gone.parts if gone is not None else ((0.0, 0),) * len(_PARTS)
    means = (_mean([getattr(start, part) for start in starts], *of) for part, of in zip(_PARTS, sums, strict=True))
    return StartUp(method, *means)


def _mean(parts: Sequence[float | None], before: float, count: int) -> float | None:
    known = [part for part in parts if part is not None]
    return (sum(known) + before) / (len(known) + count) if known or count else None


def how_it_ended(exit_code: int) -> str:
    """Return `exit code 3` or `killed by SIGKILL`."""
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return f"killed by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"killed by signal {-exit_code}"


def ended_badly(process: ProcessState) -> bool:
    """Whether a process ended otherwise than it should.

    Who was given a signal by another process of the program, or by a person, ends by it: with that signal, or with an
    exit code made from it. What a command of another language returns is its answer to who started it.
    """
    code = process.exit_code
    if not code or (code > 0 and process.method == "subprocess" and not process.observed):
        return False
    is_of_pool = code == -signal.SIGTERM and "PoolWorker" in process.name  # Pools let theirs go so.
    return not (is_of_pool or any(code in _answers(number) for number in process.signals))


def is_answer(process: ProcessState) -> bool:
    """Whether it was started as a command, whose exit code is for who started it to judge."""
    return process.method == "subprocess" and (process.exit_code or 0) > 0


def _answers(number: int) -> tuple[int, ...]:
    """Return the exit codes by which a process says that a signal has ended it."""
    by_it = -number, number, 128 + number
    return (*by_it, 1) if number == signal.SIGINT else by_it


def raised(errors: tuple[ErrorSeen, ...]) -> Mapping[Who, str]:
    """Return the exception that ended each thread, by pid and tid."""
    return {error.who: said(error) for error in errors if error.kind in ENDING}


def said(error: ErrorSeen) -> str:
    """Return `ZeroDivisionError: division by zero`, as Python prints it."""
    return f"{error.type}: {error.text}" if error.text else error.type
