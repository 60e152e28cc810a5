"""The median is that of `statistics`."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers, lists

from tui.telemetry.median import median


@given(lists(integers() | floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_it_is_that_of_statistics(values: list[float]) -> None:
    assert median(values) == statistics.median(values)


def test_of_nothing_there_is_none() -> None:
    with pytest.raises(ValueError, match="nothing"):
        median([])
