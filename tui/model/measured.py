"""Readings of a comparison by the names that lessons use."""

from __future__ import annotations

from tui.model.readings import cores_used
from tui.model.state import ComparisonState


def values(state: ComparisonState, name: str, variant: str) -> tuple[float, ...]:
    """Return all repeats of a reading in the runs of one variant, nothing when it was not measured."""
    runs = [run for run in state.runs if run.variant == variant and run.outcome == "ended"]
    found = [cores_used(run) for run in runs] if name == "cores_used" else []
    return tuple(value for value in found if value is not None)
