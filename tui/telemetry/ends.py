"""The vocabulary's part about how processes end: who asked for it, who waited for it, and what is left.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from tui.telemetry.shape import Fact, Float, Int

EVERYBODY = 0
"""Stands for a pid: all processes of the sender's group."""


class SignalSent(Fact, frozen=True):
    """A process of the run sent a signal to another one, or to itself."""

    at_s: Float
    run: Int
    pid: Int
    """Who sent it."""
    to: Int
    """The pid, or that of the group's first process; EVERYBODY for the sender's own group."""
    number: Int
    by_library: bool
    """Whether code of Python itself or of an installed package did so: a pool that lets its workers go."""


class StopAsked(Fact, frozen=True):
    """A person asked for the end of the run."""

    at_s: Float
    run: Int
    number: Int | None
    """The signal that the program was given; None where it is ended whatever it does."""


class UnwaitedSeen(Fact, frozen=True):
    """All processes that have ended and that nobody has waited for, for a second or more. Told when that changed."""

    at_s: Float
    run: Int
    pids: tuple[Int, ...]


class ProcessLeft(Fact, frozen=True):
    """The program had ended, and this process of it was still running."""

    at_s: Float
    run: Int
    pid: Int
    name: str
    """Its command as the system tells it."""
    is_kept: bool
    """Whether it lives on; else it was ended."""


EndTelemetry = SignalSent | StopAsked | UnwaitedSeen | ProcessLeft
"""Everything a feed can say about them."""
