"""A launch tells exactly how its program started, wrote and ended, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.launching import Trial, has_started, is_alive, is_over, marked
from tests.support.waiting import wait_until
from tui.feeds.live.launch import Launch, LaunchError
from tui.feeds.run_directory import probe_environment, run_directory

ROOT = Path(__file__).resolve().parents[3]
FOREVER = "import time; print('ready', flush=True); time.sleep(1000)"


@pytest.fixture
def trials() -> Iterator[list[Trial]]:
    started: list[Trial] = []
    yield started
    for trial in started:
        trial.launch.close()
        assert not marked(trial.mark)
        assert not trial.directory.exists()


def start(trials: list[Trial], code: str, *arguments: str) -> Trial:
    trials.append(Trial(code, *arguments))
    return trials[-1]


def test_a_normal_end(trials: list[Trial]) -> None:
    before = time.perf_counter_ns()
    trial = start(trials, "import sys; print('out'); print('err', file=sys.stderr); sum(range(3_000_000))")
    launch = trial.launch
    assert launch.pid is None
    assert not launch.is_over
    trial.wait_until_over()
    assert launch.pid and launch.started_ns and launch.ended_ns and launch.cpu_s
    assert before < launch.started_ns < launch.ended_ns < time.perf_counter_ns()
    assert 0 < launch.cpu_s < (launch.ended_ns - launch.started_ns) / 1e9 * 1.5
    assert (launch.exit_code, launch.swept, launch.is_orphaned) == (0, 0, False)
    assert trial.output == {"stdout": b"out\n", "stderr": b"err\n"}
    assert trial.directory.exists()


def test_an_exception(trials: list[Trial]) -> None:
    trial = start(trials, "raise ValueError('so')")
    trial.wait_until_over()
    assert trial.launch.exit_code == 1
    assert trial.output["stderr"].endswith(b"ValueError: so\n")


def test_a_crash(trials: list[Trial]) -> None:
    trial = start(trials, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    trial.wait_until_over()
    assert trial.launch.exit_code == -signal.SIGSEGV


def test_the_program_gets_a_plain_world(trials: list[Trial]) -> None:
    """Its own session and group, default signals, no blocked ones, no file but its three."""
    trial = start(
        trials,
        "import os, signal, sys\n"
        "odd = [s for s in signal.valid_signals() if signal.getsignal(s) is signal.SIG_IGN]\n"
        "fds = sorted(map(int, os.listdir('/dev/fd')))[:-1]\n"
        "print(os.getsid(0) == os.getpgrp() == os.getpid(), *map(int, odd), '|', *fds,\n"
        "      '|', *signal.pthread_sigmask(0, ()), '|', repr(sys.stdin.read()))",
    )
    trial.wait_until_over()
    python_ignores = f"{int(signal.SIGPIPE)} {int(signal.SIGXFSZ)}"
    assert trial.output["stdout"].decode() == f"True {python_ignores} | 0 1 2 | | ''\n"


@pytest.mark.parametrize("name", ["/no/such/python", "no-such-python"])
def test_a_missing_interpreter(name: str) -> None:
    directory = run_directory()
    with pytest.raises(LaunchError, match=rf"^The Python {name} cannot be executed because it is not there: choose"):
        Launch([name, "-V"], run_directory=directory)
    assert not directory.exists()


def test_a_missing_folder() -> None:
    with pytest.raises(LaunchError, match=r"^The program cannot be started \(.*No such file.*/no/folder"):
        Launch([sys.executable], cwd=Path("/no/folder"))


def test_a_file_that_cannot_be_executed(tmp_path: Path) -> None:
    odd = tmp_path / "python"
    odd.write_bytes(b"\0\1\2 no program")
    odd.chmod(0o700)
    launch = Launch([str(odd)])

    def failure() -> str:
        try:
            launch.poll()
        except LaunchError as error:
            return str(error)
        return ""

    text = wait_until(failure)
    assert text == "The program cannot be executed (Exec format error): choose another Python."
    wait_until(lambda: is_over(launch))
    assert (launch.pid, launch.exit_code, launch.swept) == (None, None, 0)
    launch.close()


def test_a_directory_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not a run directory"):
        Launch([sys.executable], run_directory=tmp_path)
    assert tmp_path.exists()


def test_stop_keeps_the_run_directory(trials: list[Trial]) -> None:
    trial = start(trials, FOREVER)
    trial.wait_for_words()
    trial.launch.stop()
    trial.launch.stop()
    trial.wait_until_over(2.0)
    assert (trial.launch.exit_code, trial.launch.swept) == (-signal.SIGTERM, 1)
    assert not trial.alive()
    assert trial.directory.exists()


def test_stop_before_it_has_started(trials: list[Trial]) -> None:
    trial = start(trials, FOREVER)
    trial.launch.stop()
    trial.wait_until_over(2.0)
    assert not trial.alive()


def test_megabytes_on_both_streams(trials: list[Trial]) -> None:
    code = (
        "import sys, threading\n"
        "def write(stream, letter):\n"
        "    for _ in range(200): stream.write(letter * 65536)\n"
        "    stream.flush()\n"
        "threads = [threading.Thread(target=write, args=a) for a in ((sys.stdout, 'o'), (sys.stderr, 'e'))]\n"
        "[t.start() for t in threads]\n"
        "[t.join() for t in threads]\n"
    )
    trial = start(trials, code)
    trial.wait_until_over(20.0)
    assert trial.output == {"stdout": b"o" * 65536 * 200, "stderr": b"e" * 65536 * 200}


def test_one_call_takes_a_bounded_amount(trials: list[Trial]) -> None:
    trial = start(trials, "while True: print('x' * 4000)")
    trial.wait_for_words()
    for _ in range(20):
        assert sum(len(data) for _, data in trial.launch.read_output()) <= 6 << 20
    trial.launch.stop()
    trial.wait_until_over(2.0)


def test_output_that_nobody_reads_does_not_hinder_the_end(trials: list[Trial]) -> None:
    trial = start(trials, "while True: print('x' * 4000)")
    wait_until(lambda: has_started(trial.launch))
    trial.launch.stop()
    wait_until(lambda: is_over(trial.launch), 2.0)


def test_a_program_that_closes_its_output(trials: list[Trial]) -> None:
    trial = start(trials, "import os, time; print('ready', flush=True); os.close(1); os.close(2); time.sleep(1000)")
    trial.wait_for_words()
    trial.poll()
    assert not trial.launch.is_over
    trial.launch.stop()
    trial.wait_until_over(2.0)


def test_close_ends_a_program_that_never_ends_and_is_idempotent() -> None:
    trial = Trial(FOREVER)
    trial.wait_for_words()
    before = time.monotonic()
    trial.launch.close()
    assert time.monotonic() - before < 3
    assert not marked(trial.mark)
    assert not trial.directory.exists()
    trial.launch.close()
    trial.launch.stop()
    trial.launch.poll()
    assert trial.launch.read_output() == []


@pytest.mark.parametrize("polls", [0, 1, 2, 4, 8, 12])
def test_close_during_start_up(polls: int) -> None:
    """The reaper may be anywhere between its first instruction and the program's."""
    trial = Trial(FOREVER)
    for _ in range(polls):
        time.sleep(0.002)
        trial.poll()
    trial.launch.close()
    assert not marked(trial.mark)
    assert not trial.directory.exists()


def test_close_bounds_a_reaper_that_does_not_answer() -> None:
    trial = Trial(FOREVER)
    trial.wait_for_words()
    pid = trial.launch.pid
    os.kill(trial.launch.reaper_pid, signal.SIGSTOP)
    before = time.monotonic()
    trial.launch.close()
    assert time.monotonic() - before < 3
    assert pid and not is_alive(pid)
    assert not marked(trial.mark)
    assert not trial.directory.exists()


def test_a_forgotten_launch_ends() -> None:
    directory = run_directory()
    app = (
        "import sys; from pathlib import Path; from tui.feeds.live.launch import Launch\n"
        "launch = Launch([sys.executable, '-c', 'while True: pass'], run_directory=Path(sys.argv[1]))\n"
        "while launch.pid is None: launch.poll()\n"
        "print(launch.pid, launch.reaper_pid, flush=True); del launch; sys.stdin.read()"
    )
    command = [sys.executable, "-W", "ignore", "-c", app, str(directory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        pids = list(map(int, process.stdout.readline().split()))
        assert len(pids) == 2
        wait_until(lambda: not any(map(is_alive, pids)) and not directory.exists(), 2.0)


def test_the_run_directory_is_private_and_fresh() -> None:
    one, other = run_directory(), run_directory()
    assert one != other
    assert stat.S_IMODE(one.stat().st_mode) == 0o700
    assert one.name.startswith("coreograph-")
    one.rmdir()
    other.rmdir()


def test_the_environment_of_a_run(tmp_path: Path) -> None:
    env = probe_environment(tmp_path, {"COLUMNS": "80", "LINES": "24", "HOME": "/h", "PYTHONPATH": "/mine"})
    boot, mine = env.pop("PYTHONPATH").split(os.pathsep)
    assert mine == "/mine"
    assert Path(boot).parts[-3:] == ("tui", "probe", "boot")
    assert env == {"HOME": "/h", "PYTHONUNBUFFERED": "1", "COREOGRAPH_RUN": str(tmp_path)}
    assert os.pathsep not in probe_environment(tmp_path, {})["PYTHONPATH"]
