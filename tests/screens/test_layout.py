"""Where everything stands, at every size: nothing overlaps, nothing leaves the screen."""

from __future__ import annotations

from itertools import combinations

import pytest

from tui.boards.space import Wanted, kind_of
from tui.screens.stage.layout import arrange, slots_shown

SIZES = [
    *((49, 14), (50, 15), (60, 20), (80, 24), (80, 60), (99, 35)),
    *((100, 30), (120, 40), (179, 50), (180, 40), (200, 60), (400, 100)),
]

WANTS = [
    Wanted(panels=1),
    Wanted(panels=2, baseline=True, cores=8),
    Wanted(panels=3, baseline=True, cores=2, says_cores=True),
    Wanted(panels=8, baseline=True, cores=256),
    Wanted(panels=2, baseline=True, cores=4, code=True),
    Wanted(panels=2, baseline=True, cores=4, zoomed="panel1"),
    Wanted(panels=2, baseline=True, cores=4, zoomed="cores"),
    Wanted(panels=2, baseline=True, cores=4, presenting=True),
]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("wanted", WANTS, ids=str)
def test_every_part_stands_on_the_screen_and_none_on_another(size: tuple[int, int], wanted: Wanted) -> None:
    width, height = size
    placed = arrange(width, height, wanted)
    assert placed
    for place in placed.values():
        assert place.x >= 0 and place.y >= 0 and place.width > 0 and place.height > 0
        assert place.x + place.width <= width and place.y + place.height <= height
    for (_, a), (_, b) in combinations(placed.items(), 2):
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, placed


def test_kinds_by_size() -> None:
    assert kind_of(49, 14) == kind_of(200, 14) == kind_of(49, 60) == "tiny"
    assert kind_of(50, 15) == kind_of(60, 20) == kind_of(79, 60) == kind_of(120, 40, presenting=True) == "presenter"
    assert kind_of(80, 24) == kind_of(100, 30) == "compact"
    assert kind_of(120, 40) == "full"
    assert kind_of(200, 60) == "wide"


def test_panels_side_by_side() -> None:
    three = Wanted(panels=3, baseline=True, cores=8)
    assert slots_shown(80, 24, three) == 2
    assert slots_shown(120, 40, three) == 3
    assert slots_shown(200, 60, Wanted(panels=1, cores=8)) == 1


def test_a_panel_at_24_rows_has_room_for_its_numbers_and_four_workers() -> None:
    placed = arrange(80, 24, Wanted(panels=2, baseline=True, cores=8))
    assert placed["panel0"].height >= 13
    assert placed["sentence"].height == 3
