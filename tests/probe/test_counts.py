"""Counts stay exact when rings overflow, slots are reused or run out, and workers are killed."""

from __future__ import annotations

import concurrent.futures
import signal
from pathlib import Path

from tests.probe.observing import TIMEOUT_S, Story, read_all, run, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tests.support.ways import EDGES
from tui.feeds.board.board_reader import BoardReader
from tui.probe import layout
from tui.telemetry.tasks import PoolsCounted, TaskDelivered, TaskEnded, TaskStarted, TaskSubmitted
from tui.telemetry.vocabulary import ThreadEnded, ThreadStarted


@EDGES
def test_a_full_ring_drops_events_and_no_counts(python: Interpreter, tmp_path: Path) -> None:
    assert run("storm.py", run_directory=tmp_path, python=python.path).stdout == f"{sum(range(20000))}\n"
    story = read_all(tmp_path)
    events = len(story.of(TaskStarted, TaskEnded))
    others = story.of(TaskSubmitted, TaskDelivered)
    assert (story.total("started"), story.total("ended")) == (20000, 20000)
    assert story.not_observed == []
    assert 40000 + len(others) <= events + len(others) + story.dropped <= 80000
    (counted,) = [count for item in story.items if isinstance(item, PoolsCounted) for count in item.counts][-1:]
    assert (counted.submitted, counted.ended, counted.delivered, counted.calls) == (20000, 20000, 20000, 20000)
    assert 0 < events <= 4 * layout.RING_RECORDS


@EDGES
def test_slots_run_out_and_are_reused(python: Interpreter, tmp_path: Path) -> None:
    done = run("many_threads.py", run_directory=tmp_path, python=python.path)
    assert (done.returncode, done.stderr) == (0, "")
    story = read_all(tmp_path)
    started, ended = story.of(ThreadStarted), story.of(ThreadEnded)
    assert len(started) == 1 + 127 + 3000 + 50
    assert len(ended) == len(started) - 1
    assert [what for what, _ in story.not_observed] == ["threads"]
    assert (story.total("started"), story.total("ended")) == (50, 50)


@EVERY_PYTHON
def test_a_killed_workers_counts_stay_readable(python: Interpreter, tmp_path: Path) -> None:
    assert run("killed.py", run_directory=tmp_path, python=python.path).stdout == "broken\n"
    story = read_all(tmp_path)
    (worker,) = (pid for pid in story.names if story.exit_codes.get(pid) == -signal.SIGKILL)
    (count,) = (count for (pid, _), count in story.counts.items() if pid == worker)
    assert (count.started, count.ended, count.busy) == (6, 5, False)


def test_reading_while_it_runs_never_shrinks_a_count(tmp_path: Path) -> None:
    story, reader = Story(), BoardReader(tmp_path)

    def has_ended() -> bool:
        story.add(reader.read(0, 0))
        return program.process.poll() is not None

    with started("all_ways.py", "fork", run_directory=tmp_path) as program:
        wait_until(has_ended, TIMEOUT_S, "the program has ended")
    story.add(reader.read(0, 0))
    interpreters = 12 if hasattr(concurrent.futures, "InterpreterPoolExecutor") else 0
    assert story.total("ended") == 48 + 61 + 121 + 10 + interpreters
    assert story.dropped == 0
    assert len(story.of(TaskEnded)) == story.total("ended")
    ended = {pid: process.ended for pid, process in reader.processes.items()}
    assert ended == {pid: pid != program.process.pid for pid in story.names}
    reader.close()
    reader.close()
