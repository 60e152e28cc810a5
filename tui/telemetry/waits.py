"""The vocabulary's part about who waits: for an object, as the probe tells it, and in which call, as the system does.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from typing import Literal

from tui.telemetry.objects import Why
from tui.telemetry.shape import Fact, Float, Int
from tui.telemetry.who import Somebody

StallCall = Literal["futex", "read", "write", "poll", "child", "sleep", "other"]
"""The system call that a thread is in, by its kind: a lock, condition or semaphore of any kind · reading or writing ·
waiting for several files · for a child's end · sleeping · any other, or one that the system does not tell."""


class Wait(Somebody, Fact, frozen=True):
    """One thread that waits for an object."""

    pid: Int
    tid: Int
    key: Int
    """0: for nothing of which a key is known."""
    why: Why
    since_s: Float
    thread: Int | None = None
    """The thread of the same process for whose end it waits, where that is known."""
    process: Int | None = None
    """The process for whose end it waits, where that is known."""
    holder_pid: Int | None = None
    """Of a lock: who holds it in the eyes of whoever waits; None where that is not known."""
    holder_tid: Int | None = None
    is_copy: bool = False
    """Whether the lock is a copy, taken at a fork while a thread of the parent, its `holder`, held the original: there
    is nobody in this process who could release it."""
    is_end: bool = False
    """Whether it is the program's end that waits for `thread`."""


class WaitsSeen(Fact, frozen=True):
    """All threads that wait for an object at this moment. Told when that changed."""

    at_s: Float
    run: Int
    waits: tuple[Wait, ...]


class Stall(Somebody, Fact, frozen=True):
    """One thread that has not run for a second."""

    pid: Int
    tid: Int
    since_s: Float
    """When it ran last, to about one sampling interval."""
    call: StallCall
    is_timed: bool
    """Whether it may go on by itself: the call has a time limit, or that is not told."""
    is_shared: bool = False
    """Of a futex: whether threads of other processes may end the wait, too; those of its own always may."""
    child: Int | None = None
    """The pid of the child for whose end it waits; None for any child and in other calls."""
    pipe: Int | None = None
    """Of `read`, `write`, and a `poll` of one file: the number of the pipe or local socket; None where it is none."""
    peers: tuple[Int, ...] | None = None
    """The pids that could end this wait at the pipe: those of the run that have its other end open. None where that is
    not known, or where others than the run's processes have it."""
    is_outside: bool = False
    """Whether something from outside the run may end the wait: a socket, a terminal, a signal file. That of an
    event loop whose only files are those by which its own process wakes it is not outside."""


class StallsSeen(Fact, frozen=True):
    """All threads that stand still at this moment. Told when that changed."""

    at_s: Float
    run: Int
    stalls: tuple[Stall, ...]


class SignalsHandled(Fact, frozen=True):
    """A process has set a handler for a signal, in Python: a signal may then end any wait of its main thread."""

    at_s: Float
    run: Int
    pid: Int


class InsidePackage(Somebody, Fact, frozen=True):
    """In this share of all looks at a thread so far it was inside an installed package that is not looked at."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    package: str
    share: Float


WaitTelemetry = WaitsSeen | StallsSeen | SignalsHandled | InsidePackage
"""Everything a feed can say about them."""
