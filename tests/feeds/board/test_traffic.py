"""The book of who put and who took: what waits for the next read, and numbers nobody can believe."""

from __future__ import annotations

import time
from pathlib import Path

from tests.support.boards import board_of
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.board.traffic import TrafficBook
from tui.probe import layout
from tui.telemetry.moves import ItemsMoved, WorkerCount
from tui.telemetry.who import Who


def test_records_younger_than_the_read_wait_and_are_told_in_the_order_of_time() -> None:
    book = TrafficBook()
    book.move(Who(2, 2), [(90, layout.EVENT_GOT, 5, 1)])
    book.move(Who(1, 1), [(80, layout.EVENT_PUT_NONE, 5, 1)])
    book.move(Who(2, 2), [(120, layout.EVENT_GOT_NONE, 5, 2)])
    (told,) = book.tell(0, 10, 100)
    assert list(told.moves.rows()) == [(70, 5, 1, 1, "put None", 1), (80, 5, 2, 2, "got", 1)]
    assert book.tell(0, 10, 110) == []
    assert [number for told in book.tell(0, 10, 120) for *_, number in told.moves.rows()] == [2]


def test_totals_go_on_when_a_thread_number_is_used_again_and_never_overflow() -> None:
    book = TrafficBook()
    stands = book.count(Who(1, 7), (0, 0), (3, 0))
    assert book.count(Who(1, 7), stands, (3 + 2 * layout.ONE_NONE, 1)) == (3 + 2 * layout.ONE_NONE, 1)
    assert book.count(Who(1, 7), (0, 0), (2, layout.ONE_NONE)) == (2, layout.ONE_NONE)
    assert book.count(Who(1, 7), (2, 5), (1, 5)) == (2, 5)
    (told,) = book.tell(0, 0, 0)
    assert told.workers == (WorkerCount(1, 7, 5, 1, 2, 1),)
    for _ in range(4):
        book.count(Who(1, 8), (0, 0), ((1 << 63) - 1, 0))
    (told,) = book.tell(0, 0, 0)
    assert told.workers[0].nones_put < 1 << 63


def test_a_record_of_no_object_is_passed_by() -> None:
    book = TrafficBook()
    book.move(Who(1, 1), [(1, layout.EVENT_PUT, -5, 1)])
    assert book.tell(0, 0, 10) == []


def test_what_moved_while_a_process_cannot_be_read_yet_waits_for_it(tmp_path: Path) -> None:
    slot = board_of(tmp_path).claim("T", layout.ROLE_WORKER, layout.KIND_THREAD)
    assert slot is not None
    now = [time.perf_counter_ns()]
    reader = BoardReader(tmp_path, lambda: now[0])
    reader.read(0, 0)
    beginning = tmp_path / f"99999-{now[0]}.seg"
    beginning.touch()

    def told(*, is_last: bool = False) -> list[int]:
        items = reader.read(0, 0, is_last=is_last)
        return [number for item in items if isinstance(item, ItemsMoved) for *_, number in item.moves.rows()]

    now[0] += 10_000_000
    assert told() == []  # the file is seen
    slot.record(now[0] + 1, layout.EVENT_PUT, 5, 1)
    now[0] += 10_000_000
    assert told() == []
    assert told(is_last=True) == [1]
    slot.record(now[0] + 1, layout.EVENT_PUT, 5, 2)
    now[0] += 1_000_000_000
    assert told() == [2]  # it is not waited for without end
    reader.close()
