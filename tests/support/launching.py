"""Programs, and what is left of them, for the tests that start real processes."""

from __future__ import annotations

import os
import sys
import uuid
from pathlib import Path

import psutil

from tests.support.waiting import wait_until
from tui.feeds.live.launch import Launch
from tui.feeds.run_directory import run_directory

MARK = "COREOGRAPH_TEST_MARK"


class Trial:
    """One launch whose processes carry a mark, so that each can be found whatever it did to hide."""

    def __init__(self, code: str, *arguments: str, python: str = sys.executable) -> None:
        self.mark = uuid.uuid4().hex
        self.directory = run_directory()
        self.output: dict[str, bytes] = {"stdout": b"", "stderr": b""}
        program = self.directory / "program.py"
        program.write_text(code, encoding="utf-8")
        env = {**os.environ, MARK: self.mark}
        self.launch = Launch([python, str(program), *arguments], env=env, run_directory=self.directory)

    def poll(self) -> None:
        self.launch.poll()
        for stream, data in self.launch.read_output():
            self.output[stream] += data

    def wait_for_words(self) -> list[str]:
        """Return the first line that the program writes."""

        def line() -> bytes:
            self.poll()
            return self.output["stdout"] if b"\n" in self.output["stdout"] else b""

        return wait_until(line, what="a line of output").decode().splitlines()[0].split()

    def wait_until_over(self, within_s: float = 10.0) -> None:
        def is_over() -> bool:
            self.poll()
            return self.launch.is_over

        wait_until(is_over, within_s, "the run is over")
        self.poll()

    def alive(self) -> list[int]:
        """Return all its processes but the reaper."""
        return [pid for pid in marked(self.mark) if pid != self.launch.reaper_pid]


def is_over(launch: Launch) -> bool:
    launch.poll()
    return launch.is_over


def has_started(launch: Launch) -> bool:
    launch.poll()
    return launch.pid is not None


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return False


def marked(mark: str) -> list[int]:
    """Return the live processes that carry this mark in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def shared_memory_names(names: list[str]) -> list[str]:
    """Return those of these shared memory blocks and semaphores that exist."""
    files = [name.lstrip("/") for name in names]
    return [name for name in files if Path("/dev/shm", name).exists() or Path("/dev/shm", f"sem.{name}").exists()]
