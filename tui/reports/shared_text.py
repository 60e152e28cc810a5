"""What a variant did to the things that workers share, as lines of plain text."""

from __future__ import annotations

from tui.model.readings.measured import measured
from tui.model.readings.reading import groups
from tui.model.said.locks import LockOutcome, lock_outcomes
from tui.model.state.state import ComparisonState
from tui.words.numbers import grouped, noun


def shared(state: ComparisonState, variant: str) -> list[str]:
    """Return the lines on queues, counters, shared memory and locks; none where a variant has none."""
    seen = measured(state, variant)
    lines = [line for group in groups() if group.is_there(seen) for line in group.lines(seen)]
    return [*lines, *map(_lock, lock_outcomes(state, variant))]


def _lock(lock: LockOutcome) -> str:
    taken = "" if lock.acquired is None else f", taken {grouped(lock.acquired)} times"
    held = "" if lock.held_s is None else f", held {lock.held_s:.2f} s"
    waits = f"{grouped(lock.waits)} {noun(lock.waits, 'wait')}"
    return f"{lock.kind} {lock.name}: {waits}, {lock.wait_s:.2f} s together{taken}{held}"
