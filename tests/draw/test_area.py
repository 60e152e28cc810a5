"""The filled chart."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, picture
from tui.draw.area import area, ramp, resample
from tui.draw.glyphs import ASCII, UNICODE, Glyphs

VALUES = st.lists(st.one_of(st.none(), st.floats()), max_size=300)


def test_a_run_that_fills_four_cores() -> None:
    rows = area([0, 0.5, 1.0, 2.0, 3.0, 3.9, 4.0, 4.0, 3.8], 14, 4, 4.0, "process")
    assert picture(rows) == "\n".join(
        (
            "     ▇██▆",
            "    █████",
            "   ██████",
            " ▄███████",
        )
    )
    assert [inks(row) for row in rows] == [["process"], ["process"], ["process.mid"], ["process.low"]]
    assert {len(row[0][0]) for row in rows} == {14}


def test_eighths_at_the_upper_edge() -> None:
    assert picture(area([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10, 1, 8, "thread")) == " ▁▂▃▄▅▆▇██"
    assert picture(area([1.0, math.nan, 1.0, None, 1.0], 5, 1, 1, "thread")) == "█ █ █"
    assert picture(area([0, 4, 8], 3, 1, 8, "thread", glyphs=ASCII)) == " =@"


def test_the_ramp_of_the_mock_ups() -> None:
    assert ramp("thread", 8) == (*["thread"] * 3, *["thread.mid"] * 2, *["thread.low"] * 3)
    assert ramp("thread", 1) == ("thread",)
    assert ramp("muted", 2) == ("muted", "muted")


def test_more_values_than_columns_are_averaged() -> None:
    assert resample([1, 3, 5, 7], 2) == (2, 6)
    assert resample([1, None, math.nan, 3, None, None], 3) == (1, 3, None)
    assert resample([1, 2], 4) == (1, 1, 2, 2)
    assert resample([], 4) == ()
    assert picture(area([0, 8, 8, 8], 2, 1, 8, "key")) == "▄█"


@given(VALUES, st.integers(-1, 250), st.integers(-1, 70), st.floats(), st.sampled_from([UNICODE, ASCII]))
def test_any_values_at_any_size(
    values: list[float | None], width: int, height: int, top: float, glyphs: Glyphs
) -> None:
    rows = area(values, width, height, top, "thread", glyphs=glyphs)
    assert len(rows) == max(0, height)
    for row in rows:
        check_row(row, width, glyphs)
    assert len(resample(values, width)) == (max(0, width) if values else 0)
