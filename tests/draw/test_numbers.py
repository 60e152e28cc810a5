"""Numbers as text."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.draw import numbers
from tui.draw.glyphs import ASCII


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.decimal(3.3), "3.30"),
        (numbers.decimal(-0.001), "0.00"),
        (numbers.decimal(1, 1, 5), "  1.0"),
        (numbers.seconds(3.3), " 3.30 s"),
        (numbers.seconds(12.849, 1), " 12.8 s"),
        (numbers.seconds(None), "      –"),
        (numbers.clock(3.39), "00:03.3"),
        (numbers.clock(3.3), "00:03.3"),
        (numbers.clock(3.31, 2), "00:03.31"),
        (numbers.clock(3.9, 0), "00:03"),
        (numbers.clock(59.99), "00:59.9"),
        (numbers.clock(3600), "60:00.0"),
        (numbers.clock(6000), "1:40:00"),
        (numbers.clock(None), "      –"),
        (numbers.span(0.184), " 184 ms"),
        (numbers.span(0.005), " 5.0 ms"),
        (numbers.span(12e-6), "  12 µs"),
        (ASCII.spell(numbers.span(12e-6, 0)), "12 us"),
        (numbers.span(119), "  119 s"),
        (numbers.span(120), "  2 min"),
        (numbers.percent(0.26), " 26 %"),
        (numbers.percent(0.005), "  1 %"),
        (numbers.percent(4.0), "400 %"),
        (numbers.percent(math.nan), "    –"),
        (ASCII.spell(numbers.percent(None)), "    -"),
        (numbers.speed_up(3.69), " 3.69×"),
        (numbers.speed_up(12.345), "12.35×"),
        (ASCII.spell(numbers.speed_up(0.98, 0)), "0.98x"),
        (numbers.grouped(387592), "387 592"),
        (numbers.grouped(-1204), "-1 204"),
        (numbers.grouped(12, 7), "     12"),
        (numbers.rate(412), "412 /s"),
        (numbers.rate(4_900_000, "adds"), "4.9 M adds/s"),
        (numbers.rate(999.6), "1.0 k/s"),
        (numbers.rate(0), "0 /s"),
        (numbers.size_of(1), "1 byte"),
        (numbers.size_of(512), "512 bytes"),
        (numbers.size_of(65536), "64 KiB"),
        (numbers.size_of(1.5 * 2**20), "1.5 MiB"),
        (numbers.size_of(None), "–"),
    ],
)
def test_shown(shown: str, expected: str) -> None:
    assert shown == expected


ALL: list[Callable[[float | None], str]] = [
    numbers.decimal,
    numbers.seconds,
    numbers.clock,
    numbers.span,
    numbers.percent,
    numbers.speed_up,
    numbers.grouped,
    numbers.rate,
    numbers.size_of,
]


@given(st.one_of(st.none(), st.floats(), st.integers()), st.sampled_from(ALL))
def test_never_nan_never_raises(value: float | None, show: Callable[[float | None], str]) -> None:
    shown = show(value)
    assert "nan" not in shown and "inf" not in shown and "e+" not in shown
    known = value is not None and math.isfinite(value) and abs(value) < 1e18
    assert ("–" in shown) is not known


@given(st.floats(0, 99 * 60), st.floats(0, 9.99), st.floats(0, 0.999), st.floats(0, 99.99))
def test_widths_are_fixed(clock_s: float, time_s: float, share: float, factor: float) -> None:
    assert len(numbers.clock(clock_s)) == len(numbers.seconds(time_s)) == len(numbers.span(time_s)) == 7
    assert len(numbers.percent(share)) == 5
    assert len(numbers.speed_up(factor)) == 6
