"""Where a worker is said to be, on every CPython and start method."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probe.observing import PROGRAMS, Story, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import METHODS
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.feeds.board.board_file import Words
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.board.object_book import ObjectBook
from tui.feeds.board.observed import ObservedThread, Waiting, current_line, waited_for
from tui.feeds.live.control import STAND_BY, Control, ProbeOrder
from tui.probe import layout
from tui.telemetry.objects import LineSeen, LinesSeen
from tui.telemetry.who import Who


def test_a_forked_worker_in_the_library_is_not_where_its_parent_was(tmp_path: Path) -> None:
    Control(tmp_path, ProbeOrder(lines_hz=50)).close()
    with started("idle.py", run_directory=tmp_path) as program:
        worker = program.line().strip()

        def words() -> memoryview[int] | None:
            path = next(tmp_path.glob(f"{worker}-*.seg"), None)
            return memoryview(path.read_bytes()[: layout.OBJECTS_AT]).cast("q") if path is not None else None

        def is_looked_at() -> bool:
            found = words()
            return found is not None and found[layout.slot_word(0, layout.S_LINE_NS)] > 0

        wait_until(is_looked_at, what="a look at the worker")
        found = words()
        assert found is not None and found[layout.slot_word(0, layout.S_LINE)] == 0
        program.end("\n")


WAITING = ("takes", "holds on", "awaits", "far takes", "far holds on", "far awaits", "far listens", "far sends")
LINES = {
    text.rpartition("# ")[2]: number
    for number, text in enumerate((PROGRAMS / "staying.py").read_text("utf-8").splitlines(), 1)
    if "  # " in text
}


class Seen:
    """The lines of a program's workers, by their names."""

    def __init__(self, directory: Path) -> None:
        self.reader = BoardReader(directory)
        self.story = Story()
        self.lines: dict[str, int] = {}

    def read(self) -> dict[str, int]:
        self.story.add(new := self.reader.read(0, 0))
        for seen in (seen for item in new if isinstance(item, LinesSeen) for seen in item.lines):
            name = self.story.threads[seen.pid, seen.tid].name
            name = self.story.names[seen.pid] if name == "MainThread" else name
            self.lines[name] = seen.line if seen.path.endswith("staying.py") else 0
        return self.lines


@EVERY_PYTHON
@METHODS
@pytest.mark.parametrize("hz", [0, STAND_BY])
def test_who_waits_says_where(python: Interpreter, method: str, hz: int, tmp_path: Path) -> None:
    """Without a look from outside, in every process; of those that wait for nothing of the program only with one."""
    Control(tmp_path, ProbeOrder(lines_hz=hz)).close()
    names = (*WAITING, *(("far asleep",) if hz else ()))
    expected = {name: LINES[name.removeprefix("far ")] for name in names}
    with started("staying.py", method, run_directory=tmp_path, python=python.path) as program:
        program.line()
        seen = Seen(tmp_path)
        wait_until(lambda: expected.items() <= seen.read().items(), what=f"{expected} in {seen.lines}")
        assert "far asleep" in expected or "far asleep" not in seen.lines
        program.end("\n")
        seen.reader.close()


def _slot(**words: int) -> Words:
    slot = [0] * layout.SLOT_WORDS
    for name, word in words.items():
        slot[getattr(layout, name)] = word
    return tuple(slot)


def test_a_line_is_that_of_its_own_wait(tmp_path: Path) -> None:
    """When a wait is over its line is known no longer."""
    line = layout.OF_WAIT | 1 << 32 | 12
    slot = _slot(S_STATE=layout.SLOT_ALIVE, S_LINE=line, S_LINE_NS=5)
    lock = layout.waits_word(0, layout.WAIT_LOCK)
    waits, since_later = (
        _slot(S_STATE=layout.SLOT_ALIVE, S_LINE=line, S_LINE_NS=5, S_WAITS_FOR=lock, S_WAIT_SINCE_NS=since_ns)
        for since_ns in (5, 6)
    )
    files = {1: "its.py"}
    nobody: list[list[ObservedThread]] = [[]]
    found = waited_for(waits, {0: 9}, files, nobody)
    assert found is not None and found.line == ("its.py", 12)
    assert waited_for(slot, {0: 9}, files, nobody) is None
    assert current_line(line, files) is None
    later = waited_for(since_later, {0: 9}, files, nobody)
    assert later is not None and later.line is None
    book, who = ObjectBook(), Who(1, 7)
    book.waiting(who, found)
    assert next(item for item in book.tell(0, 0, 10_000_000_000) if isinstance(item, LinesSeen)).lines == (
        LineSeen(1, 7, "its.py", 12, waited="lock"),
    )
    book.line(who, None)
    assert not book.tell(0, 0, 10_000_000_000)
    book.waiting(who, None)
    book.line(who, None)
    (told,) = (item for item in book.tell(0, 0, 11_000_000_000) if isinstance(item, LinesSeen))
    assert told.lines == (LineSeen(1, 7, "", 0),)


def test_no_line_of_an_ended_process_stays_in_the_book_and_the_last_one_is_told() -> None:
    book = ObjectBook()
    for pid in range(1, 10):
        who = Who(pid, pid)
        book.line(who, ("its.py", 3))
        book.waiting(who, Waiting(0, "lock", 5, line=("its.py", 4)))
        book.stays(who, (("its.py", 5), 10**12))
        told = book.tell(0, 0, 0)
        book.line(who, ("its.py", 6))
        book.forget_process((pid, 1), (), 10, is_orderly=True)
        told += book.tell(0, 0, 0)
        assert [item.lines for item in told if isinstance(item, LinesSeen)] == [
            (LineSeen(pid, pid, "its.py", 3),),
            (LineSeen(pid, pid, "its.py", 6),),
        ]
    assert not book.waits and not book._lines and not book._stays and not book._at_waits and not book._over
