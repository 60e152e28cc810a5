"""One queue, pipe, lock, value or block in the books: its rows on all processes' boards, and who waits for it."""

from __future__ import annotations

from collections import deque

from msgspec import Struct, field

from tui.probe import layout
from tui.telemetry.objects import ObjectFound, Why

MOST_COUNT = 1 << 53
Row = tuple[int, ...]
Source = tuple[int, int]
"""pid and start time of the process whose row it is."""


class Entry(Struct):
    """One object in the books."""

    found: ObjectFound | None = None
    more: tuple[str, ...] = ()
    """What its line said beyond the common fields."""
    made_ns: int = 0
    rows: dict[Source, Row] = field(default_factory=dict)
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

    def total(self, word: int) -> int:
        """Return the sum of a word over all processes; a negative one, which only a broken board has, counts as 0."""
        return min(sum(min(max(0, row[word]), MOST_COUNT) for row in self.rows.values()), MOST_COUNT)

    def last_told_ns(self, now_ns: int) -> int:
        """Return when it was told last, 0 for never: as its processes say, or else when that was first seen."""
        number, at_ns, looked_ns = self.notices
        told = self.total(layout.L_TOLD)
        if told > number:
            said_ns = max(row[layout.L_TOLD_NS] for row in self.rows.values())
            at_ns = said_ns if looked_ns < said_ns <= now_ns else now_ns
        self.notices = max(told, number), at_ns, now_ns
        return at_ns

    def waits(self, why: Why, number_word: int, ns_word: int) -> tuple[int, float]:
        """Return number and seconds of the waits so far, those that are going on included. They never shrink."""
        more = self.going_on.get(why, []) + self.cut_off.get(why, [])
        number, ns = self.total(number_word) + len(more), self.total(ns_word) + sum(more)
        before = self.most.get(why, (0, 0))
        self.most[why] = most = max(before[0], number), max(before[1], min(ns, MOST_COUNT))
        return most[0], most[1] / 1e9
