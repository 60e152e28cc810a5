"""ctrl+z, `fg` and `bg` in a real interactive shell: a job like any other."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.modes import changed
from tests.support.terminal import Terminal, is_alive
from tests.support.waiting import wait_until

LONG = "run threads-vs-processes --variant processes --workers 2 --knob size=4000000 --knob tasks=200"
PROMPT = "at your service> "
PROGRAM = """
import time
for n in range(1, 10000):
    time.sleep(0.05)
    print("counted", n, flush=True)
"""


class Shell(Terminal):
    """An interactive shell in the terminal; the app is a job of it."""

    def __init__(self, state: Path) -> None:
        through = ["/bin/sh", "-c", "exec bash --norc --noprofile -i", "sh"]
        super().__init__([], state, environment={"PS1": PROMPT, "HISTFILE": ""}, through=through)
        self.see(PROMPT.strip())

    def do(self, line: str) -> None:
        """Type a line, and wait until the shell has it."""
        self.read()
        self.child.send(line + "\r")

    def start(self, arguments: str) -> None:
        self.do(f"{shlex.quote(sys.executable)} -m tui {arguments}")

    def app(self) -> psutil.Process:
        (child,) = psutil.Process(self.child.pid).children()
        return child

    def is_stopped(self) -> bool:
        self.read()
        return self.app().status() == psutil.STATUS_STOPPED

    def has_keys_in_row(self, row: int) -> bool:
        self.read()
        return self.screen.display[row - 1].strip().startswith("space stop")

    def written_since(self, at: int) -> str:
        self.read()
        return self.raw[at:].decode(errors="replace")

    def see_written(self, words: str, since: int) -> None:
        try:
            wait_until(lambda: words in self.written_since(since), 30)
        except AssertionError:
            raise AssertionError(f"{words!r} was never written: {self.written_since(since)[-500:]!r}") from None


def command(of: psutil.Process) -> list[str]:
    """Return its words; none of one that has ended meanwhile."""
    try:
        return of.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    yield shell
    shell.do("exit")
    shell.ended()
    shell.nothing_is_left()


def test_ctrl_z_gives_the_terminal_back_and_fg_the_picture(shell: Shell) -> None:
    shell.start(LONG)
    shell.see("P2")
    reaper = next(its for its in shell.family if "reaper" in " ".join(command(its)))
    at = len(shell.raw)
    shell.child.send(b"\x1a")
    wait_until(shell.is_stopped, 20, "it is stopped")
    shell.see_written("Stopped", at)
    assert not changed(shell.raw.rpartition(b"Stopped")[0])
    assert reaper.status() != psutil.STATUS_STOPPED  # The run goes on.
    shell.child.setwinsize(30, 100)
    shell.screen.resize(30, 100)
    at = len(shell.raw)
    shell.do("fg")
    shell.see_written("\x1b[?1049h", at)
    wait_until(lambda: shell.has_keys_in_row(30), 30, "the last row of the size it has now")
    at = len(shell.raw)
    shell.child.send(b"q")
    shell.see_written("\x1b[?1049l", at)
    shell.see_written(PROMPT, at)  # What is typed before is thrown away with the keys that nobody took.
    shell.do("echo code=$?")
    shell.see_written("code=0", at)


def test_a_stop_from_outside_and_the_background(shell: Shell) -> None:
    shell.start("")
    shell.see("Nothing is running")
    os.kill(shell.app().pid, signal.SIGSTOP)
    wait_until(shell.is_stopped, 20, "it is stopped")
    shell.do("bg")
    wait_until(shell.is_stopped, 20, "it waits for the terminal")
    at = len(shell.raw)
    shell.do("fg")
    shell.see_written("Nothing is running", at)
    at = len(shell.raw)
    shell.child.send(b"q")
    shell.see_written("\x1b[?1049l", at)
    shell.see_written(PROMPT, at)  # What is typed before is thrown away with the keys that nobody took.
    shell.do("echo code=$?")
    shell.see_written("code=0", at)
    assert not changed(re.sub(rb"\x1b\[\?2004[hl]", b"", shell.raw))  # The shell has its own mode for pastes on.


def test_a_killed_app_leaves_the_shell_its_terminal(shell: Shell) -> None:
    shell.start("")
    shell.see("Nothing is running")
    at = len(shell.raw)
    shell.app().kill()
    shell.see_written("\x1b[?1049l", at)
    shell.see_written("Killed", at)
    shell.see_written(PROMPT, at)
    shell.do("echo code=$?")
    shell.see_written("code=137", at)
    assert not changed(re.sub(rb"\x1b\[\?2004[hl]", b"", shell.raw))


def test_another_program_in_the_foreground_is_left_alone(shell: Shell) -> None:
    """The app was stopped where it could not tell, and is killed while something else has the terminal."""
    shell.start("")
    shell.see("Nothing is running")
    app, (guardian,) = shell.app(), shell.guardians
    app.suspend()
    wait_until(shell.is_stopped, 20, "it is stopped")
    at = len(shell.raw)
    shell.do("sleep 1000")
    wait_until(lambda: len(psutil.Process(shell.child.pid).children()) == 2, 20, "something else runs")
    app.kill()
    wait_until(lambda: not is_alive(guardian), 10, "the guardian is gone")
    assert "\x1b[?1049l" not in shell.written_since(at)
    shell.child.send(b"\x03")


def test_a_program_without_a_screen_is_held_with_us(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "counts.py").write_text(PROGRAM, encoding="utf-8")
    shell.start(f"watch --plain {tmp_path}/counts.py")
    shell.see_written("counted 5", 0)
    at = len(shell.raw)
    shell.child.send(b"\x1a")
    wait_until(shell.is_stopped, 20, "it is stopped")
    shell.see_written("Stopped", at)
    (program,) = (its for its in shell.family if command(its)[1:] == [f"{tmp_path}/counts.py"])
    assert program.status() == psutil.STATUS_STOPPED
    at = len(shell.raw)
    shell.do("fg")
    shell.see_written("counted", at)
    shell.child.send(b"\x03")
    shell.see_written("coreograph was suspended, and the program with it", at)
    shell.do("echo code=$?")
    shell.see_written("code=130", at)
