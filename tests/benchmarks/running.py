"""Runs the ways of a row in turn, the other way round in each round, and says what came of it.

A round measures each way once, so two ways of a round stand a few seconds apart: what the machine does meanwhile hits
both alike. Compared are the two of a round; the median of these ratios is what the table says, with the quartiles
beside it. What is written to disk or compiled at a first start is paid in a round of its own that is not counted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.machine import Meanwhile
from tests.benchmarks.processes import end_all
from tests.benchmarks.registry import Kind, Numbers, Row, Setting, Way

BEFORE = "before"
"""What the way of `--against` is called."""


class Spread:
    """The median of some numbers and the middle half of them."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values = list(values)
        self.median = median(values)
        self.low, _, self.high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [self.median] * 3

    def as_json(self, scale: float = 1.0) -> dict[str, Any]:
        its = {"median": self.median, "quartiles": [self.low, self.high], "values": self.values}
        return {"n": len(self.values), **{k: _scaled(v, scale) for k, v in its.items()}}


def _scaled(value: Any, scale: float) -> Any:
    return [_scaled(one, scale) for one in value] if isinstance(value, list) else float(f"{value * scale:.5g}")


def _of_medians(ours: Sequence[float], others: Sequence[float]) -> Spread | None:
    """Return the ratio of two medians; the spread is that of ratios of samples drawn again from these."""
    drawn = random.Random(1)
    ratios = []
    for _ in range(500):
        below = median(drawn.choices(others, k=len(others)))
        if below > 0:
            ratios.append(median(drawn.choices(ours, k=len(ours))) / below)
    return Spread(ratios) if median(others) > 0 and ratios else None


@dataclass(slots=True)
class Run:
    """All rounds of a few ways."""

    taken: dict[str, list[Numbers]]
    """What each way gave, round by round."""
    foreign: list[float] = field(default_factory=list)
    """Cores' worth of CPU of other programs, for each measurement."""
    load: list[float] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    """What was seen, in words."""

    def numbers(self, way: str, name: str) -> list[float]:
        return [its[name] for its in self.taken.get(way, []) if name in its]

    def spread(self, way: str, name: str) -> Spread | None:
        values = self.numbers(way, name)
        return Spread(values) if values else None

    def compared(self, way: str, beside: str, name: str, kind: Kind, by_medians: bool = False) -> Spread | None:
        """Return what one way is of another, pair by pair."""
        pairs = list(zip(self.numbers(way, name), self.numbers(beside, name), strict=False))
        if by_medians and kind == "ratio":
            return _of_medians([ours for ours, _ in pairs], [other for _, other in pairs])
        if kind == "more":
            return Spread([ours - other for ours, other in pairs]) if pairs else None
        return Spread([ours / other for ours, other in pairs if other]) if any(other for _, other in pairs) else None


def in_turn(row: Row, setting: Setting, against: Path | None, pairs: int) -> Run:
    """Measure the ways of a row, and ours of another checkout."""
    its = Run({})
    ways = list(_ways(row, setting._replace(notes=its.notes), against))
    for way, where in ways if row.warms and not setting.quick else ():
        way.measure(where)
        end_all()
    its.taken |= {way.name: [] for way, _ in ways}
    for number in range(pairs):
        for way, where in ways if number % 2 == 0 else ways[::-1]:
            with Meanwhile() as machine:
                its.taken[way.name].append(way.measure(where))
                end_all()
            its.foreign.append(machine.foreign)
            its.load.append(machine.load)
    return its


def _ways(row: Row, setting: Setting, against: Path | None) -> Iterator[tuple[Way, Setting]]:
    here = [way for way in row.ways if not way.missing]
    for way in here[:2] if setting.quick else here:
        yield way, setting
        if way is row.ours and way.is_ours and against is not None:
            yield way._replace(name=BEFORE), setting.of(against)
