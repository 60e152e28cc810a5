"""What the runs of one variant measured: asked once, and handed to whoever tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from msgspec import Struct

from tui.model.readings.reading import Group, Reading, groups, readings
from tui.model.speed.readings import Spread, spread
from tui.model.state.state import ComparisonState, RunState


class Measured(Struct, frozen=True):
    """One variant of a comparison."""

    state: ComparisonState
    variant: str
    run: RunState | None
    """The newest, over or not; None before the first."""

    def values(self, reading: Reading) -> tuple[float, ...]:
        """Return a reading's value for each repeat; nothing when it was not measured."""
        return reading.values(self.state, self.variant)

    def spread(self, reading: Reading) -> Spread | None:
        """Return median, lowest and highest over all repeats; None when it was not measured."""
        return spread(self.values(reading))

    def last(self, reading: Reading) -> float | None:
        """Return the last value in the newest run, however that ended."""
        return reading.last(self.run)

    def told(self, group: Group) -> dict[str, Any] | None:
        """Return what JSON tells of a group, not rounded yet; None where the variant has nothing of it."""
        return {one.name: one.told(self) for one in groups()[group]} if group.is_there(self) else None


def measured(state: ComparisonState, variant: str) -> Measured:
    return Measured(state, variant, state.newest(variant))


class Term(Protocol):
    """A reading of one variant, as a lesson names it."""

    @property
    def name(self) -> str: ...

    @property
    def variant(self) -> str: ...


def find(state: ComparisonState) -> Callable[[Term], tuple[float, float] | None]:
    """Return what gives the lowest and the highest value of a reading here, None for what was not measured."""

    def found(term: Term) -> tuple[float, float] | None:
        values = readings()[term.name].values(state, term.variant)
        return (min(values), max(values)) if values else None

    return found
