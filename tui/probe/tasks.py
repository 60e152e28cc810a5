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
from time import perf_counter_ns
from types import BuiltinFunctionType, FunctionType, MethodType

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
_TAKES_ALL = 0x0C
"""Flags of a function's code that takes any arguments, named ones too."""
MOST_ERRORS = 20
"""Exceptions of tasks that one process tells; all are counted."""
_MACHINERY = ("concurrent" + os.sep, "multiprocessing" + os.sep, "asyncio" + os.sep)


class Told:
    """Which events of one kind are told, and for how many each stands."""

    __slots__ = ("left", "seen", "since_ns")

    def __init__(self) -> None:
        self.left = self.seen = self.since_ns = 0

    def due(self, now_ns: int, count: int) -> int:
        """Return for how many tasks an event is to be told now; 0 for no event."""
        if now_ns - self.since_ns > WINDOW_NS:
            self.since_ns, self.seen = now_ns, 0
        self.seen = seen = self.seen + 1
        count += self.left
        if seen <= IN_FULL or not seen & 63:
            self.left = 0
            return count
        self.left = count
        return 0


class PoolRow:
    """One pool's row in this process."""

    __slots__ = ("counted", "delivered", "is_free", "key", "mark", "numbers", "pending", "submitted", "words")

    def __init__(self, counted: objects.Counted) -> None:
        self.counted = counted
        self.key = counted.key
        self.mark = (counted, layout.WAIT_RESULT, layout.T_WAITS, layout.T_WAIT_NS)
        """What a condition carries at which threads wait for results."""
        self.numbers = itertools.count()
        """Of the tasks of an executor of threads."""
        self.submitted, self.delivered = Told(), Told()
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

    def submit(self, task: int, count: int, is_alone: bool = False) -> None:
        """Count tasks that the program handed in; `task` is the last one. `is_alone`: a lock of the pool is held."""
        slot = segment.slot()
        if slot is not None:
            slot.submit(count)
            if is_alone:
                self.counted.words[self.counted.base + layout.T_SUBMITTED] += count
            else:
                self.add(layout.T_SUBMITTED, count)
            self._tell(slot, layout.EVENT_SUBMITTED, self.submitted, task, count)

    def deliver(self, task: int, count: int = 1) -> None:
        """Count tasks whose results the program gets now."""
        slot = segment.slot()
        if slot is not None:
            self.add(layout.T_DELIVERED, count)
            self._tell(slot, layout.EVENT_DELIVERED, self.delivered, task, count)

    def _tell(self, slot: segment.ThreadSlot, kind: int, told: Told, task: int, count: int) -> None:
        now_ns = perf_counter_ns()
        count = told.due(now_ns, count)
        if count:
            number = slot.board.works.get((self.key, "", "")) or work(self.key, "", "")
            slot.record(now_ns, kind, task, number << 32 | min(count, MOST_CALLS))


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
        slot.submit(count)


def starts(  # noqa: PLR0917
    slot: segment.ThreadSlot, key: int, task: int, function: Any, calls: int, arguments: tuple[Any, ...] = ()
) -> None:
    """Say that a task begins in this thread, and what it calls how often, with which arguments."""
    if slot.pool != key:
        slot.pool = slot.own[layout.S_POOL] = key
    if type(function) is FunctionType:
        number = slot.board.works.get((key, function.__module__, function.__qualname__)) or work(key, *called(function))
    else:
        number = work(key, *called(function, arguments))
    slot.start(task, number << 32 | (calls if calls < MOST_CALLS else MOST_CALLS))


def ends(slot: segment.ThreadSlot, calls: int, failed: bool) -> None:
    """Say that the task in this thread is over, and how many calls it was."""
    slot.end(failed)
    slot.calls = slot.own[layout.S_CALLS] = slot.calls + calls


def called(function: Any, arguments: tuple[Any, ...] = ()) -> tuple[str, str]:
    """Return module and name of what a task calls in the end. No code of the program runs for it."""
    for _ in range(8):
        found = _handed_on(function, arguments)
        if found is None:
            break
        function, arguments = found
    if type(function) in (FunctionType, BuiltinFunctionType):
        module = function.__module__
        name = function.__qualname__ if type(function) is FunctionType else function.__name__
        return (module if type(module) is str else ""), name
    return "", errors.name_of(function if isinstance(function, type) else type(function))


def _handed_on(function: Any, arguments: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]] | None:
    """Return what a callable hands its call on to, and with which arguments; None when it does the work itself."""
    kind = type(function)
    if kind is MethodType:
        return function.__func__, arguments
    if is_partial(function):
        return function.func, (*function.args, *arguments)
    if kind is BuiltinFunctionType and function.__name__ == "run" and arguments:
        is_context = type(function.__self__) is getattr(sys.modules.get("_contextvars"), "Context", None)
        return (arguments[0], arguments[1:]) if is_context else None
    if kind is getattr(sys.modules.get("functools"), "_lru_cache_wrapper", None):
        return function.__wrapped__, arguments
    inner = _decorated(function) if kind is FunctionType else None
    return (inner, arguments) if inner is not None else None


def _decorated(function: Any) -> Any:
    """Return the one function that a decorator's inner function holds, which takes whatever there is; None else."""
    flags, cells = function.__code__.co_flags, function.__closure__ or ()
    if function.__code__.co_argcount or flags & _TAKES_ALL != _TAKES_ALL or "<locals>" not in function.__qualname__:
        return None
    held = [_content(cell) for cell in cells]
    found = [one for one in held if type(one) is FunctionType or type(one) is MethodType]
    return found[0] if len(found) == 1 else None


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # It is empty yet.
        return None


def is_partial(function: Any) -> bool:
    """Whether a function is a `functools.partial` and nothing that only looks like it."""
    return type(function) is getattr(sys.modules.get("functools"), "partial", None)


def tell_error(kind: int, error: BaseException | None, task: int, key: int) -> None:
    """Write that a task failed in this thread; `kind` is a place in ERROR_NAMES. Only the first ones are told."""
    if error is not None:
        tell(kind, task, (errors.name_of(type(error)), errors.text_of(error)), key)


def tell(kind: int, task: int, what: tuple[str, str], key: int, pid: int = 0) -> None:
    """Write what went wrong with a task or pool: type and text; `pid`: the worker's, where that is another process."""
    board, slot = segment.board(), segment.slot()
    if board is not None and slot is not None and len(board.task_errors) < MOST_ERRORS:
        board.task_errors.append(None)
        board.line("E", slot.index, layout.ERROR_NAMES[kind], task, *what, perf_counter_ns(), key, pid)


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
