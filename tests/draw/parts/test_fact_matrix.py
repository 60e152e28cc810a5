"""Kinds down, tools across: what gives way as the room shrinks, and that no fact is shown under another's heading."""

from __future__ import annotations

import pytest

from tests.draw.picture import check_row, picture
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.fact_matrix import AT_HAND, DOES_NOT_APPLY, FactCell, FactMatrix, Heading, drawn, shown

TOLD = FactCell("✓", ("told",), "good", "0.21")
HANGS = FactCell("■", ("hangs",), "bad bold", "2.00")
SILENT = FactCell("✗", ("not told", "silent"), "bad")
MATRIX = FactMatrix(
    kinds=(Heading(("raises",)), Heading(("is killed",)), Heading(("returns, cannot pickle", "result: pickle"))),
    tools=(
        Heading(("Thread",), "thread"),
        Heading(("Pool",), "process"),
        Heading(("ProcessPoolExecutor", "ProcessPool\nExecutor"), "process"),
    ),
    cells=((SILENT, TOLD, TOLD), (DOES_NOT_APPLY, HANGS, AT_HAND), (None, None, None)),
    marked=(1, 1),
)


def test_where_there_is_room_all_is_said() -> None:
    assert picture(drawn(MATRIX, 80)).splitlines() == [
        "                           Thread         Pool              ProcessPoolExecutor",
        "raises                     ✗ not told     ✓ told   0.21     ✓ told         0.21",
        "is killed                  –            ▸ ■ hangs  2.00     …",
        "returns, cannot pickle",
    ]


def test_long_headings_and_words_give_way_before_numbers() -> None:
    assert picture(drawn(MATRIX, 58)).splitlines() == [
        "                 Thread       Pool            ProcessPool",
        "                                              Executor",
        "raises           ✗ not told   ✓ told   0.21   ✓ told  0.21",
        "is killed        –          ▸ ■ hangs  2.00   …",
        "result: pickle",
    ]


def test_what_has_no_room_is_left_out_by_whole_columns_around_the_marked_cell() -> None:
    assert picture(drawn(MATRIX, 30)).splitlines() == [
        "2 of 3           Pool",
        "raises           ✓ told   0.21",
        "is killed      ▸ ■ hangs  2.00",
        "result: pickle",
    ]
    assert picture(drawn(MATRIX, 34)).splitlines() == [
        "1 to 2 of 3     Thread    Pool",
        "raises          ✗ silent  ✓ told",
        "is killed       –       ▸ ■ hangs",
        "result: pickle",
    ]
    assert (shown(MATRIX, 30), shown(MATRIX, 34), shown(MATRIX._replace(marked=None), 34)) == ((1,), (0, 1), (0, 1))


def test_the_marked_row_has_a_ground_and_the_marked_cell_a_mark() -> None:
    rows = drawn(MATRIX, 60)
    assert {ink.partition(" on ")[2] for _, ink in rows[-2]} == {"select"}
    assert {ink.partition(" on ")[2] for row in (*rows[:-2], rows[-1]) for _, ink in row} == {""}
    assert [ink for text, ink in rows[-2] if "▸" in text] == ["key bold on select"]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("marked", [None, (0, 0), (2, 2)])
def test_every_row_is_as_wide_as_it_is_asked_for(glyphs: Glyphs, marked: tuple[int, int] | None) -> None:
    for width in (0, 1, 7, 12, 20, 33, 45, 60, 114, 200):
        for row in drawn(MATRIX._replace(marked=marked), width, glyphs):
            check_row(row, width, glyphs)


def test_nothing_to_show_is_blank() -> None:
    assert picture(drawn(FactMatrix((), (), ()), 40)) == ""
    assert picture(drawn(FactMatrix((), MATRIX.tools, ()), 60)).split() == ["Thread", "Pool", "ProcessPoolExecutor"]
