"""Reading `/proc`: what is there, what it says, and how many descriptors may stay open for it."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
"""Unit of the times in `/proc/<pid>/stat` (proc(5))."""

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_SPARE_FDS = 256
"""Descriptors left to the rest of the app."""


def read(path: str, size: int = 4096) -> bytes | None:
    """Return the start of a file; None when the process is gone or the kernel refuses."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    try:
        return os.read(fd, size)
    except (ProcessLookupError, PermissionError):
        return None
    finally:
        os.close(fd)


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


@dataclass(frozen=True, slots=True)
class StatLine:
    """The fields of `/proc/<pid>/stat` or `/proc/<pid>/task/<tid>/stat` that are used (proc(5), field numbers)."""

    name: str
    """comm (2)."""
    state: str
    """(3)."""
    parent_pid: int
    """(4)."""
    cpu_s: float
    """utime (14) + stime (15), in steps of a tick; of the whole process, or of the thread."""
    waited_s: float
    """cutime (16) + cstime (17): CPU time of children it has waited for, and of those they had waited for."""
    threads: int
    """num_threads (20)."""
    start_ticks: int
    """starttime (22), since boot."""
    image: tuple[int, int]
    """startcode (26) and startstack (28): other numbers mean that another program was executed; 0 where refused."""
    core: int
    """processor (39)."""
    memory_bytes: int = 0
    """rss (24), in pages there."""


def parse_stat(text: bytes) -> StatLine:
    """Return what a stat line says. The name may hold spaces and brackets, so the last bracket ends it."""
    head, _, tail = text.rpartition(b")")
    fields = tail.split()
    return StatLine(
        name=head.partition(b"(")[2].decode("utf-8", "replace"),
        state=fields[0].decode("ascii"),
        parent_pid=int(fields[1]),
        cpu_s=(int(fields[11]) + int(fields[12])) / TICKS_PER_S,
        waited_s=(int(fields[13]) + int(fields[14])) / TICKS_PER_S,
        threads=int(fields[17]),
        start_ticks=int(fields[19]),
        image=(int(fields[23]), int(fields[25])),
        core=int(fields[36]),
        memory_bytes=max(0, int(fields[21])) * _PAGE_BYTES,
    )


def stat_of(pid: int, tid: int | None = None) -> StatLine | None:
    """Return the stat line of a process, or of one of its threads; None when it is gone."""
    text = read(f"/proc/{pid}/stat" if tid is None else f"/proc/{pid}/task/{tid}/stat")
    return parse_stat(text) if text else None


def age_s(start_ticks: int) -> float:
    """Return the seconds since a start time of `stat`, in steps of a tick, never negative."""
    return max(time.clock_gettime(time.CLOCK_BOOTTIME) - start_ticks / TICKS_PER_S, 0.0)


class DescriptorBudget:
    """How many descriptors the sampler may keep open. Raises the soft limit only when the run is that big."""

    def __init__(self, limit: int | None = None) -> None:
        """`limit` bounds the number kept, for tests; else RLIMIT_NOFILE does."""
        self._kept = 0
        self._limit = limit if limit is not None else resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _SPARE_FDS
        self._may_raise = limit is None

    def keep(self, path: str) -> int:
        """Return a new descriptor of the file, or -1 when the budget is spent.

        Raises FileNotFoundError or ProcessLookupError when there is no such process any more.
        """
        if self._kept >= self._limit and not self._raise_limit():
            return -1
        fd = os.open(path, os.O_RDONLY)
        self._kept += 1
        return fd

    def release(self, fd: int) -> None:
        """Close a descriptor that `keep` gave; -1 is allowed."""
        if fd >= 0:
            os.close(fd)
            self._kept -= 1

    def _raise_limit(self) -> bool:
        if not self._may_raise:
            return False
        self._may_raise = False
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (ValueError, OSError):
            return False
        self._limit = hard - _SPARE_FDS if hard != resource.RLIM_INFINITY else 1 << 20
        return self._kept < self._limit


def command_of(pid: int) -> tuple[str, ...]:
    """Return a process's arguments; none for a zombie."""
    text = (read_all(f"/proc/{pid}/cmdline") or b"").rstrip(b"\0").decode("utf-8", "replace")
    return tuple(text.split("\0")) if text else ()


def children_of(pid: int, tid: int) -> set[int]:
    """Return the children that one thread forked (proc(5), children)."""
    text = read_all(f"/proc/{pid}/task/{tid}/children")
    return {int(word) for word in text.split()} if text else set()


def children_by_scan(parent_pid: int) -> set[int]:
    """Return the children of a process on a kernel without `children` files: every process is asked for its parent."""
    found = set()
    for pid in numbers_in("/proc"):
        stat = stat_of(pid)
        if stat is not None and stat.parent_pid == parent_pid:
            found.add(pid)
    return found
