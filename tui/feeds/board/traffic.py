"""Who put and who took: the records of all processes' rings, in the order of time, and each thread's totals.

A record is written after its clock was read, and boards are read one after the other: records younger than the read
itself wait for the next one, so what is told is whole and in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter

from tui.feeds.board.board_file import Record
from tui.probe import layout
from tui.telemetry.moves import ItemsMoved, MoveKind, Row, WorkerCount, moves_of
from tui.telemetry.who import Who

MOST_WORKERS = 65536
MOST_HELD = 100_000
"""Moves that wait for the next read."""
_MOST_NS = 10**15
MOST = 1 << 62
"""No total is higher."""
Moved = tuple[int, int]
"""Items put and taken, as in S_PUTS and S_GETS."""
KINDS: Mapping[int, MoveKind] = {
    layout.EVENT_PUT: "put",
    layout.EVENT_PUT_NONE: "put None",
    layout.EVENT_SENT: "sent",
    layout.EVENT_UNSENT: "unsent",
    layout.EVENT_GOT: "got",
    layout.EVENT_GOT_NONE: "got None",
    layout.EVENT_LOST: "lost",
}


class TrafficBook:
    """What was put and taken since the last call of `tell`."""

    def __init__(self) -> None:
        self._moves: list[Row] = []
        """On the clock of the boards."""
        self._totals: dict[Who, tuple[int, int]] = {}
        self._changed: set[Who] = set()

    def count(self, who: Who, before: Moved, now: Moved) -> Moved:
        """Take what stands in a thread's S_PUTS and S_GETS, which stood at `before`; return the higher of both."""
        new = max(before[0], now[0]), max(before[1], now[1])
        totals = self._totals.get(who, (0, 0))
        if new != before and (totals != (0, 0) or len(self._totals) < MOST_WORKERS):
            puts, gets = totals[0] + new[0] - before[0], totals[1] + new[1] - before[1]
            self._totals[who] = min(puts, MOST), min(gets, MOST)
            self._changed.add(who)
        return new

    def move(self, who: Who, records: Sequence[Record]) -> None:
        """Take records of KINDS, all of one thread."""
        pid, tid, _ = who
        moves = [(at_ns, key, pid, tid, KINDS[kind], number) for at_ns, kind, key, number in records if key > 0]
        self._moves += moves[: MOST_HELD - len(self._moves)]

    def tell(self, run: int, origin_ns: int, now_ns: int) -> list[ItemsMoved]:
        """Return what happened until `now_ns`: when this read began, or since when a process cannot be read yet."""
        if not self._moves and not self._changed:
            return []
        self._moves.sort(key=itemgetter(0))
        place = bisect_right(self._moves, now_ns, key=itemgetter(0))
        told, self._moves = self._moves[:place], self._moves[place:]
        if told and told[0][0] < origin_ns - _MOST_NS:
            told = [(max(origin_ns - _MOST_NS, at_ns), *more) for at_ns, *more in told]  # type: ignore[misc]
        workers = tuple(_worker(who, *self._totals[who]) for who in sorted(self._changed))
        self._changed.clear()
        at_s = (now_ns - origin_ns) / 1e9
        return [ItemsMoved(at_s, run, moves_of(told, origin_ns), workers)] if told or workers else []


def _worker(who: Who, put: int, got: int) -> WorkerCount:
    nones_put, puts = divmod(put, layout.ONE_NONE)
    nones_got, gets = divmod(got, layout.ONE_NONE)
    return WorkerCount(who.pid, who.tid, puts, gets, nones_put, nones_got)
