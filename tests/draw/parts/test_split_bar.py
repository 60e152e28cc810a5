"""A time as a bar of its parts, as pictures."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, picture, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.split_bar import NOT_TOLD, Look, Part, cells_of, legend, split_bar, with_rest

START = Look("start", "parent", "busy")
PICKLE = Look("pickle", "key", "dark")
WAIT = Look("hand-over and wait", "third", "medium", "hand-over")
COMPUTE = Look("compute", "good")
IDLE = Look("idle", "faint", "dot")
LOOKS = (START, PICKLE, WAIT, COMPUTE, IDLE, NOT_TOLD)


def parts(*sizes: float) -> list[Part]:
    return [Part(look, size) for look, size in zip(LOOKS, sizes, strict=False)]


def test_parts_stand_one_behind_the_other_on_a_common_scale() -> None:
    rows = [
        split_bar(parts(0, 0, 0, 2.0), 30, 6.0),
        split_bar(parts(0.4, 0.6, 3.0, 1.0, 0.4, 0.2), 30, 6.0),
        split_bar(parts(0.4, 0, 0, 1.0, 0, 0.2), 30, 6.0),
    ]
    assert picture(rows).splitlines() == [
        "██████████",
        "▆▆▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒█████··░",
        "▆▆█████░",
    ]
    assert inks(rows[2]) == ["parent", "good", "muted", "foreground"]


def test_what_the_parts_leave_is_drawn_and_never_hidden() -> None:
    found = with_rest(parts(1.0, 0, 0, 2.0), 4.0)
    assert found[-1] == Part(NOT_TOLD, 1.0)
    assert text(split_bar(found, 8, 4.0)) == "▆▆████░░"
    assert with_rest(parts(1.0, 0, 0, 2.0), 2.5)[-1].size == 0.0


def test_a_small_part_has_a_cell_and_the_largest_gives_it() -> None:
    assert text(split_bar(parts(0.2, 0.2, 0.2, 9.0, 0.2, 0.2), 10, 10.0)) == "▆▓▒█████·░"
    assert text(split_bar(parts(0.0, 0.001, 0.0, 10.0), 10, 10.0)) == "██████████"
    assert text(split_bar(parts(0.02), 10, 1.0)) == "▆         "


def test_a_label_stands_in_a_part_that_is_wide_enough() -> None:
    wide = split_bar([Part(COMPUTE, 9.0, "imports"), Part(WAIT, 1.0, "imports")], 20, 10.0)
    assert text(wide) == "████ imports █████▒▒"
    assert inks(wide) == ["good", "background on good", "good", "third"]


def test_nothing_to_draw() -> None:
    assert text(split_bar([], 4, 1.0)) == text(split_bar(parts(0, 0), 4, 0)) == "    "
    assert text(split_bar(parts(math.nan, math.inf, -1, 1), 4, math.nan)) == "████"
    assert split_bar(parts(1.0), 0, 1.0) == ()


def test_the_legend_becomes_shorter_where_there_is_less_room() -> None:
    assert picture(legend(LOOKS, 87)) == (
        "▆▆ start   ▓▓ pickle   ▒▒ hand-over and wait   ██ compute   ·· idle   ░░ not told apart"
    )
    assert picture(legend(LOOKS, 62)) == "▆ start  ▓ pickle  ▒ hand-over  █ compute  · idle  ░ untold"
    assert picture(legend(LOOKS, 40)) == "▆ start  ▓ pickle  ▒ hand-over"
    assert picture(legend(LOOKS, 46, most=2)).splitlines() == [
        "▆▆ start   ▓▓ pickle   ▒▒ hand-over and wait",
        "██ compute   ·· idle   ░░ not told apart",
    ]


SIZES = st.lists(st.one_of(st.floats(), st.floats(0, 10)), max_size=6)


@given(SIZES, st.integers(-1, 90), st.floats(), st.sampled_from([UNICODE, ASCII]))
def test_any_bar(sizes: list[float], width: int, top: float, glyphs: Glyphs) -> None:
    check_row(split_bar(parts(*sizes), width, top, glyphs), width, glyphs)


@given(st.lists(st.floats(0, 1e6), max_size=8), st.floats(1e-3, 1e6))
def test_cells_add_up_to_the_sum(sizes: list[float], each: float) -> None:
    cells = cells_of(sizes, each)
    assert all(count >= 0 for count in cells)
    seen = sum(sizes) / each
    assert abs(sum(cells) - seen) <= 0.5 + 1e-6 * seen or (seen < 1 and sum(cells) == 1)


@given(st.integers(0, 120), st.integers(1, 3), st.sampled_from([UNICODE, ASCII]))
def test_any_legend(width: int, most: int, glyphs: Glyphs) -> None:
    rows = legend(LOOKS, width, most, glyphs)
    assert len(rows) <= most
    for row in rows:
        check_row(row, width, glyphs)
