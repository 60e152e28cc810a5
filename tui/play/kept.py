"""The results of a session: every run that is over, by lesson, Python, setting of the knobs, and variant.

Rules of this file: frozen and pure; a run that ended well has numbers, one that failed or hit its time limit has its
outcome only, one that a person stopped is not kept; what the machine did meanwhile is said and never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import astuple, replace

from tui.lessons.lesson import Scenario
from tui.model.readings.reading import readings
from tui.model.said.saying import BUSY_MACHINE
from tui.model.speed.readings import Spread, spread
from tui.model.state.printed import PrintedRow
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.vocabulary import ComparisonStarted, Outcome

MOST_ROWS = 500
"""Rows kept; beyond, the oldest are left out."""

MOST_RUNS = 1000
"""Runs kept in a row."""


class Setting(Struct, frozen=True, eq=False):
    """What a comparison ran: equal settings are gathered, different ones never."""

    scenario: str
    title: str
    implementation: str
    python_version: str
    gil: bool | None
    system: str
    cores: int
    usable_cores: float
    knobs: tuple[tuple[str, str], ...]
    """Name and value, the calibrated one as measured."""
    steered: bool
    """Whether a person told the program something while it ran, or an earlier one of the comparison, whose changes the
    later ones begin with: then the knobs are not what they were."""
    units: tuple[tuple[str, str], ...] = ()
    """The unit of each knob that has one; two settings are the same whether it is known or not."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Setting) and astuple(self)[:-1] == astuple(other)[:-1]

    def __hash__(self) -> int:
        return hash(astuple(self)[:-1])


class RunResult(Struct, frozen=True):
    """One run that is over."""

    comparison: int
    """The number of the comparison in this session, from 1."""
    repeat: int
    """From 0."""
    started_at: float
    """Seconds since the epoch."""
    outcome: Outcome
    message: str
    others: float | None
    """Cores' worth of CPU used by other programs meanwhile, mean."""
    busy: bool
    """Whether other programs used so much of the machine, in this run or in the one it is compared with, that its times
    cannot be relied on."""
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """What was measured, by the reading's name; several values where the program itself repeats its work. Empty when it
    failed."""
    rows: tuple[PrintedRow, ...] = ()
    """Rows of tables that it printed."""


class ResultRow(Struct, frozen=True):
    """One variant with one setting: all its runs, the oldest first."""

    setting: Setting
    variant: str
    hue: str
    baseline: bool
    title: str = ""
    """What a person calls the variant; empty for its name."""
    runs: tuple[RunResult, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    """Median, lowest and highest over all runs, of every reading that was measured, by its name."""

    @property
    def called(self) -> str:
        return self.title or self.variant

    def with_runs(self, fresh: tuple[RunResult, ...]) -> ResultRow:
        """Return the row with these runs too; beyond MOST_RUNS the oldest are given up."""
        runs = (*self.runs, *fresh)[-MOST_RUNS:]
        every = {name: [value for run in runs for value in run.numbers.get(name, ())] for name in readings()}
        return replace(self, runs=runs, spreads={name: found for name, v in every.items() if (found := spread(v))})

    @property
    def ended(self) -> int:
        """Runs that ended well."""
        return sum(run.outcome == "ended" for run in self.runs)

    @property
    def busy(self) -> int:
        """Runs that ended well on a busy machine."""
        return sum(run.busy for run in self.runs if run.outcome == "ended")

    @property
    def failed(self) -> tuple[RunResult, ...]:
        """Runs that failed or hit their time limit."""
        return tuple(run for run in self.runs if run.outcome != "ended")


class SessionResults(Struct, frozen=True):
    """Everything that is kept."""

    rows: tuple[ResultRow, ...] = ()
    comparisons: int = 0
    """How many were taken in."""
    left_out: int = 0
    """Runs that were given up for newer ones."""

    def groups(self) -> Iterator[tuple[Setting, tuple[ResultRow, ...]]]:
        """Yield each setting and its rows, in the order in which they were first met."""
        found: dict[Setting, list[ResultRow]] = {}
        for row in self.rows:
            found.setdefault(row.setting, []).append(row)
        for setting, rows in found.items():
            yield setting, tuple(rows)


class Session(Struct):
    """Holds the results while the app is open; every comparison gives to the same one."""

    results: SessionResults = field(default_factory=SessionResults)
    when_changed: Callable[[], object] | None = None
    """Called when something was taken in, as long as somebody looks at the results."""

    def keep(self, state: ComparisonState, scenario: Scenario | None) -> None:
        """Take in a comparison that is over; to be called once for each."""
        self.results = taken_in(self.results, state, scenario)
        if self.when_changed is not None:
            self.when_changed()


def taken_in(results: SessionResults, state: ComparisonState, scenario: Scenario | None = None) -> SessionResults:
    """Return the results with the finished runs of a comparison; `scenario` knows the units of its knobs."""
    header = state.header
    kept = [run for run in state.runs if run.phase == "over" and run.outcome in ("ended", "failed", "time limit")]
    if header is None or not kept:
        return results
    rows = {(row.setting, row.variant): row for row in results.rows}
    number, left_out = results.comparisons + 1, results.left_out
    first_told = min((run.index for run in state.runs if run.told), default=len(state.runs))
    for planned in header.variants:
        for steered in (False, True):
            setting = _setting(header, dict(state.calibrated), scenario, steered)
            mine = [run for run in kept if run.variant == planned.name and (run.index >= first_told) is steered]
            if not mine:
                continue
            before = rows.get((setting, planned.name)) or ResultRow(
                setting, planned.name, planned.hue, planned.baseline, planned.title
            )
            fresh = tuple(_result(state, header, run, number) for run in mine)
            rows[setting, planned.name] = before.with_runs(fresh)
            left_out += max(0, len(before.runs) + len(fresh) - MOST_RUNS)
    for key in sorted(rows, key=lambda key: rows[key].runs[-1].comparison)[: max(0, len(rows) - MOST_ROWS)]:
        left_out += len(rows.pop(key).runs)
    return SessionResults(tuple(rows.values()), number, left_out)


def _setting(
    header: ComparisonStarted, calibrated: Mapping[str, str], scenario: Scenario | None, steered: bool
) -> Setting:
    return Setting(
        scenario=header.scenario or header.title,
        title=header.title,
        implementation=header.implementation,
        python_version=header.python_version,
        gil=header.gil,
        system=header.system,
        cores=header.cores,
        usable_cores=header.usable_cores,
        knobs=tuple((name, calibrated.get(name, value)) for name, value in header.knobs),
        steered=steered,
        units=tuple((knob.name, knob.unit) for knob in scenario.knobs if knob.unit) if scenario else (),
    )


def _result(state: ComparisonState, header: ComparisonStarted, run: RunState, number: int) -> RunResult:
    measured_with = next((r for r in state.runs if r.variant == state.baseline and r.repeat == run.repeat), run)
    return RunResult(
        comparison=number,
        repeat=run.repeat,
        started_at=header.recorded_at + run.started_s,
        outcome=run.outcome or "ended",
        message=run.message,
        others=_others(run),
        busy=any((_others(r) or 0.0) / max(1, header.cores) > BUSY_MACHINE for r in (run, measured_with)),
        numbers=_numbers(state, run) if run.outcome == "ended" else {},
        rows=run.rows,
    )


def _numbers(state: ComparisonState, run: RunState) -> dict[str, tuple[float, ...]]:
    """Return what was measured of one run that ended well."""
    wanted = (None if state.planned(run.variant).is_apart else state.baseline, run.repeat, "ended")
    base = next((other for other in state.runs if (other.variant, other.repeat, other.outcome) == wanted), None)
    return {name: found for name, reading in readings().items() if (found := reading.of(run, base))}


def _others(run: RunState) -> float | None:
    means = run.others.means
    return sum(means) / len(means) if means else None
