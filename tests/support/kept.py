"""Comparisons written as states, for what is done with their results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tests.support.builders import comparison
from tui.model.state.series import Whole
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.vocabulary import Outcome

Line = tuple[tuple[str, float], ...]


def run(
    variant: str, elapsed_s: float, repeat: int = 0, *, outcome: Outcome | None = "ended", others: float = 0.0,
    results: Sequence[Line] = (), told: int = 0, message: str = "", started_s: float = 0.0,
) -> RunState:  # fmt: skip
    """Return a run that is over; without an outcome, one that is not."""
    return RunState(
        index=0, variant=variant, repeat=repeat, command="python x.py", started_s=started_s,
        phase="over" if outcome else "running", elapsed_s=elapsed_s, outcome=outcome, message=message,
        others=replace(Whole(), means=(others,)), results=tuple(results), told=told,
    )  # fmt: skip


def compared(runs: Iterable[RunState], *, workers: int = 4, title: str = "threads vs processes") -> ComparisonState:
    """Return a comparison that is over, with these runs."""
    knobs = (("workers", str(workers)), ("size", "calibrated"))
    header = replace(comparison(), knobs=knobs, title=title, scenario=title.replace(" ", "-"))
    indexed = tuple(replace(each, index=place) for place, each in enumerate(runs))
    return ComparisonState(header=header, runs=indexed, calibrated=(("size", "1000000"),), is_over=True)
