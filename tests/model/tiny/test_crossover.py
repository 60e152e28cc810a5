"""From which size of a task on a pool beats a loop: named only where the spreads do not overlap."""

from __future__ import annotations

import pytest

from tests.support.tiny import SIZES, Tiny
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.tiny.crossover import LOOP, ONES, OWN, Crossover, Size, crossover, sizes

Times = tuple[tuple[float, ...], ...]


def measured(loop: Times, ones: Times) -> tuple[Size, ...]:
    told = Tiny(ways=("sweep",), sizes={LOOP: loop, ONES: ones}).comparison()
    return sizes(fold(ComparisonState(), told).runs[0])


def test_medians_and_spread_of_each_size() -> None:
    found = sizes(fold(ComparisonState(), Tiny(ways=("sweep",)).comparison()).runs[0])
    assert [size.steps for size in found] == [10, 40, 160, 640]
    assert [size.size_s for size in found] == pytest.approx([1e-6, 10.5e-6, 101e-6, 1001e-6])
    ones = found[0].ways[ONES]
    assert (ones.low_s, ones.median_s, ones.high_s, ones.count) == pytest.approx((50e-6, 51e-6, 52e-6, 3))
    assert [size.verdict(ONES) for size in found] == ["slower", "slower", "faster", "faster"]
    assert found[0].times(ONES) == pytest.approx(51.0) and found[0].times("threads") is None


def test_it_pays_from_the_size_on_from_which_it_was_faster_at_all() -> None:
    found = sizes(fold(ComparisonState(), Tiny(ways=("sweep",)).comparison()).runs[0])
    ones, own = crossover(found, ONES), crossover(found, OWN)
    assert ones.kind == own.kind == "from"
    assert [ones.slower_s, ones.faster_s] == pytest.approx([10.5e-6, 101e-6])
    assert [own.slower_s, own.faster_s] == pytest.approx([1e-6, 10.5e-6])


SMALL, LARGE = (10.0, 10.5, 11.0), (100.0, 101.0, 102.0)


@pytest.mark.parametrize(
    ("ones", "kind"),
    [
        (((5.0, 5.0, 5.0), (50.0, 50.0, 50.0)), "at all"),
        (((50.0, 51.0, 52.0), (150.0, 151.0, 152.0)), "at none"),
        (((50.0, 51.0, 52.0), (50.0, 51.0, 101.5)), "at none"),
        (((5.0, 5.0, 5.0), (99.0, 101.0, 150.0)), "unclear"),
        (((10.0, 10.5, 11.0), (50.0, 51.0, 52.0)), "from"),
        (((50.0, 51.0), (50.0, 51.0)), "not measured"),
    ],
)
def test_what_overlaps_is_not_ranked(ones: Times, kind: str) -> None:
    assert crossover(measured((SMALL, LARGE), ones), ONES).kind == kind


def test_a_size_that_is_not_told_apart_below_is_not_said_to_be_slower() -> None:
    found = crossover(measured((SMALL, LARGE), (SMALL, (50.0, 51.0, 52.0))), ONES)
    assert found.slower_s is None and found.faster_s == pytest.approx(101e-6)


def test_with_one_core_or_no_rows_there_is_nothing() -> None:
    assert crossover((), ONES) == Crossover("not measured")
    assert len(SIZES[LOOP]) == len(SIZES[ONES])
