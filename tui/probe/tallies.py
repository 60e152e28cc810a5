"""Numbers on the board that any thread may raise at any time, without a lock to be waited for.

For what has no lock of its own that its user holds: queues made in C, proxies, and what is counted after a lock is let
go. An object's `Counted` knows them, so that a forked child begins anew.
"""

from __future__ import annotations

import itertools

from . import layout, objects, segment

EMPTY = layout.WAIT_EMPTY, layout.Q_EMPTY_WAITS, layout.Q_EMPTY_NS
FULL = layout.WAIT_FULL, layout.Q_FULL_WAITS, layout.Q_FULL_NS
JOIN = layout.WAIT_JOIN, layout.Q_JOINS, layout.Q_JOIN_NS


class Tally:
    """A number on the board that any thread may raise at any time, and that is right as soon as all are done.

    Counting is atomic, writing the number down is not: a thread may write an older one over a newer one. Whoever does
    not find what it expects says so first and then writes the newest until it has not changed; whoever is told so
    after it has written does the same. So in the end the newest stands there.
    """

    __slots__ = ("counted", "is_shared", "last", "numbers", "take", "word", "words")

    def __init__(self, counted: objects.Counted, word: int) -> None:
        self.counted = counted
        self.word = counted.base + word
        self.begin()

    def begin(self) -> None:
        """Begin from zero, in a process where no other thread knows it yet."""
        self.words = self.counted.words
        self.numbers = itertools.count(1)
        self.take = self.numbers.__next__
        self.last = 0
        self.is_shared = False

    def one_more(self) -> None:
        """Count one."""
        number = self.take()
        if self.last == number - 1 and not self.is_shared:
            self.last = number
            self.words[self.word] = number
            if not self.is_shared:
                return
        self.is_shared = True
        while True:
            newest = self.newest()
            self.words[self.word] = newest
            if self.newest() == newest:
                return

    def newest(self) -> int:
        """Return how often it was counted; an `itertools.count` tells it by its look only."""
        return int(repr(self.numbers)[6:-1]) - 1


class Waits:
    """Adds up waits without waiting itself: who finds another one at it leaves them to that one."""

    __slots__ = ("busy", "counted", "kinds")

    def __init__(self, counted: objects.Counted, *kinds: tuple[int, int, int]) -> None:
        """`kinds`: for each kind of wait the words of their number and of their time."""
        self.counted = counted
        self.kinds = kinds
        self.begin()

    def begin(self) -> None:
        """Begin anew, in a process where no other thread knows it yet."""
        self.busy = segment.new_lock()

    def settle(self) -> None:
        """Put the waits that are over on the board."""
        counted = self.counted
        for kind, number, time in self.kinds:
            while counted.pending[kind] and self.busy.acquire(False):
                try:
                    counted.settle(kind, number, time)
                finally:
                    self.busy.release()
