"""One coreograph in a pseudo-terminal of its own, marked, with its own home and folder for temporary files."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from tests.support.terminal import ROOT

MARK = "COREOGRAPH_CAMPAIGN_MARK"
SHARED = "/dev/shm/"
NOT_OURS = ("COLUMNS", "LINES", "NO_COLOR", "SSH_CONNECTION", "COREOGRAPH_RUN", "PYTHONPATH", "TEXTUAL_DRIVER")


class Victim:
    """The app, what it wrote, and what there is of it."""

    def __init__(self, words: Sequence[str], home: Path) -> None:
        self.mark, self.home, self.written = uuid.uuid4().hex, home, b""
        self.temporary = home / "tmp"
        self.temporary.mkdir(parents=True)
        self.code: int | None = None
        """Its exit code as a shell has it; None as long as it is there."""
        self.shared: set[str] = set()
        """Files of shared memory that it or its programs had mapped."""
        self.is_closed = False
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            self._become(words)
        self.resize(40, 120)
        self.before = termios.tcgetattr(self.terminal)

    def _become(self, words: Sequence[str]) -> None:
        env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        env |= {"TERM": "xterm-256color", "HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state")}
        env |= {"TMPDIR": str(self.temporary), MARK: self.mark}
        env |= {"EDITOR": "true", "VISUAL": ""}  # A real one, opened by garbage, takes ctrl+c for itself and stays.
        try:
            os.chdir(ROOT)
            os.execve(sys.executable, [sys.executable, "-m", "tui", *words], env)
        finally:
            os._exit(126)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: bytes) -> None:
        """Type as far as somebody takes it."""
        while keys and not self.is_gone() and not self.is_closed:
            self.listen(0.005)
            if select.select([], [self.terminal], [], 0.2)[1]:
                try:
                    keys = keys[os.write(self.terminal, keys[:500]) :]
                except OSError:
                    return

    def listen(self, seconds: float) -> None:
        """Read what it writes, for so long."""
        until = time.monotonic() + seconds
        while True:
            left = max(0.0, until - time.monotonic())
            if self.is_closed:
                time.sleep(left)
            elif select.select([self.terminal], [], [], left)[0]:
                try:
                    self.written += os.read(self.terminal, 1 << 16)
                except OSError:  # Nobody has the other end.
                    time.sleep(min(left, 0.01))
            if left == 0.0:
                return

    def see(self, words: bytes, within_s: float) -> bool:
        """Whether this is written in time."""
        until = time.monotonic() + within_s
        while words not in self.written and time.monotonic() < until and not self.is_gone():
            self.listen(0.02)
        return words in self.written

    def close(self) -> None:
        """Close the window."""
        self.is_closed = True
        os.close(self.terminal)

    def is_gone(self) -> bool:
        """Whether the app has ended."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.code = code if code >= 0 else 128 - code
        return self.code is not None

    def alive(self) -> list[int]:
        """Return all live processes that carry the mark."""
        return [int(its.name) for its in Path("/proc").iterdir() if its.name.isdigit() and self._is_ours(int(its.name))]

    def _is_ours(self, pid: int) -> bool:
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
            state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
        except OSError:
            return False
        return f"{MARK}={self.mark}".encode() in environment and state not in (b"Z", b"X")

    def note_shared(self) -> None:
        """Take note of the shared memory that is in use."""
        for pid in self.alive():
            try:
                lines = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                continue
            self.shared |= {line[line.index(SHARED) :] for line in lines if SHARED in line and "(deleted)" not in line}

    def left(self) -> list[str]:
        """Return what is left of it."""
        found = [f"process {pid}" for pid in self.alive()]
        found += [f"folder {path}" for path in Path(SHARED).glob(f"coreograph-{self.pid}-*")]
        found += [f"shared memory {path}" for path in self.shared if Path(path).exists()]
        return found + [f"temporary {path.name}" for path in self.temporary.iterdir()]
