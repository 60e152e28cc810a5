"""What a run watches: a program that was launched for it, or one that runs already. Who reads it does not ask which."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

from tui.feeds.live.control import Control

Stream = Literal["stdout", "stderr"]


class Watched:
    """A program and all that comes from it. By itself this is one that nobody here started, writes to or ends."""

    pid: int | None = None
    """The program's; None until it has started."""
    exit_code: int | None = None
    """Negative: ended by that signal. None: still running, or not known."""
    cpu_s: float | None = None
    """User and system time of the program and of the children it waited for; known with the exit code."""
    started_ns: int | None = None
    """perf_counter_ns just before the program was executed; None where nobody here saw it."""
    ended_ns: int | None = None
    """perf_counter_ns when the program itself had ended."""
    swept: int | None = None
    """How many processes had to be ended, the program included when it was alive."""
    left: tuple[tuple[int, str], ...] = ()
    """What was still running when the program had ended: pid, and its command as the system tells it."""
    keeps: bool = False
    """Whether that lives on; else it is ended."""
    is_over: bool = False
    """Whether nothing of the run is alive. One more `read_output` then returns all that is left of its output."""
    directory: Path | None = None
    """Where its probes write their boards; None when no probe rides in it."""
    control: Control | None = None
    """What its probes are asked for."""

    @property
    def helpers(self) -> tuple[int, ...]:
        """The processes of ours that look after it, which are no part of the run."""
        return ()

    def poll(self) -> None:
        """Take in what became of it, without blocking. LaunchError when it could not be started."""

    def read_output(self) -> list[tuple[Stream, bytes]]:
        """Return what was written since the last call. The order between the two streams is not known."""
        return []

    def shut(self, stream: Stream) -> None:
        """Let a stream go: who writes to it from now on is told that nobody reads."""

    def pass_on(self, number: int) -> bool:
        """Give the program a signal; return whether it was there to get it."""
        return False

    def tell(self, line: str) -> bool:
        """Write a line to the program's standard input; return whether it went there."""
        return False

    def wait(self, seconds: float) -> bool:
        """Wait until there is something to read, at most so long; return whether there is news of the program."""
        time.sleep(seconds)
        return False

    def fault(self, raised: str, written: str) -> str:
        """Return one sentence on why it did not end well, empty where it did.

        Known are the exception that ended it, if one was told, and the last line that it wrote.
        """
        return ""

    def stop(self) -> None:
        """Ask for the end of the run: of what was started for it."""

    def close(self) -> None:
        """Free everything, and end what was started for it; 3 s at most. Safe to call twice."""
