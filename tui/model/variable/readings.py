"""Variables of several kinds that children change: what each process found and holds, and what one access costs.

The program prints all of it; a kind counts as one thing, or as copies, only where every number says so.
"""

from __future__ import annotations

from msgspec import Struct

from tui.model.readings.variable import COST, COSTS, HOLDS, MAIN, NS
from tui.model.speed.readings import Spread, spread
from tui.model.state.once import once
from tui.model.state.printed import Row, number, rows_of, text
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.median import median


class Held(Struct, frozen=True):
    """One process and one kind."""

    process: str
    """`main`, `P1`."""
    pid: int
    found: int
    """What stood there before the process's own n += 1; in main what it was set to."""
    holds: int
    """What stood there when all children had run n += 1."""


class Write(Struct, frozen=True):
    """The last of all writes to something that main sees changed."""

    by: str
    value: int
    after_s: float
    """Since the first n += 1 of all, on whatever kind."""


class Variable(Struct, frozen=True):
    """One kind."""

    kind: str
    children: tuple[Held, ...]
    main: Held | None = None
    """None as long as it is not told."""
    last: Write | None = None

    @property
    def is_one(self) -> bool:
        """Whether all of them hold the same, and it is what all additions together make."""
        main = self.main
        return (
            main is not None
            and bool(self.children)
            and all(child.holds == main.holds for child in self.children)
            and main.holds == main.found + len(self.children)
        )

    @property
    def is_copied(self) -> bool:
        """Whether main sees nothing of it, and each child nothing but its own addition."""
        main = self.main
        return (
            main is not None
            and bool(self.children)
            and main.holds == main.found
            and all(child.holds == child.found + 1 for child in self.children)
        )


class Start(Struct, frozen=True):
    """How the children began."""

    method: str
    own: str
    """What this Python prefers."""
    children: int


class Seen(Struct, frozen=True):
    """One run."""

    start: Start | None
    variables: tuple[Variable, ...]

    @property
    def is_told(self) -> bool:
        """Whether every kind has been told to its end."""
        return bool(self.variables) and all(variable.main for variable in self.variables)

    def of(self, kind: str) -> Variable | None:
        return next((variable for variable in self.variables if variable.kind == kind), None)


@once(16)
def seen(run: RunState) -> Seen:
    """Return what a run printed so far."""
    held: dict[str, list[Held]] = {}
    for row in rows_of(run, HOLDS):
        held.setdefault(text(row, "kind"), []).append(_held(row))
    writes = {text(row, "kind"): _write(row) for row in rows_of(run, "writes")}
    starts = [_start(row) for row in rows_of(run, "start")]
    return Seen(starts[0] if starts else None, tuple(_variable(kind, some, writes) for kind, some in held.items()))


def _variable(kind: str, held: list[Held], writes: dict[str, Write]) -> Variable:
    children = tuple(one for one in held if one.process != MAIN)
    return Variable(kind, children, next((one for one in held if one.process == MAIN), None), writes.get(kind))


def _held(row: Row) -> Held:
    return Held(text(row, "process"), _whole(row, "pid"), _whole(row, "found"), _whole(row, "holds"))


def _write(row: Row) -> Write:
    return Write(text(row, "by"), _whole(row, "value"), (number(row, "after_ms") or 0.0) / 1000)


def _start(row: Row) -> Start:
    return Start(text(row, "method"), text(row, "own"), _whole(row, "children"))


def _whole(row: Row, column: str) -> int:
    return int(number(row, column) or 0)


class Cost(Struct, frozen=True):
    """What one n += 1 on a kind takes in main, while nobody else uses it."""

    kind: str
    took: Spread
    """Medians, one a run."""
    half: tuple[float, float]
    """Between these lies the half of all; the median of the runs."""


@once(16)
def _timed(run: RunState) -> tuple[Row, ...]:
    return rows_of(run, COSTS)


@once(4)
def costs(state: ComparisonState) -> tuple[Cost, ...]:
    """Return what was measured in the runs that ended well, all start methods together: main's access is the same."""
    ended = [run for run in state.runs if run.outcome == "ended"]
    rows = [row for run in ended for row in _timed(run)]
    found = []
    for kind in COST:
        mine = [row for row in rows if text(row, "kind") == kind]
        took = spread([value * NS for row in mine if (value := number(row, "median_ns")) is not None])
        if took is not None:
            low, high = (median([(number(row, end) or 0.0) * NS for row in mine]) for end in ("low_ns", "high_ns"))
            found.append(Cost(kind, took, (low, high)))
    return tuple(found)
