"""Runs a program with and without the probe, and gathers what the probe told."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tui.feeds.board.board_reader import BoardReader
from tui.feeds.run_directory import put_pack
from tui.telemetry.tasks import TaskCount, TasksCounted
from tui.telemetry.vocabulary import (
    EventsDropped,
    NotObserved,
    ProcessEnded,
    ProcessNamed,
    ProcessStarted,
    Telemetry,
    ThreadStarted,
)

PROGRAMS = Path(__file__).parent / "programs"
BOOT = Path(__file__).parents[2] / "tui" / "probe" / "boot"
TIMEOUT_S = 60


@dataclass
class Story:
    """What the telemetry of one run says, in sum."""

    items: list[Telemetry] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    threads: dict[tuple[int, int], ThreadStarted] = field(default_factory=dict)
    counts: dict[tuple[int, int], TaskCount] = field(default_factory=dict)
    exit_codes: dict[int, int | None] = field(default_factory=dict)
    not_observed: list[tuple[str, str]] = field(default_factory=list)
    dropped: int = 0

    def add(self, items: Iterable[Telemetry]) -> None:
        """Take in one read; counts must never shrink."""
        for item in items:
            self.items.append(item)
            match item:
                case ProcessStarted() | ProcessNamed():
                    self.names[item.pid], self.roles[item.pid] = item.name, item.role
                case ThreadStarted():
                    self.threads[item.pid, item.tid] = item
                case TasksCounted():
                    for count in item.counts:
                        before = self.counts.get((count.pid, count.tid), TaskCount(0, 0, 0, 0, 0, 0, False, 0.0))
                        assert count.started >= before.started
                        assert count.ended >= before.ended
                        assert count.submitted >= before.submitted
                        self.counts[count.pid, count.tid] = count
                case ProcessEnded():
                    self.exit_codes[item.pid] = item.exit_code
                case EventsDropped():
                    self.dropped += item.count
                case NotObserved():
                    self.not_observed.append((item.what, item.why))

    def of(self, *kinds: type) -> list[Telemetry]:
        """Return the telemetry of these kinds."""
        return [item for item in self.items if isinstance(item, kinds)]

    def total(self, what: str) -> int:
        """Return a count summed over all threads."""
        return sum(getattr(count, what) for count in self.counts.values())

    def pid(self, name: str) -> int:
        """Return the one process of this name."""
        (pid,) = (pid for pid, its in self.names.items() if its == name)
        return pid


def environment(run_directory: Path | None, **more: str) -> dict[str, str]:
    """Return the environment of an observed program, or of a bare one without a run directory."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COREOGRAPH_RUN", "PYTHONWARNINGS")}
    env |= {"PYTHONHASHSEED": "0", **more}
    if run_directory is not None:
        paths = [str(BOOT), *filter(None, [env.get("PYTHONPATH")])]
        env |= {"COREOGRAPH_RUN": str(run_directory), "PYTHONPATH": os.pathsep.join(paths)}
    return env


def run(
    program: str | Path, *arguments: str, run_directory: Path | None, python: str = sys.executable, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the test programs to its end."""
    with started(program, *arguments, run_directory=run_directory, python=python, **more) as its:
        output, errors = its.end()
        return subprocess.CompletedProcess(its.process.args, its.process.returncode, output, errors)


@cache
def run_bare(
    program: str | Path, *arguments: str, python: str = sys.executable, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a program that says the same whenever it runs, without the probe; once for all tests that ask."""
    return run(program, *arguments, run_directory=None, python=python, **more)


class Program:
    """A test program that runs. What it says is waited for with a bound: a program of which one worker has died of an
    error may wait for it for ever, and so may whoever reads to the end of its output, which the others hold open."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._said = b""

    def line(self) -> str:
        """Return the next line it writes."""
        assert self.process.stdout is not None
        until = time.monotonic() + TIMEOUT_S
        while b"\n" not in self._said:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))
            words = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            assert words, f"It said no line, only {self._said!r}: {self._complaint()}"
            self._said += words
        line, _, self._said = self._said.partition(b"\n")
        return line.decode() + "\n"

    def end(self, words: str = "") -> tuple[str, str]:
        """Say something to it and let it end; return the rest of what it wrote, and its errors."""
        try:
            output, errors = self.process.communicate(words.encode(), timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"It does not end: {self._complaint()}") from None
        return (self._said + output).decode(), errors.decode()

    def _complaint(self) -> str:
        kill_group(self.process.pid)
        return self.process.communicate()[1].decode()[-4000:]


@contextmanager
def started(
    program: str | Path, *arguments: str, run_directory: Path | None, python: str = sys.executable, **more: str
) -> Iterator[Program]:
    """Start one of the test programs; afterwards nothing of it is alive."""
    if run_directory is not None and run_directory.is_dir():
        put_pack(python, run_directory)
    with subprocess.Popen(
        [python, str(PROGRAMS / program), *arguments],
        env=environment(run_directory, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    ) as process:
        try:
            yield Program(process)
        finally:
            kill_group(process.pid)


def kill_group(group: int) -> None:
    """End all processes of a group that are left."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def read_all(run_directory: Path) -> Story:
    """Read a finished run."""
    story = Story()
    reader = BoardReader(run_directory)
    story.add(reader.read(0, 0))
    story.add(reader.read(0, 0))
    reader.close()
    return story
