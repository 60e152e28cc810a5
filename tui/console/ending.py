"""The signals that tell us to end, and how: with 128 and the signal's number, in two seconds whatever blocks."""

from __future__ import annotations

import _thread
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

LEAVE_S = 1.8
"""How long leaving may take after a signal: a terminal that takes nothing may hold the last bytes for ever."""
BY_SIGNAL = 128
_STAYS = frozenset((
    "SIGKILL", "SIGSTOP", "SIGCONT", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGCHLD", "SIGURG", "SIGWINCH", "SIGINFO",
    "SIGPIPE", "SIGXFSZ", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP", "SIGSYS",
))  # fmt: skip
"""Those that end nothing, those that Python ignores, and those of a fault: what would answer them runs into it again.
After a fault, as after a SIGKILL, the guardian restores the terminal."""
ENDING = tuple(its for its in sorted(signal.valid_signals()) if getattr(its, "name", "") not in _STAYS)


class Ending:
    """Tells once that we are to leave, and sees to it that we do. Main thread only."""

    def __init__(self, soon: Callable[[int], object]) -> None:
        """`soon` is given the exit code and has the app left; it is called in the middle of anything."""
        self._soon = soon
        self._is_told = False
        for number in ENDING:
            if signal.getsignal(number) != signal.SIG_IGN:  # As `nohup` has it.
                signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.leave(BY_SIGNAL + number)

    def leave(self, code: int) -> None:
        """Leave with this code; told again, at once."""
        if not self._is_told:
            self._is_told = True
            _thread.start_new_thread(_end_at_last, (code,))  # `threading` has locks, which we may stand in just now.
        with suppress(RuntimeError):  # The loop is closed: we are leaving.
            self._soon(code)


def _end_at_last(code: int) -> None:
    time.sleep(LEAVE_S)
    os._exit(code)
