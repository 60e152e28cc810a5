"""A queue slot by slot, and what is on its way to it."""

from __future__ import annotations

import pytest

from tui.draw import flow, slots
from tui.draw.cells import Row, width
from tui.draw.glyphs import ASCII

A, B = ("◆", "thread"), ("◆", "third")


def _text(row: Row) -> str:
    return "".join(text for text, _ in row)


def test_the_next_item_stands_at_the_way_out_and_free_slots_before_it() -> None:
    top, middle, bottom = slots.boxes([A, B], 4, 12)
    assert [_text(row) for row in (top, middle, bottom)] == [
        "╭┄╮╭┄╮╭─╮╭─╮",
        "┆ ┆┆ ┆│◆││◆│",
        "╰┄╯╰┄╯╰─╯╰─╯",
    ]
    assert [ink for text, ink in middle if "◆" in text] == ["third", "thread"]


def test_slots_without_room_are_said_in_numbers() -> None:
    assert _text(slots.boxes([A] * 30, None, 23)[1]) == " 26 more … │◆││◆││◆││◆│"
    assert _text(slots.boxes([A], 100, 23)[1]) == "    97 free … ┆ ┆┆ ┆│◆│"
    assert _text(slots.line([A, B], 5, 20)) == " " * 15 + "◇◇◇◆◆"
    assert _text(slots.line([A] * 40, 40, 20)) == "… " + "◆" * 18


@pytest.mark.parametrize("bound", [None, 1, 3, 16, 500])
@pytest.mark.parametrize("count", [0, 1, 4, 17, 3000])
@pytest.mark.parametrize("cells", [0, 1, 3, 14, 48])
def test_no_row_is_wider_than_its_room(bound: int | None, count: int, cells: int) -> None:
    for row in (*slots.boxes([A] * count, bound, cells), slots.line([A] * count, bound, cells)):
        assert width(row) <= max(cells, slots.BOX)


def test_makers_are_told_apart_by_number_where_colours_are_missing() -> None:
    assert slots.mark(0, "thread", is_none=False, plain=True) == ("1", "thread")
    assert slots.mark(9, "good", is_none=False, plain=True)[0] == "a"
    assert slots.mark(None, "muted", is_none=False, plain=False)[0] == "?"
    assert slots.mark(None, "muted", is_none=True, plain=False) == ("○", "muted")


def test_an_item_steps_along_and_arrives() -> None:
    cells = [flow.place(age_s, 7) for age_s in (-0.1, 0.0, 0.2, 0.5, 0.99, 1.0, 5.0)]
    assert cells == [None, 0, 1, 3, 5, None, None]
    assert _text(flow.connector(7, [(0, A), (3, B)], "muted")) == "◆──◆──▸"


def test_a_blocked_connector_carries_a_cross_and_nothing_else() -> None:
    row = flow.connector(7, [(0, A)], "thread", blocked=True)
    assert row == (("───×──▸", "bad"),)
    assert _text(flow.connector(4, [], "thread", glyphs=ASCII)) == "--->"
