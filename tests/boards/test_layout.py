"""Where everything stands, at every size: nothing overlaps, nothing leaves the screen."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from tui.board_names import BOARDS
from tui.boards.layout import arrange, slots_shown
from tui.boards.space import Wanted, kind_of

SIZES = [
    *((49, 14), (50, 15), (60, 20), (80, 24), (80, 60), (99, 35)),
    *((100, 30), (120, 40), (179, 50), (180, 40), (200, 60), (400, 100)),
]

def compared(panels: int, cores: int, baseline: bool = True, **more: Any) -> Wanted:
    """Return what a lesson with the boards of speed wants."""
    boards = (*([("runners", 1)] if baseline else []), ("panels", 1), ("cores", cores), ("curve", 1))
    return Wanted(boards, panels, **more)


EVERY = tuple((name, 6) for name in BOARDS)
WANTS = [
    compared(1, 1, baseline=False),
    compared(2, 8),
    compared(3, 2, says_cores=True),
    compared(8, 256),
    compared(2, 4, code=True),
    compared(2, 4, zoomed="panels1"),
    compared(2, 4, zoomed="cores"),
    compared(2, 4, presenting=True),
    Wanted((("panels", 1), ("tasks", 6), ("locks", 4), ("cores", 8)), 2),
    Wanted((("queue", 1), ("locks", 4), ("output", 5), ("lanes", 1)), 2),
    Wanted((("cores", 4), ("output", 5)), 1),
    Wanted((("cores", 4),), 2),
    Wanted(EVERY, 3),
    Wanted(tuple(reversed(EVERY)), 1),
    Wanted(EVERY, 3, code=True),
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
    three = compared(3, 8)
    assert slots_shown(80, 24, three) == 2
    assert slots_shown(120, 40, three) == 3
    assert slots_shown(200, 60, compared(1, 8, baseline=False)) == 1


def test_a_panel_at_24_rows_has_room_for_its_numbers_and_four_workers() -> None:
    placed = arrange(80, 24, compared(2, 8))
    assert placed["panels0"].height >= 13
    assert placed["sentence"].height == 3
