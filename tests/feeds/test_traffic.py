"""The book of who put and who took: what waits for the next read, and numbers nobody can believe."""

from __future__ import annotations

from tui.feeds.board_file import Record
from tui.feeds.traffic import TrafficBook
from tui.probe import layout
from tui.telemetry.objects import Move, WorkerCount


def test_records_younger_than_the_read_wait_and_are_told_in_the_order_of_time() -> None:
    book = TrafficBook()
    book.move(2, 2, Record(0, 90, layout.EVENT_GOT, 5, 1))
    book.move(1, 1, Record(0, 80, layout.EVENT_PUT_NONE, 5, 1))
    book.move(2, 2, Record(0, 120, layout.EVENT_GOT_NONE, 5, 2))
    (told,) = book.tell(0, 10, 100)
    assert told.moves == (Move(70, 5, 1, 1, "put", True, 1), Move(80, 5, 2, 2, "got", False, 1))
    assert book.tell(0, 10, 110) == []
    assert [move.number for told in book.tell(0, 10, 120) for move in told.moves] == [2]


def test_totals_go_on_when_a_thread_number_is_used_again_and_never_overflow() -> None:
    book = TrafficBook()
    book.count(1, 7, 3 + 2 * layout.ONE_NONE, 1)
    book.count(1, 7, 2, layout.ONE_NONE)
    (told,) = book.tell(0, 0, 0)
    assert told.workers == (WorkerCount(1, 7, 5, 1, 2, 1),)
    for _ in range(4):
        book.count(1, 8, (1 << 63) - 1, 0)
    (told,) = book.tell(0, 0, 0)
    assert told.workers[0].nones_put < 1 << 63


def test_a_record_of_no_object_is_passed_by() -> None:
    book = TrafficBook()
    book.move(1, 1, Record(0, 1, layout.EVENT_PUT, -5, 1))
    assert book.tell(0, 0, 10) == []
