"""What pickling large messages takes, in every way that they are sent, on every CPython."""

from __future__ import annotations

from pathlib import Path

from tests.probe.observing import read_all, run
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_transparency import same
from tests.support.interpreters import Interpreter
from tui.telemetry.tasks import PicklingCounted

METHODS = ("fork", "spawn", "forkserver")
TIMES, SIZE = 5, 20_000


@EVERY_PYTHON
def test_large_messages_are_counted_where_they_are_pickled_and_read_back(python: Interpreter, tmp_path: Path) -> None:
    same(python, tmp_path, "large_messages.py", METHODS[python.version[1] % 3])
    told = {item.pid: item for item in read_all(tmp_path).of(PicklingCounted) if isinstance(item, PicklingCounted)}
    every = list(told.values())
    read = sum(item.read for item in every)
    assert read == 6 * TIMES, "to a pool and back, to an executor, to and fro in a pipe, through a queue"
    assert read - len(told) <= sum(item.messages for item in every) <= read, "a first one is seen as it comes out"
    assert all(item.read_bytes >= item.read * SIZE for item in every)
    assert all((item.cpu_s > 0) == (item.messages > 0) and (item.read_cpu_s > 0) == (item.read > 0) for item in every)


def test_of_small_messages_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert run("asyncio_ways.py", run_directory=tmp_path / "run").returncode == 0
    assert not read_all(tmp_path / "run").of(PicklingCounted)
