"""Readings: the derived numbers shown to a person, computed from the state alone.

A comparison runs every variant once, then every variant again (A B C A B C), so a machine that slows down or warms up
meets all variants alike. A speed-up is the baseline's elapsed time divided by the variant's *of the same repeat*; with
several repeats the median is shown with the lowest and highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from tui.model.readings.speed import SPEED_UP, cores_used
from tui.model.state.once import once
from tui.model.state.printed import printed_progress
from tui.model.state.state import ComparisonState, RunState, WorkerState
from tui.model.workers.ends import never_seen
from tui.model.workers.lanes import Lane, lanes, tasks_of
from tui.model.workers.who_works import doers, how_many, together
from tui.telemetry.median import median
from tui.telemetry.vocabulary import Reason, VariantPlanned
from tui.words.numbers import noun, plural

VariantPhase = Literal["waiting", "starting", "running", "ended", "failed", "stopped", "time limit"]

DOUBT = 1.15
"""What caches may add to a speed-up beyond the number of workers; from here on the machine's speed has changed."""
SURE_PROGRESS = 0.05
"""A speed-up is told while a run goes on once this share of its work is done."""


class Spread(Struct, frozen=True):
    """A number measured once or several times."""

    median: float
    low: float
    high: float
    count: int


class VariantReading(Struct, frozen=True):
    """One variant of the comparison, as its panel shows it: its newest run, and all its repeats."""

    name: str
    hue: str
    says: str
    baseline: bool
    phase: VariantPhase = "waiting"
    elapsed_s: float | None = None
    elapsed: Spread | None = None
    """Over the finished repeats; of a person's own program also over those that ended with an exit code."""
    speed_up: Spread | None = None
    speed_up_is_final: bool = False
    cores_used: float | None = None
    progress: float | None = None
    """Share of the work done, 0 to 1."""
    progress_is_estimate: bool = False
    tasks_done: int | None = None
    tasks_total: int | None = None
    tasks_per_s: float | None = None
    lanes: tuple[Lane, ...] = ()
    helpers: tuple[str, ...] = ()
    workers_text: str = ""
    """`4 workers in 1 process`."""
    chart: tuple[float, ...] = ()
    """Cores' worth of CPU used, from the run's start on."""
    chart_bucket_s: float = 0.1
    reasons: tuple[tuple[Reason, float], ...] = ()
    """Share of the workers' time per reason, largest first; they sum to about 1."""
    others: float | None = None
    """Cores' worth of CPU used by the rest of the machine meanwhile, mean."""
    message: str = ""
    dropped: int = 0
    not_observed: tuple[tuple[str, str], ...] = ()
    exit_code: int | None = None
    title: str = ""
    """What a person calls it; empty for its name."""

    @property
    def called(self) -> str:
        return self.title or self.name


def most_speed_up(workers: int, usable_cores: float) -> float:
    """Return the largest speed-up over one thread that so many workers can give on so many cores."""
    return max(1.0, min(float(workers), usable_cores)) * DOUBT


def is_doubtful(reading: VariantReading, state: ComparisonState) -> bool:
    """Whether a variant was faster than its workers can be: then the baseline, or it, had another machine."""
    if reading.speed_up is None or not reading.speed_up_is_final or reading.baseline or state.header is None:
        return False
    return reading.speed_up.median > most_speed_up(len(reading.lanes), state.header.usable_cores)


@once(4)
def variants(state: ComparisonState) -> tuple[VariantReading, ...]:
    """Return a reading for each variant planned, in their order."""
    if state.header is None:
        return ()
    return tuple(variant(state, planned) for planned in state.header.variants)


def variant(state: ComparisonState, planned: VariantPlanned) -> VariantReading:
    """Return a variant's numbers: those of its newest run, and the spread over its runs that ended well."""
    runs = [run for run in state.runs if run.variant == planned.name]
    run = runs[-1] if runs else None
    if run is None:
        return VariantReading(planned.name, planned.hue, planned.says, planned.baseline, title=planned.title)
    well = ("ended", "failed") if state.is_own else ("ended",)
    progress, is_estimate = work_done(run)
    tasks = tasks_of(run)
    chosen = doers(run)
    final = speed_ups(state, planned.name)
    return VariantReading(
        name=planned.name,
        hue=planned.hue,
        says=planned.says,
        baseline=planned.baseline,
        phase=run.phase if run.phase != "over" else run.outcome or "ended",
        elapsed_s=run.elapsed_s,
        elapsed=spread([r.elapsed_s for r in runs if r.outcome in well]),
        speed_up=final or _live_speed_up(state, run, progress, is_estimate),
        speed_up_is_final=final is not None,
        cores_used=cores_used(run),
        progress=progress,
        progress_is_estimate=is_estimate,
        tasks_done=tasks[0] if tasks else None,
        tasks_total=tasks[1] if tasks else None,
        tasks_per_s=tasks[0] / run.elapsed_s if tasks and run.elapsed_s > 0 else None,
        lanes=lanes(run),
        helpers=tuple(process.name or "helper" for process in run.processes if process.role == "helper"),
        workers_text=_workers_text(run, chosen),
        chart=run.cores_used.means,
        chart_bucket_s=run.cores_used.bucket_s,
        reasons=reason_shares(chosen, run.gone.reasons_s),
        others=sum(run.others.means) / len(run.others.means) if run.others.means else None,
        message=run.message,
        dropped=run.dropped,
        not_observed=run.not_observed,
        exit_code=run.exit_code,
        title=planned.title,
    )


def spread(values: Sequence[float]) -> Spread | None:
    """Return median, lowest and highest of the values; None without any."""
    if not values:
        return None
    return Spread(median(values), min(values), max(values), len(values))


def speed_ups(state: ComparisonState, name: str) -> Spread | None:
    """Return the speed-up of a variant over all repeats; None until there is one."""
    return spread(SPEED_UP.values(state, name))


def _live_speed_up(state: ComparisonState, run: RunState, progress: float | None, is_estimate: bool) -> Spread | None:
    baseline = None if state.planned(run.variant).is_apart else state.baseline
    base = [r.elapsed_s for r in state.runs if r.variant == baseline and r.outcome == "ended"]
    if run.phase != "running" or progress is None or is_estimate or progress < SURE_PROGRESS or not base:
        return None
    return spread([base[-1] * progress / run.elapsed_s]) if run.elapsed_s > 0 else None


def work_done(run: RunState) -> tuple[float | None, bool]:
    """Return the share of the run's work that is done, and whether that is an estimate.

    What the program prints of it (`7 of 20`), else counted from tasks where the program hands out tasks; else the CPU
    time used so far over the CPU time that the calibration expects, never more than 0.99 before the end; else unknown.
    """
    if run.outcome == "ended":
        return 1.0, False
    if (printed := printed_progress(run)) is not None:
        return printed, False
    tasks = tasks_of(run)
    if tasks is not None and tasks[1] > 0:
        return min(1.0, tasks[0] / tasks[1]), False
    if run.expected_cpu_s and any(w.count.submitted for w in run.workers) is False and run.phase != "starting":
        used = sum(worker.cpu_s for worker in run.workers)
        return min(0.99, used / run.expected_cpu_s), True
    return None, True


def reason_shares(
    workers: Sequence[WorkerState], gone: Iterable[tuple[Reason, float]] = ()
) -> tuple[tuple[Reason, float], ...]:
    """Return the share of all the workers' time that went to each reason, largest first; `gone`: of those forgotten."""
    total: dict[Reason, float] = dict(gone)
    for worker in workers:
        for reason, seconds in worker.reasons_s:
            total[reason] = total.get(reason, 0.0) + seconds
    whole = sum(total.values())
    if whole <= 0:
        return ()
    return tuple(sorted(((r, s / whole) for r, s in total.items()), key=lambda pair: -pair[1]))


def _workers_text(run: RunState, workers: Sequence[WorkerState]) -> str:
    if not workers:
        return ""
    every = how_many(run)
    if every == 1 and workers[0].role == "main":
        is_alone = not run.pools and not never_seen(run) and all(worker.role != "worker" for worker in run.workers)
        return "1 thread, no pool" if is_alone else "main, the others hardly at work"
    pids = len({worker.pid for worker in workers})
    what = "interpreter" if workers[0].kind == "interpreter" else "worker"
    most = max(1, together(run))
    if most < every:
        return f"{most} {noun(most, what)} at a time, {every} {'seen' if never_seen(run) else 'in all'}"
    return f"{plural(len(workers), what)} in {plural(pids, 'process')}"
