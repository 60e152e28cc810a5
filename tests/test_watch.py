"""`coreograph watch` without a screen: the program is as it is without us, and a report stands beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.support.taped import told_in
from tests.support.waiting import wait_until
from tests.support.watched import alone, command, program, started, watched
from tui.feeds.live.launched import Launched
from tui.feeds.live.live_run import LiveRun
from tui.feeds.live.run_order import RunOrder
from tui.telemetry.vocabulary import RunEnded

ARGUMENTS = "import sys\nprint(sys.argv)\n"


@pytest.mark.parametrize(
    ("code", "expected", "form"),
    [
        ("pass", 0, "--plain"),
        ("import sys; sys.exit(3)", 3, "--json"),
        ("import sys; sys.exit('no')", 1, "--plain"),
        ("1 / 0", 1, "--json"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 137, "--plain"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", 143, "--json"),
        ("import os; os._exit(77)", 77, "--plain"),
    ],
)
def test_the_exit_code_is_the_programs(tmp_path: Path, code: str, expected: int, form: str) -> None:
    assert watched(tmp_path, [form], program(tmp_path, code)).returncode == expected


OUTPUTS = {
    "binary": (
        "import sys\nfor n in range(300): sys.stdout.buffer.write(bytes(range(256)) * 40)\n"
        "sys.stderr.buffer.write(b'\\xff\\x00\\r\\n')\n"
    ),
    "both streams": (
        "import sys\nfor n in range(2000):\n    print('out', n)\n    print('err', n, file=sys.stderr)\n    "
        "if n % 100 == 0: sys.stdout.flush()\n"
    ),
    "no last newline": "import sys\nprint('x', end='')\nsys.stderr.write('y')\n",
    "a traceback": "def f(): raise ValueError('no')\nprint('before')\nf()\n",
    "buffered when it forks": "import os\nprint('once or twice')\nif os.fork(): os.wait()\n",
    "its environment": "import os\nprint(os.environ.get('COLUMNS'), os.environ.get('PYTHONUNBUFFERED'))\n",
    "its input": "import sys\nprint(sys.stdin.read().upper())\n",
    "its arguments": "import sys\nprint(sys.argv, __name__, __file__, sys.path[0])\n",
    "workers": (
        "import concurrent.futures as f\ndef double(n): return 2 * n\nif __name__ == '__main__':\n"
        "    with f.ProcessPoolExecutor(2) as pool: print(list(pool.map(double, range(9))))\n"
    ),
}


@pytest.mark.parametrize("what", OUTPUTS)
def test_what_it_writes_is_what_it_writes_without_us(tmp_path: Path, what: str) -> None:
    name = program(tmp_path, OUTPUTS[what])
    stdin = b"some\nwords" if what == "its input" else None
    without, found = alone(tmp_path, name, stdin=stdin), watched(tmp_path, ["--plain"], name, stdin=stdin)
    assert (found.stdout, found.returncode) == (without.stdout, without.returncode)
    assert found.stderr.startswith(without.stderr), found.stderr[: len(without.stderr)]
    report = found.stderr[len(without.stderr) :].decode()
    assert report.startswith(f"\n{name}\nCPython") and "\nvariant  elapsed" in report


def test_with_json_the_object_is_all_that_stands_on_stdout(tmp_path: Path) -> None:
    name = program(tmp_path, "import sys\nprint('to stdout')\nprint('to stderr', file=sys.stderr)\n")
    done = watched(tmp_path, ["--json"], name)
    assert sorted(done.stderr.splitlines()) == [b"to stderr", b"to stdout"]
    found = json.loads(done.stdout)
    assert found["scenario"] is None and found["variants"][0]["name"] == "program"
    (process,) = found["processes"]
    assert (process["name"], process["role"], process["exit_code"]) == (name, "main", 0)
    for names in ("queues", "locks", "tasks", "memory", "errors", "not_observed"):
        assert found[names] == []


@pytest.mark.parametrize(
    ("before", "target", "behind"),
    [
        ([], "program.py", ["--plain"]),
        ([], "program.py", ["--json", "-m", "x", "--python", "y"]),
        ([], "./program.py", ["--", "a b", ""]),
        (["--locks", "counts"], "program.py", ["-h"]),
        (["-m"], "program", ["--plain", "-m", "x"]),
        (["--python", sys.executable, "-m"], "program", ["--version"]),
    ],
)
def test_what_stands_behind_its_name_is_the_programs(
    tmp_path: Path, before: list[str], target: str, behind: list[str]
) -> None:
    program(tmp_path, ARGUMENTS)
    flags = ["-m"] if "-m" in before else []
    without = alone(tmp_path, *flags, target, *behind)
    found = watched(tmp_path, ["--plain", *before], target, *behind)
    assert found.returncode == 0 and found.stdout == without.stdout and behind[0].encode() in found.stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["no-such.py"], ["-m"], ["--python", "/no/such/python", "program.py"], ["."], ["--what", "program.py"],
     ["--plain", "--json", "program.py"]],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_is_one_sentence_and_exit_code_2(tmp_path: Path, arguments: list[str]) -> None:
    program(tmp_path, ARGUMENTS)
    done = watched(tmp_path, [], *arguments)
    assert done.returncode == 2 and not done.stdout
    assert done.stderr.count(b"\n") == 1 and done.stderr.startswith(b"coreograph: "), done.stderr


def test_a_module_that_is_not_there_is_pythons_to_tell(tmp_path: Path) -> None:
    without, found = alone(tmp_path, "-m", "no_such_module"), watched(tmp_path, ["--plain", "-m"], "no_such_module")
    assert found.returncode == without.returncode == 1 and found.stderr.startswith(without.stderr)


def test_a_folder_with_a_main_is_a_program(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    program(tmp_path / "tool", ARGUMENTS, "__main__.py")
    assert watched(tmp_path, ["--plain"], "tool", "x").stdout == alone(tmp_path, "tool", "x").stdout


@pytest.mark.parametrize("form", ["--plain", "--json"])
def test_a_program_that_fails_is_reported_all_the_same(tmp_path: Path, form: str) -> None:
    code = "total = sum(range(6_000_000))\nprint(total)\nraise SystemExit(4)\n"
    done = watched(tmp_path, [form], program(tmp_path, code))
    assert done.returncode == 4
    if form == "--json":
        found = json.loads(done.stdout)
        (variant,) = found["variants"]
        assert variant["exit_code"] == 4 and variant["outcome"] == "failed"
        assert variant["elapsed_s"]["median"] > 0 and variant["cores_used"] > 0
        assert found["errors"][0]["exit_code"] == 4
    else:
        assert b"It ended with exit code 4" in done.stderr
        (row,) = (line for line in done.stderr.splitlines() if line.startswith(b"program  "))
        assert b" s  " in row, row


WAITS = """
import signal, sys, time
try:
    print("ready", flush=True)
    time.sleep(1000)
except KeyboardInterrupt:
    print("asked to end", flush=True)
    sys.exit(5)
"""
STAYS = """
import os, signal, time
signal.signal(signal.SIGINT, lambda *_: os.write(1, b"no\\n"))
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(1, b"ready\\n")
while True: time.sleep(1000)
"""
"""The signal may come while it says that it is ready: `print` cannot be interrupted by another one."""
NOT_ASKED = "import time\nprint('ready', flush=True)\ntime.sleep(1000)\n"


@pytest.mark.parametrize(
    ("code", "number", "expected", "written"),
    [
        (WAITS, signal.SIGINT, 5, b"asked to end\n"),
        (NOT_ASKED, signal.SIGINT, 130, b""),
        (NOT_ASKED, signal.SIGTERM, 143, b""),
    ],
    ids=["it listens", "it does not listen", "told to end"],
)
def test_a_signal_is_the_programs(
    tmp_path: Path, code: str, number: signal.Signals, expected: int, written: bytes
) -> None:
    with started(tmp_path, program(tmp_path, code)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest) == (expected, written)
    assert b"Watching cost" in errors


def test_interrupted_twice_it_ends_whatever_it_does(tmp_path: Path) -> None:
    with started(tmp_path, program(tmp_path, STAYS)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == b"no\n"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 130


def test_a_reader_that_leaves_is_felt_by_the_program(tmp_path: Path) -> None:
    code = "n = 0\nwhile True:\n    print('line', n)\n    n += 1\n"
    with started(tmp_path, program(tmp_path, code)) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"line 0\n"
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert b"BrokenPipeError" in errors and b"coreograph:" not in errors


def test_what_it_writes_goes_on_between_two_looks(tmp_path: Path) -> None:
    """A pipe holds a megabyte: a program that writes more does not wait for the next look."""
    code = "import sys\nfor _ in range(50): sys.stdout.buffer.write(b'x' * 100_000)\n"
    passed: list[int] = []

    def take(stream: str, data: bytes) -> bool:
        passed.append(len(data))
        return True

    argv = (sys.executable, str(tmp_path / program(tmp_path, code)))
    order = RunOrder(0, "program", 0, argv, "", None, None)
    run = LiveRun(order, time.perf_counter_ns(), partial(Launched, order, os.environ), take)
    try:
        wait_until(lambda: run.poll() and passed, what="its first words")
        looks = 0
        while not run.is_over:
            run.attend(60)
            run.poll()
            looks += 1
    finally:
        run.close()
    assert sum(passed) == 5_000_000 and looks <= 3, "started, ended and cleaned are what is said beside the output"


def test_it_is_recorded_where_one_says(tmp_path: Path) -> None:
    done = watched(tmp_path, ["--json", "--record", "my.jsonl"], program(tmp_path, "print(1)"))
    ended = [item for item in told_in(tmp_path / "my.jsonl") if isinstance(item, RunEnded)]
    assert done.returncode == 0 and [item.exit_code for item in ended] == [0]
    again = subprocess.run(command("replay", "--json", "my.jsonl"), cwd=tmp_path, capture_output=True, check=False)
    assert json.loads(again.stdout) == json.loads(done.stdout)


def test_nothing_is_left_when_it_is_killed(tmp_path: Path) -> None:
    code = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(1000)\n"
    with started(tmp_path, program(tmp_path, code)) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()
        wait_until(lambda: not _is_there(pid), 10, "the program is gone")


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
