"""What is said of somebody's own program: what holds it up, and one thing to try."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.findings import Finding, finding
from tui.model.readings import VariantReading
from tui.model.saying import Sentence, Span, took
from tui.model.state import ComparisonState


class ProgramWords:
    """Says the one finding of the newest run. A program may end with any exit code: that spoils nothing."""

    is_spoiled_by_others = False
    judges_failed = True

    def now(self, reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
        return _said(finding(state, state.runs[-1]))

    def conclusions(self, finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
        return _said(finding(state, state.runs[-1])) if finished else ()

    def all_the_same(self, finished: Sequence[VariantReading]) -> tuple[Sentence, ...]:
        return tuple(took(reading) for reading in finished)

    def short(self, said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
        found = finding(state, state.runs[-1]) if state.runs else None
        return (Span(f"{found.head}.", "foreground bold"),) if found else (Span(""),)


def _said(found: Finding) -> tuple[Sentence, ...]:
    hue = "good" if found.is_good else "bad"
    first: Sentence = (Span(found.head, f"{hue} bold"), Span(f": {found.says}"))
    return (first, (Span("Try ", "muted"), Span(found.tries))) if found.tries else (first,)
