"""Why a thread does not run: from what the kernel says about its blocked system call to a `Reason`. Pure.

Sources: proc(5) (`/proc/<pid>/task/<tid>/syscall`, `wchan`, `stat`), futex(2), the kernel's system call tables,
and CPython's `Python/ceval_gil.c` (`take_gil` waits with `pthread_cond_timedwait` on a condition that lies inside
`_PyRuntime`) and `Python/thread_pthread.h` (locks are POSIX semaphores on the heap
or, from 3.13, on the waiter's stack).

Never a guess: where two things look alike, or the kernel refuses to tell, the answer is `unknown`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from tui.telemetry.vocabulary import Reason

MACHINE = os.uname().machine if hasattr(os, "uname") else ""
"""As `platform.machine()` has it, which takes 4 ms to import."""

FdKind = Literal["pipe", "local socket", "socket", "file", "other", "unknown"]
"""What a descriptor leads to. `local socket` is one of the Unix family, which is what `multiprocessing.Pipe()` makes;
`file` is anything with a path, so a terminal or device too."""

_X86_64 = """read 0 write 1 poll 7 pread64 17 pwrite64 18 readv 19 writev 20 select 23 pause 34 nanosleep 35 connect 42
accept 43 sendto 44 recvfrom 45 sendmsg 46 recvmsg 47 wait4 61 semop 65 msgsnd 69 msgrcv 70 fcntl 72 flock 73 fsync 74
fdatasync 75 futex 202 restart_syscall 219 semtimedop 220 clock_nanosleep 230 epoll_wait 232 mq_timedsend 242
mq_timedreceive 243 waitid 247 openat 257 pselect6 270 ppoll 271 epoll_pwait 281 accept4 288 recvmmsg 299
epoll_pwait2 441"""

_AARCH64 = """epoll_pwait 22 fcntl 25 flock 32 openat 56 read 63 write 64 readv 65 writev 66 pread64 67 pwrite64 68
pselect6 72 ppoll 73 fsync 82 fdatasync 83 waitid 95 futex 98 nanosleep 101 clock_nanosleep 115 restart_syscall 128
mq_timedsend 182 mq_timedreceive 183 msgrcv 188 msgsnd 189 semtimedop 192 semop 193 accept 202 connect 203 sendto 206
recvfrom 207 sendmsg 211 recvmsg 212 accept4 242 recvmmsg 243 wait4 260 epoll_pwait2 441"""


def _table(text: str) -> dict[int, str]:
    words = text.split()
    return {int(number): name for name, number in zip(words[::2], words[1::2], strict=True)}


CALLS: dict[str, dict[int, str]] = {"x86_64": _table(_X86_64), "aarch64": _table(_AARCH64), "arm64": _table(_AARCH64)}
"""System call names by `platform.machine()` and number: the calls in which a thread can wait for long."""


class BlockedCall(NamedTuple):
    """The system call a thread is blocked in."""

    number: int
    """-1 when it is blocked outside a call, as in a page fault."""
    args: tuple[int, ...]


class RuntimePlace(NamedTuple):
    """Where a process keeps CPython's `_PyRuntime`: the one home of the main interpreter's GIL."""

    start: int
    end: int
    """One past the last byte; equal to `start` in a process without CPython."""
    other_gils: bool
    """Whether a timed wait elsewhere may be for a GIL too: subinterpreters with their own (3.12+, on the heap), or
    a C library that waits for a condition on the waiter's stack (musl)."""


class Surroundings(Protocol):
    """What can be asked about the process in which the call is blocked."""

    def runtime(self) -> RuntimePlace | None:
        """Return where CPython keeps its runtime; None when that cannot be seen."""

    def kind_of(self, fd: int) -> FdKind:
        """Return what the process's descriptor leads to."""

    def peek(self, address: int, size: int) -> bytes | None:
        """Return bytes of the process's memory; None when they cannot be read."""


def parse_call(text: str) -> BlockedCall | None:
    """Return the blocked call from the text of `/proc/<pid>/task/<tid>/syscall`; None when the thread runs."""
    words = text.split()
    if not words or words[0] == "running":
        return None
    return BlockedCall(int(words[0]), tuple(int(word, 16) for word in words[1:7]))


def reason_of_runnable(ran_s: float, wanted_s: float | None) -> Reason:
    """Return `running`, or `core` when the thread spent more of the interval without a core than on one.

    The kernel calls both states R; only the numbers of the interval tell them apart.
    """
    if wanted_s is None:
        return "running" if ran_s else "core"
    return "core" if wanted_s > ran_s else "running"


def reason_of_wait(state: str, call: BlockedCall | None, channel: str, machine: str, around: Surroundings) -> Reason:
    """Return why a thread in this state does not run.

    `state` is the letter of proc(5), not R; `call` is None when it cannot be read; `channel` is `wchan`, needed only
    for `restart_syscall`; `machine` is `platform.machine()`.
    """
    if state in "Tt":
        return "stopped"
    if state in "ZXx":
        return "ended"
    if state == "D":
        return "io"
    if call is None:
        return "unknown"
    decide = _DECIDE.get(name_of(call, channel, machine))
    return decide(call.args, around) if decide is not None else "unknown"


def name_of(call: BlockedCall, channel: str, machine: str) -> str:
    """Return the name of a call, that of the one that goes on after a stop; empty for one that is not in `CALLS`."""
    name = CALLS.get(machine, {}).get(call.number, "")
    return _restarted(channel) if name == "restart_syscall" else name


def needs_channel(call: BlockedCall, machine: str) -> bool:
    """Whether only `wchan` tells what the call is."""
    return CALLS.get(machine, {}).get(call.number) == "restart_syscall"


def _restarted(channel: str) -> str:
    """Return the call that goes on after a stop: the number is lost, the arguments stay (signal(7))."""
    for word, name in (("nanosleep", "nanosleep"), ("futex", "futex"), ("poll", "poll")):
        if word in channel:
            return name
    return ""


def _futex(args: tuple[int, ...], around: Surroundings) -> Reason:
    """GIL or lock. Every futex inside `_PyRuntime` belongs to the GIL: its condition, its mutex, its switch."""
    address, op, timeout = args[0], args[1], args[3]
    if not op & _FUTEX_PRIVATE:
        return "lock"
    place = around.runtime()
    if place is not None and place.start <= address < place.end:
        return "gil"
    if not timeout:
        return "lock" if place is not None else "unknown"
    return "lock" if place is not None and not place.other_gils else "unknown"


_FUTEX_PRIVATE = 0x80
"""FUTEX_PRIVATE_FLAG of futex(2): shared with no other process, so absent on `multiprocessing`'s semaphores."""


def _transfer(args: tuple[int, ...], around: Surroundings) -> Reason:
    """`read` and `write`: `multiprocessing.Connection` uses them on pipes and Unix sockets, `socket` never does."""
    return _reason_of_kinds({around.kind_of(args[0])})


def _reason_of_kinds(kinds: set[FdKind]) -> Reason:
    if kinds & {"pipe", "local socket"}:
        return "queue"
    return "io" if kinds and not kinds & {"other", "unknown"} else "unknown"


def _poll(args: tuple[int, ...], around: Surroundings) -> Reason:
    """poll(2): `struct pollfd` is {int fd; short events; short revents}."""
    count = args[1]
    if count == 0:
        return "sleep"
    listed = around.peek(args[0], 8 * min(count, _FDS_LOOKED_AT))
    if listed is None:
        return "unknown"
    fds = (int.from_bytes(listed[at : at + 4], "little", signed=True) for at in range(0, len(listed), 8))
    return _reason_of_kinds({around.kind_of(fd) for fd in fds if fd >= 0})


_FDS_LOOKED_AT = 64
"""A wait for more descriptors than this is judged by the first ones."""


def _select(args: tuple[int, ...], around: Surroundings) -> Reason:
    """select(2): three bit sets of `args[0]` bits each. `time.sleep` is a select of nothing up to Python 3.10.

    The kernel writes its answer into these sets only when the call returns, so they still hold the question.
    """
    count = args[0]
    if count == 0:
        return "sleep"
    fds: set[int] = set()
    for address in args[1:4]:
        if address:
            bits = around.peek(address, (count + 7) // 8)
            if bits is None:
                return "unknown"
            mask = int.from_bytes(bits, "little")
            fds.update(fd for fd in range(count) if mask >> fd & 1)
    return _reason_of_kinds({around.kind_of(fd) for fd in sorted(fds)[:_FDS_LOOKED_AT]}) if fds else "sleep"


def _fcntl(args: tuple[int, ...], around: Surroundings) -> Reason:
    """fcntl(2) waits for record locks only: F_SETLKW 7, F_OFD_SETLKW 38."""
    return "lock" if args[1] in {7, 38} else "unknown"


def _always(reason: Reason) -> Callable[[tuple[int, ...], Surroundings], Reason]:
    return lambda args, around: reason


_DECIDE: dict[str, Callable[[tuple[int, ...], Surroundings], Reason]] = {
    "futex": _futex,
    "poll": _poll,
    "ppoll": _poll,
    "select": _select,
    "pselect6": _select,
    "fcntl": _fcntl,
    **dict.fromkeys(("read", "write", "readv", "writev"), _transfer),
    **dict.fromkeys(("nanosleep", "clock_nanosleep"), _always("sleep")),
    **dict.fromkeys(("wait4", "waitid"), _always("join")),
    **dict.fromkeys(("flock", "semop", "semtimedop"), _always("lock")),
    **dict.fromkeys(("msgsnd", "msgrcv", "mq_timedsend", "mq_timedreceive"), _always("queue")),
    **dict.fromkeys(
        ("accept", "accept4", "connect", "sendto", "recvfrom", "sendmsg", "recvmsg", "recvmmsg"), _always("io")
    ),
    **dict.fromkeys(("pread64", "pwrite64", "fsync", "fdatasync", "openat"), _always("io")),
    **dict.fromkeys(("epoll_wait", "epoll_pwait", "epoll_pwait2"), _always("io")),
}
"""What each call waits for. `pause` is missing on purpose: a signal has no word in the vocabulary."""
