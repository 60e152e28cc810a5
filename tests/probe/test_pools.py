"""Pools and executors in every way, on every CPython: nothing changes, counts are exact, errors are told."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.probe.observing import Story, read_all, run, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_transparency import same
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.feeds.board.board_reader import BoardReader
from tui.probe import layout, segment, tasks
from tui.telemetry.objects import ObjectFound
from tui.telemetry.tasks import (
    ALL_TASKS,
    ErrorSeen,
    PoolCount,
    PoolsCounted,
    TaskDelivered,
    TaskEnded,
    TaskStarted,
    TaskSubmitted,
)
from tui.telemetry.waits import WaitsSeen

METHODS = ("fork", "spawn", "forkserver")
COUNTS = [
    ("pool", "multiprocessing.Pool", 41, 37, 37, 9, 4, 41, 48),
    ("pool", "multiprocessing.pool.ThreadPool", 35, 35, 35, 8, 0, 35, 46),
    ("", "concurrent.futures.ThreadPoolExecutor", 31, 30, 30, 3, 1, 16, 30),
    ("", "concurrent.futures.ProcessPoolExecutor", 27, 26, 26, 3, 1, 12, 30),
    ("executor", "concurrent.futures.ThreadPoolExecutor", 1, 1, 1, 0, 0, 1, 1),
    ("executor", "concurrent.futures.ProcessPoolExecutor", 4, 3, 2, 1, 1, 4, 2),
    ("executor", "concurrent.futures.ThreadPoolExecutor", 5, 1, 1, 0, 4, 0, 1),
    ("", "concurrent.futures.ThreadPoolExecutor", 2, 2, 2, 0, 0, 2, 2),
    ("left", "concurrent.futures.ThreadPoolExecutor", 2, 2, 2, 0, 0, 0, 2),
]
"""Of `pool_ways.py`: name, type, submitted, started, ended, failed, dropped, delivered, calls."""
INTERPRETERS = ("executor", "concurrent.futures.InterpreterPoolExecutor", 4, 4, 4, 1, 0, 4, 4)


@EVERY_PYTHON
def test_a_program_with_pools_runs_as_before_and_every_task_is_counted(python: Interpreter, tmp_path: Path) -> None:
    method = METHODS[python.version[1] % 3]
    same(python, tmp_path, "pool_ways.py", method)
    story = read_all(tmp_path)
    assert story.not_observed == []
    found = {item.key: item for item in story.items if isinstance(item, ObjectFound) and item.kind == "pool"}
    told = [
        (found[key].name, found[key].type, count.submitted, count.started, count.ended, count.failed, count.dropped,
         count.delivered, count.calls)
        for key, count in pools(story).items() if found[key].name != "inner"
    ]  # fmt: skip
    expected = [*COUNTS, INTERPRETERS] if python.version >= (3, 14) else COUNTS
    assert sorted(told) == sorted(expected)
    assert all(item.place.startswith("tests/probe/programs/pool_ways.py:") for item in found.values())
    _check_errors(story)
    _check_events(story)


def pools(story: Story) -> dict[int, PoolCount]:
    """Return each pool's last count."""
    return {count.key: count for item in story.items if isinstance(item, PoolsCounted) for count in item.counts}


def _check_errors(story: Story) -> None:
    errors = [item for item in story.items if isinstance(item, ErrorSeen)]
    (broken,) = (item for item in errors if item.kind == "pool")
    assert broken.type == "concurrent.futures.process.BrokenProcessPool"
    assert broken.text.endswith(" ended with exit code 3") and story.exit_codes[broken.of_pid or 0] == 3
    assert Counter(item.kind for item in errors)["pickling"] == 7
    assert {"no 3", "no 4", "no 5", "no 6"} <= {item.text for item in errors if item.type == "ValueError"}
    assert {item.text for item in errors if item.type == "PickyError"} == {"x", "y"}  # and nobody asked it
    failed = {(e.pid, e.job, e.task) for e in story.items if isinstance(e, TaskEnded) and e.failed}
    assert {(e.pid, e.job, e.task) for e in errors if e.kind == "task"} <= failed


def _check_events(story: Story) -> None:
    started = [item for item in story.items if isinstance(item, TaskStarted)]
    submitted = [item for item in story.items if isinstance(item, TaskSubmitted)]
    delivered = [item for item in story.items if isinstance(item, TaskDelivered)]
    for key, count in pools(story).items():
        assert sum(item.count for item in submitted if item.pool == key) == count.submitted
        assert sum(item.count for item in delivered if item.pool == key) == count.delivered
        assert len({(item.job, item.task) for item in started if item.pool == key}) == count.started
    whats = {item.what for item in started}
    assert {"square", "add", "fail", "Odd", "nested", "time.sleep", "through"} <= whats
    assert {item.calls for item in started if item.what == "square"} == {1, 2, 3}
    assert any(item.task == ALL_TASKS and item.count == 4 for item in delivered)


@EVERY_PYTHON
def test_who_waits_for_results_is_told(python: Interpreter, tmp_path: Path) -> None:
    story, reader = Story(), BoardReader(tmp_path)

    def waits() -> dict[str, str]:
        story.add(reader.read(0, 0))
        pools_by_key = {item.key: item.name for item in story.items if isinstance(item, ObjectFound)}
        now = [item for item in story.items if isinstance(item, WaitsSeen)][-1:]
        return {
            story.threads[wait.pid, wait.tid].name: pools_by_key.get(wait.key, "")
            for item in now for wait in item.waits if wait.why == "result"
        }  # fmt: skip

    expected = dict.fromkeys(("result", "exception", "wait", "as_completed", "map", "shutdown"), "threads")
    expected |= {"processes": "processes", "join": "closed", **dict.fromkeys(("get", "ready", "next"), "pool")}
    with started("pool_waits.py", run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: waits() == expected, 20, "all of them wait")
        assert program.end("\n") == ("1 [1] 1\n", "")
    assert waits() == {}
    reader.close()


def test_a_storm_of_submissions_is_told_in_part_and_no_task_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segment.begin(str(tmp_path), layout.ROLE_MAIN, "x")
    now_ns = time.perf_counter_ns()
    monkeypatch.setattr(tasks, "perf_counter_ns", itertools.count(now_ns).__next__)
    pool = tasks.announce(7, "Pool", ("pool", "x.py:1"), 2)
    assert pool is not None
    full = tasks.IN_FULL
    for task in range(4 * full):
        pool.tell(layout.EVENT_SUBMITTED, task, 2)
    monkeypatch.setattr(tasks, "perf_counter_ns", itertools.count(now_ns + 2 * tasks.WINDOW_NS).__next__)
    for task in range(2):
        pool.tell(layout.EVENT_SUBMITTED, task)
    segment.off()
    story = read_all(tmp_path)
    told = [item.count for item in story.items if isinstance(item, TaskSubmitted)]
    assert told == [2] * full + [128] * (3 * full // 64) + [1, 1]
    assert pools(story)[7].submitted == story.total("submitted") == 8 * full + 2


def test_tasks_of_libraries_have_a_pool_too(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    done = run("asyncio_ways.py", run_directory=tmp_path / "run")
    assert done.stdout == "9\n"
    (count,) = pools(read_all(tmp_path / "run")).values()
    assert (count.submitted, count.ended, count.delivered) == (1, 1, 1)


@EVERY_PYTHON
def test_a_task_has_the_name_of_the_function_that_does_its_work(python: Interpreter, tmp_path: Path) -> None:
    """One that calls another for its own ends does the work itself."""
    assert same(python, tmp_path, "handed_on.py") == "[4, 1.0, 4, 1, 1, 1] 9\nTypeError\n"
    story = read_all(tmp_path)
    begun = [item for item in story.items if isinstance(item, TaskStarted)]
    assert [item.what for item in sorted(begun, key=lambda item: item.at_s)] == [
        "square", "halve", "later.<locals>.job", "kept", "Clerk.sign", "abs", "square", "NoneType",
        "square", "halve",
    ]  # fmt: skip
