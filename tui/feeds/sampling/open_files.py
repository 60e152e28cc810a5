"""Who of the run has which end of pipes and local sockets open (Linux): who could end a wait at one.

Asked for only while somebody stands still at one. A process's descriptors are listed again when it has run since, at
most every two seconds, or at once where a thread of it has just come to a standstill: so in a run that stands still
altogether nothing is out of date, and nothing is read.

Sources: proc(5) (`fd`: a link's own permissions say whether it reads or writes; `fdinfo`), sock_diag(7).
"""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tui.feeds.sampling import files

if TYPE_CHECKING:
    from tui.feeds.sampling.processes import ProcessRecord

_AGAIN_NS = 2_000_000_000
_RARELY = 50
"""A process whose list is long is listed so seldom that it takes a fiftieth of the time."""
_A_LOOK = 8
"""Processes whose descriptors are listed in one look at the run."""
_NETLINK_SOCK_DIAG, _SOCK_DIAG_BY_FAMILY, _UDIAG_SHOW_PEER, _UNIX_DIAG_PEER = 4, 20, 4, 2
_ALL_STATES, _NO_COOKIE = 0xFFFFFFFF, 0xFFFFFFFF
_HEADER, _REQUEST, _ATTRIBUTE = struct.Struct("=IHHII"), struct.Struct("=BBHIIIII"), struct.Struct("=HH")
_MESSAGE_BYTES = 16
"""Of a `struct unix_diag_msg`, behind which the attributes follow."""


class OpenEnds(NamedTuple):
    """The numbers of the pipes and sockets that one process has open."""

    numbers: tuple[frozenset[int], frozenset[int]]
    """Those that it can read from, and those that it can write to."""
    is_told: bool
    """False where the kernel refuses to list them."""
    at_ns: int
    took_ns: int


class FileEnd(NamedTuple):
    """Who could end a wait at one descriptor."""

    number: int | None
    """Of the pipe or local socket; None where it is none."""
    peers: frozenset[int] | None
    """The pids of the run that have its other end; None where that is not known or others have it, too."""
    is_outside: bool
    """Whether something from outside the run may end it."""


OUTSIDE = FileEnd(None, None, True)


class OpenFiles:
    """What is known of the run's pipes and local sockets."""

    def __init__(self, observers: Iterable[int]) -> None:
        """`observers`: the app's own processes. What they have open leads out of the run."""
        self._observers = tuple(observers)
        self._ends: dict[int, OpenEnds] = {}
        self._foreign: frozenset[int] = frozenset()
        self._holders: dict[tuple[int, bool], set[int]] | None = None
        self._is_whole = False
        self._netlink: socket.socket | None = None

    def refresh(self, processes: Mapping[int, ProcessRecord], now_ns: int) -> bool:
        """List what may have changed; return whether it has."""
        due = [process for process in processes.values() if self._is_due(process, now_ns)]
        gone = self._ends.keys() - processes.keys()
        if not due and not gone:
            return False
        for pid in gone:
            del self._ends[pid]
        due.sort(key=lambda process: (not process.is_to_list, process.pid in self._ends))
        has_changed = bool(gone)
        for process in due[:_A_LOOK]:
            process.is_to_list = False
            before, now = self._ends.get(process.pid), _listed(process.pid, now_ns)
            has_changed |= before is None or now.numbers != before.numbers
            self._ends[process.pid] = now
        if has_changed:
            self._foreign = frozenset().union(*(its for pid in self._observers for its in _listed(pid).numbers))
            self._is_whole = len(self._ends) == len(processes) and all(ends.is_told for ends in self._ends.values())
            self._holders = None
        return has_changed

    def _is_due(self, process: ProcessRecord, now_ns: int) -> bool:
        ends = self._ends.get(process.pid)
        if ends is None:
            return True
        if process.stirred_ns <= ends.at_ns:
            return False
        rarely_ns = ends.took_ns * _RARELY
        return now_ns - ends.at_ns > (rarely_ns if process.is_to_list else max(_AGAIN_NS, rarely_ns))

    def end_of(self, pid: int, fd: int, writes: bool) -> FileEnd:
        """Return who could end a wait of this process at a descriptor of its own."""
        try:
            link = os.readlink(f"/proc/{pid}/fd/{fd}")  # noqa: PTH115
        except OSError:
            return OUTSIDE
        if link.startswith("pipe:["):
            number = int(link[6:-1])
            return FileEnd(number, None, True) if number in self._foreign else self._held(number, number, not writes)
        if link.startswith("socket:["):
            number = int(link[8:-1])
            peer = self._peer_of(number)
            held = OUTSIDE if peer is None or peer in self._foreign else self._held(number, peer, True)
            return held if held.peers or held.peers is None else FileEnd(number, None, True)
        if link == "anon_inode:[pidfd]":
            child = pid_of(pid, fd)
            return FileEnd(None, frozenset((child,)), False) if child in self._ends else OUTSIDE
        return OUTSIDE

    def _held(self, number: int, other: int, writable: bool) -> FileEnd:
        if not self._is_whole:
            return FileEnd(number, None, False)
        if self._holders is None:
            self._holders = {}
            for pid, ends in self._ends.items():
                for can_write, numbers in enumerate(ends.numbers):
                    for its in numbers:
                        self._holders.setdefault((its, bool(can_write)), set()).add(pid)
        return FileEnd(number, frozenset(self._holders.get((other, writable), ())), False)

    def _peer_of(self, number: int) -> int | None:
        """Return the number of a local socket's other end; None where it is no such socket or has none."""
        try:
            if self._netlink is None:
                kind = socket.SOCK_RAW | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK
                self._netlink = socket.socket(socket.AF_NETLINK, kind, _NETLINK_SOCK_DIAG)
            asked = _REQUEST.pack(
                socket.AF_UNIX, 0, 0, _ALL_STATES, number, _UDIAG_SHOW_PEER, _NO_COOKIE, _NO_COOKIE
            )  # fmt: skip
            self._netlink.send(_HEADER.pack(_HEADER.size + len(asked), _SOCK_DIAG_BY_FAMILY, 1, number, 0) + asked)
            return _peer_in(self._netlink.recv(4096), number)
        except (OSError, AttributeError, struct.error):
            return None

    def close(self) -> None:
        """Free the socket through which the kernel is asked. Safe to call twice."""
        if self._netlink is not None:
            self._netlink.close()
            self._netlink = None


def _peer_in(answer: bytes, number: int) -> int | None:
    length, kind, _, sequence, _ = _HEADER.unpack_from(answer)
    if kind != _SOCK_DIAG_BY_FAMILY or sequence != number:
        return None
    at = _HEADER.size + _MESSAGE_BYTES
    while at + _ATTRIBUTE.size <= min(length, len(answer)):
        size, what = _ATTRIBUTE.unpack_from(answer, at)
        if what == _UNIX_DIAG_PEER:
            peer: int = struct.unpack_from("=I", answer, at + _ATTRIBUTE.size)[0]
            return peer or None
        at += max(size + 3 & ~3, _ATTRIBUTE.size)
    return None


def _listed(pid: int, now_ns: int = 0) -> OpenEnds:
    """Return what a process has open; nothing for one that has just gone."""
    began_ns = time.perf_counter_ns()
    numbers: tuple[set[int], set[int]] = set(), set()
    folder, is_told = f"/proc/{pid}/fd/", True
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError as error:
        names, is_told = [], isinstance(error, (FileNotFoundError, ProcessLookupError))
    for name in names:
        try:
            link = os.readlink(folder + name)  # noqa: PTH115
            if link.startswith(("pipe:[", "socket:[")):
                number, mode = int(link[link.index("[") + 1 : -1]), os.lstat(folder + name).st_mode
                for its, mask in zip(numbers, (0o400, 0o200), strict=True):
                    if mode & mask:
                        its.add(number)
        except (OSError, ValueError):
            continue
    took_ns = time.perf_counter_ns() - began_ns
    return OpenEnds((frozenset(numbers[0]), frozenset(numbers[1])), is_told, now_ns, took_ns)


def pid_of(pid: int, fd: int) -> int | None:
    """Return which process a descriptor of the kind `pidfd` stands for; None when that has ended."""
    text = files.read_all(f"/proc/{pid}/fdinfo/{fd}") or b""
    words = next((line.split() for line in text.splitlines() if line.startswith(b"Pid:")), [])
    return int(words[1]) if len(words) == 2 and words[1].isdigit() and words[1] != b"0" else None


def registered(pid: int, fd: int) -> list[tuple[int, bool, bool]] | None:
    """Return what an epoll looks at: descriptor, whether it waits to read, whether to write; None for not known.

    A descriptor that was closed and stands for another file by now is not known.
    """
    text = files.read_all(f"/proc/{pid}/fdinfo/{fd}")
    found = []
    for line in (text or b"").decode("ascii", "replace").splitlines():
        tfd, *words = line.replace(":", " ").split()[: _EPOLL_WORDS + 1] or [""]
        if tfd == "tfd":
            its = dict(zip(words[1::2], words[2::2], strict=False))
            if not _is_still(pid, words[0], its.get("ino", "")):
                return None
            events = int(its.get("events", "0"), 16)
            found.append((int(words[0]), bool(events & 0x1), bool(events & 0x4)))
    return None if text is None else found


_EPOLL_WORDS = 11
"""Of a line `tfd: 5 events: 19 data: 5 pos:0 ino:13bf sdev:8`."""


def _is_still(pid: int, fd: str, number: str) -> bool:
    try:
        link = os.readlink(f"/proc/{pid}/fd/{fd}")  # noqa: PTH115
    except OSError:
        return False
    kind, is_numbered, its = link.partition(":[")
    return not is_numbered or kind == "anon_inode" or its[:-1] == str(int(number or "0", 16))
