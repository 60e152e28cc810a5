"""A run of a program that nobody here launched: it is read and sampled all the same, and left as it was found."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.support.launching import is_alive
from tests.support.waiting import wait_until
from tui.feeds.live.control import Control, ProbeOrder
from tui.feeds.live.launch import LaunchError
from tui.feeds.live.launched import Launched
from tui.feeds.live.live_run import LiveRun
from tui.feeds.live.run_order import RunOrder
from tui.feeds.live.watched import Watched
from tui.feeds.run_directory import PREFIX, probe_environment, run_directory
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.telemetry.objects import LinesSeen
from tui.telemetry.vocabulary import NotObserved, RunEnded, Telemetry, ThreadSample, ThreadsSampled

BUSY = """
import multiprocessing, sys, threading, time

def count():
    while True:
        pass

def sleep():
    time.sleep(600)

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=sleep, daemon=True)
    child.start()
    threading.Thread(target=count, daemon=True).start()
    print("ready", flush=True)
    sys.stdin.readline()
    child.terminate()
"""
ORDER = RunOrder(0, "program", 0, (), "python busy.py", None, None, ProbeOrder(lines_hz=20))


class Running(Watched):
    """A program that runs already, seen by its pid alone, perhaps with a folder in which its boards are."""

    def __init__(self, pid: int, directory: Path | None = None) -> None:
        self.pid = pid
        self.directory = directory

    def poll(self) -> None:
        self.is_over = not is_alive(self.pid or 0)


@contextmanager
def busy(folder: Path, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start the program as anybody would, and end it."""
    (folder / "busy.py").write_text(BUSY, encoding="utf-8")
    pipe, argv = subprocess.PIPE, [sys.executable, str(folder / "busy.py")]
    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, env=env, text=True) as own:
        try:
            assert own.stdout is not None and own.stdout.readline() == "ready\n"
            yield own
        finally:
            children = psutil.Process(own.pid).children(recursive=True) if own.poll() is None else []
            own.kill()
            for child in children:
                child.kill()


class Play:
    """A run of such a program, polled."""

    def __init__(self, watched: Watched) -> None:
        self.run = LiveRun(ORDER, time.perf_counter_ns(), lambda _: watched)
        self.told: list[Telemetry] = []
        self.state = ComparisonState()

    def poll(self) -> None:
        news = self.run.poll()
        self.told += news
        self.state = fold(self.state, news)

    def samples(self) -> list[ThreadSample]:
        return [sample for item in self.told if isinstance(item, ThreadsSampled) for sample in item.samples]

    def ran_s(self, pid: int) -> float:
        return sum(sample.ran_s for sample in self.samples() if sample.pid == pid)


def test_a_running_program_is_sampled_and_left_as_it_is(tmp_path: Path) -> None:
    """Without a run directory there are no boards: the tree, the CPU and the reasons come from outside."""
    before = set(psutil.Process().children())
    with busy(tmp_path) as program:
        play = Play(Running(program.pid))
        with closing(play.run):

            def is_seen() -> bool:
                play.poll()
                processes = play.state.runs[0].processes
                reasons = {sample.reason for sample in play.samples()}
                return len(processes) > 1 and play.ran_s(program.pid) > 0.1 and {"running", "sleep"} <= reasons

            wait_until(is_seen, 30, "its processes, its CPU and its reasons")
            mine = {process.pid: process for process in play.state.runs[0].processes}
            assert mine[program.pid].role == "main" and not mine[program.pid].observed
            child = next(process for process in mine.values() if process.pid != program.pid)
            assert child.parent_pid in mine and not any(isinstance(item, NotObserved) for item in play.told)
            assert {process.pid for process in psutil.Process().children()} == {p.pid for p in before} | {program.pid}
            play.run.stop()
            assert not play.run.tell("x") and not play.run.watched.pass_on(15)
        assert program.poll() is None, "closing the run does not end the program"


def test_only_who_was_stopped_has_missed_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends a program often tells it to go on, too, though it was never stopped."""

    def is_seen() -> bool:
        play.poll()
        return bool(play.samples())

    def missed() -> int:
        play.run.missed()
        play.poll()
        return sum(isinstance(item, NotObserved) and "suspended" in item.why for item in play.told)

    with busy(tmp_path) as program:
        play = Play(Running(program.pid))
        with closing(play.run):
            wait_until(is_seen, 30, "it is watched")
            monkeypatch.setattr("tui.feeds.live.live_run.LEAST_MISSED_S", 600.0)
            assert missed() == 0, "no gap"
            monkeypatch.setattr("tui.feeds.live.live_run.LEAST_MISSED_S", 0.0)
            assert missed() == 1, "a gap"


def test_how_it_ended_is_not_known_and_not_called_a_failure(tmp_path: Path) -> None:
    with busy(tmp_path) as program:
        play = Play(Running(program.pid))
        with closing(play.run):
            play.poll()
            program.communicate("\n", timeout=20)

            def is_over() -> bool:
                play.poll()
                return play.run.is_over

            wait_until(is_over, 20, "the run is over")
            (ended,) = [item for item in play.told if isinstance(item, RunEnded)]
            assert (ended.outcome, ended.exit_code, ended.swept, ended.message) == ("ended", None, 0, "")


def test_boards_of_a_running_program_are_read(tmp_path: Path) -> None:
    """Its own run directory, made by somebody else: threads, names and lines come as from a launched one."""
    directory = run_directory()
    env = probe_environment(directory, os.environ)
    with closing(Control(directory, ORDER.probe)) as control, busy(tmp_path, env) as program:
        watched = Running(program.pid, directory)
        watched.control = control
        play = Play(watched)
        with closing(play.run):

            def is_read() -> bool:
                play.poll()
                targets = [worker.target for worker in play.state.runs[0].workers]
                return any("count" in of for of in targets) and any(isinstance(i, LinesSeen) for i in play.told)

            wait_until(is_read, 30, "what its threads do, and their lines")
            assert all(process.observed for process in play.state.runs[0].processes)
        assert program.poll() is None and directory.is_dir()
    for path in directory.iterdir():
        path.unlink()
    directory.rmdir()


def test_a_run_that_cannot_begin_leaves_nothing(tmp_path: Path) -> None:
    """Its folder was made, and what has to lie in it cannot be written: this Python says a name that is no file's."""
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nprintf 'no/folder\\nx'\n")
    python.chmod(0o755)
    with pytest.raises(LaunchError, match=r"^The run cannot begin \(No such file or directory\): make room in .*\.$"):
        Launched(RunOrder(0, "one", 0, (str(python), "-V"), "", None, None), os.environ, tuple)
    folder = run_directory()
    assert [path.name for path in folder.parent.glob(f"{PREFIX}{os.getpid()}-*")] == [folder.name]
    folder.rmdir()
