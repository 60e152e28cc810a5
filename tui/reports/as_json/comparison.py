"""A comparison as `run --json` prints it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from tui.model.readings.measured import Measured, measured
from tui.model.readings.reading import groups
from tui.model.said.locks import lock_outcomes
from tui.model.said.verdict import verdict
from tui.model.speed.readings import Spread, VariantPhase, VariantReading, variants
from tui.model.state.printed import tables_of
from tui.model.state.state import ComparisonState, RunState
from tui.reports.as_json.data import EXACT, Exact, Report, as_data
from tui.telemetry.usage import Pace, Why
from tui.telemetry.vocabulary import Kind, Reason


class Range(Report):
    """What was measured several times."""

    median: float
    min: float
    """The lowest."""
    max: float
    """The highest."""


class PythonReport(Report):
    """What ran the program."""

    version: str | None
    implementation: str | None
    gil: bool | None
    """Whether it has an interpreter lock that is on."""


class MachineReport(Report):
    """On what it ran."""

    cores: int | None
    usable_cores: Exact | None
    """Those that the process may use, by affinity and the container's quota."""
    system: str | None


class WorkerReport(Report):
    """A thread or process that did the work."""

    kind: Kind
    pid: int
    tid: int
    cpu_s: float
    """Of a process's first thread with that of its native threads."""
    tasks: int | None
    """Those that it ended."""


class LocksReport(Report):
    """One kind of lock in the newest run: those of one name taken together, the most waited for first."""

    name: str
    waits: int
    wait_s: float
    acquired: int | None
    """How often it was taken; from `--locks counts` on."""
    held_s: float | None
    """With `--locks hold`."""


class NotObserved(Report):
    """Something that the probe cannot see here."""

    what: str
    why: str


class VariantReport(Report):
    """One variant: its newest run, and what all its repeats measured."""

    name: str
    elapsed_s: Range | None
    """Over the runs that ended well; of a program of your own also over those that ended with an exit code."""
    speed_up: float | None
    """How many times as fast as the baseline of the same repeat, the median."""
    speed_up_range: Range | None
    """The same over all repeats."""
    cores_used: float | None
    """Cores in use on average."""
    workers: tuple[WorkerReport, ...]
    tasks: int | None
    """Those that are done; null where the program hands out none."""
    reasons: dict[Reason, float]
    """What the workers' time went to, the largest share first."""
    groups: Annotated[dict[str, Any], EXACT]
    locks: tuple[LocksReport, ...]
    printed: Annotated[dict[str, tuple[dict[str, str | float], ...]], EXACT]
    """Rows that the newest run's program printed, by the table's name in the lesson."""
    others: float | None
    """Cores' worth of CPU used by the rest of the machine meanwhile, mean."""
    outcome: VariantPhase
    """How its newest run ended."""
    exit_code: int | None
    message: str
    """Why it did not end well; empty when it did."""
    dropped: int
    """Events that were overwritten before they could be read; counts are exact all the same."""
    not_observed: tuple[NotObserved, ...]


class Observer(Report):
    """What watching cost."""

    cpu_share: float | None
    """Of one core, mean."""
    looks_hz: float | None
    """Looks at the program a second, when there were fewest."""
    looks_why: Why | None
    """Why there were not more of them; `usual` where there were as many as there usually are."""


class GuessReport(Report):
    """What was expected before the run, and what became of it."""

    question: str
    said: str
    outcome: Literal["right", "too_high", "too_low", "wrong"] | None
    """Null when it is inconclusive here, or not compared."""
    measured: str
    """What was measured or came true, in the same words; empty where that is not known."""
    why: str
    """Why there is no outcome, in a few words; empty when there is one."""


class ComparisonReport(Report):
    """What `run --json` prints."""

    scenario: str | None
    """The lesson's name; null for a program of your own."""
    python: PythonReport
    machine: MachineReport
    knobs: dict[str, str]
    """The calibrated one as measured."""
    variants: tuple[VariantReport, ...]
    """Those that were begun."""
    observer: Observer
    verdict: str
    """What can be said of it."""
    trusted: bool
    """False when a run failed or was stopped, or when other programs used so much of the machine that speeds cannot be
    compared. What a counter loses is true on a busy machine too; there the verdict leaves the speeds out."""
    doubt: str
    """Why it is not to be trusted, in a few words; empty when it is."""
    guess: GuessReport | None = None
    """With `--guess`."""


def _observer(state: ComparisonState) -> Observer:
    usual = Pace(1 / state.header.interval_s, "usual") if state.header and state.header.interval_s > 0 else None
    pace = state.observer.slowest or usual
    return Observer(
        cpu_share=state.observer.mean, looks_hz=pace.hz if pace else None, looks_why=pace.why if pace else None
    )  # fmt: skip


def told_of(state: ComparisonState) -> dict[str, Any]:
    """Return the fields of a comparison, which a program that was watched has too."""
    header = state.header
    return {
        "scenario": header.scenario if header else None,
        "python": PythonReport.of(header, version=header.python_version if header else None),
        "machine": MachineReport.of(header),
        "knobs": dict(header.knobs) | dict(state.calibrated) if header else {},
        "variants": tuple(_variant(state, one) for one in variants(state) if one.phase != "waiting"),
        "observer": _observer(state),
        "verdict": verdict(state).text,
        "trusted": verdict(state).trusted,
        "doubt": verdict(state).doubt,
    }


def _variant(state: ComparisonState, reading: VariantReading) -> VariantReport:
    final = reading.speed_up if reading.speed_up_is_final else None
    return VariantReport.of(
        reading,
        elapsed_s=_range(reading.elapsed),
        speed_up=final.median if final else None,
        speed_up_range=_range(final),
        workers=tuple(WorkerReport.of(lane) for lane in reading.lanes),
        tasks=reading.tasks_done,
        reasons=dict(reading.reasons),
        groups=_groups(measured(state, reading.name)),
        locks=tuple(LocksReport.of(lock) for lock in lock_outcomes(state, reading.name)),
        printed=_printed(state.newest(reading.name)),
        outcome=reading.phase,
        not_observed=tuple(NotObserved(what=what, why=why) for what, why in reading.not_observed),
    )


def _printed(run: RunState | None) -> dict[str, tuple[dict[str, str | float], ...]]:
    return {name: tuple(map(dict, rows)) for name, rows in tables_of(run).items()} if run else {}


def _groups(seen: Measured) -> dict[str, Any]:
    return {
        group.name: {one.name: as_data(_told(one.told(seen)), one.digits) for one in entries}
        if group.is_there(seen) else None
        for group, entries in groups().items()
    }  # fmt: skip


def _told(value: object) -> object:
    return _range(value) if isinstance(value, Spread) else value


def _range(spread: Spread | None) -> Range | None:
    return Range(median=spread.median, min=spread.low, max=spread.high) if spread else None
