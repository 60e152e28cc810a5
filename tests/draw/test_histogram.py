from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, picture, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.histogram import bin_of, histogram


@pytest.mark.parametrize(
    ("share", "place"), [(0, 0), (1e-9, 1), (0.1, 1), (0.1000001, 2), (0.31, 4), (0.999, 10), (1, 10), (-1, 0), (7, 10)]
)
def test_bins(share: float, place: int) -> None:
    assert bin_of(share) == place


def test_five_repeats_are_five_squares_and_the_newest_a_diamond() -> None:
    drawn = histogram([0, 0, 0.31, 0.37, 0.99], 36, 5, "bad")
    assert picture(drawn) == (
        "\n"
        "■■           ■■\n"
        "■■           ■■                ◆◆\n"
        "─── ───────────────────────────↑──\n"
        "0      20    40    60    80   100"
    )
    assert inks(drawn[2])[0] == "good" and "bad" in inks(drawn[2])


def test_many_repeats_are_bars() -> None:
    drawn = histogram([0] * 7 + [0.3] * 5 + [0.35] * 20, 24, 1, "bad")
    assert text(drawn[0]).rstrip() == "▃      ▂ █"


def test_nothing_lost_is_one_bar_at_the_edge_and_the_zero_is_there_without_any() -> None:
    assert text(histogram([0.0] * 20, 24, 4, "bad")[1]).rstrip() == "█"
    assert text(histogram([], 36, 3, "bad")[-1]).startswith("0 ")


@given(
    st.lists(st.floats(0, 1), max_size=60), st.integers(0, 140), st.integers(0, 20), st.sampled_from([UNICODE, ASCII])
)
def test_always_as_large_as_asked_for(shares: list[float], width: int, height: int, glyphs: Glyphs) -> None:
    drawn = histogram(shares, width, height, "bad", glyphs)
    assert len(drawn) == height
    for row in drawn:
        if width:
            check_row(row, width, glyphs)
