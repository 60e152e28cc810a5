"""Slow motion: the switch interval follows what the app asks, in every process, and the program gets its own back."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.probe.observing import PROGRAMS, TIMEOUT_S, Story, environment, read_all
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tui.feeds.live.control import Control, ProbeOrder
from tui.telemetry.vocabulary import PaceChanged, Telemetry


class Paced:
    """The program that says its switch interval, and the control file it looks at."""

    def __init__(self, program: subprocess.Popen[str], control: Control) -> None:
        self._program = program
        self.control = control

    def says(self, line: str) -> float:
        """Return the interval that it says for this line."""
        assert self._program.stdin is not None and self._program.stdout is not None
        self._program.stdin.write(line + "\n")
        self._program.stdin.flush()
        return float(self._program.stdout.readline())


@contextmanager
def paced(folder: Path, python: Interpreter, order: ProbeOrder) -> Iterator[Paced]:
    control = Control(folder, order)
    command = [python.path, str(PROGRAMS / "paced.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment(folder), stdin=pipe, stdout=pipe, text=True) as program:
        try:
            yield Paced(program, control)
            assert program.stdin is not None
            program.stdin.close()
            assert program.wait(TIMEOUT_S) == 0
        finally:
            program.kill()
            control.close()


def told(story: Story, pid: int | None = None) -> list[float | None]:
    """Return the intervals told, of one process or of all."""
    found: list[Telemetry] = story.of(PaceChanged)
    return [i.switch_interval_s for i in found if isinstance(i, PaceChanged) and pid in (None, i.pid)]


@EVERY_PYTHON
def test_the_interval_follows_what_is_asked_and_the_program_gets_its_own_back(
    python: Interpreter, tmp_path: Path
) -> None:
    slow = 0.005 if python.free_threaded else 0.2
    with paced(tmp_path, python, ProbeOrder()) as program:
        assert program.says("thread") == 0.005
        program.control.ask_switch_interval(0.2)
        assert program.says("thread") == slow
        assert program.says("fork") == slow
        assert program.says("spawn") == slow
        program.control.ask_switch_interval(None)
        assert program.says("thread") == 0.005
        assert program.says("fork") == 0.005
    story = read_all(tmp_path)
    if python.free_threaded:
        assert told(story) == []
        return
    main = story.pid("paced.py")
    assert told(story, main) == [0.2, None]
    assert [interval for interval in told(story) if interval] == [0.2] * 3, "the program and the two processes"


@EVERY_PYTHON
def test_what_the_program_sets_meanwhile_is_what_it_gets_back(python: Interpreter, tmp_path: Path) -> None:
    slow = 0.01 if python.free_threaded else 0.2
    with paced(tmp_path, python, ProbeOrder(switch_interval_s=0.2)) as program:
        assert program.says("set 0.01") == 0.01
        assert program.says("thread") == slow, "slow motion goes on at the next look"
        program.control.ask_switch_interval(None)
        assert program.says("thread") == 0.01
        program.control.ask_switch_interval(0.2)
        assert program.says("thread") == slow
        assert program.says("set 0.02") == 0.02
        program.control.ask_switch_interval(None)
        assert program.says("thread") == 0.02
