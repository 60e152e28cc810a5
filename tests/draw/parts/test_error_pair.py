"""A traceback as two saw it: what is drawn of it, and what gives way in a low or narrow place."""

from __future__ import annotations

import pytest

from tests.draw.picture import check_row, picture
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.error_pair import Trace, TraceLine, is_beside, traced

FRAMES = (
    TraceLine("shop.py", 90, "<module>", "main()"),
    TraceLine("shop.py", 41, "main", "answer.get()"),
    TraceLine("prices.py", 22, "work", "return 100 / n"),
)
TRACE = Trace(FRAMES, "ZeroDivisionError", "division by zero", ("The worker's traceback is its cause.",))


def test_where_there_is_room_it_is_as_python_prints_it() -> None:
    assert picture(traced(TRACE, 60, 10)).splitlines() == [
        "Traceback (most recent call last):",
        '  File "shop.py", line 90, in <module>',
        "    main()",
        '  File "shop.py", line 41, in main',
        "    answer.get()",
        '  File "prices.py", line 22, in work',
        "    return 100 / n",
        "ZeroDivisionError: division by zero",
        "The worker's traceback is its cause.",
    ]


def test_the_outer_frames_give_way_first_and_the_exception_never() -> None:
    assert picture(traced(TRACE, 60, 6)).splitlines() == [
        '  File "shop.py", line 90, in <module>',
        '  File "shop.py", line 41, in main',
        '  File "prices.py", line 22, in work',
        "    return 100 / n",
        "ZeroDivisionError: division by zero",
        "The worker's traceback is its cause.",
    ]
    assert picture(traced(TRACE, 60, 3)).splitlines() == [
        "    return 100 / n",
        "ZeroDivisionError: division by zero",
        "The worker's traceback is its cause.",
    ]
    assert picture(traced(TRACE, 60, 1)) == "ZeroDivisionError: division by zero"


def test_where_there_is_none_that_is_said() -> None:
    assert picture(traced(Trace(says=("Nothing: it was killed by SIGKILL.",)), 20, 5)).splitlines() == [
        "Nothing: it was",
        "killed by SIGKILL.",
    ]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_it_keeps_to_its_room(glyphs: Glyphs) -> None:
    for width in (1, 8, 30, 58):
        for most in (0, 1, 2, 5, 9):
            rows = traced(TRACE, width, most, glyphs)
            assert len(rows) <= most
            for row in rows:
                check_row(row, width, glyphs)


def test_two_stand_side_by_side_where_both_can_be_read() -> None:
    assert is_beside(120) and not is_beside(60)
