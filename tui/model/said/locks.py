"""What each kind of lock of a run did, for reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct

from tui.model.state.shared import LockState
from tui.model.state.state import ComparisonState

MOST_LOCKS = 8
"""Locks that a report names."""


class LockOutcome(Struct, frozen=True):
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

    A lesson's workers begin together by an event or barrier: that is told of a person's own program only.
    """
    run = state.newest(variant)
    by_name: dict[str, list[LockState]] = {}
    for lock in run.locks if run else ():
        by_name.setdefault(lock.of.name, []).append(lock)
    found = [
        LockOutcome(
            name,
            sum(lock.count.waits + lock.count.signal_waits for lock in locks),
            sum(lock.count.wait_s + lock.count.signal_s for lock in locks),
            _sum(lock.count.acquired for lock in locks),
            _sum(lock.count.held_s for lock in locks),
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


Number = TypeVar("Number", int, float)


def _sum(numbers: Iterable[Number | None]) -> Number | None:
    """Return the sum of the numbers that are known; None when none is."""
    known = [number for number in numbers if number is not None]
    return sum(known[1:], known[0]) if known else None
