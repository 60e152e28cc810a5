"""The state of an event loop. Frozen; part of `WorkerState`."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from tui.telemetry.vocabulary import Reason


class Standing(NamedTuple):
    """A function in which a loop was seen to stand still."""

    function: str
    path: str
    line: int
    """Where in it it was seen last."""
    reason: Reason
    """What its thread did then."""
    seconds: float
    """How long it was seen to stand in it, all in all: until the last look, and so somewhat longer."""
    is_late: bool
    """Whether something else was due meanwhile."""


class LoopState(Struct, frozen=True):
    """The event loop of a thread."""

    is_on: bool = False
    is_told: bool = True
    """Whether its turns are told."""
    turn_since_s: float | None = None
    """Since when it stands still; None as long as it does not."""
    stood: int = 0
    """How often it stood still while something else was due, and was free again."""
    stood_s: float = 0.0
    longest_s: float = 0.0
    where: tuple[Standing, ...] = ()
    last: tuple[str, str, int] | None = None
    """Function, path and line in which it was seen last."""
    looked: tuple[float, float] = (0.0, 0.0)
    """Since when the turn went on that was looked at last, and when that was."""

    @property
    def is_foreign(self) -> bool:
        """Whether it is not asyncio's own, and runs."""
        return self.is_on and not self.is_told
