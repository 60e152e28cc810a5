"""Counters: what every form of counting said in each repeat, what that cost, and what is seen of it while it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tui.model.counter.lost_updates import Recorded, look
from tui.model.readings.counter import ADDS, is_first_slowed
from tui.model.said.saying import BUSY_MACHINE
from tui.model.speed.readings import VariantPhase, VariantReading
from tui.model.state.once import once
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.median import median
from tui.telemetry.vocabulary import VariantPlanned

SAME = 1.15
"""Speeds that differ by less count as the same."""

WorkerKind = Literal["process", "thread"]


class Repeat(Struct, frozen=True):
    """One line that the program printed: a counter from nothing to its end."""

    expected: float
    got: float
    lost: float
    speed: float | None
    is_slowed: bool = False
    """Whether it is the first of a run with a shared value: while its accesses are recorded it takes up to 7 times as
    long. What it loses stays the same."""

    @property
    def share_lost(self) -> float:
        return self.lost / self.expected if self.expected > 0 else 0.0


class Price(Struct, frozen=True):
    """What a form's speed is against the first form of its kind: processes against processes, threads against threads.
    """

    times_slower: float
    """Below 1 it is faster."""
    than: str

    @property
    def is_none(self) -> bool:
        """Whether the two are as fast as each other."""
        return 1 / SAME <= self.times_slower <= SAME

    @property
    def factor(self) -> str:
        """`8.1`, from 10 on `11`."""
        factor = max(self.times_slower, 1 / self.times_slower)
        return f"{factor:.0f}" if factor >= 9.95 else f"{factor:.1f}"

    @property
    def direction(self) -> str:
        return "slower" if self.times_slower > 1 else "faster"


class Form(Struct, frozen=True):
    """One form of counting."""

    name: str
    hue: str
    says: str
    phase: VariantPhase
    repeats: tuple[Repeat, ...] = ()
    """In the order in which they were printed, over all runs."""
    kind: WorkerKind | None = None
    """Who counts; None before it is seen."""
    expected: float | None = None
    """What the counter should say in the end."""
    now: float | None = None
    """What it says at this moment, read from outside; None when that is not observed, or nothing counts."""
    of_type: str = ""
    """`Value('l')`; empty for what is not shared memory."""
    lock_waits: int = 0
    lock_wait_s: float = 0.0
    has_its_own_lock: bool = False
    """Whether the counter came with a lock."""
    run: RunState | None = None
    """The newest."""
    title: str = ""
    """What a person calls it; empty for its name."""
    price: Price | None = None

    @property
    def called(self) -> str:
        return self.title or self.name

    @property
    def is_on(self) -> bool:
        return self.phase in ("starting", "running")

    @property
    def newest(self) -> Repeat | None:
        return self.repeats[-1] if self.repeats else None

    @property
    def recorded(self) -> Recorded | None:
        """What the microscope has seen of the newest run; None when it saw nothing."""
        return look(self.run.accesses[0].accesses) if self.run and self.run.accesses else None

    @property
    def has_a_lock(self) -> bool:
        """Whether the program made a lock for its workers."""
        return bool(self.run and self.run.locks)

    @property
    def right(self) -> int:
        """Repeats in which nothing was lost."""
        return sum(repeat.lost == 0 for repeat in self.repeats)

    @property
    def loses(self) -> bool:
        return self.right < len(self.repeats)

    @property
    def share_lost(self) -> float | None:
        """The median over the repeats; None before the first has ended."""
        return median([repeat.share_lost for repeat in self.repeats]) if self.repeats else None

    @property
    def most_lost(self) -> float:
        """The largest share that was lost in one repeat."""
        return max((repeat.share_lost for repeat in self.repeats), default=0.0)

    @property
    def least_lost(self) -> float:
        return min((repeat.share_lost for repeat in self.repeats), default=0.0)

    @property
    def speed(self) -> float | None:
        """The median, without the repeats that were slowed down."""
        found = [repeat.speed for repeat in self.repeats if repeat.speed and not repeat.is_slowed]
        return median(found) if found else None

    @property
    def has_only_slowed(self) -> bool:
        """Whether there is no speed because recording slowed down every repeat so far."""
        return bool(self.repeats) and all(repeat.is_slowed for repeat in self.repeats)


@once(4)
def forms(state: ComparisonState) -> tuple[Form, ...]:
    """Return every form planned, in the lesson's order."""
    if state.header is None:
        return ()
    found = [_form(state, planned) for planned in state.header.variants]
    expected = next((form.newest.expected for form in found if form.newest), None)
    first = {form.kind: form for form in reversed(found) if form.speed}
    return tuple(
        replace(form, price=_price(form, first.get(form.kind)), expected=form.expected or expected) for form in found
    )


def _price(form: Form, first: Form | None) -> Price | None:
    if form.speed is None or first is None or first.speed is None or form.kind is None or first is form:
        return None
    return Price(first.speed / form.speed, first.called)


def _form(state: ComparisonState, planned: VariantPlanned) -> Form:
    runs = [run for run in state.runs if run.variant == planned.name]
    if not runs:
        return Form(planned.name, planned.hue, planned.says, "waiting", title=planned.title)
    run = runs[-1]
    repeats = tuple(repeat for one in runs for repeat in _repeats(one))
    values = [value for value in run.values if not value.of.length]
    newest = max(values, key=lambda value: value.of.at_s, default=None)
    is_counting = run.phase != "over" and newest is not None and newest.items
    return Form(
        name=planned.name,
        hue=planned.hue,
        says=planned.says,
        phase=run.phase if run.phase != "over" else run.outcome or "ended",
        repeats=repeats,
        kind=_worker_kind(run),
        expected=repeats[-1].expected if repeats else None,
        now=newest.items[0] if newest and is_counting else None,
        of_type=newest.of.type.rpartition(".")[2] if newest else "",
        lock_waits=sum(lock.count.waits for lock in run.locks),
        lock_wait_s=sum(lock.count.wait_s for lock in run.locks),
        has_its_own_lock=any(lock.of.guards is not None for lock in run.locks),
        run=run,
        title=planned.title,
    )


def _worker_kind(run: RunState) -> WorkerKind | None:
    kinds = {worker.kind for worker in run.workers if worker.role == "worker"}
    return "process" if "process" in kinds else "thread" if kinds else None


def _repeats(run: RunState) -> tuple[Repeat, ...]:
    printed = _printed(run.results)
    return (replace(printed[0], is_slowed=True), *printed[1:]) if printed and is_first_slowed(run) else printed


@once(32)
def _printed(results: tuple[tuple[tuple[str, float], ...], ...]) -> tuple[Repeat, ...]:
    lines = [dict(line) for line in results]
    return tuple(
        Repeat(line["expected"], line["got"], line["lost"], line.get(ADDS.name))
        for line in lines
        if {"expected", "got", "lost"} <= line.keys()
    )


def is_busy(readings: Sequence[VariantReading], state: ComparisonState) -> bool:
    """Whether other programs used so much of this machine while the forms ran that speeds cannot be compared."""
    seconds = [(reading.elapsed_s or 0.0, reading.others) for reading in readings if reading.others is not None]
    whole_s = sum(elapsed_s for elapsed_s, _ in seconds) * max(1, state.header.cores if state.header else 1)
    return whole_s > 0 and sum(elapsed_s * others for elapsed_s, others in seconds) / whole_s > BUSY_MACHINE


def is_right(form: Form) -> bool:
    """Whether a form lost nothing: as measured; while it has not run, as the lesson's colour expects."""
    return not form.loses if form.repeats else form.hue != "bad"


def first_shown(found: Sequence[Form], count: int) -> int:
    """Return the first of `count` neighbours worth looking at: those with the form that runs; with one that loses and
    its cure, which comes after it; with the one that loses most."""
    places = range(max(1, len(found) - count + 1))

    def worth(place: int) -> tuple[bool, bool, float]:
        shown = found[place : place + count]
        losing = [form for form in shown if not is_right(form)]
        is_pair = bool(losing) and is_right(shown[-1])
        return any(form.is_on for form in shown), is_pair, max((form.share_lost or 0.0 for form in losing), default=0.0)

    return max(places, key=worth)
