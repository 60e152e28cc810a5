"""Telemetry of a run of crossing-the-border, from what the program printed: read by the lesson's own patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.lessons.catalogue import find
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    OutputWritten,
    ProcessStarted,
    RowPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadStarted,
    VariantPlanned,
)

LESSON = find("crossing-the-border")
SIZES = """\
floats   1000   1015   0.01   0.08   0.01   0.1   0.09   0.3      9  as it was
floats   100000   100046   0.25   0.1   0.65   1   0.9   2      9  as it was
floats   10000000   10003605   20   12   68   100   90   140      9  as it was
bytes   1000000   1000009   0.2   0.7   0.1   1   0.9   1.1      9  as it was
objects   1000000   1000270   80   1   119   200   190   240      9  as it was
shared memory   1000   84   0.01   0.04   0.15   0.2   0.1   0.3      9  as it was
shared memory   100000   86   0.01   0.04   0.15   0.2   0.1   0.3      9  as it was
shared memory   10000000   86   0.03   0.1   0.27   0.4   0.3   0.5      9  as it was
the largest block of shared memory was filled in 8.0000 ms, once
"""
REFUSED = """\
a lambda          | job.work | AttributeError: Can't pickle local object 'jobs.<locals>.<lambda>' | the same alone
a lambda          | fix: def at the top level | crossed
a settings object | job.settings.handlers[0].lock | TypeError: cannot pickle '_thread.RLock' object | the same alone
a settings object | fix: drop it in __getstate__ | crossed
an open file      | job.file | TypeError: cannot pickle '_io.TextIOWrapper' object | the same alone
"""
SURPRISES = """\
a logger               | 1 | 0 | handlers
a socket               | 5 | 5 | bytes of one connection
a multiprocessing.Lock | refused | RuntimeError | Lock objects should only be shared through inheritance
a default argument     | 0 | 11, 9 | things in seen=[]
a class, fork          | 119 | 119 | with its tax
a class, spawn         | 119 | 100 | with its tax
with each task  | 16 tasks | 8002929 bytes | pickled 16 times | 1.200 s | right
once per worker | 16 tasks | 8002929 bytes | pickled 2 times | 0.300 s | right
"""
PRINTED = {"sizes": SIZES, "refused": REFUSED, "surprises": SURPRISES}


def read(printed: str) -> list[tuple[str, tuple[tuple[str, str | float], ...]]]:
    """Return the rows in what was printed, each with the name of its table."""
    return [(table.name, row) for line in printed.splitlines() for table in LESSON.tables if (row := table.read(line))]


def told(
    printed: Mapping[str, str] = PRINTED, *, others: float = 0.0, usable_cores: float = 4.0, ends: bool = True
) -> list[Telemetry]:
    """Return a comparison of these variants, each 3 s; `others` is how many of the 4 cores other programs use."""
    plans = tuple(VariantPlanned(v.name, v.hue, v.says, False, v.word) for v in LESSON.variants if v.name in printed)
    found: list[Telemetry] = [
        ComparisonStarted(
            0.0, LESSON.name, LESSON.title, "demos/crossing_the_border.py", plans, 1, (("workers", "2"),), "3.13.0",
            "CPython", True, 0.005, "Linux", 4, usable_cores, ("cores", "threads"), 0.1, 1.0, LESSON.boards,
            tuple((table.name, table.title) for table in LESSON.tables),
        )
    ]  # fmt: skip
    for index, (name, text) in enumerate(printed.items()):
        found += _run(index, name, text, others)
    return [*found, ComparisonEnded(3.0 * len(printed))] if ends else found[:-1]


def _run(index: int, name: str, text: str, others: float) -> Iterable[Telemetry]:
    at_s, pid = 3.0 * index, 4400 + 100 * index
    yield RunStarted(at_s, index, name, 0, f"python crossing_the_border.py {name}", None, 150.0)
    yield ProcessStarted(at_s + 0.1, index, pid, 1, "main", "main", True)
    yield ThreadStarted(at_s + 0.1, index, pid, pid, "thread", "main", "MainThread")
    yield ProcessStarted(at_s + 0.2, index, pid + 11, pid, "worker", "W1", True)
    yield ThreadStarted(at_s + 0.2, index, pid + 11, pid + 11, "process", "worker", "MainThread")
    yield CoresSampled(at_s + 0.3, (0.5,) * 4, index, (0.2,) * 4, others)
    yield OutputWritten(at_s + 0.5, index, "stdout", text, len(text))
    for place, (table, row) in enumerate(read(text)):
        yield RowPrinted(at_s + 0.5 + place / 100, index, table, row)
    yield RunEnded(at_s + 2.9, index, "ended", 0, 2.9, 2.0, 0, "")
