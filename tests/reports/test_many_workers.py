"""Many workers that are alike share a line of the report."""

from __future__ import annotations

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


def test_fifty_equal_children_share_a_line() -> None:
    many, other = _lines(50)
    assert many.startswith("child-1…50: 50 processes, 0.02 to 0.02 s of CPU each, ") and other.startswith("other: pid ")


def test_a_few_have_a_line_each() -> None:
    lines = _lines(12)
    assert [line.partition(":")[0] for line in lines] == [*(f"child-{number}" for number in range(1, 13)), "other"]
