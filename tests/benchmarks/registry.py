"""What a row of the table is, and the list of all rows.

A row is one declaration in a file of `rows/`: its name, what it says, the ways that are measured in turn, the unit and
the target. A way is a name and a function that measures once and returns its numbers. The first way is ours; what
stands beside it (btop, the program alone) is compared with it. Rows that are made from the same ways, with another
number each, share one run of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
Numbers = Mapping[str, float]
"""What one measurement gave, by name: `share`, `cpu`, `clock`, `bytes` …; times in seconds, memory in bytes."""
Kind = Literal["ratio", "more", "value"]
"""What a target limits: ours over the first that stands beside it, ours less that, or ours itself."""


class Setting(NamedTuple):
    """What is measured, and how long."""

    tree: Path
    """The checkout whose app is measured."""
    folder: Path
    """Homes, recordings."""
    quick: bool
    minutes: float
    """How long the long run lasts."""
    notes: dict[str, str]
    """What a way has seen, in words, by the name of what it is; said below the row."""

    def seconds(self, full: float, quick: float) -> float:
        return quick if self.quick else full

    def of(self, tree: Path) -> Setting:
        """Return the same for another checkout, with a folder of its own."""
        folder = self.folder / f"of {tree.name}"
        folder.mkdir(exist_ok=True)
        return self._replace(tree=tree, folder=folder)


class Way(NamedTuple):
    """One thing that is measured."""

    name: str
    measure: Callable[[Setting], Numbers]
    is_ours: bool = False
    """Whether it is measured of a checkout: then of `--against`, too."""
    missing: str = ""
    """Why it cannot be measured here."""


class Unit(NamedTuple):
    """How a number is written."""

    word: str
    scale: float = 1.0


SHARE = Unit("% of a core", 100)
SECONDS = Unit("s")
MILLISECONDS = Unit("ms", 1e3)
MICROSECONDS = Unit("µs", 1e6)
MEGABYTES = Unit("MB", 1e-6)
CALLS = Unit("calls")


class Target(NamedTuple):
    """At most this."""

    limit: float
    """In the unit that is printed; a ratio as it is."""
    kind: Kind = "ratio"
    stretch: float | None = None
    """What would be better still."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    says: str
    ways: tuple[Way, ...]
    """Ours, and what stands beside it."""
    unit: Unit
    number: str
    """Which of the numbers it shows."""
    target: Target | None = None
    shown: tuple[str, ...] = field(default=())
    """Further numbers, said below the row."""
    pairs: int = 7
    quick_pairs: int = 1
    """0: left out by `--quick`."""
    warms: bool = True
    """Whether a round goes before the first."""
    by_medians: bool = False
    """Whether the ratio is that of the medians, as a single value may be zero or less."""
    is_extra: bool = False
    """Whether it is measured only when it is named."""

    @property
    def ours(self) -> Way:
        return self.ways[0]


FILES = ("app_cpu", "starts", "probe", "frames", "large", "long_run", "slow_down", "inside")


def rows() -> list[Row]:
    """Return every row, in the order of the table."""
    return list(_declared())


def _declared() -> Iterator[Row]:
    for name in FILES:
        declared: Sequence[Row] = importlib.import_module(f"tests.benchmarks.rows.{name}").ROWS
        yield from declared
