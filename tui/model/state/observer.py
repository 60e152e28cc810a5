"""What is known of ourselves: what watching costs, and how often we look."""

from __future__ import annotations

from msgspec import Struct

from tui.telemetry.usage import Pace


class ObserverState(Struct, frozen=True):
    """The app and its reaper."""

    share: float | None = None
    """Of one core, in the last interval."""
    mean: float | None = None
    """Of one core, mean of all that was told: once a look."""
    told_s: float | None = None
    """When it was told last."""
    samples: int = 0
    """How many times that was."""
    pace: Pace | None = None
    """How often the program is looked at; None: as the header says."""
    slowest: Pace | None = None
    """The slowest of all that were not usual."""
