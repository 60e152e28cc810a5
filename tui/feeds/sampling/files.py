"""Reading `/proc`: what is there, and what it says."""

from __future__ import annotations

import os
import time

from tui.feeds.sampling.descriptors import KeptFile, read

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
"""Unit of the times in `/proc/<pid>/stat` (proc(5))."""

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def read_all(path: str) -> bytes | None:
    """Return a whole file of any length; None when the process is gone or the kernel refuses."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  (half the cost of Path.open in a hot place)
            return file.read()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None


def numbers_in(path: str) -> list[int]:
    """Return the names in a folder that are numbers (processes, threads); none when it is gone."""
    try:
        return [int(name) for name in os.listdir(path) if name.isdigit()]  # noqa: PTH208
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return []


class StatLine:
    """The fields of `/proc/<pid>/stat` or `/proc/<pid>/task/<tid>/stat` that are used (proc(5), field numbers).

    A field is read when it is asked for: most looks ask for two of fifty, and reading ten took 9 µs.
    """

    __slots__ = ("_fields", "_head", "state")

    def __init__(self, text: bytes) -> None:
        """The name may hold spaces and brackets, so the last bracket ends it."""
        self._head, _, tail = text.rpartition(b")")
        self._fields = tail.split()
        self.state = self._fields[0].decode("ascii")
        """(3)."""

    @property
    def name(self) -> str:
        """comm (2)."""
        return self._head.partition(b"(")[2].decode("utf-8", "replace")

    @property
    def parent_pid(self) -> int:
        """(4)."""
        return int(self._fields[1])

    @property
    def cpu_s(self) -> float:
        """utime (14) + stime (15), in steps of a tick; of the whole process, or of the thread."""
        return (int(self._fields[11]) + int(self._fields[12])) / TICKS_PER_S

    @property
    def waited_s(self) -> float:
        """cutime (16) + cstime (17): CPU time of children it has waited for, and of those they had waited for."""
        return (int(self._fields[13]) + int(self._fields[14])) / TICKS_PER_S

    @property
    def threads(self) -> int:
        """num_threads (20)."""
        return int(self._fields[17])

    @property
    def start_ticks(self) -> int:
        """starttime (22), since boot."""
        return int(self._fields[19])

    @property
    def memory_bytes(self) -> int:
        """rss (24), in pages there."""
        return max(0, int(self._fields[21])) * _PAGE_BYTES

    @property
    def image(self) -> tuple[int, int]:
        """startcode (26) and startstack (28): others mean that another program was executed; 0 where refused."""
        return int(self._fields[23]), int(self._fields[25])

    @property
    def core(self) -> int:
        """processor (39)."""
        return int(self._fields[36])

    @property
    def is_over(self) -> bool:
        """Whether this process, of which this is the line, has ended: its main thread has, and no other is left."""
        return self.state in "ZXx" and self.threads <= 1


def stat_of(pid: int, tid: int | None = None) -> StatLine | None:
    """Return the stat line of a process, or of one of its threads; None when it is gone."""
    text = read(f"/proc/{pid}/stat" if tid is None else f"/proc/{pid}/task/{tid}/stat")
    return StatLine(text) if text else None


def age_s(start_ticks: int) -> float:
    """Return the seconds since a start time of `stat`, in steps of a tick, never negative."""
    return max(time.clock_gettime(time.CLOCK_BOOTTIME) - start_ticks / TICKS_PER_S, 0.0)


def kept_stat(file: KeptFile) -> StatLine | None:
    """Return the stat line in a file that is kept open; None when its task is gone."""
    text = file.read()
    return StatLine(text) if text else None


def command_of(pid: int) -> tuple[str, ...]:
    """Return a process's arguments; none for a zombie."""
    text = (read_all(f"/proc/{pid}/cmdline") or b"").rstrip(b"\0").decode("utf-8", "replace")
    return tuple(text.split("\0")) if text else ()


def children_in(file: KeptFile) -> list[int]:
    """Return the children that one thread forked (proc(5), children)."""
    text = file.read()
    if text and len(text) >= 4000:  # There may be more of it than is kept.
        text = read_all(file.path)
    return [int(word) for word in text.split()] if text else []


def children_by_scan(parent_pid: int) -> set[int]:
    """Return the children of a process on a kernel without `children` files: every process is asked for its parent."""
    found = set()
    for pid in numbers_in("/proc"):
        stat = stat_of(pid)
        if stat is not None and stat.parent_pid == parent_pid:
            found.add(pid)
    return found
