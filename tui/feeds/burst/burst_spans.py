"""What a burst of looks says of each thread: its time as spans in which it did one thing. Pure.

The kernel calls a thread R on a core and in the queue for one. How long it stood in the queue is told when its turn
comes, so the looks within that time before the turn are made `core` afterwards. A thread that has not had its turn when
the looks end is taken to wait for a core when its times stood still for longer than they can on a core.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from msgspec import Struct, field

from tui.telemetry.median import median
from tui.telemetry.vocabulary import BurstLane, BurstSpan, Reason
from tui.telemetry.who import Who

STILL_NS = 20_000_000
"""The times of a thread on a core move within this: two ticks of the slowest kernel, HZ = 100."""

MOST_LOOKS = 10_000

Explain = Callable[[int, str, str], Reason]
"""From a thread's place in the order, the state letter and the blocked call to why it does not run."""


class Seen(Struct, frozen=True):
    """What one look saw of a thread."""

    look: int
    state: str
    core: int
    ran_ns: int
    waited_ns: int
    call: str


class BurstLooks(Struct):
    """The text of a burst, read."""

    at_ns: list[int] = field(default_factory=list)
    """perf_counter_ns of every look."""
    count: int = 0
    """How many of them are told; the others show how those ended that stood in the queue."""
    threads: list[list[Seen]] = field(default_factory=list)
    """For each thread asked for, what was seen, wherever it differed from the look before."""
    cpu_ns: int = 0
    """What the looking cost."""

    @property
    def every_s(self) -> float:
        """The median time between two looks; 0 of fewer than two."""
        return median(self.gaps_ns) / 1e9 if self.gaps_ns else 0.0

    @property
    def longest_s(self) -> float:
        """The longest time between two looks; 0 of fewer than two."""
        return max(self.gaps_ns, default=0) / 1e9

    @property
    def gaps_ns(self) -> list[int]:
        return [after - before for before, after in pairwise(self.at_ns[: self.count])]

    @property
    def lasted_s(self) -> float:
        """From the first look to the end of the last one's time."""
        return (self.at_ns[self.count - 1] - self.at_ns[0]) / 1e9 + self.every_s if self.at_ns else 0.0


def parse(text: str, threads: int, lasting_ns: int) -> BurstLooks:
    """Read what the child wrote, of which `lasting_ns` are told; ValueError or IndexError when it is not whole."""
    found = BurstLooks(threads=[[] for _ in range(threads)])
    first, *lines = text.splitlines()
    found.at_ns = [int(word) for word in first.split()[1:]][:MOST_LOOKS]
    found.count = sum(ns - found.at_ns[0] < lasting_ns for ns in found.at_ns)
    for line in lines:
        words = line.split(" ")
        if words[0] == "cost":
            found.cpu_ns = int(words[1])
            return found
        thread, look, state, core, ran, waited, _, call = words
        seen = Seen(int(look), state, int(core), int(ran), int(waited), call)
        found.threads[int(thread)].append(seen)
    raise ValueError("it breaks off")


def lane(looks: BurstLooks, place: int, who: Who, explain: Explain) -> BurstLane:
    """Return one thread's time from the first look on."""
    seen = looks.threads[place]
    reasons: list[Reason] = []
    cores: list[int | None] = []
    for now, after in zip(seen, [*seen[1:], None], strict=True):
        count = (after.look if after else len(looks.at_ns)) - now.look
        reason = "running" if now.state == "R" else explain(place, now.state, now.call)
        reasons += [reason] * count
        cores += [now.core if now.state == "R" else None] * count
    _find_queued(looks, seen, reasons)
    return BurstLane(who.pid, who.tid, _spans(looks, reasons, cores))


def _find_queued(looks: BurstLooks, seen: list[Seen], reasons: list[Reason]) -> None:
    """Make `core` of the looks after which it stood in the run queue for most of the time up to the next one.

    Less than that is no news: whatever is on the core of the looking process waits for it, a little, at every look.
    """
    at_ns = looks.at_ns
    for before, now in pairwise(seen):
        since_ns = at_ns[now.look] - (now.waited_ns - before.waited_ns)
        look = now.look - 1
        while look >= 0 and 2 * since_ns < at_ns[look] + at_ns[look + 1]:
            if reasons[look] == "running":
                reasons[look] = "core"
            look -= 1
    if seen and seen[-1].state == "R" and seen[-1].ran_ns and at_ns[-1] - at_ns[seen[-1].look] > STILL_NS:
        # Its times moved last when it left its core.
        for look in range(seen[-1].look, len(reasons)):
            reasons[look] = "core"


def _spans(looks: BurstLooks, reasons: list[Reason], cores: list[int | None]) -> tuple[BurstSpan, ...]:
    origin_ns = looks.at_ns[0] if looks.at_ns else 0
    ends_s = [(ns - origin_ns) / 1e9 for ns in looks.at_ns[1 : looks.count]] + [looks.lasted_s]
    spans: list[BurstSpan] = []
    for end_s, reason, core in zip(ends_s, reasons, cores, strict=False):
        if spans and (spans[-1].reason, spans[-1].core) == (reason, core):
            spans.pop()
        spans.append(BurstSpan(round(end_s, 6), reason, core))
    return tuple(spans)
