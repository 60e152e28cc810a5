"""How many Python calls of the probe a task passes: exact, whatever the machine does meanwhile."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.probe.observing import environment
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES
from tui.feeds.run_directory import put_pack

LOADS = Path(__file__).parents[1] / "benchmarks" / "programs" / "probe_calls.py"
MOST = {
    # way: most calls in the program, where nothing of it runs as often as it gets a turn, and in a worker
    "ThreadPool.pool_apply": (15.2, 0.0),
    "ThreadPoolExecutor.executor_submit": (12.2, 0.0),
    "Pool.pool_map": (None, 7.2),
    "ProcessPoolExecutor.executor_submit": (9.2, 6.2),
}

WITHOUT_LOCK = {"ThreadPool.pool_apply": (19.0, 0.0), "Pool.pool_map": (None, 9.0),
                "ProcessPoolExecutor.executor_submit": (18.0, 9.0)}  # fmt: skip
"""On a free-threaded Python, where what a pool has for itself cannot be given its native methods back."""


@EDGES
@pytest.mark.parametrize("way", MOST)
def test_a_task_passes_few_calls(way: str, python: Interpreter, tmp_path: Path) -> None:
    put_pack(python.path, tmp_path)
    command = [python.path, str(LOADS), way]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True)
    here, there = map(float, done.stdout.split())
    most_here, most_there = (MOST | WITHOUT_LOCK if python.free_threaded else MOST)[way]
    assert (most_here is None or here <= most_here) and there <= most_there and here + there > 4
