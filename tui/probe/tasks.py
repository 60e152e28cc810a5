"""Pools and executors of this process: their rows, what tasks are told by, and what they count.

- A `PoolRow` knows the row of a pool and never the pool, a future or a function, so nothing lives longer.
- A pool of processes is known by the pipe that its tasks come through, whose inode is the same in every process; one of
  threads by a number of its own.
- Counts are exact: threads leave what they add, and whoever finds the row free adds up all that was left. Nobody waits.
- Submissions and deliveries are told one by one up to about a thousand a second, then one in 64 together with those
  before it.
"""

from __future__ import annotations

import itertools
import os
import sys
from _struct import Struct
from time import perf_counter_ns

from . import errors, layout, objects, segment, whose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

WINDOW_NS = 256_000_000
IN_FULL = 256
"""Events told in full within a window: a thousand a second."""
MOST_WORKS = 1000
"""Functions of one process whose names are told."""
MOST_CALLS = (1 << 31) - 1
"""What an event has room for."""
MOST_ERRORS = 20
"""Exceptions of tasks that one process tells; all are counted."""
_pack_into = Struct("=qqqq").pack_into
_MACHINERY = ("concurrent" + os.sep, "multiprocessing" + os.sep, "asyncio" + os.sep)


class Told:
    """Which events of one kind are told, and for how many each stands: `PoolRow.tell` goes on with it."""

    __slots__ = ("left", "seen", "since_ns", "word")

    def __init__(self, word: int) -> None:
        self.left = self.seen = self.since_ns = 0
        self.word = word
        """What counts them in the row."""


class PoolRow:
    """One pool's row in this process."""

    __slots__ = (
        "board", "counted", "delivered", "is_free", "key", "mark", "number", "numbers", "pending", "submitted", "words",
    )  # fmt: skip

    def __init__(self, counted: objects.Counted) -> None:
        self.counted = counted
        self.key = counted.key
        self.mark = (counted, layout.WAIT_RESULT, layout.T_WAITS, layout.T_WAIT_NS)
        """What a condition carries at which threads wait for results."""
        self.numbers = itertools.count()
        """Of the tasks of an executor of threads."""
        self.submitted, self.delivered = Told(layout.T_SUBMITTED), Told(layout.T_DELIVERED)
        self.board: segment.Board | None = None
        """Where `number` stands for this pool."""
        self.number = 0
        self._begin()

    def _begin(self) -> None:
        self.words = self.counted.words
        self.pending: list[tuple[int, int]] = []
        self.is_free = segment.new_lock()

    def add(self, word: int, count: int) -> None:
        """Add to a word of the row."""
        if self.words is not self.counted.words:
            self._begin()  # In a forked child: somebody of the parent may have been adding.
        pending, is_free = self.pending, self.is_free
        if not pending and is_free.acquire(False):
            try:
                self.words[self.counted.base + word] += count
            finally:
                is_free.release()
        else:
            pending.append((self.counted.base + word, count))
        while pending and is_free.acquire(False):
            try:
                while pending:
                    word, count = pending.pop()
                    self.words[word] += count
            finally:
                is_free.release()

    def tell(self, kind: int, task: int, count: int = 1, is_alone: bool = False) -> None:
        """Count tasks that the program hands in now, or whose results it gets; `task` is the last one.

        `kind` is EVENT_SUBMITTED or EVENT_DELIVERED, `is_alone`: a lock of the pool is held. It runs twice for each
        task, so all of it is here: through a function for each part a task would pass 16 calls more.
        """
        try:
            slot = segment.threads.slot
        except AttributeError:
            slot = segment.slot()
        if slot is None:
            return
        told = self.delivered
        if kind == layout.EVENT_SUBMITTED:
            told = self.submitted
            slot.submitted = slot.own[layout.S_SUBMITTED] = slot.submitted + count
        counted, words, is_free = self.counted, self.words, self.is_free
        if is_alone:
            counted.words[counted.base + told.word] += count
        elif words is counted.words and not self.pending and is_free.acquire(False):
            try:
                words[counted.base + told.word] += count
            finally:
                is_free.release()
        else:
            self.add(told.word, count)
        now_ns = perf_counter_ns()
        if now_ns - told.since_ns > WINDOW_NS:
            told.since_ns, told.seen = now_ns, 0
        told.seen = seen = told.seen + 1
        count += told.left
        if seen > IN_FULL and seen & 63:
            told.left = count
            return
        told.left = 0
        if self.board is not slot.board:
            self.board, self.number = slot.board, work(self.key, "", "")
        number = (slot.next_number or slot.open_ring())()
        if slot.next_offset is not None:
            of = self.number << 32 | (count if count < MOST_CALLS else MOST_CALLS)
            _pack_into(slot.buffer, slot.next_offset(), now_ns, number << 8 | kind, task, of)
        slot.own[layout.S_RING_COUNT] = number


_rows: dict[int, PoolRow] = {}


def row(key: int) -> PoolRow | None:
    """Return a pool's row in this process; None when there is no room."""
    found = _rows.get(key)
    if found is None:
        counted = objects.counted(key)
        if counted is not None:
            found = _rows.setdefault(key, PoolRow(counted))
    return found


def pool_key(file: int) -> int:
    """Return the key of a pool by the pipe through which its workers get their tasks."""
    return objects.OF_POOL | objects.pipe_key(file) & objects.KEY_BITS


def maker(depth: int) -> FrameType | None:
    """Return the frame that made a pool: the innermost one outside of what pools are made of."""
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        path = frame.f_code.co_filename
        if not path.startswith((whose.PROBE, "<frozen")) and not whose.inside(path).startswith(_MACHINERY):
            return frame
        frame = frame.f_back
    return None


def announce(key: int, type_name: str, called_name: tuple[str, str], workers: Any) -> PoolRow | None:
    """Tell of a pool, of which name and place are known, and return its row."""
    board, found = segment.board(), row(key)
    if board is None or found is None:
        return None
    limit = workers if type(workers) is int else 0
    board.line("O", key, "pool", type_name, *called_name, perf_counter_ns(), limit)
    return found


def work(key: int, module: str, name: str) -> int:
    """Return the number under which this process tells of a pool's function, or of the pool; 0 beyond the first."""
    board = segment.board()
    if board is None:
        return 0
    found = board.works.get((key, module, name))
    if found is None:
        if len(board.works) >= MOST_WORKS:
            return 0
        number = next(vars(board).setdefault("work_numbers", itertools.count(1)))
        found = board.works.setdefault((key, module, name), number)
        if found == number:
            board.line("W", number, key, name if module in ("", *errors.PROGRAM) else module + "." + name)
    return found


def submit_to_unknown(count: int) -> None:
    """Count tasks that the program handed to a pool without a row."""
    slot = segment.slot()
    if slot is not None:
        slot.submitted = slot.own[layout.S_SUBMITTED] = slot.submitted + count


def tell_error(kind: int, error: BaseException | None, task: int, key: int, frames: Any = None) -> None:
    """Write that a task failed in this thread; `kind` is a place in ERROR_NAMES. Only the first ones are told.

    `frames`: where it came from, of one that has no traceback any more.
    """
    if error is not None:
        frames = errors.where(error) if frames is None else frames
        tell(kind, task, (errors.name_of(type(error)), errors.text_of(error)), key, 0, frames)


def tell(  # noqa: PLR0917 - the last two are seldom there
    kind: int, task: int, what: tuple[str, str], key: int, pid: int = 0, frames: Any = ()
) -> None:
    """Write what went wrong with a task or pool: type and text; `pid`: the worker's, where that is another process."""
    board, slot = segment.board(), segment.slot()
    if board is not None and slot is not None and len(board.task_errors) < MOST_ERRORS:
        board.task_errors.append(None)
        board.line("E", slot.index, layout.ERROR_NAMES[kind], task, *what, perf_counter_ns(), key, pid, *frames)


def tell_delivered(error: BaseException | None, task: int, key: int, frame: FrameType | None) -> None:
    """Write that the program gets the exception of a task, where it asks for its result. Only the first ones are told.
    """
    board, slot = segment.board(), segment.slot()
    if error is not None and board is not None and slot is not None and len(board.delivered_errors) < MOST_ERRORS:
        board.delivered_errors.append(None)
        what = errors.name_of(type(error)), errors.text_of(error)
        board.line("R", slot.index, task, *what, perf_counter_ns(), key, *errors.callers(frame))


def terminated(key: int) -> None:
    """Write that the program ended a pool at once: what waits there never begins."""
    board = segment.board()
    if board is not None:
        board.line("Z", key, perf_counter_ns())


def wait_begins(found: PoolRow) -> Any:
    """Write that this thread waits for a pool's results or end."""
    return objects.begin_wait(found.counted, layout.WAIT_RESULT)


def wait_ends(found: PoolRow, begun: Any) -> None:
    """Write that the wait is over."""
    objects.end_wait(found.counted, begun)
    found.counted.settle(*found.mark[1:])
