"""The reader says exactly what was written. What it does with hostile bytes: `test_hostile_boards`."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.support.boards import board_of
from tui.feeds.board import board_reader
from tui.feeds.board.board_file import META_BYTES
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.live.run_reader import RunReader
from tui.feeds.live.watched import Watched
from tui.probe import layout, segment, working
from tui.telemetry.objects import QueuesCounted
from tui.telemetry.tasks import TaskCount, TaskEnded, TasksCounted, TaskStarted
from tui.telemetry.vocabulary import (
    EventsDropped,
    NotObserved,
    ProcessEnded,
    ProcessNamed,
    ProcessStarted,
    Telemetry,
    ThreadEnded,
    ThreadStarted,
)


def _board(directory: Path, name: str = "fib.py", role: int = layout.ROLE_MAIN) -> segment.Board:
    return board_of(directory, name, role)


def _thread(board: segment.Board, name: str = "T") -> segment.ThreadSlot:
    slot = board.claim(name, layout.ROLE_WORKER, layout.KIND_THREAD)
    assert slot is not None
    return slot


def _kinds(items: list[Telemetry]) -> list[str]:
    return [type(item).__name__ for item in items]


def _counts(items: list[Telemetry]) -> list[TaskCount]:
    return [count for item in items if isinstance(item, TasksCounted) for count in item.counts]


def test_a_process_tells_its_story_once(tmp_path: Path) -> None:
    board = _board(tmp_path)
    reader = BoardReader(tmp_path)
    start_ns = board.words[layout.H_START_NS]
    (started,) = reader.read(3, start_ns)
    assert started == ProcessStarted(0.0, 3, os.getpid(), os.getppid(), "main", "fib.py", observed=True)
    assert reader.read(3, start_ns) == []

    slot = _thread(board, "tab\tand\nline 100%")
    slot.own[layout.S_SUBMITTED] = 2
    working.starts(slot, 0, 7, int, 1)
    items = reader.read(3, start_ns)
    assert _kinds(items) == ["ThreadStarted", "TaskStarted", "TasksCounted"]
    assert isinstance(items[0], ThreadStarted)
    assert items[0].name == "tab    and line 100%"
    tid = items[0].tid
    assert _counts(items) == [TaskCount(os.getpid(), tid, 2, 1, 0, 0, True, 0.0)]

    working.ends(slot, 0, failed=True)
    slot.release()
    items = reader.read(3, start_ns)
    assert _kinds(items) == ["TaskEnded", "ThreadEnded", "TasksCounted"]
    assert isinstance(items[0], TaskEnded)
    assert (items[0].task, items[0].failed, items[0].took_s > 0) == (7, True, True)
    (count,) = _counts(items)
    assert count == TaskCount(os.getpid(), tid, 2, 1, 1, 1, False, count.cpu_s, times=count.times) and count.cpu_s > 0
    assert count.times is not None and count.times.in_tasks_s == pytest.approx(items[0].took_s)
    assert count.times.first_s < count.times.last_s == items[0].at_s
    assert [item.at_s for item in items] == sorted(item.at_s for item in items)
    assert reader.read(3, start_ns) == []


def test_names_roles_and_what_is_not_observed(tmp_path: Path) -> None:
    board = _board(tmp_path, "new process", layout.ROLE_WORKER)
    reader = BoardReader(tmp_path)
    reader.read(0, 0)
    board.line("P", "Pool\x1b[31m-1", "helper")
    board.line("N", "pool tasks", "unknown")
    board.line("N", "pool tasks", "unknown")
    named, unseen = reader.read(0, 0)
    assert isinstance(named, ProcessNamed)
    assert (named.name, named.role) == ("Pool·[31m-1", "helper")
    assert isinstance(unseen, NotObserved)
    assert reader.processes[os.getpid()].name == named.name


def test_an_exit_code_ends_the_process_and_closes_its_files(tmp_path: Path) -> None:
    board = _board(tmp_path)
    slot = _thread(board)
    reader = BoardReader(tmp_path)
    working.starts(slot, 0, 1, int, 1)
    board.line("X", os.getpid(), -9, time.perf_counter_ns())
    board.line("X", 999_999, 5, time.perf_counter_ns())
    items = reader.read(0, 0)
    ended = [item for item in items if isinstance(item, ProcessEnded)]
    assert [item.exit_code for item in ended] == [-9]
    assert [count.busy for count in _counts(items)] == [True, False]
    assert any(isinstance(item, ThreadEnded) for item in items)
    assert {pid: (its.ended, its.exit_code) for pid, its in reader.processes.items()} == {os.getpid(): (True, -9)}
    assert reader.read(0, 0) == []


def test_of_those_that_have_ended_the_newest_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_reader, "MOST_ENDED", 10)
    board, reader = _board(tmp_path), BoardReader(tmp_path)
    for pid in range(900_000, 900_200):
        board.line("X", pid, 0, time.perf_counter_ns())
        reader.read(0, 0)
        assert len(reader._exits) <= 22 and pid in reader._exits
    board.line("X", os.getpid(), 3, time.perf_counter_ns())
    assert [item.exit_code for item in reader.read(0, 0) if isinstance(item, ProcessEnded)] == [3]


def test_of_a_process_that_was_waited_for_the_run_keeps_nothing(tmp_path: Path) -> None:
    board, watched = _board(tmp_path), Watched()
    watched.directory = tmp_path
    reader = RunReader(watched, 0, 0)
    reader.read()
    assert reader._seen == {os.getpid()}
    board.line("X", os.getpid(), 0, time.perf_counter_ns())
    assert any(isinstance(item, ProcessEnded) for item in reader.read()) and not reader._seen
    reader.close()


def test_a_reused_slot_keeps_each_threads_events_and_totals(tmp_path: Path) -> None:
    board = _board(tmp_path)
    reader = BoardReader(tmp_path)
    for _ in range(3):
        slot = _thread(board)
        working.starts(slot, 0, 0, int, 1)
        working.ends(slot, 0, failed=False)
        slot.release()
    items = reader.read(0, 0)
    assert slot.generation == 3
    assert _kinds(items).count("ThreadStarted") == _kinds(items).count("ThreadEnded") == 3
    assert _kinds(items).count("TaskEnded") == 3
    assert [(count.started, count.ended) for count in _counts(items)] == [(3, 3)]


def test_an_overflowing_ring_is_told_as_dropped(tmp_path: Path) -> None:
    board = _board(tmp_path)
    slot = _thread(board)
    reader = BoardReader(tmp_path)
    for task in range(5000):
        working.starts(slot, 0, task, int, 1)
        working.ends(slot, 0, failed=False)
    items = reader.read(0, 0)
    events = [item for item in items if isinstance(item, TaskStarted | TaskEnded)]
    (dropped,) = (item for item in items if isinstance(item, EventsDropped))
    assert len(events) == layout.RING_RECORDS
    assert dropped.count == 10_000 - layout.RING_RECORDS
    assert {event.task for event in events} == set(range(5000 - layout.RING_RECORDS // 2, 5000))
    assert _counts(items)[0].ended == 5000


def test_a_second_program_in_the_same_process_takes_over(tmp_path: Path) -> None:
    first = _board(tmp_path, "first")
    _thread(first)
    reader = BoardReader(tmp_path)
    reader.read(0, 0)
    second = _board(tmp_path, "second")
    _thread(second)
    kinds = _kinds(reader.read(0, 0))
    assert sorted(kinds) == ["ProcessStarted", "ThreadEnded", "ThreadStarted"]
    assert reader.processes[os.getpid()].name == "second"


def test_a_wait_counts_while_it_goes_on_and_does_so_once(tmp_path: Path) -> None:
    """Also when nobody is left to add it up: its process was killed."""
    at_ns = [1_000_000_000]
    board = _board(tmp_path)
    board.words[layout.H_START_NS] = 0
    slot = _thread(board)
    reader = BoardReader(tmp_path, lambda: at_ns[0])
    key = 7 << 24
    board.line("O", key, "queue", "multiprocessing.Queue", "work", "a.py:1", 5, 0, "first")
    row = layout.object_word(0, 0)
    board.words[row + layout.O_KEY] = key
    board.words[layout.H_OBJECTS] = 1
    told: list[tuple[int, float]] = []

    def read(seconds: float) -> tuple[int, float]:
        at_ns[0] = int(seconds * 1e9)
        counts = [count for item in reader.read(0, 0) if isinstance(item, QueuesCounted) for count in item.counts]
        told.extend((count.empty_waits, count.empty_s) for count in counts)
        return told[-1]

    slot.wait(layout.waits_word(0, layout.WAIT_EMPTY), 2_000_000_000)
    assert read(2.000_01) == (0, 0.0)
    assert read(3.0) == (1, 1.0)
    assert read(5.0) == (1, 3.0)
    slot.wait(0, 0)
    assert read(5.1) == (1, 3.0)
    board.words[row + layout.Q_EMPTY_WAITS], board.words[row + layout.Q_EMPTY_NS] = 1, 3_050_000_000
    assert read(5.2) == (1, 3.05)
    slot.wait(layout.waits_word(0, layout.WAIT_EMPTY), 6_000_000_000)
    assert read(7.0) == (2, 4.05)
    board.line("X", os.getpid(), -9, 8_000_000_000)
    assert read(8.0) == read(9.0) == (2, 5.05)


@pytest.mark.parametrize("is_last", [True, False])
def test_of_who_has_ended_everything_is_read(is_last: bool, tmp_path: Path) -> None:
    """Also what is longer than one read, and the board of somebody who had no time to fill it at the last look."""
    at_ns = [1_000_000_000]
    board = _board(tmp_path)
    board.words[layout.H_MAGIC] = board.words[layout.H_START_NS] = 0
    reader = BoardReader(tmp_path, lambda: at_ns[0])
    assert reader.read(0, 0) == []
    at_ns[0] += 400_000_000
    assert reader.read(0, 0) == []
    board.words[layout.H_MAGIC] = layout.MAGIC
    if not is_last:
        at_ns[0] += 500_000_000
        assert _kinds(reader.read(0, 0)) == ["ProcessStarted"]
    lines = "".join(
        f"T\t1\t{n}\t7\t5\tworker\tthread\tT\t\nt\t1\t{n}\t6\t1\t1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\n"
        for n in range(1, 20_001)
    )
    assert len(lines) > META_BYTES
    board.line("X", os.getpid(), 0, at_ns[0])
    with Path(board.meta_path).open("a") as meta:
        meta.write(lines)
    at_ns[0] += 100_000_000
    assert _counts(reader.read(0, 0, is_last=is_last))[-1].ended == 20_000


def test_strange_files_are_passed_by(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "7-1.seg")
    (tmp_path / "8-1.seg").symlink_to("/dev/zero")
    (tmp_path / "9-1.seg").mkdir()
    (tmp_path / "10-1.seg").write_bytes(b"short")
    (tmp_path / "0-1.seg").write_bytes(bytes(layout.SEGMENT_BYTES))
    with (tmp_path / "11-1.seg").open("wb") as empty:
        empty.truncate(layout.SEGMENT_BYTES)
    os.mkfifo(tmp_path / "11-1.meta")
    (tmp_path / "notes.txt").write_text("hello")
    reader = BoardReader(tmp_path)
    assert [reader.read(0, 0) for _ in range(200)] == [[]] * 200
    assert BoardReader(tmp_path / "nowhere").read(0, 0) == []


def test_endless_lines_and_floods_stay_bounded(tmp_path: Path) -> None:
    board = _board(tmp_path)
    reader = BoardReader(tmp_path)
    reader.read(0, 0)
    with Path(board.meta_path).open("ab") as meta:
        meta.write(b"P\t" + b"x" * 3_000_000 + b"\tmain\n")
        meta.writelines(b"N\tw\t%d\n" % n for n in range(1000))
        meta.write(b"P\tlast\tmain\n")
    board.words[layout.H_LINE_NS] += 1
    items = [item for _ in range(6) for item in reader.read(0, 0)]
    assert _kinds(items).count("NotObserved") == 64
    assert [item.name for item in items if isinstance(item, ProcessNamed)] == ["last"]


def test_an_idle_read_is_cheap(tmp_path: Path) -> None:
    boards = []
    for pid in range(1, 17):
        board = _board(tmp_path)
        for old in (board.segment_path, board.meta_path):
            Path(old).rename(tmp_path / (f"{pid}-1" + Path(old).suffix))
        board.words[layout.H_PID] = pid
        boards.append(board)
    reader = BoardReader(tmp_path)
    assert _kinds(reader.read(0, 0)) == ["ProcessStarted"] * 16
    times = []
    for _ in range(300):
        before = time.perf_counter_ns()
        reader.read(0, 0)
        times.append(time.perf_counter_ns() - before)
    assert min(times) < 500_000
