"""Locks that Python's own library makes for itself: named, and part of circles, once a thread waits for one."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.probe.observing import run, run_bare, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import Watch
from tests.probe.test_waiting import FOR_EVER_S
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.model.stuck import circles


def _said(watch: Watch) -> list[tuple[str, ...]]:
    """Return what those in each circle do, as it is now."""
    state = watch.read()
    found = circles.found(replace(state, elapsed_s=FOR_EVER_S))
    return [tuple(sorted(step.partition(" (")[0] for step in circles.steps_said(state, it))) for it in found]


@EVERY_PYTHON
def test_a_circle_through_a_handler_of_logging(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    expected = (
        "serve holds logging's handler Tells, waits for state",
        "update holds state, waits for logging's handler Tells",
    )
    with started("log_deadlocks.py", run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: _said(watch) == [expected], what="the circle is closed")
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


@EVERY_PYTHON
def test_a_circle_through_an_import(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    expected = (
        "asks waits for the import of import_deadlock_of",
        "main holds the import of import_deadlock_of, waits for asks to end",
    )
    with started("import_deadlock.py", run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: _said(watch) == [expected], what="the circle is closed")
        assert program.end("\n") == ("", "")
    watch.close()


IMPORTS = """
import importlib, sys, threading, time
sys.path.insert(0, sys.argv[1])
threads = [threading.Thread(target=importlib.import_module, args=("slow_one",)) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sys.modules["slow_one"].done, importlib._bootstrap._ModuleLock.acquire.__qualname__)
try:
    import broken_one
except SyntaxError as error:
    print(error.msg)
"""


@EVERY_PYTHON
def test_imports_of_several_threads_do_as_without_the_probe(python: Interpreter, tmp_path: Path) -> None:
    (tmp_path / "slow_one.py").write_text("import time\ntime.sleep(0.2)\ndone = True\n", encoding="utf-8")
    (tmp_path / "broken_one.py").write_text("def\n", encoding="utf-8")
    program = tmp_path / "imports.py"
    program.write_text(IMPORTS, encoding="utf-8")
    board = tmp_path / "board"
    board.mkdir()
    watch = Watch(board)
    bare = run_bare(program, str(tmp_path), python=python.path)
    done = run(program, str(tmp_path), run_directory=board, python=python.path)
    assert (done.returncode, done.stdout, done.stderr) == (0, bare.stdout, bare.stderr)
    state = watch.read()
    watch.close()
    assert state.not_observed == () and all(lock.of.name == "the import of slow_one" for lock in state.locks)
    assert sum(lock.count.wait_s for lock in state.locks) > 0.05 * len(state.locks)
