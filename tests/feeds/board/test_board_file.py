"""One board as it stands: what is half-written, what wraps, what was lost, and how little is read of what is idle."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest

from tests.support.boards import board_of
from tui.feeds.board.board_file import BoardFile, Record
from tui.feeds.board.board_reader import BoardReader
from tui.probe import layout, segment
from tui.telemetry.moves import ItemsMoved, Row
from tui.telemetry.objects import QueueCount, QueuesCounted
from tui.telemetry.vocabulary import EventsDropped, ProcessEnded, Telemetry

KEY = 9


@contextmanager
def _board(directory: Path) -> Iterator[tuple[segment.Board, segment.ThreadSlot, BoardFile]]:
    board = board_of(directory)
    slot = board.claim("T", layout.ROLE_WORKER, layout.KIND_THREAD)
    assert slot is not None
    file = BoardFile(Path(board.segment_path))
    yield board, slot, file
    file.close()


def _record(slot: segment.ThreadSlot, number: int) -> None:
    slot.record(1000 + number, layout.EVENT_PUT, KEY, number)


def _ring(slot: segment.ThreadSlot, file: BoardFile, most: int = 9999) -> tuple[list[Record], int]:
    return file.read_ring(slot.index, slot.own[layout.S_RING_COUNT], most)


def _row(board: segment.Board, row: int, **words: int) -> None:
    at = layout.object_word(row, 0)
    for name, word in words.items():
        board.words[at + getattr(layout, name)] = word


def test_a_ring_that_wraps_gives_all_that_is_new_in_one_piece(tmp_path: Path) -> None:
    with _board(tmp_path) as (_, slot, file):
        for number in range(1, layout.RING_RECORDS - 2):
            _record(slot, number)
        _ring(slot, file)
        for number in range(layout.RING_RECORDS - 2, layout.RING_RECORDS + 4):
            _record(slot, number)
        records, lost = _ring(slot, file)
        assert [number for *_, number in records] == list(range(layout.RING_RECORDS - 2, layout.RING_RECORDS + 4))
        assert lost == 0
        assert _ring(slot, file) == ([], 0)


def test_what_was_overwritten_or_is_too_much_is_counted_as_lost(tmp_path: Path) -> None:
    with _board(tmp_path) as (_, slot, file):
        for number in range(1, layout.RING_RECORDS + 101):
            _record(slot, number)
        records, lost = _ring(slot, file)
        assert (len(records), lost) == (layout.RING_RECORDS, 100)
        for number in range(50):
            _record(slot, number)
        records, lost = _ring(slot, file, most=20)
        assert ([number for *_, number in records], lost) == (list(range(30, 50)), 30)


@pytest.mark.parametrize("word", [0, 1])
def test_a_record_that_is_half_written_is_lost_and_not_believed(word: int, tmp_path: Path) -> None:
    """Its number is that of a lap before; or its process was killed before it wrote the rest, and its time is none."""
    with _board(tmp_path) as (_, slot, file):
        for number in range(1, 4):
            _record(slot, number)
        at = layout.ring_offset(slot.index) + layout.RECORD_BYTES + word * layout.WORD
        torn = -1 if word == 0 else 1 << 8 | layout.EVENT_PUT
        slot.board.buffer[at : at + layout.WORD] = struct.pack("=q", torn)
        records, lost = _ring(slot, file)
        assert ([number for *_, number in records], lost) == ([1, 3], 1)


def test_a_row_is_seen_once_it_has_its_key_and_then_when_it_changes(tmp_path: Path) -> None:
    with _board(tmp_path) as (board, _, file):
        _row(board, 0, O_KEY=KEY, Q_PUTS=1)
        _row(board, 1, Q_PUTS=7)
        _row(board, 2, O_KEY=KEY + 2)
        seen = dict(file.read_objects())
        assert seen[0][layout.Q_PUTS] == 1 and 1 not in seen
        _row(board, 1, O_KEY=KEY + 1)
        seen |= dict(file.read_objects())
        seen |= dict(file.read_objects())
        assert [seen[row][layout.O_KEY] for row in range(3)] == [KEY, KEY + 1, KEY + 2]
        assert file.read_objects() == []
        _row(board, 2, Q_GETS=1)
        ((row, words),) = file.read_objects()
        assert (row, words[layout.Q_GETS]) == (2, 1)


def test_all_rows_and_slots_are_seen_however_many_came_at_once(tmp_path: Path) -> None:
    with _board(tmp_path) as (board, _, file):
        for row in range(layout.OBJECT_SLOTS):
            _row(board, row, O_KEY=KEY + row)
        assert len(file.read_objects()) == layout.OBJECT_SLOTS
        while board.claim("T", layout.ROLE_WORKER, layout.KIND_THREAD) is not None:
            pass
        read = file.read_board()
        assert read is not None
        assert {index for index, words in read[1] if words[layout.S_STATE] == layout.SLOT_ALIVE} >= set(range(1, 128))
        assert file.read_board() is None


def test_a_file_that_was_cut_says_nothing(tmp_path: Path) -> None:
    with _board(tmp_path) as (board, slot, file):
        _row(board, 0, O_KEY=KEY)
        _record(slot, 1)
        index, count = slot.index, slot.own[layout.S_RING_COUNT]
        for size in (layout.SLOTS_AT + 40, 40, 0):
            os.truncate(board.segment_path, size)
            assert (file.read_board(), file.read_objects(), file.read_ring(index, count, 99)[0]) == (None, [], [])
        os.truncate(board.segment_path, layout.SEGMENT_BYTES)


def test_a_process_that_did_nothing_costs_two_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _board(tmp_path) as (board, _, _):
        reader = BoardReader(tmp_path)
        reader.read(0, 0)
        reads: list[int] = []
        real = os.pread

        def counted(file: int, size: int, at: int) -> bytes:
            reads.append(size)
            return real(file, size, at)

        monkeypatch.setattr(os, "pread", counted)
        assert reader.read(0, 0) == []
        assert len(reads) == 2
        board.line("N", "pool tasks", "unknown")
        assert [type(item).__name__ for item in reader.read(0, 0)] == ["NotObserved"]
        reader.close()


def _moved(items: list[Telemetry]) -> list[Row]:
    return [row for item in items if isinstance(item, ItemsMoved) for row in item.moves.rows()]


def test_who_dies_in_the_middle_of_a_batch_has_told_what_was_whole(tmp_path: Path) -> None:
    """The others' records are told as ever; what it was about to write is counted, and its queue stays in the sums."""
    with _board(tmp_path) as (board, slot, _):
        board.line("O", KEY, "queue", "queue.Queue", "items", "x.py:1", 5, 0, "first")
        _row(board, 0, O_KEY=KEY, Q_PUTS=3)
        reader = BoardReader(tmp_path)
        reader.read(0, 0)
        now_ns = slot.own[layout.S_START_NS]
        for number in range(1, 4):
            slot.record(now_ns + number, layout.EVENT_PUT, KEY, number)
        at = layout.ring_offset(slot.index) + 2 * layout.RECORD_BYTES + layout.WORD
        slot.board.buffer[at : at + layout.WORD] = bytes(layout.WORD)
        board.line("X", os.getpid(), -9, now_ns + 4)
        items = reader.read(0, 0)
        assert [number for *_, number in _moved(items)] == [1, 2]
        assert [item.count for item in items if isinstance(item, EventsDropped)] == [1]
        reader.close()


def test_the_files_of_who_has_ended_are_taken_away_and_those_of_the_living_stay(tmp_path: Path) -> None:
    """They take memory, and a program may start a hundred thousand processes in an hour."""
    with _board(tmp_path) as (living, _, _):
        reader = BoardReader(tmp_path)
        reader.read(0, 0)
        for number in range(3):
            pid, start_ns = 200_000 + number, 7 + number
            gone = board_of(tmp_path, "child")
            gone.words[layout.H_PID], gone.words[layout.H_START_NS] = pid, start_ns
            path = tmp_path / f"{pid}-{start_ns}.seg"
            Path(gone.segment_path).rename(path)
            Path(gone.meta_path).rename(path.with_suffix(".meta"))
            living.line("X", pid, number, start_ns + 1)
            items = [item for _ in range(2) for item in reader.read(0, 0)]
            assert [item.exit_code for item in items if isinstance(item, ProcessEnded)] == [number]
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
            Path(path).name for path in (living.segment_path, living.meta_path)
        )
        assert {pid: its.ended for pid, its in reader.processes.items()} == {
            os.getpid(): False, 200_000: True, 200_001: True, 200_002: True,
        }  # fmt: skip
        reader.close()


def test_what_thousands_of_processes_did_stays_in_the_sums_but_not_row_by_row(tmp_path: Path) -> None:
    """They come and go, as the workers of a pool that has each do one task."""
    told: list[QueueCount] = []
    with _board(tmp_path) as (board, _, _):
        board.line("O", KEY, "queue", "multiprocessing.Queue", "items", "x.py:1", 5, 0, "first")
        _row(board, 0, O_KEY=KEY, Q_PUTS=1)
        reader = BoardReader(tmp_path)
        reader.read(0, 0)
        for number, is_orderly in product(range(1, 101), (True, False)):
            pid = 100_000 + 2 * number + is_orderly
            source = pid, number
            reader.book.row(source, _words(O_KEY=KEY, Q_GETS=1, Q_SENT=2, Q_EMPTY_WAITS=1, Q_EMPTY_NS=10**9))
            reader.book.forget_process(source, [KEY], 10**9, is_orderly)
            for item in reader.read(0, 0):
                told += item.counts if isinstance(item, QueuesCounted) else ()
        entry = reader.book.entries[KEY]
        reader.close()
    assert len(entry.rows) == 1
    count = told[-1]
    assert (count.gets, count.sent, count.empty_waits, count.empty_s) == (200, 200, 200, 200.0)
    assert len(count.got_by) == len(count.put_by) == 64 and count.unsent_by == (os.getpid(),)
    assert [count.gets for count in told] == sorted(count.gets for count in told)


def _words(**words: int) -> tuple[int, ...]:
    row = [0] * layout.OBJECT_WORDS
    for name, word in words.items():
        row[getattr(layout, name)] = word
    return tuple(row)
