"""Which side of a queue is missing, or does nothing now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tui.model.queue.readings import QueueReading, WorkerReading

Missing = Literal["producers", "consumers"]
BEGUN_S = 1.0
"""Until then workers may be about to begin."""


def there(workers: Sequence[WorkerReading]) -> int:
    """Return how many work on one side: neither gone nor on the way out, nor the main thread now and then."""
    return sum(worker.phase not in ("gone", "leaving") and not worker.by_hand for worker in workers)


def missing(reading: QueueReading) -> tuple[Missing, ...]:
    """Return the sides on which nobody is; none while that is not certain."""
    if reading.is_over or reading.is_changing or reading.unseen or reading.at_s <= BEGUN_S:
        return ()
    sides: tuple[tuple[Missing, tuple[WorkerReading, ...]], ...]
    sides = ("producers", reading.producers), ("consumers", reading.consumers)
    return tuple(side for side, workers in sides if not there(workers))

