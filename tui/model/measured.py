"""Stand-in until the real one is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.model.readings import variants
from tui.model.state import ComparisonState


def find(state: ComparisonState) -> Callable[[Any], tuple[float, float] | None]:
    """Return speed-ups only."""

    def measured(reading: Any) -> tuple[float, float] | None:
        for found in variants(state):
            if found.name == reading.variant and reading.name == "speed_up" and found.speed_up is not None:
                return found.speed_up.low, found.speed_up.high
        return None

    return measured
