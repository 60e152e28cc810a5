"""What the board of Amdahl's wall shows."""

from __future__ import annotations

from msgspec import Struct

from tui.draw.cells import Row
from tui.model.amdahl.jobs import Fit, Point


class WallView(Struct, frozen=True):
    """One job with more and more workers: what was set, what was guessed, what was measured."""

    most: int
    """The largest number of workers that is tried."""
    cores: float
    """Those that the program may use."""
    serial: float | None
    """The share for one alone that was set; None where that is not known."""
    points: tuple[Point, ...] = ()
    fit: Fit | None = None
    guess: float | None = None
    """How many times as fast the learner thought that the most workers would be."""
    facts: str = ""
    """`median of 5 rounds`."""
    focused: bool = False
    trouble: str = ""
    """Why the run failed."""
    says: tuple[Row, ...] = ()
    """Instead of bars, while there are none: what to press, or what it waits for."""

    @property
    def wall(self) -> float | None:
        """How many times as fast it can be at most; None where there is no wall."""
        return 1 / self.serial if self.serial else None

    @property
    def beyond(self) -> tuple[Point, ...]:
        """What was measured with more workers than cores."""
        return tuple(point for point in self.points if point.workers > self.cores)
