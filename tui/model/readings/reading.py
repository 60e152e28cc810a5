"""What a reading is, and the table that holds all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.state.state import ComparisonState, RunState

Unit = Literal["count", "seconds", "span", "share", "rate", "bytes", "factor", "cores"]
"""What the number counts, and so how it is written: `seconds` are those of a whole run, a `span` is short; a `share` is
from 0 to 1; a `rate` is per second; a `factor` is how many times another."""

Of = Callable[["RunState", "RunState | None"], tuple[float, ...]]
"""Gives the values in one run, one for each of its repeats, none when it was not measured. The second run is the
baseline's of the same repeat, None when that did not end well."""

Tells = Literal["spread", "newest", "last"]
"""What JSON tells of a reading: median, lowest and highest over the finished runs; or a whole number, the last in the
newest run, or the last in the finished runs."""


class Group(NamedTuple):
    """What is told of one thing in a variant: an object in JSON, lines in plain text."""

    name: str
    """The key in JSON."""
    says: str
    is_there: Callable[[Measured], bool]
    """Whether a variant has anything of it; where not, JSON has null."""
    lines: Callable[[Measured], list[str]]


class Fact(NamedTuple):
    """A number that only JSON tells, and that no lesson compares."""

    name: str
    says: str
    group: Group
    told: Callable[[Measured], float | None]
    digits: int = 0
    """Decimals in JSON; a whole number has none."""
    place: int = 0
    """Where it stands among the keys of its group; those of one place stand as they are declared."""


class Reading(NamedTuple):
    """A number measured in every run of a variant, or in every repeat that the program makes of its work."""

    name: str
    """As lessons and JSON name it."""
    says: str
    """What it is, in a few words."""
    unit: Unit
    of: Of
    title: str = ""
    """Over its column in the results, where that is not its name."""
    column: str = ""
    """Its column in CSV, where that is not its name."""
    front: int = 0
    """Its place on the page of results, before those that every lesson has: from 1, 0 for these."""
    group: Group | None = None
    """Its group in JSON; None for what stands there among a variant's own fields."""
    tells: Tells = "spread"
    digits: int = 4
    place: int = 0

    @property
    def heading(self) -> str:
        """What stands over its column."""
        return self.title or self.name.replace("_", " ")

    @property
    def key(self) -> str:
        """Its name in the results and in CSV."""
        return self.column or self.name

    def values(self, state: ComparisonState, variant: str) -> tuple[float, ...]:
        """Return its value for each repeat of a variant, over the runs that ended well."""
        ended = [run for run in state.runs if run.outcome == "ended"]
        base = None if state.planned(variant).is_apart else state.baseline
        bases = {run.repeat: run for run in ended if run.variant == base}
        mine = {run.repeat: run for run in ended if run.variant == variant}  # What was run again counts once.
        return tuple(value for run in mine.values() for value in self.of(run, bases.get(run.repeat)))

    def last(self, run: RunState | None) -> float | None:
        """Return its last value in a run, however that ended; None when there is none."""
        return next(iter(self.of(run, None)[-1:]), None) if run else None

    def told(self, measured: Measured) -> object:
        """Return what JSON tells of it, not rounded yet: a spread or a whole number; None when it is not known."""
        if self.tells == "spread":
            return measured.spread(self)
        last = self.last(measured.run) if self.tells == "newest" else next(iter(measured.values(self)[-1:]), None)
        return None if last is None else round(last)


DECLARED: list[Reading | Fact] = []
"""The table. What stands in it is known everywhere."""

Declared = TypeVar("Declared", Reading, Fact)


def declare(one: Declared) -> Declared:
    """Put a reading into the table."""
    DECLARED.append(one)
    return one


def readings() -> dict[str, Reading]:
    """Return every reading, in the order in which they are declared."""
    return {one.name: one for one in DECLARED if isinstance(one, Reading)}


def groups() -> dict[Group, list[Reading | Fact]]:
    """Return the groups, and what JSON tells of each, in order."""
    found: dict[Group, list[Reading | Fact]] = {one.group: [] for one in DECLARED if one.group}
    for one in sorted(DECLARED, key=lambda one: one.place):
        if one.group:
            found[one.group].append(one)
    return found


def printed(name: str) -> Of:
    """Return what finds a number that only the program can know: it prints it, once a line that has it."""
    return lambda run, _: tuple(number for line in run.results for key, number in line if key == name)


def once_a_run(value: Callable[[RunState], float | None]) -> Of:
    """Return what finds a number that a run has once."""

    def of(run: RunState, _: RunState | None) -> tuple[float, ...]:
        found = value(run)
        return () if found is None else (found,)

    return of
