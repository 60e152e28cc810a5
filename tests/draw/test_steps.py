from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, picture
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.steps import Lane, Mark, lane_row, times_row


def lanes(*times: int) -> tuple[Lane, Lane]:
    a, b, c, d = times
    return (
        Lane("P1", "process", Mark(a, "read 41"), Mark(b, "write 42"), "+1"),
        Lane("P2", "third", Mark(c, "read 41"), Mark(d, "write 42"), "+1"),
    )


def drawn(*times: int, width: int = 60) -> str:
    both = lanes(*times)
    marks = [mark for lane in both for mark in (lane.read, lane.write) if mark]
    rows = [lane_row(lane, max(times), width, 10) for lane in both]
    return picture([*rows, times_row(marks, max(times), width, 10)])


def test_two_additions_that_meet() -> None:
    assert drawn(0, 383, 71, 476) == (
        "P1   ● read 41 ────────── +1 ────────── ● write 42\n"
        "P2          ● read 41 ─────────── +1 ─────────── ● write 42\n"
        "time 0      71 ns                       383 ns   476 ns"
    )


def test_words_that_do_not_fit_stand_beside_the_marks() -> None:
    assert drawn(0, 20, 300, 480).splitlines()[0] == "P1   ● ● read 41, +1, write 42"
    assert drawn(0, 480, 460, 470).splitlines()[1].endswith("read 41, +1, write 42 ●●")
    assert drawn(0, 480, 80, 240, width=38).splitlines()[1] == "P2       ●      ● read 41, write 42"
    assert drawn(0, 480, 80, 240, width=28).splitlines()[1] == "P2     ●   ● write 42"


def test_what_is_not_shown_yet_leaves_its_place() -> None:
    lane = Lane("P1", "process", Mark(0, "read 41"), None, "+1")
    assert picture([lane_row(lane, 100, 40, 10)]) == "P1   ● read 41"
    assert picture([lane_row(Lane("P2", "third", None, None, "+1"), 100, 40, 10)]) == "P2"


@given(
    st.lists(st.integers(0, 10**9), min_size=4, max_size=4),
    st.integers(6, 160),
    st.integers(0, 30),
    st.sampled_from([UNICODE, ASCII]),
)
def test_always_as_wide_as_asked_for(times: list[int], width: int, tail: int, glyphs: Glyphs) -> None:
    both = lanes(*times)
    for lane in both:
        check_row(lane_row(lane, max(times), width, tail, glyphs), width, glyphs)
    marks = [mark for lane in both for mark in (lane.read, lane.write) if mark]
    check_row(times_row(marks, max(times), width, tail, glyphs), width, glyphs)
