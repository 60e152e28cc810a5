"""Which threads of the run stand still, in which call, and who could end that (Linux).

A thread that waits costs nothing from one look to the next: it is put in line once, looked at again when a second is
over, and then stays among those that stand still until it is seen to have run.

What is not certain is told on the safe side, as a wait that may end by itself or from outside.
Sources: futex(2), poll(2), select(2), epoll_wait(2), wait4(2), waitid(2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from msgspec.structs import replace

from tui.feeds.sampling.open_files import FileEnd, OpenFiles, pid_of, registered
from tui.feeds.sampling.processes import ProcessRecord
from tui.feeds.sampling.threads import ThreadRecord
from tui.feeds.sampling.wait_reason import MACHINE, BlockedCall, Surroundings, name_of
from tui.telemetry.waits import Stall, StallCall
from tui.telemetry.who import Who

STILL_NS = 1_000_000_000
"""A thread that has not run for so long stands still."""
_MOST_FILES = 64
"""A wait for more descriptors than this is not looked into."""
_PRIVATE = 0x80
"""FUTEX_PRIVATE_FLAG of futex(2)."""
_P_PID, _P_PIDFD = 1, 3
_READS, _WRITES = 0x1 | 0x2 | 0x40, 0x4 | 0x100
"""POLLIN, POLLPRI, POLLRDNORM; POLLOUT, POLLWRNORM."""
Wanted = tuple[int, bool]
"""A descriptor, and whether it is to be written to."""


class Blocked(NamedTuple):
    """What a blocked call says of itself."""

    call: StallCall
    is_timed: bool
    is_shared: bool = False
    child: int | None = None
    wanted: tuple[Wanted, ...] | None = ()
    """The descriptors it waits for; None where that is not known."""
    is_outside: bool = False


UNKNOWN = Blocked("other", is_timed=True, is_outside=True)
Args = tuple[int, ...]


class StallBook:
    """Which threads stand still."""

    def __init__(self, observers: Iterable[int]) -> None:
        self._files = OpenFiles(observers)
        self._line: list[tuple[int, int, ThreadRecord]] = []
        """When each will have stood still for long enough, a number that is its own, the thread."""
        self._numbers = count()
        self._still: dict[ThreadRecord, Stall] = {}
        self._at_files: dict[ThreadRecord, tuple[Wanted, ...]] = {}
        """Of these the ones that wait for descriptors."""
        self._told: tuple[Stall, ...] = ()
        self._has_changed = False

    def settled(self, thread: ThreadRecord) -> None:
        """Take note of a thread that has just been examined."""
        self._forget(thread)
        if thread.settled and not thread.is_awaited:
            thread.is_awaited = True
            heappush(self._line, (thread.ran_ns + STILL_NS, next(self._numbers), thread))

    def left(self, thread: ThreadRecord) -> None:
        """Take note of the end of a thread."""
        thread.is_gone = True
        self._forget(thread)

    def _forget(self, thread: ThreadRecord) -> None:
        if self._still.pop(thread, None) is not None:
            self._has_changed = True
            self._at_files.pop(thread, None)

    def look(self, processes: Mapping[int, ProcessRecord], now_ns: int) -> tuple[Stall, ...]:
        """Return all that stand still; the same tuple when nothing has changed."""
        new = [thread for thread in self._due(now_ns) if self._stands(thread, processes.get(thread.pid))]
        if self._at_files:
            is_other = self._files.refresh(processes, now_ns)
            for thread in list(self._at_files) if is_other else new:
                self._see_files(thread)
        if self._has_changed:
            self._has_changed = False
            self._told = tuple(sorted(self._still.values(), key=_who))
        return self._told

    def _stands(self, thread: ThreadRecord, process: ProcessRecord | None) -> bool:
        """Take in that a thread stands still; return whether it does so at a call that the system tells."""
        if process is None or thread.call is None:
            return False
        blocked = _blocked(thread, thread.call, process.surroundings)
        self._still[thread] = _stall(thread, blocked)
        if blocked.wanted:
            self._at_files[thread] = blocked.wanted
        process.is_to_list = self._has_changed = True
        return True

    def _due(self, now_ns: int) -> list[ThreadRecord]:
        """Take those out of the line that have stood still for a second; those that ran meanwhile begin anew."""
        found = []
        while self._line and self._line[0][0] <= now_ns:
            _, _, thread = heappop(self._line)
            thread.is_awaited = False
            if thread.settled and not thread.is_gone:
                if now_ns - thread.ran_ns < STILL_NS:
                    self.settled(thread)
                else:
                    found.append(thread)
        return found

    def _see_files(self, thread: ThreadRecord) -> None:
        wanted = self._at_files.get(thread, ())
        if wanted:
            ends = [self._files.end_of(thread.pid, fd, writes) for fd, writes in wanted]
            number = ends[0].number if len({fd for fd, _ in wanted}) == 1 else None
            before, is_outside = self._still[thread], any(end.is_outside for end in ends)
            self._still[thread] = stall = replace(before, pipe=number, peers=_peers(ends), is_outside=is_outside)
            self._has_changed |= stall != before

    def close(self) -> None:
        """Free every descriptor. Safe to call twice."""
        self._files.close()


def _who(stall: Stall) -> Who:
    return Who(stall.pid, stall.tid)


def _peers(ends: list[FileEnd]) -> tuple[int, ...] | None:
    found: set[int] = set()
    for end in ends:
        if end.peers is None:
            return None
        found |= end.peers
    return tuple(sorted(found))


def _stall(thread: ThreadRecord, blocked: Blocked) -> Stall:
    """Return what is told before anybody has looked at files: they may lead outside."""
    return Stall(
        thread.pid, thread.tid, thread.ran_ns / 1e9, blocked.call, blocked.is_timed, blocked.is_shared, blocked.child,
        is_outside=blocked.is_outside or blocked.wanted is None or bool(blocked.wanted),
    )  # fmt: skip


def _blocked(thread: ThreadRecord, call: BlockedCall, around: Surroundings) -> Blocked:
    """Return what the call says in which a thread stands still."""
    describe = _DESCRIBE.get(name_of(call, thread.channel, MACHINE))
    return UNKNOWN if describe is None else describe(call.args, around, thread)


def _signed(word: int) -> int:
    return (word & 0xFFFFFFFF) - ((word & 0x80000000) << 1)


def _futex(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    """The lock of the interpreter is given back by whoever has it: that may always go on."""
    return Blocked("futex", bool(args[3]) or thread.reason == "gil", not args[1] & _PRIVATE)


def _reading(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    return Blocked("read", is_timed=False, wanted=((_signed(args[0]), False),))


def _writing(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    return Blocked("write", is_timed=False, wanted=((_signed(args[0]), True),))


def _poll(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    """poll(2): `struct pollfd` is {int fd; short events; short revents}; a negative timeout is none."""
    return _polling(args, _signed(args[2]) >= 0, around)


def _ppoll(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    return _polling(args, bool(args[2]), around)


def _polling(args: Args, is_timed: bool, around: Surroundings) -> Blocked:
    number = args[1]
    listed = around.peek(args[0], 8 * number) if 0 < number <= _MOST_FILES else None
    if listed is None:
        return Blocked("poll" if number else "sleep", is_timed, wanted=None if number else (), is_outside=not number)
    wanted = []
    for at in range(0, len(listed), 8):
        fd, events = _signed(int.from_bytes(listed[at : at + 4], "little")), listed[at + 4] | listed[at + 5] << 8
        wanted += [(fd, writes) for writes, mask in ((False, _READS), (True, _WRITES)) if fd >= 0 and events & mask]
    return Blocked("poll", is_timed, wanted=tuple(wanted) or None)


def _select(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    """select(2): three bit sets of `args[0]` bits each, for reading, writing and exceptions."""
    wanted: list[Wanted] = []
    size = (args[0] + 7) // 8
    for address, writes in ((args[1], False), (args[2], True), (args[3], False)):
        bits = around.peek(address, size) if address and size else b""
        if bits is None:
            return Blocked("poll", bool(args[4]), wanted=None)
        mask = int.from_bytes(bits, "little")
        wanted += [(fd, writes) for fd in range(args[0]) if mask >> fd & 1]
    if not wanted:
        return Blocked("sleep", is_timed=True)
    return Blocked("poll", bool(args[4]), wanted=tuple(wanted) if len(wanted) <= _MOST_FILES else None)


def _epoll(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    return _of_epoll(args, _signed(args[3]) >= 0, thread.pid)


def _epoll_2(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    return _of_epoll(args, bool(args[3]), thread.pid)


def _of_epoll(args: Args, is_timed: bool, pid: int) -> Blocked:
    listed = registered(pid, _signed(args[0]))
    if listed is None or len(listed) > _MOST_FILES:
        return Blocked("poll", is_timed, wanted=None)
    wanted = [(fd, writes) for fd, reads, does_write in listed for writes in _ways(reads, does_write)]
    return Blocked("poll", is_timed, wanted=tuple(wanted) or None)


def _ways(reads: bool, writes: bool) -> tuple[bool, ...]:
    return (*((False,) if reads else ()), *((True,) if writes else ()))


def _wait4(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    child = _signed(args[0])
    return Blocked("child", is_timed=False, child=child if child > 0 else None)


def _waitid(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    which = _signed(args[1])
    child = {_P_PID: which, _P_PIDFD: pid_of(thread.pid, which)}.get(args[0]) if args[0] in (_P_PID, _P_PIDFD) else None
    return Blocked("child", is_timed=False, child=child)


def _sleep(args: Args, around: Surroundings, thread: ThreadRecord) -> Blocked:
    return Blocked("sleep", is_timed=True)


_DESCRIBE: dict[str, Callable[[Args, Surroundings, ThreadRecord], Blocked]] = {
    "futex": _futex,
    **dict.fromkeys(("read", "readv", "recvfrom", "recvmsg"), _reading),
    **dict.fromkeys(("write", "writev", "sendto", "sendmsg"), _writing),
    "poll": _poll,
    "ppoll": _ppoll,
    **dict.fromkeys(("select", "pselect6"), _select),
    **dict.fromkeys(("epoll_wait", "epoll_pwait"), _epoll),
    "epoll_pwait2": _epoll_2,
    "wait4": _wait4,
    "waitid": _waitid,
    **dict.fromkeys(("nanosleep", "clock_nanosleep"), _sleep),
}
"""What each call says. All others may end from outside."""
