"""Range rows: one scale for all, the number at the end of what it measures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, picture, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.range_row import Range, Scale, axis, linear_scale, log_scale, ranges
from tui.words.numbers import span

LADDER = [
    Range("a global", "parent", 38e-9, "38 ns"),
    Range("Value, get_lock()", "key", 1.4e-6, "1.4 µs", "37×"),
    Range("Manager().dict()", "bad", 61e-6, "61 µs", "1 605×"),
]
LOG = log_scale([row.median for row in LADDER])


def test_a_ladder_begins_where_the_scale_does_and_says_its_number_at_its_end() -> None:
    drawn = [*ranges(LADDER, LOG, 76), axis(LADDER, LOG, 76, span)]
    assert picture(drawn).splitlines() == [
        "a global           ━━━━━━● 38 ns",
        "Value, get_lock()  ━━━━━━━━━━━━━━━━━━━━━━● 1.4 µs                        37×",
        "Manager().dict()   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━● 61 µs     1 605×",
        "                   10 ns     100 ns     1.0 µs    10 µs     100 µs",
    ]
    assert inks(drawn[2]) == ["foreground", "bad", "bad bold", "foreground bold", "foreground", "muted"]


def test_a_spread_has_the_half_of_all_and_the_ends() -> None:
    rows = [
        Range("a", "thread", 3.0, "3 ms", half=(2.5, 4), ends=(1, 9)),
        Range("b", "process", 14, "14 ms", half=(12, 15), ends=(11, 18)),
    ]
    scale = linear_scale([18])
    assert picture([*ranges(rows, scale, 60), axis(rows, scale, 60, lambda value: f"{value:g} ms")]).splitlines() == [
        "a     ───━━●━━───────────── 3 ms",
        "b                              ──━━━━━●━━━─────── 14 ms",
        "   0 ms         5 ms        10 ms        15 ms       20 ms",
    ]


def test_what_stands_at_the_right_gives_way_first_and_then_the_lines() -> None:
    assert picture(ranges(LADDER, LOG, 36)).splitlines()[2] == "Manager().dict()   ━━━━━━━━━● 61 µs"
    assert picture(ranges(LADDER, LOG, 30)).splitlines()[2] == "Manager().dict()   61 µs"
    assert axis(LADDER, LOG, 30, span) == ()


@pytest.mark.parametrize("median", [None, math.nan, math.inf])
def test_what_is_not_known_has_no_line(median: float | None) -> None:
    assert text(ranges([Range("x", "key", median, "5 ns")], LOG, 40)[0]).rstrip() == "x  –"


def test_scales() -> None:
    assert Scale(10e-9, 100e-6).place(1e-6, 41) == 20
    assert [Scale(1, 100).place(value, 21) for value in (0, 1, 10, 100, 1000)] == [0, 0, 10, 20, 20]
    assert log_scale([38e-9, None, 61e-6]).ticks() == pytest.approx((1e-8, 1e-7, 1e-6, 1e-5, 1e-4))
    assert log_scale([1.0]).ticks() == pytest.approx((1, 10)) and log_scale([]).low == 1
    assert linear_scale([0.0, 13]).ticks() == pytest.approx((0, 5, 10, 15, 20))


_VALUES = st.none() | st.floats(-1e30, 1e30) | st.floats(0, 1e-3)
_SPANS = st.none() | st.tuples(st.floats(-10, 10), st.floats(-10, 1e9))


@given(
    st.lists(st.builds(Range, st.sampled_from(["", "a", "longer name"]), st.just("key"), _VALUES, st.just("9 ms"),
                       st.sampled_from(["", "3x"]), _SPANS, _SPANS), max_size=4),
    st.integers(0, 90), st.booleans(), st.sampled_from([UNICODE, ASCII]),
)  # fmt: skip
def test_always_as_wide_as_asked_for(rows: list[Range], width: int, is_log: bool, glyphs: Glyphs) -> None:
    scale = (log_scale if is_log else linear_scale)([row.median for row in rows])
    for row in ranges(rows, scale, width, glyphs):
        check_row(row, width, glyphs)
    assert len(text(axis(rows, scale, width, "{:g}".format))) in (0, width)
