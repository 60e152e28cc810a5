"""Where a worker's time with its tasks goes, held against the program's own clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probe.observing import read_all, run
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES

TASKS = 200


@EDGES
@pytest.mark.parametrize("way", ["pool", "executor", "threads"])
def test_parts_of_a_workers_time(way: str, python: Interpreter, tmp_path: Path) -> None:
    done = run("task_times.py", way, str(TASKS), run_directory=tmp_path, python=python.path)
    assert (done.returncode, done.stderr) == (0, "")
    counts = [count for count in read_all(tmp_path).counts.values() if count.ended]
    assert sum(count.ended for count in counts) == TASKS
    own_s = float(done.stdout)
    times = [count.times for count in counts if count.times is not None]
    assert len(times) == len(counts)
    assert sum(its.in_tasks_s for its in times) >= own_s * 0.98
    for its in times:
        between_s = its.last_s - its.first_s - its.in_tasks_s
        assert 0 < its.ran_s <= its.in_tasks_s and between_s > -1e-6
        if way == "threads":
            assert its.unpickled_s == its.pickled_s == 0.0
        else:
            assert its.unpickled_s > 0 and its.pickled_s > 0
