"""Nothing survives a run, whatever it does to stay and whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.support.interpreters import Interpreter
from tests.support.launching import (
    MARK,
    Trial,
    has_started,
    is_alive,
    is_over,
    marked,
    shared_memory_names,
)
from tests.support.programs import ALL_IGNORE, CHAIN, DAEMON, FORKS_WHEN_TOLD, POOLS, STOPPED, WORKER_IGNORES
from tests.support.waiting import wait_until
from tests.support.ways import WAYS, edges
from tui.feeds.live.launch import Launch
from tui.feeds.run_directory import probe_environment, run_directory

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="subreapers are Linux")

ROOT = Path(__file__).resolve().parents[3]
METHODS = ("fork", "spawn", "forkserver")

APP = """
import os, sys
from pathlib import Path
from tui.feeds.live.launch import Launch
launch = Launch(sys.argv[2:], run_directory=Path(sys.argv[1]))
while not launch.is_over:
    launch.poll()
    for stream, data in launch.read_output():
        os.write(1 if stream == "stdout" else 2, data)
"""


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


@pytest.mark.parametrize("code", [WORKER_IGNORES, DAEMON], ids=["worker", "daemon"])
def test_what_an_ended_program_leaves_behind_is_ended(trials: list[Trial], code: str) -> None:
    trial = start(trials, code)
    trial.wait_until_over(2.5)
    assert (trial.launch.exit_code, trial.launch.swept) == (0, 1)
    assert not trial.alive()


@pytest.mark.parametrize("code", [ALL_IGNORE, STOPPED, DAEMON + "stay()"], ids=["ignores", "stopped", "daemon"])
def test_stop_ends_what_does_not_want_to(trials: list[Trial], code: str) -> None:
    trial = start(trials, code)
    trial.wait_for_words()
    trial.launch.stop()
    trial.wait_until_over(2.0)
    assert trial.launch.swept == 2
    assert not trial.alive()


def test_a_stopped_run_is_ended(trials: list[Trial]) -> None:
    trial = start(trials, POOLS, "spawn")
    names = trial.wait_for_words()
    assert trial.launch.pid
    os.killpg(trial.launch.pid, signal.SIGSTOP)
    trial.launch.stop()
    trial.wait_until_over(2.0)
    assert not trial.alive()
    assert not shared_memory_names(names)


def test_forking_while_being_ended(trials: list[Trial]) -> None:
    trial = start(trials, FORKS_WHEN_TOLD)
    trial.wait_for_words()
    trial.launch.stop()
    trial.wait_until_over(2.0)
    assert not trial.alive()


@pytest.mark.parametrize("new_session", [False, True], ids=["one session", "many sessions"])
def test_a_chain_of_forks(trials: list[Trial], new_session: bool) -> None:
    trial = start(trials, CHAIN.replace("{new_session}", str(new_session)))
    trial.wait_for_words()
    trial.wait_until_over(2.5)
    assert not trial.alive()


def test_helpers_that_leave_by_themselves_are_not_counted(trials: list[Trial]) -> None:
    code = POOLS.replace("pool.map(endless, range(4))", "pool.terminate(); other.terminate(); block.unlink()")
    trial = start(trials, code, "forkserver")
    trial.wait_until_over()
    assert (trial.launch.exit_code, trial.launch.swept) == (0, 0)


OTHERS_TRACKER = """
import os, pathlib, signal, subprocess, sys, time
folder = pathlib.Path(sys.argv[1])
(folder / "other").mkdir()
(folder / "other" / "resource_tracker.py").write_text(
    "import os, signal, sys\\n"
    "def main(fd):\\n"
    "    for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)\\n"
    "    print('ready', flush=True)\\n"
    "    while os.read(fd, 1): pass\\n"
    "    os.unlink(sys.argv[1])\\n"
)
(folder / "block").write_text("shared")
reader, writer = os.pipe()
code = f"import sys; sys.path.insert(0, sys.argv[2]); from other.resource_tracker import main; main({reader})"
subprocess.Popen([sys.executable, "-c", code, str(folder / "block"), str(folder)], pass_fds=[reader])
os.close(reader)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True: time.sleep(1000)
"""
"""A package's own copy of multiprocessing's tracker, and a worker that ignores being asked and has its pipe."""


def test_another_packages_tracker_frees_what_it_tracks(trials: list[Trial], tmp_path: Path) -> None:
    trial = start(trials, OTHERS_TRACKER, str(tmp_path))
    trial.wait_for_words()
    trial.launch.stop()
    trial.launch.stop()
    trial.wait_until_over(2.5)
    assert not trial.alive() and not (tmp_path / "block").exists()


class App:
    """A real process that uses a launch, to be killed."""

    def __init__(self, python: str, *argv: str) -> None:
        self.mark = f"{os.getpid()}-{time.monotonic_ns()}"
        self.directory = run_directory()
        self.process = subprocess.Popen(
            [sys.executable, "-c", APP, str(self.directory), python, *argv],
            env={**os.environ, MARK: self.mark, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdout
        self.words = self.process.stdout.readline().decode().split()

    def is_gone(self) -> bool:
        return not marked(self.mark) and not self.directory.exists() and not shared_memory_names(self.words)

    def kill_and_expect_nothing(self) -> None:
        assert self.words, "the program has begun"
        assert len(marked(self.mark)) > 2
        with self.process:
            self.process.kill()
            wait_until(self.is_gone, 2.0, "no process, no shared memory, no run directory")


@WAYS
def test_the_app_is_killed(tmp_path: Path, python: Interpreter, method: str) -> None:
    program = tmp_path / "pools.py"
    program.write_text(POOLS, encoding="utf-8")
    App(python.path, str(program), method).kill_and_expect_nothing()


@pytest.mark.parametrize("code", [ALL_IGNORE, STOPPED, DAEMON + "stay()"], ids=["ignores", "stopped", "daemon"])
def test_the_app_is_killed_with_a_stubborn_program(code: str) -> None:
    App(sys.executable, "-c", code.replace("print(pid", "print('pid', pid")).kill_and_expect_nothing()


@pytest.mark.parametrize("method", METHODS)
def test_the_reaper_is_killed(trials: list[Trial], method: str) -> None:
    trial = start(trials, POOLS, method)
    names = trial.wait_for_words()
    os.kill(trial.launch.reaper_pid, signal.SIGKILL)
    trial.wait_until_over(2.5)
    assert trial.launch.is_orphaned
    assert trial.launch.exit_code is None
    assert not trial.alive()
    wait_until(lambda: not shared_memory_names(names), 1.0)
    assert trial.directory.exists()


STOPS_ITS_REAPER = "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\n"


def test_a_stopped_reaper_goes_on(trials: list[Trial]) -> None:
    trial = start(trials, STOPS_ITS_REAPER + "print('ends')")
    trial.wait_until_over()
    assert (trial.launch.exit_code, trial.output["stdout"]) == (0, b"ends\n")
    assert not trial.launch.is_orphaned


def test_the_app_is_killed_while_its_reaper_is_stopped() -> None:
    """It is stopped for good here: the app has been, too, so that it does not continue it."""
    app = App(sys.executable, "-c", "import os, time\nprint('reaper', os.getppid(), flush=True)\ntime.sleep(1000)")
    app.process.send_signal(signal.SIGSTOP)
    os.kill(int(app.words[1]), signal.SIGSTOP)
    wait_until(lambda: psutil.Process(int(app.words[1])).status() == psutil.STATUS_STOPPED)
    app.kill_and_expect_nothing()


def test_a_daemon_in_another_session_is_known_by_its_environment() -> None:
    """It is no descendant any more, and in no session of the run, once the reaper was killed."""
    directory = run_directory()
    env = {**os.environ, "COREOGRAPH_RUN": str(directory)}
    code = DAEMON.replace('print("ready"', "print(os.getpid()").replace(
        "os.read(reader, 1)", "pid = os.read(reader, 1)"
    )
    launch = Launch([sys.executable, "-c", code + "stay()"], env=env, run_directory=directory)
    wait_until(launch.read_output)
    launch.poll()
    os.kill(launch.reaper_pid, signal.SIGKILL)
    wait_until(lambda: is_over(launch), 2.5)
    assert launch.swept and launch.swept >= 1
    launch.close()
    assert not directory.exists()


def test_only_what_is_proved_to_be_of_the_run_is_ended_without_its_reaper() -> None:
    """A known pid with another start time belongs to a stranger; with the right one it is ended."""
    endless = [sys.executable, "-c", "import time; time.sleep(1000)"]
    with subprocess.Popen(endless) as stranger:
        fields = Path(f"/proc/{stranger.pid}/stat").read_text().rpartition(")")[2].split()
        for lie, survives in ((1, True), (0, False)):
            known = (stranger.pid, int(fields[19]) + lie)
            with closing(Launch(endless, known_processes=partial(tuple, [known]))) as launch:
                wait_until(partial(has_started, launch))
                os.kill(launch.reaper_pid, signal.SIGKILL)
                wait_until(partial(is_over, launch), 2.5)
            assert is_alive(stranger.pid) is survives


@pytest.mark.parametrize("is_shared", [False, True], ids=["of the run", "shared with a stranger"])
def test_a_block_that_no_tracker_knows(trials: list[Trial], is_shared: bool) -> None:
    """As it is between its making and the start of the tracker. What a stranger uses as well stays."""
    path = Path(f"/dev/shm/psm_test{os.getpid()}")
    code = "import mmap, sys, time\nf = open(sys.argv[1], 'w+b'); f.truncate(4096)\nm = mmap.mmap(f.fileno(), 4096)\n"
    trial = start(trials, code + "f.close(); print('ready', flush=True); time.sleep(1000)", str(path))
    trial.wait_for_words()
    with path.open("rb") if is_shared else nullcontext():
        trial.launch.stop()
        trial.wait_until_over(2.0)
    assert path.exists() is is_shared
    path.unlink(missing_ok=True)


@pytest.mark.parametrize("python", [one.path for one in edges()], ids=map(str, edges()))
@pytest.mark.parametrize("is_reaper_killed", [False, True], ids=["stopped", "reaper killed"])
def test_multiprocessings_temporary_folder_goes_and_no_other(
    tmp_path: Path, python: str, is_reaper_killed: bool
) -> None:
    """A killed process cannot remove it. What is named falsely stays: another inode, another name, a link."""
    stays = [tmp_path / name for name in ("pymp-other", "mine", "pymp-target")]
    for folder in stays:
        folder.mkdir()
    link = tmp_path / "pymp-link"
    link.symlink_to(tmp_path / "pymp-target")
    code = (
        "import multiprocessing.util as util, os, signal, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "if os.fork() == 0:\n    del util.process.current_process()._config['tempdir']\n"
        "os.write(1, f'{os.getpid()} {util.get_temp_dir()}\\n'.encode())\ntime.sleep(1000)\n"
    ).replace("if os.fork()", "util.get_temp_dir()\nif os.fork()")
    directory = run_directory()
    env = probe_environment(directory, {**os.environ, "TMPDIR": str(tmp_path)})
    with closing(Launch([python, "-c", code], env=env, run_directory=directory)) as launch:
        said = b""

        def lines() -> list[bytes]:
            nonlocal said
            launch.poll()
            said += b"".join(data for _, data in launch.read_output())
            return said.splitlines()

        wait_until(lambda: len(lines()) == 2, what="two processes that have a folder")
        made = [Path(os.fsdecode(line.split()[1])) for line in lines()]
        assert len(set(made)) == 2 and all(folder.is_dir() for folder in made)
        with (directory / "temp").open("a") as temp:
            of = [path.lstat() for path in (stays[1], stays[2], link)]
            told = zip(of, (stays[1], stays[0], link), strict=True)
            temp.writelines(f"{its.st_dev} {its.st_ino} {path}\n" for its, path in told)
            temp.write("nonsense\n1 2\n\0 \0 pymp-\0\n")
        if is_reaper_killed:
            os.kill(launch.reaper_pid, signal.SIGKILL)
        else:
            launch.stop()
        wait_until(partial(is_over, launch), 2.5)
        assert not any(folder.exists() for folder in made)
        assert all(folder.is_dir() for folder in stays) and link.is_symlink()


def test_terminating_the_reaper_tears_down(trials: list[Trial]) -> None:
    trial = start(trials, WORKER_IGNORES + "time.sleep(1000)")
    trial.wait_for_words()
    os.kill(trial.launch.reaper_pid, signal.SIGINT)
    os.kill(trial.launch.reaper_pid, signal.SIGHUP)
    os.kill(trial.launch.reaper_pid, signal.SIGTERM)
    trial.wait_until_over(2.0)
    assert not trial.launch.is_orphaned
    wait_until(lambda: not trial.directory.exists(), 1.0)


@pytest.mark.parametrize("python", [one.path for one in edges()], ids=map(str, edges()))
@pytest.mark.parametrize("is_linux", [True, False], ids=["Linux", "portable"])
def test_the_script_under_every_python(python: str, is_linux: bool) -> None:
    """Also the path for systems without /proc, tried here: same script, told that this is not Linux."""
    directory = run_directory()
    status, status_end = os.pipe()
    control_end, control = os.pipe()
    code = f"import sys; sys.path.append({str(ROOT)!r})\nfrom tui.probe.reap import reaper\nreaper.LINUX = {is_linux}\n"
    program = ALL_IGNORE if is_linux else WORKER_IGNORES + "time.sleep(1000)"
    order = [str(status_end), str(control_end), str(directory), "run", sys.executable, "-c", program]
    command = [python, "-I", "-S", "-E", "-c", code + "reaper.main(*sys.argv[1:])", *order]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, pass_fds=(status_end, control_end), start_new_session=True
    ) as process:
        os.close(status_end)
        os.close(control_end)
        assert process.stdout
        worker = int(process.stdout.readline())
        os.close(control)
        assert process.wait(3.0) == 0
    with open(status) as report:  # noqa: PTH123 - a file descriptor
        words = [line.split()[0] for line in report]
    assert words == ["started", "ended", "cleaned"]
    wait_until(lambda: not is_alive(worker), 1.0)
    assert not directory.exists()
