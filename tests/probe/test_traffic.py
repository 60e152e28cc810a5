"""Who put and who took, against the program's own print, on every CPython and start method."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.probe.observing import TIMEOUT_S, environment
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import Watch
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tests.support.ways import EDGES, WAYS
from tui.feeds.live.control import ProbeOrder
from tui.model.state.state import RunState
from tui.model.state.traffic import UNKNOWN

PROGRAM = Path(__file__).parents[2] / "demos" / "producer_consumer.py"


def _play(watch: Watch, directory: Path, python: str, *arguments: str) -> tuple[str, RunState]:
    """Run the program, look at it again and again as the app does, and return what it printed and the last state."""
    with subprocess.Popen(
        [python, str(PROGRAM), *arguments],
        env=environment(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:

        def is_over() -> bool:
            for queue in watch.read().traffic.queues:
                assert len(queue.items) == queue.depth
            return program.poll() is not None

        wait_until(is_over, within_s=TIMEOUT_S)
        printed, errors = program.communicate()
    assert (errors, program.returncode) == ("", 0)
    state = watch.read()
    watch.close()
    return printed, state


def _table(printed: str) -> dict[str, tuple[int, int]]:
    """Return what the program says that each one made, and how much of that was taken."""
    rows = re.findall(r"^(P\d+|together) +(\d+) +(\d+) +0", printed, re.MULTILINE)
    return {name: (int(made), int(taken)) for name, made, taken in rows}


def _names(state: RunState) -> dict[tuple[int, int], str]:
    of_process = {process.pid: process.name for process in state.processes}
    return {(w.pid, w.tid): w.name if w.kind == "thread" else of_process[w.pid] for w in state.workers}


def _compare(printed: str, state: RunState) -> None:
    table, names = _table(printed), _names(state)
    movers = {names[mover.pid, mover.tid]: mover for mover in state.traffic.movers}
    made = {name: mover.count.puts for name, mover in movers.items() if mover.count.puts}
    assert made == {name: made for name, (made, _) in table.items() if name != "together"}
    assert sum(mover.count.gets for mover in movers.values()) == table["together"][1]
    counts = {name: mover.count for name, mover in movers.items()}
    assert {name: count.nones_got for name, count in counts.items() if count.nones_got} == {"C1": 1, "C2": 1}
    assert [count.nones_put for count in counts.values() if count.nones_put] == [2]
    (queue,) = state.traffic.queues
    assert (queue.depth, queue.items) == (0, "")
    assert state.not_observed == ()


@WAYS
def test_processes(python: Interpreter, method: str, tmp_path: Path) -> None:
    watch = Watch(tmp_path, ProbeOrder(traffic=True))
    arguments = "processes", "--items", "40", "--make-ms", "3", "--take-ms", "2", "--start-method", method
    printed, state = _play(watch, tmp_path, python.path, *arguments)
    _compare(printed, state)
    assert state.dropped == 0
    assert UNKNOWN not in {step.item for queue in state.traffic.queues for step in queue.steps}


@EVERY_PYTHON
def test_threads(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path, ProbeOrder(traffic=True))
    printed, state = _play(watch, tmp_path, python.path, "threads", "--items", "40", "--make-ms", "3", "--take-ms", "2")
    _compare(printed, state)
    assert UNKNOWN not in {step.item for queue in state.traffic.queues for step in queue.steps}


@EDGES
@pytest.mark.parametrize("way", ["processes", "threads"])
def test_counts_are_exact_where_most_moves_are_not_told(python: Interpreter, way: str, tmp_path: Path) -> None:
    watch = Watch(tmp_path, ProbeOrder(traffic=True))
    fast = "--make-ms", "0", "--take-ms", "0", "--size", "1", "--maxsize", "0", "--items", "4000"
    with subprocess.Popen(
        [python.path, str(PROGRAM), way, *fast], env=environment(tmp_path), stdout=subprocess.PIPE, text=True
    ) as program:
        printed, _ = program.communicate(timeout=TIMEOUT_S)
    state = watch.read()
    watch.close()
    assert state.dropped > 0
    _compare(printed, state)


def test_nothing_is_told_unless_asked_for(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    python = sys.executable
    _, state = _play(watch, tmp_path, python, "processes", "--items", "5", "--make-ms", "0")
    assert state.traffic.movers == () and state.traffic.queues == ()
    assert state.queues[0].count is not None and state.queues[0].count.puts == 17
