"""What one process's board says of tasks, put into the vocabulary: records, and lines on functions and exceptions.

No index, key or count is believed without a bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from tui.feeds.board import loop_book
from tui.feeds.board.board_file import Record, whole
from tui.feeds.board.observed import ObservedThread
from tui.feeds.board.read_batch import MOST_S, ReadBatch
from tui.feeds.board.source_lines import frames_of
from tui.probe import layout
from tui.telemetry.tasks import (
    ALL_TASKS,
    ErrorDelivered,
    ErrorKind,
    ErrorSeen,
    PoolTerminated,
    TaskDelivered,
    TaskEnded,
    TaskStarted,
    TaskSubmitted,
)

KINDS = {
    layout.EVENT_SUBMITTED, layout.EVENT_TASK_STARTED, layout.EVENT_TASK_ENDED, layout.EVENT_TASK_FAILED,
    layout.EVENT_DELIVERED,
}  # fmt: skip
"""Ring kinds that are told here."""
MOST_WORKS = 2000
MOST_TEXT = 200
Slots = Sequence[Sequence[ObservedThread]]
"""For each slot the threads that have, and had, it."""
_ERRORS: Mapping[str, ErrorKind] = {kind: kind for kind in get_args(ErrorKind)}


class TaskRecords:
    """What is known of the functions that a process gives to pools or gets from them."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.works: dict[int, tuple[int, str]] = {}
        """Number → key of the pool, function."""
        self.functions: dict[int, str] = {}
        """Number of a source file << 32 | line → the function that it is in."""

    def line(self, letter: str, fields: Sequence[str], slots: Slots, batch: ReadBatch) -> None:
        """Take a `W`, `F`, `Z`, `B`, `R` or `E` line's fields."""
        if letter == "W":
            self._function(fields)
        elif letter == "F":
            self._named(fields)
        elif letter == "R":
            self._delivered(fields, slots, batch)
        elif letter == "B":
            loop_book.line(fields, slots, self.pid, batch)
        elif letter == "Z":
            key, at_ns = (whole(field, 1) for field in (*fields, "", "")[:2])
            if key is not None and at_ns is not None:
                batch.tell(PoolTerminated, at_ns, key)
        else:
            self._error(fields, slots, batch)

    def _named(self, fields: Sequence[str]) -> None:
        match fields:
            case [number_text, line_text, name]:
                number, line = whole(number_text, 1, MOST_WORKS), whole(line_text, 0, (1 << 32) - 1)
                if number is not None and line is not None and len(self.functions) < MOST_WORKS:
                    self.functions[number << 32 | line] = name[:MOST_TEXT]

    def _function(self, fields: Sequence[str]) -> None:
        match fields:
            case [number_text, key_text, what]:
                number, key = whole(number_text, 1), whole(key_text, 1)
                if number is not None and key is not None and len(self.works) < MOST_WORKS:
                    self.works[number] = (key, what[:MOST_TEXT])

    def _error(self, fields: Sequence[str], slots: Slots, batch: ReadBatch) -> None:
        """Tell an exception as that of the thread that had the slot then."""
        match fields:
            case [slot_text, kind, task_text, type_name, text, at_text, *more] if kind in _ERRORS:
                slot, at_ns = whole(slot_text, 0, layout.THREAD_SLOTS - 1), whole(at_text)
                threads = slots[slot] if slot is not None else ()
                if at_ns is None or not threads:
                    return
                thread = next((known for known in reversed(threads) if known.start_ns <= at_ns), threads[0])
                task = whole(task_text)
                pool, of_pid = (*(whole(number, 1) for number in more[:2]), None, None)[:2]
                batch.tell(
                    ErrorSeen, at_ns, self.pid, thread.tid, _ERRORS[kind],
                    None if task is None else task & 0xFFFFFFFF, type_name, text, (task or 0) >> 32, pool or 0,
                    of_pid if of_pid is not None and of_pid < 1 << 31 else None, frames_of(more[2:]),
                )  # fmt: skip

    def _delivered(self, fields: Sequence[str], slots: Slots, batch: ReadBatch) -> None:
        """Tell an exception that the thread which had the slot then got as the result of a task."""
        match fields:
            case [slot_text, task_text, type_name, text, at_text, key_text, *frames]:
                slot, task = whole(slot_text, 0, layout.THREAD_SLOTS - 1), whole(task_text)
                at_ns, key = whole(at_text), whole(key_text, 1)
                threads = slots[slot] if slot is not None else ()
                if at_ns is None or task is None or key is None or not threads:
                    return
                thread = next((known for known in reversed(threads) if known.start_ns <= at_ns), threads[0])
                which = ALL_TASKS if task & 0xFFFFFFFF == layout.ALL_TASKS else task & 0xFFFFFFFF
                batch.tell(
                    ErrorDelivered, at_ns, self.pid, thread.tid, type_name, text, task >> 32, which, key,
                    frames_of(frames),
                )  # fmt: skip

    def record(self, record: Record, thread: ObservedThread, batch: ReadBatch) -> None:
        """Tell a record of one of KINDS."""
        at_ns, kind, value, duration_ns = record
        pid, tid = self.pid, thread.tid
        job, task = max(0, value) >> 32, value & 0xFFFFFFFF
        pool, what = self.works.get(duration_ns >> 32, (0, ""))
        count = max(1, duration_ns & 0x7FFFFFFF)
        if kind == layout.EVENT_TASK_STARTED:
            batch.tell(TaskStarted, at_ns, pid, tid, task, job, pool, what, count)
        elif kind == layout.EVENT_SUBMITTED:
            batch.tell(TaskSubmitted, at_ns, pid, tid, pool, job, task, count)
        elif kind == layout.EVENT_DELIVERED:
            which = ALL_TASKS if task == layout.ALL_TASKS else task
            batch.tell(TaskDelivered, at_ns, pid, tid, pool, job, which, count)
        else:
            failed = kind == layout.EVENT_TASK_FAILED
            took_s = min(duration_ns / 1e9, MOST_S)
            batch.tell(TaskEnded, at_ns, pid, tid, task, took_s, failed, job, thread.pool)
