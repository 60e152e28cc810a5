"""From which size of a task on a pool beats a loop: by the rows that a program prints of ever larger tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from tui.model.state.once import once
from tui.model.state.printed import number, rows_of, text
from tui.telemetry.median import median

if TYPE_CHECKING:
    from tui.model.state.state import RunState

TABLE = "sizes"
LOOP, ONES, OWN = "loop", "chunks-of-1", "own-chunks"
FEWEST = 3
"""Repeats below which nothing is ranked: one or two have no spread."""
Verdict = Literal["slower", "faster", "not told apart"]
Kind = Literal["not measured", "from", "at all", "at none", "unclear"]


class Measure(Struct, frozen=True):
    """How long a task took in one way, in seconds, by the clock: the elapsed time divided by the tasks."""

    median_s: float
    low_s: float
    high_s: float
    count: int


class Size(Struct, frozen=True):
    """One size of a task."""

    steps: float
    ways: Mapping[str, Measure]

    @property
    def size_s(self) -> float:
        """How long a task takes in the loop, the median."""
        return self.ways[LOOP].median_s

    def verdict(self, way: str) -> Verdict:
        """Return how a way compares with the loop: told only where the spreads do not overlap."""
        mine, loop = self.ways.get(way), self.ways[LOOP]
        if mine is None or min(mine.count, loop.count) < FEWEST:
            return "not told apart"
        return "slower" if mine.low_s > loop.high_s else "faster" if mine.high_s < loop.low_s else "not told apart"

    def times(self, way: str) -> float | None:
        """Return how many times as long as in the loop a task takes; None where that was not measured."""
        mine = self.ways.get(way)
        return None if mine is None or self.size_s <= 0 else mine.median_s / self.size_s


class Crossover(Struct, frozen=True):
    """Where one way begins to beat the loop. `kind`: from one size on · at all sizes measured · at none of them ·
    unclear: it was faster at some, but not at all from there on."""

    kind: Kind
    slower_s: float | None = None
    """The largest size at which it was slower, below that from which on it was faster."""
    faster_s: float | None = None
    """The size from which on it was faster at all that were measured."""


@once(8)
def sizes(run: RunState) -> tuple[Size, ...]:
    """Return what was measured so far, the smallest first; those that the loop has done, too."""
    found: dict[float, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(run, TABLE):
        steps, took = number(row, "steps"), number(row, "microseconds")
        if steps is not None and took is not None and took > 0:
            found[steps][text(row, "way")].append(took / 1e6)
    return tuple(
        Size(steps, {way: Measure(median(times), min(times), max(times), len(times)) for way, times in ways.items()})
        for steps, ways in sorted(found.items())
        if LOOP in ways
    )


def crossover(found: tuple[Size, ...], way: str) -> Crossover:
    """Return from where on a way beats the loop."""
    measured = [
        size for size in found if way in size.ways and min(size.ways[way].count, size.ways[LOOP].count) >= FEWEST
    ]
    if not measured:
        return Crossover("not measured")
    verdicts = [size.verdict(way) for size in measured]
    first = len(verdicts)
    while first and verdicts[first - 1] == "faster":
        first -= 1
    if first == len(verdicts):
        return Crossover("unclear" if "faster" in verdicts else "at none")
    if first == 0:
        return Crossover("at all", faster_s=measured[0].size_s)
    if "faster" in verdicts[:first]:
        return Crossover("unclear")
    slower = [size.size_s for size, said in zip(measured[:first], verdicts, strict=False) if said == "slower"]
    return Crossover("from", slower[-1] if slower else None, measured[first].size_s)
