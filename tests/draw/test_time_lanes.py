"""A moment of several workers, to scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.reasons import REASONS
from tui.draw.time_lanes import axis, strip

TURNS = [(0.005, "running"), (0.01, "gil"), (0.015, "running"), (0.02, "gil")]


def test_a_cell_is_what_took_most_of_its_time() -> None:
    assert text(strip(TURNS, 0.0, 0.02, 8, "thread")) == "██▒▒██▒▒"
    assert inks(strip(TURNS, 0.0, 0.02, 4, "thread")) == ["thread", "third", "thread", "third"]
    assert text(strip([(0.006, "running"), (0.01, "core")], 0.0, 0.01, 1)) == "█"


def test_a_part_of_the_time_is_drawn_over_the_whole_width() -> None:
    assert text(strip(TURNS, 0.0, 0.01, 8)) == "████▒▒▒▒"
    assert text(strip(TURNS, 0.0075, 0.0125, 4)) == "▒▒██"


def test_what_is_not_known_is_blank() -> None:
    assert text(strip(TURNS, 0.0, 0.04, 8)) == "█▒█▒    "
    assert text(strip([], 0.0, 0.25, 5)) == "     "


def test_the_axis_has_round_times_that_stand_apart() -> None:
    assert text(axis(0.0, 0.25, 50)).rstrip() == "0 ms      50        100       150       200"
    assert text(axis(0.125, 0.25, 50)).rstrip() == "125 ms    150       175       200       225"
    assert text(axis(0.0, 0.25, 5)) == "     "


@given(
    st.lists(st.tuples(st.floats(0.0, 0.3), st.sampled_from(REASONS)), max_size=30),
    st.floats(0.0, 0.2),
    st.floats(0.001, 0.3),
    st.integers(0, 90),
    st.sampled_from([UNICODE, ASCII]),
)
def test_any_moment_fits(
    ends: list[tuple[float, str]], from_s: float, lasting_s: float, width: int, glyphs: Glyphs
) -> None:
    check_row(strip(sorted(ends), from_s, from_s + lasting_s, width, "thread", glyphs), width, glyphs)
    assert len(text(axis(from_s, from_s + lasting_s, width))) == width


@pytest.mark.parametrize("width", [0, -1])
def test_without_room_nothing_is_drawn(width: int) -> None:
    assert strip(TURNS, 0.0, 0.02, width) == ()
