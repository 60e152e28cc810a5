"""A list in sections, as pictures: its columns, its mark, and where its entries stand."""

import pytest

from tests.draw.picture import picture
from tui.draw.glyphs import ASCII
from tui.draw.parts.listed import APART, NARROWEST, Item, Section, columns_of, listed, sideways, under

DOTS = (("●○", "good"),)
SECTIONS = [
    Section("pools", (Item("four ways to map", "9 s", DOTS), Item("tiny tasks", "13 s", DOTS, is_here=True))),
    Section("limits", (Item("a wall of a name that is too long for it", "14 s", DOTS),)),
]


def test_what_fits_stands_in_one_column() -> None:
    found = listed(SECTIONS, 0, 36, 8)
    assert picture(found.rows).split("\n") == [
        "  pools ────────────────────────────",
        "▸ four ways to map           9 s  ●○",
        "◆ tiny tasks                13 s  ●○",
        "",
        "  limits ───────────────────────────",
        "  a wall of a name that i…  14 s  ●○",
        "",
        "",
    ]
    assert {place: spot.y for place, spot in found.spots.items()} == {0: 1, 1: 2, 2: 5}
    assert "on select" in found.rows[1][0][1] and "on select" not in found.rows[2][0][1]


def test_what_does_not_fit_below_each_other_stands_side_by_side() -> None:
    wide = 2 * NARROWEST + APART
    found = listed(SECTIONS, 1, wide, 3)
    rows = picture(found.rows).splitlines()
    assert [word.strip("─") for word in rows[0].split()] == ["pools", "", "limits", ""]
    assert rows[2].startswith("▸ tiny tasks")
    assert sideways(found, 1, 1) == 2 and sideways(found, 2, -1) == 0 and sideways(found, 2, 1) == 2
    assert under(found, wide - 1, 1) == 2 and under(found, 2, 1) == 0
    assert under(found, NARROWEST, 1) is None and under(found, 2, 0) is None


def test_what_fits_in_no_columns_is_scrolled_to_its_mark() -> None:
    many = [Section("pools", tuple(Item(f"lesson {number}") for number in range(30)))]
    for mark in (0, 13, 29):
        found = listed(many, mark, 40, 6)
        assert not columns_of(many, 40, 6) and len(found.rows) == 6
        assert f"▸ lesson {mark}" in picture(found.rows) and mark in found.spots


def test_a_single_section_stands_loosely_where_there_is_room() -> None:
    one = [Section("pools", (Item("map"), Item("tiny")))]
    assert [spot.y for spot in listed(one, 0, 36, 6).spots.values()] == [2, 4]
    assert [spot.y for spot in listed(one, 0, 36, 5).spots.values()] == [1, 2]


@pytest.mark.parametrize("width", range(0, 120, 7))
@pytest.mark.parametrize("height", [0, 1, 2, 5, 9])
def test_it_has_exactly_its_cells_whatever_the_room(width: int, height: int) -> None:
    for sections in (SECTIONS, [], SECTIONS * 9):
        for mark in (-1, 0, 2):
            found = listed(sections, mark, width, height, most=3, glyphs=ASCII)
            assert len(found.rows) == height
            assert all(sum(len(text) for text, _ in row) == width for row in found.rows)
            assert all(0 <= spot.y < height for spot in found.spots.values())
