"""Accesses of two workers as boxes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, picture
from tui.draw import digits
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.step_boxes import GAP, LABEL, Lane, box_width, lane_rows, places


def lanes(*times: int, shown: int = 3) -> tuple[Lane, Lane]:
    """Return two workers: the read and the write of the first, then those of the second."""
    a, b, c, d = times
    values = ("41",), ("42",), ("42",)
    return Lane("P1", "process", (a, b), values, shown=shown), Lane("P2", "thread", (c, d), values, shown=shown)


def drawn(both: tuple[Lane, Lane], width: int) -> str:
    at = places(both, width)
    assert at is not None
    size = box_width(both)
    return picture(row for lane, its in zip(both, at, strict=True) for row in lane_rows(lane, its, size, width))


def test_two_additions_that_meet() -> None:
    assert drawn(lanes(0, 383, 71, 476), 60).splitlines() == [
        "     ╭─ read ─╮        ╭── +1 ──╮        ╭ write ─╮",
        "P1   │   41   │────────│   42   │────────│   42   │",
        "     ╰── 0 ───╯        ╰────────╯        ╰ 383 ns ╯",
        "            ╭─ read ─╮         ╭── +1 ──╮         ╭ write ─╮",
        "P2          │   41   │─────────│   42   │─────────│   42   │",
        "            ╰ 71 ns ─╯         ╰────────╯         ╰ 476 ns ╯",
    ]


def test_what_is_not_shown_yet_leaves_its_place() -> None:
    first, second = lanes(0, 383, 71, 476, shown=1)
    text = drawn((first, second), 60)
    assert text.count("read") == 2 and "+1" not in text and "write" not in text and "383" not in text
    assert drawn(lanes(0, 383, 71, 476, shown=0), 60).split() == ["P1", "P2"]


def test_where_there_is_no_room_there_are_no_boxes() -> None:
    both = lanes(0, 383, 71, 476)
    least = LABEL + 3 + 2 * (box_width(both) + GAP) + box_width(both)
    assert places(both, least) is not None and places(both, least - 1) is None


@given(
    st.lists(st.integers(0, 10**9), min_size=4, max_size=4).map(sorted),
    st.sampled_from([(0, 1, 2, 3), (0, 2, 1, 3), (0, 3, 1, 2)]),
    st.integers(1, 200),
    st.sampled_from([UNICODE, ASCII]),
    st.booleans(),
)
def test_boxes_never_overlap_nor_leave_the_width_and_keep_their_order(
    times: list[int], order: tuple[int, int, int, int], width: int, glyphs: Glyphs, is_large: bool
) -> None:
    a, b, c, d = (times[place] for place in order)
    value = digits.big("23 845", glyphs) if is_large else ("23 845",)
    both = (Lane("P1", "process", (a, b), (value,) * 3), Lane("P2", "thread", (c, d), (value,) * 3))
    at = places(both, width)
    if at is None:
        return
    size = box_width(both)
    for lane, (read, write) in zip(both, at, strict=True):
        assert read >= 0 and write - read >= 2 * (size + GAP) and LABEL + write + size <= width
        for row in lane_rows(lane, (read, write), size, width, glyphs):
            check_row(row, width, glyphs)
    places_of = dict(zip((a, b, c, d), (at[0][0], at[0][1], at[1][0], at[1][1]), strict=True))
    assert [places_of[time] for time in sorted(places_of)] == sorted(places_of.values())
