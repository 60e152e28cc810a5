"""What a lesson compares with: readings of the learner's own runs, written `lost:raw` in the TOML file."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import NamedTuple

from tui.model.readings.reading import readings
from tui.telemetry.shape import ShapeError, choose, shown

Span = tuple[float, float]
"""The lowest and the highest value among the repeats; twice the same for a single run."""


class Term(NamedTuple):
    """A reading in the runs of one variant."""

    name: str
    variant: str


Find = Callable[[Term], Span | None]
"""Gives what was measured here; None for what was not."""


class Quantity(NamedTuple):
    """A reading, perhaps times a number, perhaps divided by another reading: `3 * wall_s:a / wall_s:b`."""

    top: Term
    bottom: Term | None = None
    factor: float = 1.0

    @property
    def readings(self) -> tuple[Term, ...]:
        return (self.top, self.bottom) if self.bottom else (self.top,)

    def span(self, find: Find) -> Span | None:
        """Return its lowest and highest value here; None when something was not measured."""
        top = find(self.top)
        bottom = find(self.bottom) if self.bottom else (1.0, 1.0)
        if top is None or bottom is None or bottom[0] <= 0:
            return None
        return self.factor * top[0] / bottom[1], self.factor * top[1] / bottom[0]


_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Condition(NamedTuple):
    """Something that is so or not in the learner's own runs: `lost:default > 0`."""

    text: str
    left: Quantity
    sign: str
    """<, <=, > or >=."""
    right: Quantity | float

    @property
    def readings(self) -> tuple[Term, ...]:
        return self.left.readings + (self.right.readings if isinstance(self.right, Quantity) else ())

    def holds(self, find: Find) -> bool | None:
        """Whether it is so here; None, inconclusive, when it was not measured or the repeats disagree."""
        left = self.left.span(find)
        right = self.right.span(find) if isinstance(self.right, Quantity) else (self.right, self.right)
        if left is None or right is None:
            return None
        found = {_SIGNS[self.sign](a, b) for a in left for b in right}
        return found.pop() if len(found) == 1 else None


_QUANTITY = re.compile(r"(?:([\d.]+)\s*\*\s*)?([a-z_]+):([\w-]+)(?:\s*/\s*([a-z_]+):([\w-]+))?")


def known(name: str) -> str:
    """Return the name of a reading; ShapeError when there is none of that name."""
    if name not in (every := readings()):
        raise ShapeError(f"holds the reading {shown(name)}, which is unknown; {choose(every)}")
    return name


def read_quantity(text: str) -> Quantity:
    """Read `speed_up:processes`, `wall_s:queue / wall_s:shared` or `3 * wall_s:threads`."""
    found = _QUANTITY.fullmatch(text.strip())
    if not found:
        raise ShapeError(f"holds {shown(text)}, which is no reading; write one like speed_up:processes")
    factor, top, of, bottom, other = found.groups()
    below = Term(known(bottom), other) if bottom else None
    return Quantity(Term(known(top), of), below, _float(factor or "1"))


def read_condition(text: str) -> Condition:
    """Read `lost:default > 0` or `wall_s:local > 3 * wall_s:get-lock`."""
    parts = re.split(r"\s*(<=|>=|<|>)\s*", text.strip())
    if len(parts) != 3:
        raise ShapeError(f"is {shown(text)}, which is no condition; write one like lost:default > 0")
    left, sign, right = parts
    return Condition(text, read_quantity(left), sign, read_quantity(right) if ":" in right else _float(right))


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ShapeError(f"holds {shown(text)}, which is neither a number nor a reading") from None
