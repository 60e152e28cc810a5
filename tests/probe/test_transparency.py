"""A program cannot tell that the probe is there: same output, errors, exit code, names and lifetimes."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.probe.observing import BOOT, PROGRAMS, environment, read_all, run, run_bare
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES, ways
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.live.control import STAND_BY, Control, ProbeOrder
from tui.probe.layout import LEVEL_NAMES
from tui.telemetry.objects import Level, QueuesCounted

_EXIT_CODES = re.compile(
    r"concurrent\.futures\.process\._RemoteTraceback: \n"
    r"'''\n(Process [0-9]+ terminated abruptly with exit code -?[0-9]+\n?)+'''\n\n"
    r"The above exception was the direct cause of the following exception:\n\n"
)
"""From Python 3.15 on."""
FORK_OR_SPAWN = pytest.mark.parametrize(("python", "method"), ways(("fork", "spawn")), ids=str)


def same(python: Interpreter, run_directory: Path, program: str, *arguments: str, **more: str) -> str:
    bare = run_bare(program, *arguments, python=python.path, **more)
    probed = run(program, *arguments, run_directory=run_directory, python=python.path, **more)
    assert _plain(probed.stderr) == _plain(bare.stderr)
    assert _plain(probed.stdout) == _plain(bare.stdout)
    assert probed.returncode == bare.returncode
    return probed.stdout


def _plain(text: str) -> str:
    text = re.sub(r'_base.py", line [0-9]+, in result', '_base.py", in result', text)  # at once, or after a wait
    text = _EXIT_CODES.sub("", text)  # told where a worker is gone already when the executor looks
    return re.sub(r"0x[0-9a-f]+", "0x…", text)


@FORK_OR_SPAWN
def test_tracebacks_and_exit_code(python: Interpreter, method: str, tmp_path: Path) -> None:
    same(python, tmp_path, "tracebacks.py", method)
    story = read_all(tmp_path)
    assert sum(count.failed for count in story.counts.values()) == (7 if python.version < (3, 14) else 8)


@EVERY_PYTHON
def test_replaced_names_look_and_pickle_as_before(python: Interpreter, tmp_path: Path) -> None:
    assert "False\n" in same(python, tmp_path, "references.py")


@EVERY_PYTHON
def test_objects_are_freed_as_early(python: Interpreter, tmp_path: Path) -> None:
    same(python, tmp_path, "lifetimes.py")


@pytest.mark.parametrize(("python", "level"), ways(LEVEL_NAMES), ids=str)
def test_locks_and_queues_look_behave_and_end_as_before(python: Interpreter, level: Level, tmp_path: Path) -> None:
    Control(tmp_path, ProbeOrder(level=level)).close()
    same(python, tmp_path, "lock_looks.py")


@EVERY_PYTHON
def test_semaphores_conditions_events_and_barriers_behave_as_before(python: Interpreter, tmp_path: Path) -> None:
    """Start methods and levels take turns."""
    minor = python.version[1]
    Control(tmp_path, ProbeOrder(level="hold" if minor % 4 < 2 else "lean")).close()
    same(python, tmp_path, "signal_looks.py", "fork" if minor % 2 else "spawn")


@FORK_OR_SPAWN
def test_shared_things_work_as_before(python: Interpreter, method: str, tmp_path: Path) -> None:
    """Also under the microscope, and with a thread that looks at lines or stands by for that: `fork` never warns."""
    for lines_hz in (50, STAND_BY) if method == "fork" else (50,):
        run_directory = tmp_path / str(lines_hz)
        run_directory.mkdir()
        Control(run_directory, ProbeOrder(level="hold", lines_hz=lines_hz, microscope=1, traffic=True)).close()
        for program in ("shared_ways.py", "queue_ways.py"):
            same(python, run_directory, program, method, PYTHONWARNINGS="error::DeprecationWarning")


@EVERY_PYTHON
def test_a_thread_that_stands_by_takes_no_signal(python: Interpreter, tmp_path: Path) -> None:
    Control(tmp_path, ProbeOrder(lines_hz=STAND_BY)).close()
    same(python, tmp_path, "signals.py")


@EVERY_PYTHON
def test_an_error_in_a_hook_is_counted_told_once_and_then_quiet(python: Interpreter, tmp_path: Path) -> None:
    same(python, tmp_path, "sabotage.py")
    story = read_all(tmp_path)
    told = [what for what, _ in story.not_observed]
    assert told.count("thread executor tasks") == 1
    lines = [line for path in tmp_path.glob("*.meta") for line in path.read_text().splitlines()]
    assert sum(line.startswith("N\tthread executor tasks\t") for line in lines) == 1
    reader = BoardReader(tmp_path)
    reader.read(0, 0)
    reader.read(0, 0)
    assert [process.hook_errors for process in reader.processes.values()] in ([100], [101])
    reader.close()


@EVERY_PYTHON
def test_an_error_in_a_hook_written_out_in_full_is_told_too(python: Interpreter, tmp_path: Path) -> None:
    same(python, tmp_path, "sabotage_objects.py")
    told = [what for what, why in read_all(tmp_path).not_observed if "unexpected" in why]
    assert sorted(told) == ["pipes", "process queues", "queue.SimpleQueue", "thread queues"]
    reader = BoardReader(tmp_path)
    reader.read(0, 0)
    (errors,) = (process.hook_errors for process in reader.processes.values())
    assert 800 <= errors <= 1000, "each of nine goes quiet after a hundred of its hundred and fifty or three hundred"
    reader.close()


@EVERY_PYTHON
def test_a_forked_child_writes_to_its_own_board_only(python: Interpreter, tmp_path: Path) -> None:
    same(python, tmp_path, "forks.py", PYTHONWARNINGS="ignore::DeprecationWarning")
    endings = [
        (path.name, *line.split("\t")[1:3])
        for path in tmp_path.glob("*.meta")
        for line in path.read_text().splitlines()
        if line.startswith("t\t")
    ]
    story = read_all(tmp_path)
    main = story.pid("forks.py")
    ended = dict.fromkeys(story.names, 0)
    for (pid, _), count in story.counts.items():
        ended[pid] += count.ended
    assert ended.pop(main) == 11
    assert sorted(ended.values()) == [0, 7]
    assert len(endings) == len(set(endings)) == 2 + 2 + 1 + 2


@EVERY_PYTHON
def test_the_run_directory_may_vanish(python: Interpreter, tmp_path: Path) -> None:
    for name in ("gone", "never"):
        run_directory = tmp_path / name
        if name == "gone":
            run_directory.mkdir()
        same(python, run_directory, "vanishing.py")
        assert not run_directory.exists()


@EDGES
def test_unprobed_children_understand_their_parent(python: Interpreter, tmp_path: Path) -> None:
    same(python, tmp_path, "escapes_probe.py")


@EVERY_PYTHON
def test_the_users_sitecustomize_runs_as_before(python: Interpreter, tmp_path: Path) -> None:
    run_directory = tmp_path / "run"
    run_directory.mkdir()
    texts = {
        "fine": "import sys; sys.mine = __file__\n",
        "broken": "1 / 0\n",
        "asks": "import nothing\n",
        "prints": "import sys\nprint('mine')\nsys.stderr.write('mine too')\n",
    }
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "sitecustomize.py").write_text(text)
        (tmp_path / name / "program.py").write_text(
            "import sys\nprint(getattr(sys, 'mine', 0))\ntry:\n    import sitecustomize as s; print(s.__file__)\n"
            "except Exception as error:\n    print(repr(error))\n"
        )
        program = str(tmp_path / name / "program.py")
        same(python, run_directory, program, PYTHONPATH=str(tmp_path / name))
    assert len(list(run_directory.glob("*.seg"))) == len(texts)


@EDGES
def test_a_virtual_environment_and_its_own_sitecustomize(python: Interpreter, tmp_path: Path) -> None:
    subprocess.run([python.path, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    (packages,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (packages / "sitecustomize.py").write_text("import sys; sys.mine = 'venv'\n")
    (packages / "mine.py").write_text("import queue\nq = queue.Queue()\nq.put(1)\n")
    run_directory = tmp_path / "run"
    run_directory.mkdir()
    program = tmp_path / "program.py"
    program.write_text(
        "import multiprocessing, sys, mine\ndef put(work): work.put((sys.mine, sys.prefix != sys.base_prefix))\n"
        "if __name__ == '__main__':\n    work = multiprocessing.get_context('spawn').Queue()\n"
        "    one = multiprocessing.get_context('spawn').Process(target=put, args=(work,), name='putter')\n"
        "    one.start(); print(work.get()); one.join()\n"
    )
    its = Interpreter(str(tmp_path / "venv" / "bin" / "python"), python.version, python.free_threaded)
    assert "('venv', True)" in same(its, run_directory, str(program))
    story = read_all(run_directory)
    assert {"program.py", "putter"} <= set(story.names.values())
    assert [what for what, _ in story.not_observed] == ["2 queues of mine"]
    counts = [count for item in story.items if isinstance(item, QueuesCounted) for count in item.counts]
    assert {(count.puts, count.gets) for count in counts} == {(1, 1)}


@EVERY_PYTHON
@pytest.mark.parametrize("flag", ["-E", "-I", "-S"])
def test_isolated_interpreters_are_left_alone(python: Interpreter, flag: str, tmp_path: Path) -> None:
    for directory in (None, tmp_path):
        done = subprocess.run(
            [python.path, flag, "-c", "print(1)"],
            env=environment(directory),
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout, done.stderr) == ("1\n", "")
    assert list(tmp_path.iterdir()) == []


def test_without_room_for_files_the_program_runs_unobserved(tmp_path: Path) -> None:
    limit = 1 << 20
    done = subprocess.run(
        [sys.executable, str(PROGRAMS / "storm.py")],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.stdout, done.stderr) == (f"{sum(range(20000))}\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["main"]


def test_the_probe_stays_small() -> None:
    lines = (BOOT / "sitecustomize.py").read_text().splitlines()
    assert len(lines) < 40
