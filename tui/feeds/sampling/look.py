"""What a backend answers when it looks at the run, and the seam that both backends keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from tui.telemetry.usage import ProcessUse
from tui.telemetry.vocabulary import Reason, ThreadSample
from tui.telemetry.waits import Stall
from tui.telemetry.who import Who


class ProcessFound(Struct, frozen=True):
    """A process of the run, seen for the first time. It may be gone already."""

    pid: int
    parent_pid: int | None
    """The parent at that moment; for an orphan that is the reaper."""
    name: str
    """The kernel's name of it, at most 15 characters on Linux (proc(5), comm). Not sanitised."""
    command: tuple[str, ...]
    """Its arguments; empty where they cannot be read. Not sanitised."""

    @property
    def called(self) -> str:
        """Its command as a person would write it, the program without a path; its name where that is hidden."""
        program, *arguments = self.command or (self.name,)
        return " ".join((program.rpartition("/")[2] or self.name, *arguments[:8]))

    @property
    def is_no_python(self) -> bool:
        """Whether it executes another program than Python, as far as its command tells."""
        program = self.command[0].rpartition("/")[2] if self.command else ""
        return bool(program) and program[:15] == self.name and not program.startswith("python")


class TreeLook(Struct, frozen=True):
    """One look at all processes of the run."""

    threads: tuple[ThreadSample, ...]
    """Every thread alive; a process that has just ended and was not yet waited for once more, as `ended`."""
    unseen_s: float | None
    """CPU time of the run that no thread's sample holds: of threads and processes that ended between two looks, found
    one look later in their process's or parent's account, in steps of 10 ms; never too much; None where the system does
    not tell."""
    found: tuple[ProcessFound, ...]
    """Processes seen for the first time, parents before children."""
    renamed: tuple[ProcessFound, ...]
    """Processes known before that executed another program or took another name."""
    gone: tuple[int, ...]
    """Processes that ended since the last look. One can be found and gone in the same look."""
    threads_gone: tuple[Who, ...]
    """Threads that ended while their process lives on."""
    uses: tuple[ProcessUse, ...] = ()
    """What processes have used in which something ran since the last look, those that have just ended, too."""
    stalls: tuple[Stall, ...] = ()
    """Threads that stand still, `since_s` on the clock of `now_ns`; the same tuple as long as nothing changed."""
    codes: tuple[tuple[int, int], ...] = ()
    """Of those gone that ended badly: pid and exit code, as far as the system told it."""
    unwaited: tuple[int, ...] = ()
    """Processes that have ended a second ago or more and that nobody has waited for."""


class TreeBackend(Protocol):
    """Looks at the tree of one run. Nothing here blocks."""

    def look(self, now_ns: int) -> TreeLook:
        """Return what happened since the last look; the first look reaches back to each process's start.

        `now_ns` is `time.perf_counter_ns()` at the moment of looking, or any clock of that speed.
        """

    def know(self, pids: Iterable[int]) -> None:
        """Watch these processes too (the probe named them), wherever they hang in the tree."""

    def last_wait(self, who: Who) -> Reason:
        """Return what a thread alive was last seen waiting for; unknown where it was never seen to."""

    def processes(self) -> list[tuple[int, int]]:
        """Return (pid, start time as in field 22 of /proc/<pid>/stat) of the run's processes; empty without /proc."""

    def cpu_s(self, pid: int) -> float | None:
        """Return the CPU seconds a process has used; None when it is gone. For the observer's own helpers."""

    def age_s(self, pid: int) -> float | None:
        """Return the seconds since a process started; None when it is gone."""

    def close(self) -> None:
        """Free every descriptor. Safe to call twice."""
