"""The fold's part about what lies in each queue, item by item. The rules stand in `fold`.

Items are followed move by move, and checked by each process's own numbers. Where moves were not told, the numbers
still say how many items there are; those are then unknown, until they have been taken.
Moves come by the thousand: what each is about is looked up once for its lane, and only what a batch touches is opened.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import accumulate, repeat
from operator import attrgetter

from msgspec.structs import replace

from tui.model.fold.keyed import Keyed
from tui.model.state.shared import QueueState
from tui.model.state.traffic import FIRST_MAKER, NONE, STEP_S, UNKNOWN, Numbers, QueueTraffic, Step
from tui.telemetry.moves import Lane, Moves
from tui.telemetry.who import Who

MOST_MAKERS = 4096
MOST_INSIDE = 65_536
"""Items of a queue whose makers are remembered."""
MOST_PROCESSES = 4096
STEPS = 64
_PUT, _SENT, _GOT, _LOST = range(4)
"""Places in what is counted of each process."""
_BUFFERED = tuple(f"{of}.{name}" for of in ("multiprocessing", "multiprocess") for name in ("Queue", "JoinableQueue"))
Take = Callable[[int, int], None]
"""Takes one move of a lane: its time in ns and its number."""


def moved(queues: tuple[QueueTraffic, ...], moves: Moves, found: Keyed[QueueState]) -> tuple[QueueTraffic, ...]:
    """Return the queues after these moves; moves of what is no known queue are passed by."""
    if not moves.lane:
        return queues
    known = Keyed(queues, attrgetter("key"))
    opened: dict[int, _Contents] = {}
    takes: list[Take] = []
    for lane in moves.lanes:
        key = lane[0]
        queue = found.get(key) if key not in opened else None
        if queue is not None and queue.of.kind == "queue":
            opened[key] = _Contents(known.get(key) or QueueTraffic(key), queue)
        takes.append(opened[key].take_of(lane) if key in opened else _passed_by)
    numbers = [lane[4] for lane in moves.lanes]
    for place, at_ns, skipped in zip(moves.lane, accumulate(moves.after_ns), moves.skipped or repeat(0), strict=False):
        number = numbers[place] + skipped
        numbers[place] = number + 1
        takes[place](at_ns, number)
    for key, contents in opened.items():
        known[key] = contents.frozen()
    return known.frozen()


def _passed_by(at_ns: int, number: int) -> None:
    """Take a move of which nothing is to be known."""


class _Line:
    """Items one behind the other, while some go in and out: of thousands only those that move are looked at."""

    __slots__ = ("end", "gone", "items", "new")

    def __init__(self, items: str = "") -> None:
        self.items, self.end = items, len(items)
        """Those that were there before: all up to the end."""
        self.new: list[str] = []
        """Others hold its `append`."""
        self.gone = 0
        """How many have been taken from the front, of the new ones too."""

    def first(self) -> str:
        """Take the first one; nothing where there is none."""
        place = self.gone - self.end
        if place >= len(self.new):
            return ""
        self.gone += 1
        return self.items[self.gone - 1] if place < 0 else self.new[place]

    def last(self) -> str:
        """Take the last one; nothing where there is none."""
        if self.end + len(self.new) <= self.gone:
            return ""
        if self.new:
            return self.new.pop()
        self.end -= 1
        return self.items[self.end]

    def back(self, item: str) -> None:
        """Put one in front of all others."""
        del self.new[: max(0, self.gone - self.end)]
        self.items = item + self.items[self.gone : self.end]
        self.gone, self.end = 0, len(self.items)

    def frozen(self) -> str:
        return (self.items[: self.end] + "".join(self.new))[self.gone :]


class _Contents:
    """What lies in one queue, while a batch of moves is taken in."""

    def __init__(self, queue: QueueTraffic, of: QueueState) -> None:
        self.queue = queue
        self.has_buffers = of.of.type in _BUFFERED
        self.order = of.of.order
        self.makers = {maker: place for place, maker in enumerate(queue.makers)}
        self.numbers = {one.pid: one for one in queue.numbers}
        self.counts: dict[int, list[int]] = {}
        """What was put, sent, got and lost in the processes that had news."""
        self.told = dict(queue.buffers)
        self.buffers: dict[int, _Line] = {}
        """Those that had news."""
        self.line = _Line(queue.line)
        self.is_whole = True
        self.nones = [queue.nones_put, queue.nones_got]
        self.steps: list[Step] = []
        self.stepped_s: dict[tuple[Who, bool], float] = {}
        """When who put or took here made its last step, of those that had news."""

    def take_of(self, lane: Lane) -> Take:
        """Return what takes the moves of a lane."""
        _, pid, tid, kind, _ = lane
        counts = self._counts(pid)
        if counts is None:
            self.is_whole = False
            return _passed_by
        if kind in ("put", "put None"):
            return self._puts(counts, Who(pid, tid), kind == "put None")
        if kind in ("got", "got None"):
            return self._gets(counts, Who(pid, tid), kind == "got None")
        return {"sent": self._sends, "unsent": self._takes_back, "lost": self._loses}[kind](counts, pid)

    def _counts(self, pid: int) -> list[int] | None:
        if pid not in self.counts:
            if pid not in self.numbers and len(self.numbers) >= MOST_PROCESSES:
                return None
            its = self.numbers.setdefault(pid, Numbers(pid))
            self.counts[pid] = [its.put, its.sent, its.got, its.lost]
        return self.counts[pid]

    def _puts(self, counts: list[int], who: Who, is_none: bool) -> Take:
        item = NONE if is_none else self._of(who)
        add = (self._buffer(who.pid) if self.has_buffers else self.line).new.append

        def take(at_ns: int, number: int) -> None:
            if number != counts[_PUT] + 1:
                self.is_whole = False
            counts[_PUT] = number
            add(item)
            self.nones[0] += is_none
            self._step(at_ns, who, True, item)

        return take

    def _sends(self, counts: list[int], pid: int) -> Take:
        buffer, add = self._buffer(pid), self.line.new.append

        def take(at_ns: int, number: int) -> None:
            if number != counts[_SENT] + 1:
                self.is_whole = False
            counts[_SENT] = number
            add(self._known(buffer.first()))

        return take

    def _takes_back(self, counts: list[int], pid: int) -> Take:
        def take(at_ns: int, number: int) -> None:
            counts[_SENT] = number
            self._buffer(pid).back(self._known(self.line.last()))

        return take

    def _loses(self, counts: list[int], pid: int) -> Take:
        def take(at_ns: int, number: int) -> None:
            if number != counts[_LOST] + 1:
                self.is_whole = False
            counts[_LOST] = number
            self._known(self._buffer(pid).first() if self.has_buffers else self.line.last())

        return take

    def _gets(self, counts: list[int], who: Who, is_none: bool) -> Take:
        is_ordered = self.order in ("first", "last")
        next_one = self.line.last if self.order == "last" else self.line.first

        def take(at_ns: int, number: int) -> None:
            item = self._known(next_one())
            if not is_ordered:
                item = UNKNOWN
            if number != counts[_GOT] + 1 or not is_ordered or (item != UNKNOWN and (item == NONE) is not is_none):
                self.is_whole = False
            counts[_GOT] = number
            self.nones[1] += is_none
            self._step(at_ns, who, False, NONE if is_none else item)

        return take

    def _known(self, item: str) -> str:
        """Return an item that was taken; an unknown one where there was none."""
        if item:
            return item
        self.is_whole = False
        return UNKNOWN

    def _step(self, at_ns: int, who: Who, is_put: bool, item: str) -> None:
        at_s = at_ns / 1e9
        stepped_s = self.stepped_s.get((who, is_put))
        if stepped_s is None:
            stepped_s = self.stepped_s[who, is_put] = self._stepped_s(who, is_put, at_s)
        if at_s >= stepped_s + STEP_S:
            self.stepped_s[who, is_put] = at_s
            self.steps.append(Step(at_s, who.pid, who.tid, is_put, item))

    def _stepped_s(self, who: Who, is_put: bool, at_s: float) -> float:
        """Return when the last step was made so; long ago where that does not matter any more."""
        for step in reversed(self.queue.steps):
            if step.at_s <= at_s - STEP_S:
                break
            if step.tid == who.tid and step.pid == who.pid and step.is_put is is_put:
                return step.at_s
        return -math.inf

    def _of(self, maker: Who) -> str:
        if maker not in self.makers:
            if len(self.makers) >= MOST_MAKERS:
                return UNKNOWN
            self.makers[maker] = len(self.makers)
        return chr(FIRST_MAKER + self.makers[maker])

    def _buffer(self, pid: int) -> _Line:
        if pid not in self.buffers:
            self.buffers[pid] = _Line(self.told.get(pid, ""))
        return self.buffers[pid]

    def frozen(self) -> QueueTraffic:
        self.numbers |= {pid: Numbers(pid, *counts) for pid, counts in self.counts.items()}
        numbers = tuple(self.numbers.values())
        queue = replace(
            self.queue,
            makers=tuple(self.makers) if len(self.makers) > len(self.queue.makers) else self.queue.makers,
            numbers=numbers,
            is_followed=self.queue.is_followed and self.is_whole,
            nones_put=self.nones[0],
            nones_got=self.nones[1],
            steps=(*self.queue.steps, *self.steps)[-STEPS:] if self.steps else self.queue.steps,
        )
        inside = self._inside(queue)
        if inside is None:
            return replace(queue, line="", buffers=(), is_known=False, is_followed=False)
        return replace(queue, line=inside[0], buffers=tuple(inside[1].items()), is_known=True)

    def _inside(self, queue: QueueTraffic) -> tuple[str, dict[int, str]] | None:
        """Return the items in the pipe and in the processes' buffers; None where they are not to be known."""
        if queue.depth > MOST_INSIDE or not (self.queue.is_known or queue.depth == 0):
            return None
        if not self.is_whole or not self.queue.is_known:
            return self._unknown(queue.numbers)
        self.told |= {pid: line.frozen() for pid, line in self.buffers.items()}
        return self.line.frozen(), {pid: items for pid, items in self.told.items() if items}

    def _unknown(self, numbers: Iterable[Numbers]) -> tuple[str, dict[int, str]] | None:
        """Return as many unknown items as the numbers say; None when that makes no sense."""
        line = sum(one.sent - one.got if self.has_buffers else one.put - one.got - one.lost for one in numbers)
        waiting = {one.pid: one.put - one.sent - one.lost for one in numbers} if self.has_buffers else {}
        if line > MOST_INSIDE or sum(max(0, count) for count in waiting.values()) > MOST_INSIDE:
            return None
        return UNKNOWN * max(0, line), {pid: UNKNOWN * count for pid, count in waiting.items() if count > 0}
