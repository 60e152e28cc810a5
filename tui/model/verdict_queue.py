"""What is said of queues: which side waits, and what a bound does."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.readings import VariantReading
from tui.model.saying import Sentence, Span, named, took, workers
from tui.model.state import ComparisonState


class QueueWords:
    """To come."""

    is_spoiled_by_others = False
    judges_failed = False

    def now(self, reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
        return ((named(reading), Span(f": {workers(len(reading.lanes))}.")),)

    def conclusions(self, finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
        return tuple(took(reading) for reading in finished)

    def all_the_same(self, finished: Sequence[VariantReading]) -> tuple[Sentence, ...]:
        return tuple(took(reading) for reading in finished)

    def short(self, said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
        return said[0] if said else (Span(""),)
