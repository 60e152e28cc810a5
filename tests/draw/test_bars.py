"""Bars of one row."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, text
from tui.draw.bars import core_history, filled, history, lane, meter, progress, solid, track
from tui.draw.glyphs import ASCII, UNICODE, Glyphs

VALUES = st.lists(st.one_of(st.none(), st.floats()), max_size=300)
GLYPHS = st.sampled_from([UNICODE, ASCII])


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.97, "■■■■■■■■"), (0.31, "■■······"), (0.12, "■·······"), (0.05, "········"), (None, "········")],
)
def test_meters_of_threads_vs_processes_80(share: float | None, expected: str) -> None:
    assert text(meter(share, 8, "process")) == expected


def test_cores_busy() -> None:
    assert meter(1.0 / 8, 19, "thread") == (("■■", "thread"), ("·················", "faint"))
    assert text(meter(3.9 / 8, 19, "process")) == "■■■■■■■■■··········"


def test_work_done() -> None:
    assert progress(0.26, 42, "thread") == (("━━━━━━━━━━━", "thread"), ("───────────────────────────────", "faint"))
    assert text(progress(0.96, 42, "process")) == "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━──"
    assert text(progress(0.999, 8, "process")) == "━━━━━━━─"
    assert text(progress(0.001, 8, "process")) == "━───────"
    assert text(progress(1.0, 8, "process")) == "━━━━━━━━"
    assert progress(None, 8, "process") == (("────────", "faint"),)


def test_counters_120() -> None:
    assert text(solid(0.61, 46, "bad")) == "████████████████████████████░░░░░░░░░░░░░░░░░░"
    assert text(solid(1, 8, "good", ASCII)) + text(solid(0.5, 8, "good", ASCII)) == "############...."


def test_presenter_60() -> None:
    assert text(track(0.25, 24, "thread")) == "▆▆▆▆▆▆··················"


def test_history_has_the_newest_at_the_right_edge() -> None:
    assert history([0.0, 0.03, 0.1, 0.5, 0.9, 1.0, 2.0, math.nan, 0.5], 12, "process") == (("     ▁▄▇██ ▄", "process"),)
    assert text(history([1, 2, 3, 4], 3, "key", top=4)) == "▄▆█"
    assert text(history([1.0], 3, "key", top=0)) == "   "


def test_lane_of_threads_and_processes() -> None:
    assert text(lane([0.25, 0.26, 0.31, 0.04], 6, "thread")) == "  ▂▂▃▁"
    assert text(lane([0.98, 1.0, 0.97, None, None], 5, "process")) == "▆▆▆  "
    assert text(lane([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 6, "process")) == "▁▂▃▄▅▆"


def test_a_cores_history_says_who_used_it() -> None:
    hues = [None, "thread", "thread", "process", "process"]
    assert core_history([0.1, 0.9, 0.9, 0.3, 1.0], [0.0, 0.8, 0.1, 0.3, 0.5], hues, 8) == (
        ("   ▁", "faint"),
        ("▇", "thread"),
        ("▇", "faint"),
        ("▂█", "process"),
    )
    assert core_history([0.9, 0.9], [0.9], ["thread"], 2) == (("▇", "faint"), ("▇", "thread"))
    assert core_history([0.0, 0.0], [0.0, 0.0], ["thread", "thread"], 2) == (("  ", "faint"),)


@given(st.one_of(st.none(), st.floats()), st.integers(-2, 250), GLYPHS)
def test_any_share_in_any_width(share: float | None, width: int, glyphs: Glyphs) -> None:
    for bar in (meter, progress, solid, track):
        check_row(bar(share, width, "thread", glyphs), width, glyphs)
    assert 0 <= filled(share, width) <= max(0, width)


@given(VALUES, VALUES, st.lists(st.sampled_from([None, "thread", "process"])), st.integers(-2, 250), GLYPHS)
def test_any_history_in_any_width(
    values: list[float | None], ours: list[float | None], hues: list[str | None], width: int, glyphs: Glyphs
) -> None:
    check_row(lane(values, width, "process", glyphs), width, glyphs)
    check_row(core_history(values, ours, hues, width, glyphs=glyphs), width, glyphs)
    assert text(core_history(values, ours, hues, width)) == text(history(values, width, "key"))


@given(VALUES, st.floats(), st.integers(0, 250), GLYPHS)
def test_any_scale(values: list[float | None], top: float, width: int, glyphs: Glyphs) -> None:
    row = history(values, width, "good", top, glyphs)
    check_row(row, width, glyphs)
    assert set(inks(row)) <= {"good"}
