"""Queues as gauges, without an app."""

from __future__ import annotations

from tests.draw.picture import picture
from tests.support.own_program import MAIN, Does, Own
from tui.boards.program.queues import QueuesView, paint
from tui.boards.sheet import Sheet
from tui.draw.glyphs import UNICODE
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.workers.facts import queue_facts


def _shown(width: int, height: int, *, is_over: bool = False) -> str:
    own = Own()
    orders = own.made(7, "queue", "orders", maxsize=8)
    own.passes(0.5)
    own.counted(orders, 1200, 1195, full_s=1.5)
    own.passes(0.5)
    queues = fold(ComparisonState(), own.told).runs[0].queues
    return picture(paint(QueuesView(queues, is_over), Sheet(width, height, UNICODE)))


def test_what_a_narrow_row_has_no_room_for_stands_in_a_second_one() -> None:
    narrow, middle, wide = _shown(40, 4), _shown(60, 4), _shown(90, 4)
    assert "orders" in narrow and "5 of 8" in narrow and "/s ▸" in narrow and "full 15× 1.5 s" in narrow
    assert [("full 15×" in row, "/s ▸" in row) for row in middle.splitlines()[1:3]] == [(False, True), (True, False)]
    assert "full 15× 1.5 s" in wide.splitlines()[1] and "/s ▸" in wide.splitlines()[1]
    assert "full" not in _shown(40, 3), "there is one row only"


def test_when_it_is_over_totals_stand_in_place_of_rates() -> None:
    assert "1 200 ▸ 1 195 items" in _shown(60, 4, is_over=True)


def test_a_managers_queue_without_a_size_is_never_full() -> None:
    own = Own()
    key = own.made(7, "queue", "log", type_="multiprocessing.Manager.Queue")
    own.does[MAIN] = Does(waits="queue", on=key, why="full")
    own.passes(1)
    own.counted(key, 5, 0, full_s=0.9)
    run = fold(ComparisonState(), own.told).runs[0]
    assert "full" not in picture(paint(QueuesView(run.queues), Sheet(90, 4, UNICODE))) and queue_facts(run) == ()


def test_large_numbers_are_grouped_and_stand_apart() -> None:
    own = Own()
    for key, name in ((7, "orders"), (8, "logs")):
        own.made(key, "queue", name, maxsize=200_000 if key == 7 else None)
    own.passes(0.5)
    own.counted(7, 1_234_567, 1_123_456, full_s=1234.5)
    own.counted(8, 12, 7)
    own.passes(0.1)
    run = fold(ComparisonState(), own.told).runs[0]
    text = picture(paint(QueuesView(run.queues, True), Sheet(110, 4, UNICODE)))
    assert "111 111 of 200 000  1 234 567 ▸ 1 123 456 items  full 12 345× 1234.5 s" in text
    for width in (30, 40, 60, 80):
        rows = picture(paint(QueuesView(run.queues, True), Sheet(width, 6, UNICODE))).splitlines()
        assert "111 111 of 200 000" in rows[1] and all(len(row) == width for row in rows), rows
