"""Numbers, counts and lists in words."""

import pytest

from tui.words import numbers


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (numbers.grouped(387592), "387 592"),
        (numbers.grouped(3602, numbers.NO_BREAK), "3\u00a0602"),
        (numbers.grouped(2.5), "3"),
        (numbers.percent(0.125), "13 %"),
        (numbers.percent(0.004), "0 %"),
        (numbers.percent(0.004, honest_ends=True), "<1 %"),
        (numbers.percent(0.999, honest_ends=True), ">99 %"),
        (numbers.percent(1.0, honest_ends=True), "100 %"),
        (numbers.spelled(0), "no"),
        (numbers.spelled(12), "twelve"),
        (numbers.spelled(13), "13"),
        (numbers.plural(1, "core"), "1 core"),
        (numbers.plural(0, "core"), "0 cores"),
        (numbers.plural(2, "process"), "2 processes"),
        (numbers.in_words(1, "repeat"), "one repeat"),
        (numbers.in_words(3, "repeat"), "three repeats"),
        (numbers.times(1), "once"),
        (numbers.times(1200), "1 200 times"),
        (numbers.listed([]), ""),
        (numbers.listed(["a"]), "a"),
        (numbers.listed(["a", "b"]), "a and b"),
        (numbers.listed(["a", "b", "c"]), "a, b and c"),
        (numbers.cores(0.96), "one core busy"),
        (numbers.cores(0.94), "0.9 cores busy"),
        (numbers.cores(0.92, within=0.1), "one core busy"),
        (numbers.cores(8, ""), "eight cores"),
        (numbers.cores(0.0), "0.0 cores busy"),
    ],
)
def test_said(said: str, expected: str) -> None:
    assert said == expected
