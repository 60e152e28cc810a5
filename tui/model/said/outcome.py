"""What a variant's runs did to the things that workers share: the facts that every report tells alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from tui.model.said.measured import made, printed, queues_of, taken, values
from tui.model.speed.readings import Spread, spread
from tui.model.state.shared import LockState
from tui.model.state.state import ComparisonState


@dataclass(frozen=True, slots=True)
class QueueOutcome:
    """What went through the queues of the newest run; pipes are not in it."""

    made: int
    """Items, as the program says; as counted where it does not say."""
    taken: int
    puts: int
    """As counted, with the items that only tell a consumer to end."""
    gets: int
    left: int
    """Still inside, by our own counts."""
    lost: int
    """Items that could not be pickled or sent."""
    depth_max: int
    bytes: int | None
    """Pickled bytes that went through; None where nothing is pickled."""
    full_s: float
    """Seconds that workers waited for room, summed."""
    empty_s: float

    @property
    def is_conserved(self) -> bool:
        """Whether every item is accounted for."""
        return self.puts == self.gets + self.left + self.lost


@dataclass(frozen=True, slots=True)
class CounterOutcome:
    """What a counter said at the end, over all repeats."""

    expected: int
    got: Spread
    lost: Spread
    lost_share: Spread
    adds_per_s: Spread | None
    right: int
    """Repeats in which nothing was lost."""


@dataclass(frozen=True, slots=True)
class MemoryOutcome:
    """What was shared and what was copied."""

    bytes_shared: int
    bytes_copied: int | None
    """Of what is handed over, as the program says; None where it does not say."""
    bytes_through: int
    """Everything that went through pipes and queues, as counted: with its wrapping and the words between."""
    hand_over_s: Spread | None
    torn_rows: int | None
    forgotten: int
    """Blocks that were made and that nobody unlinked."""


def queue_outcome(state: ComparisonState, variant: str) -> QueueOutcome | None:
    """Return what went through the queues of a variant's newest run; None when it had none."""
    run = state.newest(variant)
    counts = [(queue, queue.count) for queue in queues_of(run) if queue.count] if run else []
    if run is None or not counts:
        return None
    told = [count.bytes_put for _, count in counts if count.bytes_put is not None]
    return QueueOutcome(
        made=round(made(run) or 0),
        taken=round(taken(run) or 0),
        puts=sum(count.puts for _, count in counts),
        gets=sum(count.gets for _, count in counts),
        left=sum(queue.depth for queue, _ in counts),
        lost=sum(count.lost for _, count in counts),
        depth_max=max(queue.depth_max for queue, _ in counts),
        bytes=sum(told) if told else None,
        full_s=sum(count.full_s for _, count in counts),
        empty_s=sum(count.empty_s for _, count in counts),
    )


def counter_outcome(state: ComparisonState, variant: str) -> CounterOutcome | None:
    """Return what a variant's counters said, over all repeats of all finished runs; None when they said nothing."""
    expected, lost = values(state, "expected", variant), values(state, "lost", variant)
    got, share = spread(values(state, "got", variant)), spread(values(state, "lost_share", variant))
    all_lost = spread(lost)
    if not expected or got is None or all_lost is None or share is None:
        return None
    right = sum(number == 0 for number in lost)
    return CounterOutcome(
        round(expected[-1]), got, all_lost, share, spread(values(state, "adds_per_s", variant)), right
    )


def memory_outcome(state: ComparisonState, variant: str) -> MemoryOutcome | None:
    """Return what a variant shared and copied; None when it neither has a block nor says what a hand-over takes."""
    run = state.newest(variant)
    if run is None:
        return None
    hand_over = spread(values(state, "hand_over_s", variant))
    if hand_over is None and not run.blocks:
        return None
    copied, torn = printed(run, "bytes_copied"), printed(run, "torn_rows")
    return MemoryOutcome(
        bytes_shared=sum(block.size_bytes or 0 for block in run.blocks),
        bytes_copied=round(copied[-1]) if copied else None,
        bytes_through=sum(queue.count.bytes_put or 0 for queue in run.queues if queue.count),
        hand_over_s=hand_over,
        torn_rows=round(torn[-1]) if torn else None,
        forgotten=sum(block.is_forgotten for block in run.blocks) if run.phase == "over" else 0,
    )


@dataclass(frozen=True, slots=True)
class LockOutcome:
    """What one kind of lock of the newest run did: locks of one name are taken together."""

    name: str
    waits: int
    wait_s: float
    acquired: int | None
    """None where it is not counted: at level lean."""
    held_s: float | None
    """None but at level hold."""
    kind: str = "lock"
    """lock, semaphore, condition, event or barrier."""


def lock_outcomes(state: ComparisonState, variant: str) -> tuple[LockOutcome, ...]:
    """Return the locks of a variant's newest run that were waited for or counted, the most waited for first.

    A lesson's workers begin together by an event or barrier: that is told of somebody's own program only.
    """
    run = state.newest(variant)
    by_name: dict[str, list[LockState]] = {}
    for lock in run.locks if run else ():
        by_name.setdefault(lock.of.name, []).append(lock)
    found = [
        LockOutcome(
            name,
            sum(lock.waits + lock.signal_waits for lock in locks),
            sum(lock.wait_s + lock.signal_s for lock in locks),
            _sum(lock.acquired for lock in locks),
            _sum(lock.held_s for lock in locks),
            _kind(locks[0].of.type),
        )
        for name, locks in by_name.items()
    ]
    told = [lock for lock in found if lock.waits or lock.acquired]
    told = [lock for lock in told if state.is_own or lock.kind not in ("event", "barrier")]
    return tuple(sorted(told, key=lambda lock: (-lock.wait_s, lock.name)))[:MOST_LOCKS]


def _kind(type_name: str) -> str:
    last = type_name.rpartition(".")[2].lower()
    return next((kind for kind in ("lock", "semaphore") if last.endswith(kind)), last)


MOST_LOCKS = 8
"""Locks that a report names."""

Number = TypeVar("Number", int, float)


def _sum(numbers: Iterable[Number | None]) -> Number | None:
    """Return the sum of the numbers that are known; None when none is."""
    known = [number for number in numbers if number is not None]
    return sum(known[1:], known[0]) if known else None
