"""Any process of a program is killed at any moment: what it had counted until then is told, and nothing stays."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.probe.observing import PROGRAMS, Story
from tests.support.launching import MARK, is_alive, marked, shared_memory_names
from tests.support.waiting import wait_until
from tests.support.ways import ways
from tui.feeds.live.launched import Launched
from tui.feeds.live.live_run import LiveRun
from tui.feeds.live.run_order import RunOrder
from tui.telemetry.objects import ObjectFound, QueuesCounted
from tui.telemetry.vocabulary import OutputWritten, RunEnded

AT_WORK = 10
"""So much has each of the processes at work done before the first one is killed."""


class Crash:
    """One run of the program, whose processes are killed one after the other in a random order."""

    def __init__(self, folder: Path, python: str, method: str, seed: int) -> None:
        self.chance = random.Random(f"{method} {seed}")
        self.mark = uuid.uuid4().hex
        self.notes = folder / f"notes{seed}"
        self.temp = Path(tempfile.mkdtemp())  # A socket's path has 107 bytes: pytest's own folders may be too deep.
        self.notes.mkdir()
        argv = (python, str(PROGRAMS / "crashing.py"), method, str(self.notes))
        order = RunOrder(0, "program", 0, argv, "", None, None, end_line="end")
        environment = {**os.environ, MARK: self.mark, "TMPDIR": str(self.temp)}
        self.run = LiveRun(order, time.perf_counter_ns(), partial(Launched, order, environment))
        self.story = Story()

    def poll(self) -> None:
        self.story.add(self.run.poll())

    def poll_until(self, until_s: float) -> None:
        while time.monotonic() < until_s:
            self.poll()

    def done(self) -> dict[int, Counter[str]]:
        """Return what each process says it has done."""
        return {int(path.name): Counter(path.read_text()) for path in self.notes.iterdir()}

    def is_at_work(self) -> bool:
        """Whether the producer, both consumers, the grandchild, and workers of both pools have done something."""
        self.poll()
        done = Counter("".join(sorted(noted)) for noted in self.done().values() if noted.total() >= AT_WORK)
        return (done["p"], done["g"], done["gp"]) == (1, 2, 1) and done["t"] >= 3

    def kill_all(self, most: int) -> list[int]:
        """Kill up to so many processes at random moments, the program itself perhaps among them; return which."""
        killed: list[int] = []
        while len(killed) < most:
            self.poll()
            until_s = time.monotonic() + self.chance.uniform(0, 0.03)
            self.poll_until(until_s)
            alive = [pid for pid in sorted(marked(self.mark)) if pid in self.story.names and is_alive(pid)]
            if not alive or self.run.is_over:
                break
            pid = self.chance.choice(alive)
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # One that lost its partner may have ended by itself since it was seen alive.
            killed.append(pid)
        return killed

    def end(self) -> int | None:
        """Let it end, and return its exit code."""
        self.run.stop()

        def is_over() -> bool:
            self.poll()
            return self.run.is_over

        wait_until(is_over, 10, "the run is over")
        self.run.close()
        (ended,) = (item for item in self.story.items if isinstance(item, RunEnded))
        return ended.exit_code

    def check_counts(self) -> None:
        """What was told is what was done; a process may have been killed between its deed and its note of it."""
        names = {item.key: item.name for item in self.story.items if isinstance(item, ObjectFound)}
        told = [count for item in self.story.items if isinstance(item, QueuesCounted) for count in item.counts]
        queues = {names[count.key]: count for count in told if count.key in names}
        done = self.done()
        tasks: Counter[int] = Counter()
        for (pid, _), its in self.story.counts.items():
            tasks[pid] += its.started
        for pid, noted in done.items():
            assert noted["t"] <= tasks[pid] <= noted["t"] + 1, self.story.names.get(pid)
        (grandchild,) = (noted for noted in done.values() if noted["p"] and noted["g"])
        others = sum((noted for noted in done.values() if noted is not grandchild), Counter())
        for noted, count, consumers in ((others, queues["work"], 2), (grandchild, queues[""], 1)):
            assert noted["p"] <= count.puts <= noted["p"] + 1
            assert noted["g"] <= count.gets <= noted["g"] + consumers

    def check_nothing_is_left(self, killed: Sequence[int]) -> None:
        """No process, no shared memory, no temporary folder. A block stays, as it does without us, when its tracker was
        killed and whoever used it has ended before the run is cleaned up."""
        wait_until(lambda: not marked(self.mark), 2.0, "no process")
        written = self.story.of(OutputWritten)
        said = "".join(item.text for item in written if isinstance(item, OutputWritten) and item.stream == "stdout")
        left = shared_memory_names([said.split()[0]])
        for name in left:
            Path("/dev/shm", name).unlink()
        assert not left or "resource tracker" in {self.story.names[pid] for pid in killed}
        assert list(self.temp.iterdir()) == []


def crash(folder: Path, python: str, method: str, seed: int, most: int) -> None:
    """Kill up to so many processes and check what is told and what is left."""
    its = Crash(folder, python, method, seed)
    try:
        wait_until(its.is_at_work, 30, "all are at work")
        main = min(its.story.names, key=lambda pid: psutil.Process(pid).create_time())
        killed = its.kill_all(most)
        assert its.end() == (-signal.SIGKILL if main in killed else 7)
        its.check_counts()
        its.check_nothing_is_left(killed)
    finally:
        its.run.close()
        shutil.rmtree(its.temp)


@pytest.mark.parametrize(("method", "most"), [("fork", 1), ("fork", 100), ("spawn", 100), ("forkserver", 3)])
def test_what_was_counted_is_told_and_nothing_stays(method: str, most: int, tmp_path: Path) -> None:
    crash(tmp_path, sys.executable, method, 1, most)


@pytest.mark.slow
@pytest.mark.parametrize(("python", "method"), [(str(one.path), method) for one, method in ways()])
def test_what_was_counted_is_told_and_nothing_stays_at_length(python: str, method: str, tmp_path: Path) -> None:
    for seed in range(2, 40):
        crash(tmp_path, python, method, seed, 1 + seed % 12)
