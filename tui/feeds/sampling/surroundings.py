"""What `wait_reason` asks about a process: its descriptors, its memory, where its Python runtime lies (Linux)."""

from __future__ import annotations

import os
import time

from tui.feeds.sampling.descriptors import read
from tui.feeds.sampling.files import read_all
from tui.feeds.sampling.python_runtime import find_runtime
from tui.feeds.sampling.wait_reason import FdKind, RuntimePlace


class ProcessSurroundings:
    """Answers for one process, until it executes another program: then a new one is needed."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._runtime: RuntimePlace | None = None
        self._size = b""
        """How many pages it had mapped when that was found (proc(5), statm)."""
        self._since_s = time.monotonic()
        self._look_again_s = 0.0
        self._local_sockets: dict[bytes, bool] = {}

    def runtime(self) -> RuntimePlace | None:
        """Return where CPython keeps its runtime.

        A program may load Python or make subinterpreters later, so the answer is renewed, ever more seldom: when it is
        twice as old as the process was known at the last look, at first after a tenth of a second; not where as much is
        mapped as then.
        """
        now_s = time.monotonic()
        if now_s >= self._look_again_s:
            size = (read(f"/proc/{self._pid}/statm", 64) or b"").partition(b" ")[0]
            if size != self._size or self._runtime is None:
                self._runtime, self._size = find_runtime(self._pid), size
            self._look_again_s = now_s + max(now_s - self._since_s, 0.1)
        return self._runtime

    def kind_of(self, fd: int) -> FdKind:
        """Return what a descriptor of the process leads to; by its link, so a hung file system cannot block us."""
        try:
            link = os.readlink(f"/proc/{self._pid}/fd/{fd}")  # noqa: PTH115
        except OSError:
            return "unknown"
        if link.startswith("pipe:["):
            return "pipe"
        if link.startswith("socket:["):
            return "local socket" if self._is_local(link[8:-1].encode()) else "socket"
        return "file" if link.startswith("/") else "other"

    def peek(self, address: int, size: int) -> bytes | None:
        """Return bytes of the process's memory; needs the same permission as its system calls (proc(5), mem)."""
        try:
            fd = os.open(f"/proc/{self._pid}/mem", os.O_RDONLY)
        except OSError:
            return None
        try:
            found = os.pread(fd, size, address)
        except (OSError, OverflowError):
            return None
        finally:
            os.close(fd)
        return found if len(found) == size else None

    def _is_local(self, inode: bytes) -> bool:
        """Whether the socket is of the Unix family: `/proc/<pid>/net/unix` lists those, the inode in column 7."""
        if inode not in self._local_sockets:
            listed = read_all(f"/proc/{self._pid}/net/unix") or b""
            self._local_sockets[inode] = any(inode in line.split()[6:7] for line in listed.splitlines())
        return self._local_sockets[inode]
