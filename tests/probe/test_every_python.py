"""Every CPython here with every start method and every way to start a process: exact counts, names, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probe.observing import Story, read_all, run, run_bare
from tests.support.interpreters import Interpreter, interpreters
from tui.telemetry.objects import ObjectFound, QueuesCounted
from tui.telemetry.tasks import TaskEnded, TaskStarted

EVERY_PYTHON = pytest.mark.parametrize("python", interpreters(), ids=str)


@EVERY_PYTHON
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_counts_names_and_exit_codes_are_exact(python: Interpreter, method: str, tmp_path: Path) -> None:
    done = run("all_ways.py", method, run_directory=tmp_path, python=python.path)
    bare = run_bare("all_ways.py", "fork", python=python.path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", bare.stdout)
    story = read_all(tmp_path)
    main = story.pid("all_ways.py")
    assert story.roles[main] == "main"
    assert story.not_observed == []
    assert story.dropped == 0

    pool = [pid for pid, name in story.names.items() if "PoolWorker" in name]
    executor = [pid for pid, name in story.names.items() if name.endswith(("Process-4", "Process-5"))]
    assert len(pool) == 2
    assert len(executor) in (1, 2)
    assert _of(story, pool) == (48, 48, 1)
    assert _of(story, executor) == (61, 61, 1)
    by_thread = {"ThreadPoolExecutor": (121, 121, 1), "(worker)": (10, 10, 0), "InterpreterPool": (12, 12, 0)}
    if python.version < (3, 14):
        del by_thread["InterpreterPool"]
    if python.version < (3, 10):
        by_thread.pop("(worker)")
    for part, expected in by_thread.items():
        assert _in_threads(story, part) == expected
    total = 48 + 61 + 121 + 10 + (12 if python.version >= (3, 14) else 0)
    assert (story.total("submitted"), story.total("started"), story.total("ended")) == (total, total, total)
    assert len(story.of(TaskStarted)) == len(story.of(TaskEnded)) == total
    assert not any(count.busy for count in story.counts.values())

    assert story.exit_codes[story.pid("leaves with three")] == 3
    assert story.exit_codes[story.pid("python -c import queue, sys; own = que …")] == 7
    assert {story.exit_codes[pid] for pid in pool + executor} == {0}
    kinds = {item.kind for item in story.threads.values() if item.name.startswith("InterpreterPool")}
    assert kinds == ({"interpreter"} if python.version >= (3, 14) else set())
    helpers = sorted(story.names[pid] for pid, role in story.roles.items() if role == "helper")
    assert set(helpers) <= {"resource tracker", "fork server"}
    assert ("fork server" in helpers) == (method == "forkserver")
    assert ("resource tracker" in helpers) == (method != "fork" or "resource tracker" in helpers)
    _check_threads(story, main, pool + executor)
    found = {item.key: item for item in story.items if isinstance(item, ObjectFound) and item.kind == "queue"}
    told = [count for item in story.items if isinstance(item, QueuesCounted) for count in item.counts]
    counts = {found[count.key].name: (count.puts, count.gets, count.sent) for count in told}
    assert counts == {"work": (97, 97, 97), "": (7, 1, None)}, "a source that is no file tells no name"


def _check_threads(story: Story, main: int, workers: list[int]) -> None:
    assert story.threads[main, main].kind == "thread"
    assert story.threads[main, main].role == "main"
    for pid in workers:
        assert story.threads[pid, pid].kind == "process"
        assert story.threads[pid, pid].role == "worker"
    roles = {item.name: item.role for item in story.threads.values() if item.pid == main}
    assert roles["own thread"] == "worker"
    assert roles["QueueFeederThread"] == "helper"
    for name, role in roles.items():
        if "_handle_" in name:
            assert role == "helper", name


def _of(story: Story, pids: list[int]) -> tuple[int, int, int]:
    counts = [count for (pid, _), count in story.counts.items() if pid in pids]
    return sum(c.started for c in counts), sum(c.ended for c in counts), sum(c.failed for c in counts)


def _in_threads(story: Story, part: str) -> tuple[int, int, int]:
    counts = [count for key, count in story.counts.items() if part in story.threads[key].name]
    return sum(c.started for c in counts), sum(c.ended for c in counts), sum(c.failed for c in counts)
