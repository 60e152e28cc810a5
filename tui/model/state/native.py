"""The state of a thread that the probe does not know. Frozen; part of `ProcessState`."""

from __future__ import annotations

from msgspec import Struct


class NativeThread(Struct, frozen=True):
    """A thread of a process that Python's `threading` does not know, once it was seen to run: one of a native library.
    """

    tid: int
    started_s: float
    ended_s: float | None = None
    ran_s: float = 0.0
    wanted_s: float = 0.0
    lived_s: float = 0.0
    """The time since it ran first; the two others are parts of it."""
