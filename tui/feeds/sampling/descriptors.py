"""Files of `/proc` that are read again and again: opened once, read with `pread`, within what RLIMIT_NOFILE allows.

An open file of `/proc/<pid>` stays with the task that it was opened for: when that has ended every read says ESRCH, and
a process that is given the same number later is never taken for it.

Why: `stat` takes 4 µs by a kept descriptor and 9.4 by open, read and close; `schedstat` 1.3 and 6.7; `syscall` 2.9 and
9.6; `children` 0.7 and 6.1 (Linux 6.18, two virtual cores). Each kept one costs the kernel about 5 KB.
"""

from __future__ import annotations

import os
import resource

_SPARE = 256
"""Descriptors left to the rest of the app."""
_MOST_CLOSER = 4096
"""With so many kept, only the files that every look reads are."""
_NO_LIMIT = 1 << 20


class DescriptorBudget:
    """How many descriptors the sampler may keep open. Raises the soft limit only while a run is that big."""

    def __init__(self, limit: int | None = None) -> None:
        """`limit` bounds the number kept, for tests; else RLIMIT_NOFILE does."""
        self._kept = 0
        self._limit = limit if limit is not None else resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _SPARE
        self._may_raise = limit is None
        self._soft_before: int | None = None

    def keep(self, path: str, *, is_closer: bool = False) -> int:
        """Return a new descriptor of the file, or -1 when the budget is spent.

        `is_closer`: it is read only where something moved, so the last quarter of the budget is not for it. Raises
        FileNotFoundError or ProcessLookupError when there is no such process any more.
        """
        limit = min(self._limit * 3 // 4, _MOST_CLOSER) if is_closer else self._limit
        if self._kept >= limit and ((is_closer and self._kept >= _MOST_CLOSER) or not self._raise_limit()):
            return -1
        try:
            fd = os.open(path, os.O_RDONLY)
        except OSError as error:
            if isinstance(error, (FileNotFoundError, ProcessLookupError, PermissionError)):
                raise
            self._limit, self._may_raise = self._kept, False  # Others took what was left of it.
            return -1
        self._kept += 1
        return fd

    def release(self, fd: int) -> None:
        """Close a descriptor that `keep` gave; -1 is allowed."""
        if fd >= 0:
            os.close(fd)
            self._kept -= 1

    def close(self) -> None:
        """Take back what was raised: programs that are started later get the limit that we were given."""
        if self._soft_before is not None:
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (self._soft_before, hard))
            self._soft_before = None

    def _raise_limit(self) -> bool:
        if not self._may_raise:
            return False
        self._may_raise = False
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (ValueError, OSError):
            return False
        self._soft_before = soft
        self._limit = hard - _SPARE if hard != resource.RLIM_INFINITY else _NO_LIMIT
        return self._kept < self._limit


class KeptFile:
    """A file that is kept open from the second time on that it is read."""

    __slots__ = ("_budget", "_fd", "_is_known", "path")

    def __init__(self, budget: DescriptorBudget, path: str) -> None:
        self._budget, self.path = budget, path
        self._fd = -1
        self._is_known = False
        """Whether it was read before."""

    def read(self) -> bytes | None:
        """Return its start, 4 kB at most; None when the task is gone or the kernel refuses."""
        try:
            if self._fd < 0 and self._is_known:
                self._fd = self._budget.keep(self.path, is_closer=True)
            if self._fd >= 0:
                return os.pread(self._fd, 4096, 0)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return None
        self._is_known = True
        return read(self.path)

    def close(self) -> None:
        """Let go of it. Safe to call twice."""
        self._budget.release(self._fd)
        self._fd = -1


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
