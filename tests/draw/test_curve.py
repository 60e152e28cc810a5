"""Speed-up by number of workers."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, picture, text
from tui.draw.curve import CurvePoint, curve
from tui.draw.glyphs import ASCII, UNICODE, Glyphs


def point(workers: int, value: float, low: float = math.nan, high: float = math.nan) -> CurvePoint:
    """Return a measured point of processes; without a spread, one that was measured once."""
    return CurvePoint(workers, value, low, high, "process")


def threads(workers: int, value: float) -> CurvePoint:
    """Return a measured point of threads."""
    return CurvePoint(workers, value, value, value, "thread", "◆")


RACE = [
    *(point(workers, value) for workers, value in ((1, 1.0), (2, 1.93), (3, 2.86), (4, 3.69))),
    *(threads(workers, 0.98) for workers in (2, 3, 4)),
]


def test_threads_vs_processes_200() -> None:
    rows = curve(RACE, 130, 8, 4)
    assert picture(rows).splitlines() == [
        "4× ┤",
        " " * 123 + "● 3.69",
        "3× ┤" + " " * 83 + "● 2.86",
        "",
        "2× ┤" + " " * 47 + "● 1.93",
        "",
        "1× ┤           ● 1.00" + (" " * 30 + "◆ 0.98") * 3,
        " " * 12 + "1 worker" + " " * 27 + "2 workers" + " " * 27 + "3 workers" + " " * 27 + "4 workers",
    ]
    assert inks(rows[2]) == ["muted", "faint", "process"]


def test_marks_that_meet_stand_side_by_side_and_share_a_number() -> None:
    rows = curve([*RACE, threads(1, 1.0)], 50, 6, 4)
    assert picture(rows) == "\n".join(
        (
            "4× ┤                                       ● 3.69",
            "3× ┤",
            "                               ● 2.86",
            "2× ┤               ● 1.93",
            "1× ┤    ●◆ 1.00    ◆ 0.98      ◆ 0.98      ◆ 0.98",
            "     1 worker  2 workers   3 workers   4 workers",
        )
    )


def test_a_spread_is_a_line() -> None:
    assert picture(curve([point(1, 2, 1, 3)], 20, 6, 3)) == "\n".join(
        (
            "3× ┤  │",
            "      │",
            "2× ┤  ● 2.00",
            "      │",
            "1× ┤  │",
            "   1 worker",
        )
    )


def test_slower_than_one_moves_the_lower_end_to_zero() -> None:
    assert picture(curve([point(1, 1.0), point(2, 0.4)], 34, 6, 2)) == "\n".join(
        (
            "2× ┤",
            "",
            "1× ┤     ● 1.00",
            "                           ● 0.40",
            "0× ┤",
            "      1 worker         2 workers",
        )
    )


def test_many_workers_and_little_room() -> None:
    assert picture(curve([point(w, w * 0.9) for w in (1, 2, 4, 8, 16, 32)], 60, 9, 32)) == "\n".join(
        (
            "32× ┤",
            "                                                    ● 28.80",
            "24× ┤",
            "",
            "16× ┤                        ● 14.40",
            " 8× ┤",
            "            ●     ● 7.20",
            " 1× ┤   ●● 1.80",
            "        1   4     8          16                     32",
        )
    )


POINTS = st.lists(
    st.builds(
        CurvePoint,
        workers=st.integers(-5, 300),
        speed_up=st.floats(),
        low=st.floats(),
        high=st.floats(),
        hue=st.sampled_from(["thread", "process"]),
        glyph=st.sampled_from("●◆■○"),
    ),
    max_size=12,
)


@given(POINTS, st.integers(-1, 250), st.integers(-1, 20), st.floats(), st.sampled_from([UNICODE, ASCII]))
def test_any_points_at_any_size(points: list[CurvePoint], width: int, height: int, top: float, glyphs: Glyphs) -> None:
    rows = curve(points, width, height, top, glyphs)
    assert len(rows) == max(0, height)
    for row in rows:
        check_row(row, width, glyphs)
    if width >= 60 and height >= 6:
        shown = sum(c in "●◆■○" for row in rows for c in text(row))
        assert glyphs is ASCII or shown == sum(math.isfinite(p.speed_up) for p in points)
