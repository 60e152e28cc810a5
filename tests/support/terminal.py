"""coreograph in a real pseudo-terminal, seen through a terminal emulator."""

from __future__ import annotations

import os
import re
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

import pexpect
import psutil
import pyte

from tests.support.learnt import has_learnt
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {"space": " ", "enter": "\r", "esc": "\x1b", "left": "\x1b[D", "right": "\x1b[C", "ctrl+c": "\x03"}


class Terminal:
    """The app, its keys, and the screen a person would see."""

    def __init__(
        self, arguments: Sequence[str], state_folder: Path, size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None, through: Sequence[str] = (), *, is_new: bool = False,
    ) -> None:  # fmt: skip
        """`through` are the words of a command that executes what follows it; `is_new`: whether nobody was here yet."""
        columns, rows = size
        if not is_new:
            has_learnt(state_folder)
        left_out = ("COLUMNS", "LINES", "NO_COLOR", "COLORTERM", "SSH_CONNECTION", "COREOGRAPH_RUN")
        env = {name: value for name, value in os.environ.items() if name not in left_out}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "XDG_STATE_HOME": str(state_folder)}
        env |= environment or {}
        self.screen = pyte.Screen(columns or 80, rows or 24)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        words = [*through, sys.executable, "-m", "tui", *arguments]
        self.child = pexpect.spawn(words[0], words[1:], env=env, dimensions=(rows, columns), cwd=str(ROOT))
        self.attributes = termios.tcgetattr(self.child.child_fd)
        """What the terminal driver does, before the app said anything else."""
        self.family: list[psutil.Process] = []
        """Every process seen below the app, but for its guardian."""
        self.guardians: list[psutil.Process] = []
        """The app's own forks, which restore the terminal when it cannot."""

    def read(self) -> None:
        """Take in what the app has written so far."""
        try:
            data = self.child.read_nonblocking(1 << 16, timeout=0.02)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        assert isinstance(data, bytes)
        self.raw += data
        self._stream.feed(shown(data))
        self.remember_family()

    def remember_family(self) -> None:
        try:
            found = psutil.Process(self.child.pid).children(recursive=True)
        except psutil.Error:
            return
        for process in found:
            if process not in self.family + self.guardians:
                (self.guardians if _is_guardian(process) else self.family).append(process)

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.screen.display)

    def see(self, words: str, within_s: float = 30.0) -> None:
        """Wait until these words are on the screen."""

        def is_there() -> bool:
            self.read()
            return words in self.text

        try:
            wait_until(is_there, within_s)
        except AssertionError:
            raise AssertionError(f"{words!r} was never on the screen:\n{self.text}") from None

    def lose(self, words: str) -> None:
        """Wait until these words are no longer on the screen."""

        def is_gone() -> bool:
            self.read()
            return words not in self.text

        wait_until(is_gone, 10, f"{words!r} is gone")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def ended(self, within_s: float = 10.0) -> int | None:
        """Wait for the app's end and return its exit code; None when a signal ended it."""

        def is_gone() -> bool:
            self.read()
            return not self.child.isalive()

        wait_until(is_gone, within_s, "the app has ended")
        self.read()  # What it wrote last.
        code = self.child.exitstatus
        return None if code is None else int(code)

    def nothing_is_left(self) -> None:
        assert self.child.pid
        left_of(self.child.pid, self.family)
        if not self.child.isalive():
            wait_until(lambda: not any(map(is_alive, self.guardians)), 6, "the guardian is gone")


def shown(data: bytes) -> bytes:
    """Return what pyte shall see: it prints the private sequences that it does not know; the others it understands."""
    return re.sub(rb"\x1b\[[>=?][0-9;]*[a-zA-Z]|\x1b\[[?0-9;]*\$p|\x1bP.*?\x1b\\", b"", data)


def left_of(app: int, family: Sequence[psutil.Process]) -> None:
    """Wait until no process and no run directory of the app is left: promised in 2 s, a loaded machine gets 6."""
    wait_until(lambda: not [process for process in family if is_alive(process)], 6, "the run is gone")
    wait_until(lambda: not list(Path("/dev/shm").glob(f"coreograph-{app}-*")), 6, "no run directory is left")


def _is_guardian(process: psutil.Process) -> bool:
    """Whether it is a fork of the app's own."""
    try:
        words, parent = process.cmdline(), process.parent()
        return "-m tui" in " ".join(words) and parent is not None and parent.cmdline() == words
    except psutil.Error:
        return False


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
