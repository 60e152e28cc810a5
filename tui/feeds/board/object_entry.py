"""One queue, pipe, lock, value or block in the books: its rows on all processes' boards, and who waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec import Struct, field

from tui.probe import layout
from tui.telemetry.objects import ObjectFound, Why

MOST_COUNT = 1 << 53
MOST_PIDS = 64
_NO_ROW = (0,) * layout.OBJECT_WORDS
Row = tuple[int, ...]
Source = tuple[int, int]
"""pid and start time of the process whose row it is."""


class Past(Struct):
    """The rows of processes that have ended, as one: what there is to ask of them takes no longer for thousands."""

    sums: Sequence[int]
    most: list[int]
    """Of each word."""
    put: set[int] = field(default_factory=set)
    got: set[int] = field(default_factory=set)
    """The processes that have put, and taken; those with the lowest numbers."""
    held: tuple[int, Source, int] = (0, (0, 0), 0)
    """The youngest word on who holds it: since when, whose word, and who; and whether it was a last one, in order."""
    is_last_word: bool = False

    def add(self, source: Source, row: Row, is_orderly: bool) -> None:
        """Take the row of a process that has just ended, perhaps after it could write its last words."""
        self.sums = [min(a + b, MOST_COUNT) for a, b in zip(self.sums, within(row), strict=True)]
        self.most = list(map(max, self.most, row))
        put, got = users(source, row)
        self.put, self.got = lowest(self.put | put), lowest(self.got | got)
        held = held_by(source, row)
        if held[2] and held > self.held:
            self.held, self.is_last_word = held, is_orderly


class Entry(Struct):
    """One object in the books."""

    place: int = 0
    """How many were there before it."""
    found: ObjectFound | None = None
    more: tuple[str, ...] = ()
    """What its line said beyond the common fields."""
    made_ns: int = 0
    rows: dict[Source, Row] = field(default_factory=dict)
    past: Past | None = None
    sums: Sequence[int] | None = None
    """Of each word, over all processes; None where a row has changed since."""
    worked: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Of a pool: tasks that its workers began, ended and failed, and calls in the ended ones."""
    ended: dict[Source, bool] = field(default_factory=dict)
    """Of the processes with a row those that have ended, and whether they could write their last words before."""
    notices: tuple[int, int, int] = (0, 0, 0)
    """Of a condition, event or barrier: how often it was told so far, when last, and when that was looked at last."""
    told: object = None
    is_moving: bool = False
    """Whether the last count told was news."""
    marks: deque[tuple[int, int]] = field(default_factory=deque)
    """When there had been how many puts, as long as some of these items may still be inside."""
    going_on: dict[Why, list[int]] = field(default_factory=dict)
    """Nanoseconds of the waits that nobody has added up yet, those of killed processes included."""
    cut_off: dict[Why, list[int]] = field(default_factory=dict)
    """Of these, the ones that no process is left to add up."""
    most: dict[Why, tuple[int, int]] = field(default_factory=dict)
    """Number and nanoseconds of waits as told last: a wait that is just over may be added up a little later."""

    def put(self, source: Source, row: Row) -> None:
        """Take a process's row as it is now."""
        self.rows[source], self.sums = row, None

    def end(self, source: Source, is_orderly: bool) -> None:
        """Take note that a process has ended; of a value or block its row stays what it is."""
        if self.found is None or self.found.kind in ("value", "block"):
            self.ended[source] = is_orderly
        else:
            row, self.sums = self.rows.pop(source), None
            self.past = self.past or Past(_NO_ROW, list(row))
            self.past.add(source, row, is_orderly)

    def totals(self) -> Sequence[int]:
        """Return the sum of each word over all processes; a negative one, on a broken board, counts as 0."""
        if self.sums is None:
            rows = [within(row) for row in self.rows.values()] + ([self.past.sums] if self.past else [])
            self.sums = rows[0] if len(rows) == 1 else _added_up(rows)
        return self.sums

    def total(self, word: int) -> int:
        """Return one of `totals`."""
        return self.totals()[word]

    def highest(self, word: int) -> int:
        """Return the highest that stands in a word, over all processes; 0 where there is none."""
        past = [self.past.most[word]] if self.past else []
        return max([row[word] for row in self.rows.values()] + past, default=0)

    def held(self) -> tuple[int, Source, int]:
        """Return the youngest word on who holds it: since when, whose word, and who."""
        held = [its for source, row in self.rows.items() if (its := held_by(source, row))[2]]
        return max([*held, self.past.held] if self.past else held, default=(0, (0, 0), 0))

    def is_last_word(self, source: Source) -> bool | None:
        """Return whether what a process said of a holder was its last word, in order; None while it lives."""
        if self.past is not None and self.past.held[1] == source and source not in self.rows:
            return self.past.is_last_word
        return self.ended.get(source)

    def last_told_ns(self, now_ns: int) -> int:
        """Return when it was told last, 0 for never: as its processes say, or else when that was first seen."""
        number, at_ns, looked_ns = self.notices
        told = self.total(layout.L_TOLD)
        if told > number:
            said_ns = self.highest(layout.L_TOLD_NS)
            at_ns = said_ns if looked_ns < said_ns <= now_ns else now_ns
        self.notices = max(told, number), at_ns, now_ns
        return at_ns

    def waits(self, why: Why, number_word: int, ns_word: int) -> tuple[int, float]:
        """Return number and seconds of the waits so far, those that are going on included. They never shrink."""
        number, ns = self.total(number_word), self.total(ns_word)
        for more in (self.going_on.get(why), self.cut_off.get(why)):
            if more:
                number, ns = number + len(more), ns + sum(more)
        before = self.most.get(why, (0, 0))
        if number > before[0] or ns > before[1]:
            before = self.most[why] = max(before[0], number), max(before[1], min(ns, MOST_COUNT))
        return before[0], before[1] / 1e9


def _added_up(rows: Sequence[Sequence[int]]) -> Sequence[int]:
    totals = [*map(sum, zip(*rows, strict=True))] if rows else _NO_ROW
    return totals if max(totals[1:]) <= MOST_COUNT else [min(total, MOST_COUNT) for total in totals]


def within(row: Row) -> Row:
    """Return a row whose words can be added up."""
    if min(row) >= 0 and max(row[1:]) <= MOST_COUNT:
        return row
    return tuple([min(max(0, word), MOST_COUNT) for word in row])


def held_by(source: Source, row: Row) -> tuple[int, Source, int]:
    """Return what a lock's row says of its holder: since when, whose word it is, and who; 0 for nobody."""
    return row[layout.L_HELD_SINCE_NS], source, row[layout.L_HOLDER]


def users(source: Source, row: Row) -> tuple[set[int], set[int]]:
    """Return the process of a queue's row if it has put, and if it has taken."""
    its = {source[0]}
    return its if row[layout.Q_PUTS] > 0 or row[layout.Q_SENT] > 0 else set(), its if row[layout.Q_GETS] > 0 else set()


def lowest(pids: set[int]) -> set[int]:
    """Return no more than are told."""
    return pids if len(pids) <= MOST_PIDS else set(sorted(pids)[:MOST_PIDS])
