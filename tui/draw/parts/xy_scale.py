"""The two axes of a chart: where a value stands among its cells."""

from __future__ import annotations

from math import inf, log
from typing import NamedTuple

OUTSIDE = 1e-9
"""Part of an axis by which a value may lie beyond it: rounding."""
TINY = 1e-300
"""The shortest axis."""


class Axis(NamedTuple):
    """What one axis spans, and what is written at it."""

    low: float
    high: float
    """The values at its ends: more than `low`; of a logarithmic axis both above 0."""
    ticks: tuple[tuple[float, str], ...] = ()
    """Values and what is written at each. Where two would touch, the one further ahead here is written."""
    is_log: bool = False
    title: str = ""
    """Of the x axis: a word on the row of its ticks, at the right."""
    has_grid: bool = False
    """Of the y axis: whether a dotted line goes across at each tick."""

    def share(self, value: float) -> float:
        """Return where a value stands: 0 at `low`, 1 at `high`, also beyond; minus infinity for 0 on a log axis."""
        if self.is_log:
            return (log(value) - log(self.low)) / (log(self.high) - log(self.low)) if value > 0 else -inf
        return (value - self.low) / (self.high - self.low)

    @property
    def is_sound(self) -> bool:
        """Whether there is anything between its ends."""
        if self.is_log:
            return 0 < self.low < inf and 0 < self.high < inf and log(self.low) < log(self.high)
        return self.low < self.high and TINY < self.high - self.low < inf


class Scale(NamedTuple):
    """Where values stand: columns from `left` to `right`, rows from 0 at the top to `bottom`, all of them included."""

    across: Axis
    up: Axis
    left: int
    right: int
    bottom: int

    def x(self, value: float) -> float:
        """Return the column of a value, in parts of a cell, also outside; NaN or infinite where it has none."""
        return self.left + self.across.share(value) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return the row of a value, in parts of a cell, counted down from 0, the middle of the first row."""
        return (1 - self.up.share(value)) * self.bottom

    def column(self, value: float) -> int | None:
        """Return the cell of a value; None where it has none on this axis."""
        share = self.across.share(value)
        return int(self.x(value) + 0.5) if -OUTSIDE <= share <= 1 + OUTSIDE else None

    def row(self, value: float) -> int | None:
        """Return the cell of a value; None where it has none on this axis."""
        share = self.up.share(value)
        return int(self.y(value) + 0.5) if -OUTSIDE <= share <= 1 + OUTSIDE else None

    def nearest_row(self, value: float) -> int:
        """Return the cell of a value, of one beyond the axis the cell at its end."""
        return int(max(0.0, min(float(self.bottom), self.y(value))) + 0.5)
