"""Finds what belongs to a run and ends it. Used by the reaper; Python ≥ 3.9, standard library only, few imports.

The order matters. Workers are asked before they are killed; multiprocessing's resource trackers are never asked nor
killed with the rest, because a tracker frees shared memory and semaphores when the last user of its pipe is gone.
Stopped processes are continued, or they would hear nothing. Every step has a bound, and one pass never trusts the one
before: a dying program may still fork.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # `signal` itself builds enums: 4 ms more to wait
import os
import select
import time

from tui.probe.blocks import named_files, used_inodes
from tui.probe.layout import RUN_DIRECTORY_VARIABLE
from tui.probe.reap.folders import attempt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

TERM_S, KILL_S, TRACKER_S, LAST_S = 0.4, 0.6, 0.5, 0.2
"""How long each step may take. Together below 2 s."""
HELPERS_S = 0.1
"""How long multiprocessing's helpers are given to follow a program that ended by itself."""
GLANCE_S = 0.01
MOST_COMMAND = 200
"""Bytes of a command that are told."""
TRACKER = b".resource_tracker import main"
"""Packages have their own copies of multiprocessing's, which free what they track in the same way."""
PF_EXITING = 4
FORKSERVER = b"from multiprocessing.forkserver import main"


def read(path: str) -> bytes:
    """Return what a file of /proc says; nothing when its process is gone or not ours."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return b"".join(iter(lambda: os.read(fd, 65536), b""))
    except OSError:
        return b""
    finally:
        os.close(fd)


def stat_fields(pid: int) -> list[bytes]:
    """Return /proc/<pid>/stat from the state on (0): 1 parent, 2 group, 3 session, 6 flags, 17 threads, 19 start."""
    return read(f"/proc/{pid}/stat").rpartition(b")")[2].split()


def is_dying(fields: list[bytes]) -> bool:
    """Whether a process is gone, a zombie, or past its last instruction; not while a thread outlives the first one."""
    return not fields or (int(fields[17]) <= 1 and (fields[0] in (b"Z", b"X") or bool(int(fields[6]) & PF_EXITING)))


def all_pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def children_of(pid: int) -> list[int]:
    """Return the children of one process; the kernel lists them for each thread that has forked."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    return [int(child) for tid in threads for child in read(f"/proc/{pid}/task/{tid}/children").split()]


def descendants() -> list[int]:
    """Return what descends from this process, parents before their children."""
    found = [os.getpid()]
    if os.path.exists(f"/proc/{found[0]}/task/{found[0]}/children"):
        for pid in found:
            found.extend(child for child in children_of(pid) if child not in found)
        return found[1:]
    parents = {pid: int(fields[1]) for pid in all_pids() for fields in [stat_fields(pid)] if fields}
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found[1:]


def strays(session: int, directory: str, known: set[str]) -> list[int]:
    """Return what is left of a run without a subreaper, with proof for each: a stranger may have taken a known pid."""
    mark = os.fsencode(f"{RUN_DIRECTORY_VARIABLE}={directory}")
    found = []
    for pid in all_pids():
        fields = stat_fields(pid)
        if pid in (1, os.getpid(), os.getppid()) or not fields:
            continue
        is_known = int(fields[3]) == session > 0 or f"{pid}:{int(fields[19])}" in known
        if is_known or (directory and mark in read(f"/proc/{pid}/environ").split(b"\0")):
            found.append(pid)
    return found


def send(pid: int, number: int) -> bool:
    """Send a signal to a process, or to a group when negative; False when nothing is there to take it."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def drain(fd: int) -> bytes | None:
    """Return what has come; b"" at the end of file; None when nothing has come."""
    try:
        return os.read(fd, 4096)
    except BlockingIOError:
        return None


class Sweep:
    """Ends all that `find` finds, in less than 2 s."""

    def __init__(self, find: Callable[[], list[int]], has_children: Callable[[], bool] | None, wake_fd: int) -> None:
        self.find = find
        self.has_children = has_children
        """Of a subreaper: takes ended children, says whether there are more, and is exact. None: `find` decides."""
        self.wake_fd = wake_fd
        """Readable after a child has ended."""
        self.pushed: set[int] = set()
        """Who had to be ended."""
        self.blocks: set[int] = set()
        """Inodes of the shared memory that they used."""

    def survivors(self) -> tuple[list[int], list[int]]:
        """Return who is alive: ordinary processes, and resource trackers."""
        ordinary: list[int] = []
        trackers: list[int] = []
        for pid in self.find():
            if not is_dying(stat_fields(pid)):
                (trackers if TRACKER in read(f"/proc/{pid}/cmdline") else ordinary).append(pid)
        return ordinary, trackers

    def is_any_left(self) -> bool:
        return self.has_children() if self.has_children else any(self.survivors())

    def pause(self, seconds: float) -> None:
        """Wait until some child ends, at most so long."""
        select.select([self.wake_fd], [], [], seconds)
        drain(self.wake_fd)

    def let_helpers_leave(self) -> None:
        """Wait a moment: multiprocessing's helpers, and what reads from the program, end by themselves just after it.
        """
        until = time.monotonic() + HELPERS_S
        while self.is_any_left() and time.monotonic() < until:
            self.pause(GLANCE_S)

    def left(self) -> list[tuple[int, str]]:
        """Return who still runs, with its command on one line, but for helpers of multiprocessing."""
        commands = [(pid, read(f"/proc/{pid}/cmdline")) for pid in self.survivors()[0]]
        found = [(pid, its.replace(b"\0", b" ").split()) for pid, its in commands if its and FORKSERVER not in its]
        return [(pid, b" ".join(words)[:MOST_COMMAND].decode(errors="replace")) for pid, words in found]

    def ask_to_end(self) -> None:
        """Tell all but the trackers to end, the stopped ones too, and give them time for it."""
        until = time.monotonic() + TERM_S
        told: set[int] = set()
        while time.monotonic() < until:
            alive = self.survivors()[0]
            if not alive:
                return
            for pid in alive:
                if pid not in told and send(pid, signal.SIGSTOP):
                    self.blocks |= used_inodes(pid)
                    send(pid, signal.SIGTERM)
                    send(pid, signal.SIGCONT)
            told.update(alive)
            self.pushed.update(alive)
            self.pause(GLANCE_S)

    def kill_all(self) -> None:
        """Kill until nothing is left. A tracker that is alone frees what it tracks by itself, and ends."""
        start = alone_since = time.monotonic()
        late = start + KILL_S + TRACKER_S
        while self.is_any_left() and time.monotonic() < late + LAST_S:
            ordinary, trackers = self.survivors()
            if ordinary:
                self.kill(ordinary)
                alone_since = time.monotonic()
            is_late = time.monotonic() > max(late, alone_since + TRACKER_S)  # On a busy machine it needs all of it.
            for pid in trackers:
                send(pid, signal.SIGKILL if is_late else signal.SIGCONT)
            self.pause(GLANCE_S / 10 if ordinary else GLANCE_S)
        for pids in self.survivors():
            for pid in pids:
                send(pid, signal.SIGKILL)

    def free_blocks(self) -> None:
        """Remove what they have used and nobody else does, where no tracker has done so."""
        left = named_files(self.blocks)
        for pid in all_pids() if left else ():
            for inode in used_inodes(pid):
                left.pop(inode, None)
        for path in left.values():
            attempt(os.unlink, path)

    def kill(self, pids: list[int]) -> None:
        """Kill these and what they have forked meanwhile; stopping a whole group at once cuts a chain of forks."""
        groups = {int(fields[2]) for fields in map(stat_fields, pids) if fields} if self.has_children else set()
        for group in groups - {os.getpgrp()}:
            send(-group, signal.SIGSTOP)
        for pid in pids + self.survivors()[0]:
            if send(pid, signal.SIGKILL):
                self.pushed.add(pid)


def sweep_group(group: int, reap: Callable[[], bool]) -> int:
    """End a process group where there is no /proc, and return 1 if there was one.

    Trackers ignore SIGTERM and have that long to free what they track. What has left the group is not found.
    """
    for number, seconds in ((signal.SIGTERM, TERM_S + TRACKER_S), (signal.SIGKILL, KILL_S)):
        until = time.monotonic() + seconds
        if not send(-group, number):
            return int(number != signal.SIGTERM)
        send(-group, signal.SIGCONT)
        while time.monotonic() < until and send(-group, 0):
            time.sleep(GLANCE_S)
            reap()
    return 1
