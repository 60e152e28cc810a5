"""Many workers that are alike share a line of the report."""

from __future__ import annotations

import pytest

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.reports.as_text import closing


def _lines(count: int) -> list[str]:
    own = Own()
    for number in range(1, count + 1):
        own.process(f"child-{number}", Does(running=0.01))
    own.process("other", Does(running=0.5))
    own.passes(2.0)
    return [line.strip() for line in closing(fold(ComparisonState(), own.told)).splitlines() if " of CPU" in line]


@pytest.mark.parametrize("count", [10, 100])
def test_equal_children_share_a_line(count: int) -> None:
    many, other = _lines(count)
    said = f"{count} processes, busy 1 % of the time, 0.02 s of CPU each, {count * 0.02:.2f} s together"
    assert many == f"child-1…{count}: {said}" and other.startswith("other: pid ")


def test_of_unequal_ones_it_says_from_what_to_what() -> None:
    own = Own()
    for number in range(1, 11):
        own.process(f"child-{number}", Does(running=0.05 * number))
    own.passes(2.0)
    text = closing(fold(ComparisonState(), own.told))
    assert "child-1…10: 10 processes, busy 5 to 50 % of the time, 0.10 to 1.00 s of CPU each, 5.50 s together" in text


def test_a_few_have_a_line_each() -> None:
    lines = _lines(5)
    assert [line.partition(":")[0] for line in lines] == [*(f"child-{number}" for number in range(1, 6)), "other"]
