"""Debuggers, tracers, profilers and coverage in a watched program say what they say without the probe."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.probe.observing import environment, read_all, run, run_bare
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES, ways
from tui.feeds.run_directory import put_pack

PACKED = pytest.mark.parametrize("is_packed", [True, False], ids=["pack", "folder"])


@PACKED
@EDGES
def test_the_probes_code_says_that_it_is_pythons_own(python: Interpreter, is_packed: bool, tmp_path: Path) -> None:
    """Whatever goes by file names then passes it by, as it passes by frozen modules."""
    if is_packed:
        put_pack(python.path, tmp_path)
    ask = (
        "import gc, multiprocessing.pool, concurrent.futures.process, sys, types\n"
        "its = [m for name, m in sys.modules.items() if name.startswith('coreograph_probe.')]\n"
        "codes = [f.__code__ for f in gc.get_objects() if type(f) is types.FunctionType"
        " and str(f.__module__).startswith('coreograph_probe.')]\n"
        "print(len(its) > 20, len(codes) > 200, [m for m in its if hasattr(m, '__file__')],"
        " {c.co_filename[:43] for c in codes})\n"
    )
    done = subprocess.run(
        [python.path, "-c", ask], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout == "True True [] {'<frozen importlib._bootstrap of coreograph.'}\n"


@EVERY_PYTHON
def test_who_steps_out_of_a_thread_sees_what_is_there_without_the_probe(python: Interpreter, tmp_path: Path) -> None:
    bare = run_bare("stepped_out.py", python=python.path)
    assert run("stepped_out.py", run_directory=tmp_path, python=python.path).stdout == bare.stdout
    assert sorted(thread.name for thread in read_all(tmp_path).threads.values()) == [
        "MainThread", "worker steps_out", "worker tracer",
    ]  # fmt: skip


@EDGES
def test_what_was_imported_before_the_probe_came_is_looked_at_too(python: Interpreter, tmp_path: Path) -> None:
    """As by a `.pth` file, which runs before."""
    subprocess.run([python.path, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    (packages,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    before = "multiprocessing.pool, multiprocessing.queues, concurrent.futures.process, concurrent.futures.thread"
    (packages / "early.pth").write_text(f"import {before}\n")
    (tmp_path / "both.py").write_text(
        "import concurrent.futures, multiprocessing\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        pool.map(abs, range(3), 1)\n"
        "        pool.close()\n"
        "        pool.join()\n"
        "    with concurrent.futures.ThreadPoolExecutor(1) as pool:\n"
        "        list(pool.map(abs, range(4)))\n"
    )
    run(tmp_path / "both.py", run_directory=tmp_path, python=str(tmp_path / "venv" / "bin" / "python"))
    story = read_all(tmp_path)
    assert story.total("ended") == 7 and not story.not_observed


@EVERY_PYTHON
def test_pdb_steps_through_locks_queues_and_threads_as_without_the_probe(python: Interpreter, tmp_path: Path) -> None:
    """Where it stops, on which lines, and how deep the stack is."""
    bare = run_bare("stepped.py", python=python.path)
    probed = run("stepped.py", run_directory=tmp_path, python=python.path)
    assert probed.stdout == bare.stdout and "queue.py:_put" in bare.stdout
    assert (probed.stderr, probed.returncode) == (bare.stderr, 0)


@pytest.mark.parametrize(("python", "method"), ways(("fork", "spawn")), ids=str)
def test_tracebacks_are_the_programs_own(python: Interpreter, method: str, tmp_path: Path) -> None:
    """Each letter of them, from 3.11 on: before, nobody can take a frame of its own out of what it raises on."""
    with ThreadPoolExecutor() as pool:  # Mostly they sleep.
        both = [pool.submit(run, "raises_through.py", method, run_directory=at, python=python.path)
                for at in (None, tmp_path)]  # fmt: skip
    bare, probed = (done.result() for done in both)
    assert bare.stdout.count("Traceback") > 80 and "Stop: by a signal" in bare.stdout
    for theirs, its in ((bare.stdout, probed.stdout), (bare.stderr, probed.stderr)):
        assert _plain(its, python).splitlines() == _plain(theirs, python).splitlines()
    assert probed.returncode == bare.returncode


def _plain(text: str, python: Interpreter) -> str:
    """Return tracebacks without what differs from run to run: where the result was there at once, or after a wait.

    Before Python 3.11 only the files and functions, without those of ours.
    """
    text = re.sub(r"0x[0-9a-f]+", "0x…", re.sub(r'_base.py", line [0-9]+, in result', '_base.py", in result', text))
    if python.version >= (3, 11):
        return text
    found = [line for line in text.splitlines() if line.startswith("  File ") and "coreograph" not in line]
    return "\n".join(re.sub(r", line \d+", "", line) for line in found)


@EDGES
@pytest.mark.parametrize("replaces", [True, False])
def test_it_says_when_a_tool_brings_its_own_locks(python: Interpreter, replaces: bool, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import threading\nfirst = threading.Lock()\n"
        + ("class Lock:\n    pass\nthreading.Lock = Lock\n" if replaces else "")
        + "second = threading.Lock()\n"
    )
    run(tmp_path / "program.py", run_directory=tmp_path, python=python.path)
    assert [what for what, _ in read_all(tmp_path).not_observed] == ["thread locks made later"] * replaces
