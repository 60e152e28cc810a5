"""The presenter layout as rows, without an app."""

from __future__ import annotations

from tests.draw.picture import picture
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.boards.words.presenter_board import PresenterView, paint
from tui.draw.glyphs import UNICODE


def shown(*numbers: str) -> str:
    sides = tuple(PresenterSide(f"way {n}", "process", "", (n,), captions=("µs",)) for n in numbers)
    view = PresenterView("title", "", "4 / 4", sides, (("short", "foreground"),), "", ("? help",), (("done", "good"),))
    return picture(paint(view, Sheet(60, 20, UNICODE)))


def test_numbers_that_are_compared_are_drawn_alike() -> None:
    assert "█" in shown("40", "708", "1") and "┏" not in shown("40", "708", "1")
    assert "█" not in shown("40", "1209", "708") and "┏" in shown("40", "1209", "708")


def test_bars_that_have_no_room_are_counted() -> None:
    side = PresenterSide("cores", "process", "", ("1.5",), captions=("cores",), words="40 workers", bars=(0.5,) * 40)
    view = PresenterView("title", "", "", (side,), (("short", "foreground"),), "", ("? help",), (("done", "good"),))
    rows = picture(paint(view, Sheet(60, 20, UNICODE)))
    bars = sum("···" in row for row in rows.splitlines())
    assert f"+{40 - bars} more" in rows and 0 < bars < 20
