"""Which updates in two steps overlap, over all processes."""

from __future__ import annotations

from tui.feeds.board.updates import UpdateBook
from tui.probe.layout import EVENT_UPDATED
from tui.telemetry.updates import SplitUpdate
from tui.telemetry.who import Who

ONE, OTHER, THIRD = Who(10, 10), Who(20, 20), Who(10, 11)


def _book() -> UpdateBook:
    book = UpdateBook()
    book.made(10, ["1", "7", "'a'", "x.py:3"])
    book.made(20, ["1", "7", "'b'", "x.py:3"])
    book.made(20, ["2", "7", "'a'", "x.py:4"])
    return book


def _record(book: UpdateBook, who: Who, number: int, until_ns: int, took_ns: int) -> None:
    book.record(who, (until_ns, EVENT_UPDATED, number, took_ns))


def test_those_of_two_workers_that_overlap_have_met() -> None:
    book = _book()
    _record(book, ONE, 1, 100, 50)
    _record(book, OTHER, 2, 140, 50)
    _record(book, THIRD, 1, 160, 30)
    assert book.tell() == (SplitUpdate(7, 10, "'a'", "x.py:3", 2, 1), SplitUpdate(7, 20, "'a'", "x.py:4", 1, 1))
    assert book.tell() == ()


def test_those_of_one_worker_of_two_items_or_one_after_the_other_have_not() -> None:
    book = _book()
    _record(book, ONE, 1, 100, 50)
    _record(book, ONE, 1, 120, 50)
    _record(book, OTHER, 1, 100, 50)
    _record(book, OTHER, 2, 170, 50)
    assert [update.met for update in book.tell()] == [0, 0, 0]


def test_one_without_a_length_has_met_by_itself() -> None:
    book = _book()
    _record(book, ONE, 1, 100, 0)
    assert book.tell() == (SplitUpdate(7, 10, "'a'", "x.py:3", 1, 1),)


def test_what_was_never_told_of_is_passed_by() -> None:
    book = _book()
    book.made(30, ["1", "nine", "", ""])
    book.made(30, ["1", "9"])
    _record(book, ONE, 5, 100, 50)
    _record(book, Who(30, 30), 1, 100, 50)
    assert book.tell() == ()
