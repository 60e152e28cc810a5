"""What the book on event loops keeps of processes that have ended."""

from __future__ import annotations

from tui.feeds.board.loop_book import MOST_LOOPS, NO_LOOP, LoopBook
from tui.feeds.board.read_batch import ReadBatch
from tui.probe import layout
from tui.telemetry.loops import LoopsSeen
from tui.telemetry.who import Who

RUNS = (layout.LOOP_ANY, 0, 2, 3_000_000_000, 2_000_000_000)


def _told(book: LoopBook) -> list[tuple[int, bool, int]]:
    batch = ReadBatch(0, 0, 10**10)
    book.tell(batch)
    loops = [its for item in batch.items if isinstance(item, LoopsSeen) for its in item.loops]
    return [(its.pid, its.is_on, its.stood) for its in loops]


def test_loops_of_ended_processes_are_told_to_their_end_and_make_room() -> None:
    book = LoopBook()
    for pid in range(1, MOST_LOOPS + 10):
        book.see(Who(pid, pid), RUNS)
        assert _told(book) == [(pid, True, 2)]
        book.forget(pid)
        book.see(Who(pid, pid), NO_LOOP)
        assert _told(book) == [(pid, False, 2)]
        assert not book._words and not book._told and not book._over


def test_a_process_that_takes_the_place_of_one_that_has_ended_is_not_forgotten_with_it() -> None:
    book = LoopBook()
    book.see(Who(1, 1), RUNS)
    book.forget(1)
    book.see(Who(1, 1), RUNS)
    assert _told(book) == [(1, True, 2)]
    assert _told(book) == [] and book._words
