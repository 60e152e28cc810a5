"""The program of small tasks, alone and observed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.probe.observing import read_all
from tests.probe.observing import run as observed
from tests.support.interpreters import Interpreter
from tests.support.plain import DEMOS, lines, refusal
from tests.support.ways import EDGES, WAYS
from tui.lessons.catalogue import find

SMALL = ("--tasks", 60, "--steps", 40, "--chunk", 45, "--workers", 2)
WAYS_HERE = ("loop", "chunks-of-1", "own-chunks", "executor", "threads", "large-chunks")
_LINE = re.compile(
    r"([a-z0-9-]+) +([\d.]+) s +([\d.]+) s in tasks of +([\d.]+) µs +([\d.]+) s of CPU in main   checksum ([0-9a-f]{8})"
)
_WORKER = re.compile(
    r"  worker +(\d+) +(\d+) tasks   first after +([\d.]+) s +([\d.]+) s in them   last ended after +([\d.]+) s"
)


@dataclass(frozen=True, slots=True)
class Way:
    """What the program printed of one way."""

    name: str
    took_s: float
    in_tasks_s: float
    checksum: str
    workers: tuple[tuple[int, int, float, float, float], ...]
    """Of each its id, tasks, when the first began, seconds in them, when the last ended."""


def ways(printed: list[str]) -> list[Way]:
    found: list[Way] = []
    for line in printed:
        if told := _LINE.fullmatch(line):
            name, took, in_tasks, _, _, checksum = told.groups()
            found.append(Way(name, float(took), float(in_tasks), checksum, ()))
        else:
            who = _WORKER.fullmatch(line)
            assert who, line
            worker = (int(who[1]), int(who[2]), float(who[3]), float(who[4]), float(who[5]))
            last = found.pop()
            found.append(Way(last.name, last.took_s, last.in_tasks_s, last.checksum, (*last.workers, worker)))
    return found


@WAYS
def test_all_ways_do_the_same_work_on_every_python(python: Interpreter, method: str) -> None:
    found = ways(lines("tiny_tasks", *SMALL, "--start-method", method, python=python.path))
    assert [way.name for way in found] == list(WAYS_HERE)
    assert len({way.checksum for way in found}) == 1
    for way in found:
        assert sum(tasks for _, tasks, *_ in way.workers) == 60
        assert len(way.workers) <= (1 if way.name == "loop" else 2)
        for _, _, first_s, in_tasks_s, last_s in way.workers:
            assert 0 <= first_s <= last_s <= way.took_s and in_tasks_s <= last_s - first_s + 1e-3


@EDGES
def test_the_sweep_prints_each_size_in_turn(python: Interpreter) -> None:
    options = ("sweep", "--workers", 2, "--sizes", 3, "--repeats", 2)
    printed = lines("tiny_tasks", *options, python=python.path)
    told = [line.split() for line in printed]
    assert [(words[0], words[2]) for words in told] == [
        (steps, way) for steps in ("10", "40", "160") for _ in range(2) for way in ("loop", "chunks-of-1", "own-chunks")
    ]
    assert len({(words[0], words[-1]) for words in told}) == 3, "the same sum in each way, of each size"
    assert all(float(words[3]) > 0 for words in told)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--workers", 9), "invalid choice: 9"),
        (("--tasks", 0), "give 1 or more"),
        (("--chunk", 0), "give 1 or more"),
        (("sometimes",), "invalid choice"),
    ],
)
def test_what_cannot_be_is_refused(options: tuple[object, ...], says: str) -> None:
    assert says in refusal("tiny_tasks", *options)


def test_the_lesson_reads_every_line() -> None:
    scenario = find("tiny-tasks")
    printed = lines("tiny_tasks", *SMALL)
    for line in printed:
        assert any(re.search(result.pattern, line) for result in scenario.results) != line.startswith("  worker"), line
    assert sum(len(way.workers) for way in ways(printed)) == sum(line.startswith("  worker") for line in printed)


@EDGES
@pytest.mark.parametrize("way", ["chunks-of-1", "own-chunks", "executor", "threads"])
def test_the_probe_tells_what_the_program_measures(way: str, python: Interpreter, tmp_path: Path) -> None:
    """Each worker's tasks, the time in them, when the first began and the last ended, by two clocks."""
    done = observed(DEMOS / "tiny_tasks.py", way, *map(str, SMALL), "--steps", "20000", run_directory=tmp_path,
                    python=python.path)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    (said,) = ways(done.stdout.splitlines())
    counts = {count.tid: count for count in read_all(tmp_path).counts.values() if count.times is not None}
    assert set(counts) == {worker for worker, *_ in said.workers}
    for worker, tasks, first_s, in_tasks_s, last_s in said.workers:
        times = counts[worker].times
        assert times is not None
        assert max(counts[worker].calls, counts[worker].ended) == tasks
        assert times.in_tasks_s >= in_tasks_s * 0.99
        assert times.last_s - times.first_s >= last_s - first_s - 0.001
