"""The slider: a guess and a measurement on one scale."""

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.slider import ends, measured_on, place_on, slider


def test_a_guess_on_its_scale() -> None:
    assert [text(slider(value, 0, 10, 11)) for value in (0, 2, 10)] == ["●──────────", "━━●────────", "━━━━━━━━━━●"]
    assert slider(2, 0, 10, 5) == (("━", "key"), ("●", "key bold"), ("───", "faint"))


def test_a_value_that_is_not_set_is_a_ring() -> None:
    assert text(slider(5, 0, 10, 11, is_set=False)) == "─────○─────"


def test_what_was_measured_stands_below_on_the_same_scale() -> None:
    assert text(slider(4, 0, 10, 11)) == "━━━━●──────"
    assert text(measured_on((6, 8), 0, 10, 11, "bad")) == "      ■■■  "
    assert text(measured_on((6, 6), 0, 10, 11, "bad")) == "      ■    "
    assert text(measured_on((-3, 2), 0, 10, 11, "bad")) == "■■■        "


def test_beyond_the_scale_an_arrow_says_where() -> None:
    assert text(measured_on((12, 14), 0, 10, 11, "bad")) == "          ▸"
    assert text(measured_on((-2, -1), 0, 10, 11, "bad")) == "◂          "


def test_a_scale_of_hardly_any_length() -> None:
    assert place_on(3.0, -1.3e-308, 0.0, 11) == 10 and place_on(-3.0, -1.3e-308, 0.0, 11) == 0


def test_the_ends_and_ascii() -> None:
    assert text(ends("0", "16", 11)) == "0        16"
    assert text(slider(2, 0, 10, 11, glyphs=ASCII)) == "==*--------"


@given(
    st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(0, 90),
    st.sampled_from((UNICODE, ASCII)),
)  # fmt: skip
def test_every_row_is_as_wide_as_asked(value: float, low: float, high: float, width: int, glyphs: Glyphs) -> None:
    check_row(slider(value, low, high, width, glyphs=glyphs), width, glyphs)
    check_row(measured_on((min(value, low), max(value, low)), low, high, width, "good", glyphs), width, glyphs)
    assert 0 <= place_on(value, low, high, max(1, width)) < max(1, width)
