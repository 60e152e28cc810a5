"""The median, as `statistics` has it: that module takes 4 ms to import, which every start would wait for."""

from __future__ import annotations

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """Return the middle value, or the mean of the two in the middle; ValueError without any."""
    ranked = sorted(values)
    if not ranked:
        raise ValueError("no median of nothing")
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
