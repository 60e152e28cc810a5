"""The vocabulary's part about items on their way through queues, told one by one when that is asked for.

`vocabulary` joins it into its union; its conventions hold here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, repeat
from operator import sub
from typing import Literal

from tui.telemetry.shape import Fact, Float, Int, ShapeError
from tui.telemetry.who import Somebody

MoveKind = Literal["put", "put None", "sent", "unsent", "got", "got None", "lost"]
"""What happened to an item: put · being written to the pipe · not written after all · taken · not to be pickled or
sent. Programs use None to say that nothing more comes; only put and got tell it."""

Lane = tuple[Int, Int, Int, MoveKind, Int]
"""Moves of one kind, by one thread, at one queue: the queue's key, pid and tid of the thread, the kind, and the first
one's number. What is sent to a pipe is sent by a helper thread of the process that put it."""

Row = tuple[int, int, int, int, MoveKind, int]
"""One move by itself: at_ns, key, pid, tid, kind, number."""


class Moves(Fact, frozen=True):
    """Items on their way, column by column: the n-th move is the n-th of each column. In the order of time."""

    lanes: tuple[Lane, ...] = ()
    lane: tuple[Int, ...] = ()
    """Of which of `lanes` each move is."""
    after_ns: tuple[Int, ...] = ()
    """Nanoseconds from the move before; for the first one, since the comparison started."""
    skipped: tuple[Int, ...] = ()
    """How many numbers lie between a move's and that of the one before in its lane; empty where none do.

    The number is which one of its kind in this process and queue it is, None or not, from 1; for unsent how many are
    left. What no lane tells of was not told: a gap."""

    def __post_init__(self) -> None:
        if len(self.lane) != len(self.after_ns) or len(self.skipped) not in (0, len(self.lane)):
            raise ShapeError("must have columns of one length")
        if self.lane and not 0 <= min(self.lane) <= max(self.lane) < len(self.lanes):
            raise ShapeError("must have a lane for each move")

    def rows(self) -> Iterator[Row]:
        """Give the moves one by one."""
        numbers = [lane[4] for lane in self.lanes]
        for place, at_ns, skipped in zip(self.lane, accumulate(self.after_ns), self.skipped or repeat(0), strict=False):
            key, pid, tid, kind, _ = self.lanes[place]
            number = numbers[place] + skipped
            numbers[place] = number + 1
            yield at_ns, key, pid, tid, kind, number


def moves_of(rows: Iterable[Row], origin_ns: int = 0) -> Moves:
    """Return these moves, which are in the order of time, as columns; their times count from `origin_ns` there."""
    rows = list(rows)
    places: dict[tuple[int, int, int, MoveKind], int] = {}
    lanes: list[Lane] = []
    lane, expected, skipped = [], [], []
    for _, key, pid, tid, kind, number in rows:
        its = key, pid, tid, kind
        place = places.get(its, -1)
        if place < 0:
            place = places[its] = len(lanes)
            lanes.append((*its, number))
            expected.append(number)
        lane.append(place)
        skipped.append(number - expected[place])
        expected[place] = number + 1
    times_ns = [row[0] for row in rows]
    after_ns = tuple(map(sub, times_ns, [origin_ns, *times_ns]))
    return Moves(tuple(lanes), tuple(lane), after_ns, tuple(skipped) if any(skipped) else ())


class WorkerCount(Somebody, Fact, frozen=True):
    """Items that a thread has put and taken so far, over all queues; exact, also where moves are not told."""

    pid: Int
    tid: Int
    puts: Int
    gets: Int
    nones_put: Int
    """None that it put; not among `puts`."""
    nones_got: Int


class ItemsMoved(Fact, frozen=True):
    """What went in and out of queues since the last look."""

    at_s: Float
    run: Int
    moves: Moves
    """The newest of each thread; all there were, as long as no number is left out."""
    workers: tuple[WorkerCount, ...]
    """Those whose counts changed."""
