"""Locks that Python's own library makes for itself: named, and part of circles, once a thread waits for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.probe.observing import run, run_bare, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import Watch
from tests.probe.test_waiting import FOR_EVER_S
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.model.stuck import circles


@EVERY_PYTHON
def test_a_circle_through_a_handler_of_logging(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    expected = (
        "serve holds logging's handler Tells, waits for state",
        "update holds state, waits for logging's handler Tells",
    )

    def said() -> list[tuple[str, ...]]:
        state = watch.read()
        found = circles.found(replace(state, elapsed_s=FOR_EVER_S))
        return [tuple(sorted(step.partition(" (")[0] for step in circles.steps_said(state, it))) for it in found]

    with started("log_deadlocks.py", run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: said() == [expected], what="the circle is closed")
        assert program.end("\n") == ("", "nobody else is here\n")
    places = {lock.of.name: lock.of.place.rpartition("/")[2] for lock in watch.read().locks}
    watch.close()
    assert places.keys() == {"state", "both", "logging's handler Tells"}, "nobody waits for the other handler"
    assert places["logging's handler Tells"].startswith("log_deadlocks.py:")


LOGS = """
import logging, os, pickle
lock = logging.StreamHandler().lock
print(repr(lock).partition(" object")[0], lock.__class__.__name__)
print(lock.acquire(), lock.acquire(timeout=1), lock.acquire(False), lock._is_owned(), lock.release())
print("owner=" in repr(lock))
with lock, logging._lock:
    pass
try:
    pickle.dumps(lock)
except TypeError as error:
    print(error)
logging.basicConfig(format="%(message)s")
pid = os.fork()
if pid:
    print(os.waitpid(pid, 0)[1])
logging.warning("one of two")
"""


@EVERY_PYTHON
def test_logging_does_as_without_the_probe(python: Interpreter, tmp_path: Path) -> None:
    program = tmp_path / "logs.py"
    program.write_text(LOGS, encoding="utf-8")
    board = tmp_path / "board"
    board.mkdir()
    bare, done = run_bare(program, python=python.path), run(program, run_directory=board, python=python.path)
    assert (done.returncode, done.stdout, done.stderr) == (bare.returncode, bare.stdout, bare.stderr)
    watch = Watch(board)
    state = watch.read()
    watch.close()
    assert state.locks == () and state.not_observed == ()
