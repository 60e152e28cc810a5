"""A process that outlives the app, and restores the terminal where the app could not: after a SIGKILL, after a crash.

It is forked before Textual is imported, so it starts nothing and shares its memory with us; it sleeps until its pipe is
closed, which the kernel does for whoever dies. It writes only if the app had its modes on by then, and only to the
terminal that the app had, as long as no other program has it in the foreground.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # `signal` itself builds enums, which are not needed here
import os
import select
import sys
import termios
import time
from contextlib import suppress

from tui.terminal import is_served

Modes = list[int | list[bytes | int]]
OFF, ON = b"0", b"1"
RESTORING = (
    b"\x1b\\"  # ends whatever sequence was cut
    b"\x1b[?2026l"  # synchronized output
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l"  # focus, paste, reports of the size
    b"\x1b[<u"  # kitty's keyboard, while the alternate screen is on
    b"\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"  # colours, line wrap, alternate screen, cursor
)
"""xterm's control sequences, and kitty's: all that Textual sets, off."""
RAW = termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
"""Local flags that are off as long as the app has the terminal; a shell leaves some of them on."""
WRITE_S = 1.0
"""How long a terminal that takes nothing is waited for."""
AT_REST_S = 3.0
"""After so long the app has drawn its first picture, and may be disturbed."""
LFLAG = 3


class Guardian:
    """Our end of it."""

    def __init__(self, tty: int) -> None:
        """Start it for the terminal behind this file. OSError when that is not possible."""
        path, before = os.ttyname(tty), termios.tcgetattr(tty)
        reader, self._writer = os.pipe()
        owners, leader = {os.getpgrp()}, os.getsid(0)
        for shell in (os.getppid(), leader):
            with suppress(OSError):
                owners.add(os.getpgid(shell))
        self.pid = os.fork()
        if self.pid == 0:
            try:
                _become(reader, tty)
                _guard(path, before, owners, leader)
            finally:
                os._exit(0)
        os.close(reader)

    def tell(self, state: bytes) -> None:
        """Say whether the terminal is in the app's modes from now on."""
        with suppress(OSError):
            os.write(self._writer, state)

    def close(self) -> None:
        """Let it go; the terminal is as it was."""
        self.tell(OFF)
        os.close(self._writer)
        with suppress(OSError):
            os.kill(self.pid, signal.SIGCONT)
            os.waitpid(self.pid, 0)


def guardian() -> Guardian | None:
    """Start one for the terminal that we are on; None where there is none to restore, or no process to be had."""
    if sys.__stdout__ is None or is_served():
        return None
    try:
        return Guardian(sys.__stdout__.fileno())
    except (OSError, ValueError, termios.error):
        return None


def _become(reader: int, tty: int) -> None:
    """Keep two files and no more, away from the app's session and from what is said to it."""
    os.setsid()
    for number in signal.valid_signals():
        if number not in (signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_IGN)
    kept = os.dup(reader), os.dup(tty)
    for place, file in enumerate(kept):
        os.dup2(file, place)
    for name in os.listdir("/dev/fd"):  # noqa: PTH208
        if int(name) > 1:
            with suppress(OSError):
                os.close(int(name))
    os.chdir("/")


def _guard(path: str, before: Modes, owners: set[int], leader: int) -> None:
    """Wait until the app is gone, and restore what it has left."""
    state, is_kept = OFF, False
    while True:
        if not is_kept and not select.select([0], [], [], AT_REST_S)[0]:
            is_kept = True
            _ask_to_be_continued()
        told = os.read(0, 64)
        if not told:
            break
        state = told[-1:]
    if state == ON and not _is_anothers(owners, leader):
        _restore(path, before)


def _ask_to_be_continued() -> None:
    """Have the kernel continue us when the app ends, should somebody have stopped us."""
    if sys.platform == "linux":
        from tui.probe.reap.reaper import PR_SET_PDEATHSIG, ask_kernel  # noqa: PLC0415 - ctypes takes its time

        ask_kernel(PR_SET_PDEATHSIG, signal.SIGCONT)


def _is_anothers(owners: set[int], leader: int) -> bool:
    """Whether another program than the app, or the shell that started it, is in the terminal's foreground."""
    try:
        with open(f"/proc/{leader}/stat", "rb") as file:  # noqa: PTH123 - pathlib takes its time
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return False
    terminal, foreground = int(fields[4]), int(fields[5])
    is_here = terminal & 0xFFFFFFFF == os.fstat(1).st_rdev
    return is_here and foreground > 0 and foreground not in owners


def _restore(path: str, before: Modes) -> None:
    """Write to the terminal anew: what we hold is hung up where the app led its session."""
    try:
        file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return
    if (os.fstat(file).st_rdev, os.fstat(file).st_ino) != (os.fstat(1).st_rdev, os.fstat(1).st_ino):
        return
    now = termios.tcgetattr(file)
    if not now[LFLAG] & RAW:
        termios.tcsetattr(file, termios.TCSANOW, before)
    left, until = RESTORING, time.monotonic() + WRITE_S
    while left and time.monotonic() < until:
        try:
            left = left[os.write(file, left) :]
        except BlockingIOError:
            select.select([], [file], [], 0.1)
