"""What one process's rings say, put into the vocabulary or the books: which thread wrote it, and what kind it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.feeds.board import task_records
from tui.feeds.board.board_file import Record
from tui.feeds.board.object_book import ObjectBook
from tui.feeds.board.observed import ObservedThread
from tui.feeds.board.read_batch import ReadBatch
from tui.feeds.board.task_records import TaskRecords
from tui.feeds.board.traffic import KINDS
from tui.feeds.board.updates import double
from tui.probe import layout
from tui.telemetry.objects import Access
from tui.telemetry.who import Who

YOUNGEST_NS = 1_000_000_000
"""An access may be written while a board is read, and so be younger than the read; by more it is no time at all."""
_ACCESSES = {layout.EVENT_READ, layout.EVENT_WRITE}


class RingRecords:
    """Takes one process's records: mostly all new ones of a ring are of one thread and of one sort."""

    def __init__(self, pid: int, book: ObjectBook, tasks: TaskRecords, keys: Mapping[int, int]) -> None:
        """`keys`: row of the table of objects → key."""
        self.pid = pid
        self.book = book
        self.tasks = tasks
        self.keys = keys

    def take(self, threads: Sequence[ObservedThread], records: Sequence[Record], batch: ReadBatch) -> None:
        """Take new records of a slot that these threads have and had: the newest's, unless they are older than it."""
        if threads and threads[-1].start_ns <= records[0][0]:
            self._take(threads[-1], records, batch)
            return
        for record in records:
            thread = next((its for its in reversed(threads) if its.start_ns <= record[0]), None)
            if thread is not None:
                self._take(thread, [record], batch)

    def _take(self, thread: ObservedThread, records: Sequence[Record], batch: ReadBatch) -> None:
        who, kinds = Who(self.pid, thread.tid), {kind for _, kind, _, _ in records}
        if kinds <= KINDS.keys():
            self.book.traffic.move(who, records)
            return
        for record in records:
            kind = record[1]
            if kind in KINDS:
                self.book.traffic.move(who, [record])
            elif kind in task_records.KINDS:
                self.tasks.record(record, thread, batch)
            elif kind == layout.EVENT_UPDATED:
                self.book.updates.record(who, record)
            elif kind in _ACCESSES:
                self._access(who, record, batch)

    def _access(self, who: Who, record: Record, batch: ReadBatch) -> None:
        at_ns, kind, number, row = record
        key = self.keys.get(row >> 1)
        if key is not None:
            value = double(number) if row & 1 else float(number)
            at_ns = min(at_ns, batch.now_ns + YOUNGEST_NS) - batch.origin_ns
            access = Access(who.pid, who.tid, at_ns, kind == layout.EVENT_WRITE, value)
            self.book.accesses.setdefault(key, []).append(access)
