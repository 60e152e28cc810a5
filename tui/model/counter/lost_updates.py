"""Lost updates, found in the accesses that the microscope has recorded. Nothing here is invented, nothing is guessed.

What the times can and cannot tell:

- A time is noted just after its access. So an access happened at its time or before, and after the time that its
  worker noted before it; of two workers, times alone never show that both read before either wrote.
- Values can: in a counter that is only added to, each number is read by one addition only. Two additions that started
  from the same number are a lost update, whatever the clocks say.
- Accesses are recorded through short slits in time. Within a slit none is missing, but for the last of each worker;
  between slits everything is. So only accesses of one slit are put into an order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from tui.model.state.once import once
from tui.telemetry.objects import Access
from tui.telemetry.who import Who

BETWEEN_SLITS_NS = 500_000
"""Where nothing is recorded for so long, one slit has ended and another has begun."""

STEPS = 4
"""Accesses of an example: two reads, two writes."""
EVEN = 0.3
"""The share of an example's time that each of its additions takes at least, if it is to be the clearest."""

"""Process and thread id."""


class Step(NamedTuple):
    """One recorded access of an example."""

    who: int
    """0 for the worker whose read was noted first, 1 for the other."""
    is_write: bool
    at_ns: int
    """Since the first step."""
    value: float


class Example(Struct, frozen=True):
    """Two additions by two workers, in the order of their noted times."""

    workers: tuple[Who, Who]
    steps: tuple[Step, Step, Step, Step]
    is_lost: bool
    """Whether both started from the same number; otherwise the second one started from what the first had written."""
    is_ordered: bool = True
    """Whether it is shown that the second worker read before the first one wrote, and not only that one was lost."""
    more: int = 0
    """Writes that were recorded meanwhile besides the two."""

    @property
    def says(self) -> float:
        """What the counter says after both."""
        return self.steps[-1].value

    @property
    def added(self) -> tuple[float, float]:
        """What each of the two added to the number it had read."""
        first, second = (
            next(s.value for s in self.steps if s.who == who and s.is_write)
            - next(s.value for s in self.steps if s.who == who and not s.is_write)
            for who in (0, 1)
        )
        return first, second

    @property
    def should_say(self) -> float:
        """What it would say had none of the two been lost."""
        return self.steps[0].value + sum(self.added)

    @property
    def is_even(self) -> bool:
        """Whether each addition takes enough of the time to be seen as such."""
        times = [sorted(step.at_ns for step in self.steps if step.who == who) for who in (0, 1)]
        return all(write - read >= EVEN * self.steps[-1].at_ns for read, write in times)


class Recorded(Struct, frozen=True):
    """What is in the recorded accesses of one value."""

    additions: int
    """Reads with the write that belongs to them."""
    lost: int
    """Additions that started from a number from which another one of the same slit had started: so many were lost at
    least."""
    split: int
    """Additions between whose two accesses another worker's was noted."""
    met: int
    """Slits in which several workers were recorded."""
    example: Example | None
    """The clearest lost update, or two additions one after the other when none was lost."""


class _Addition(NamedTuple):
    who: Who
    read: int
    """Where its read stands in the slit."""
    write: int
    read_ns: int
    write_ns: int
    before: float
    after: float


class _Span(NamedTuple):
    """A write, and between which times it must have happened."""

    who: Who
    after_ns: int
    until_ns: int
    value: float


@once(32)
def look(accesses: Sequence[Access]) -> Recorded:
    """Return what is in the accesses to one value; they are sorted by time."""
    additions = lost = split = met = 0
    best: tuple[tuple[bool, int, bool, bool, int], Example] | None = None
    for slit in _slits(accesses):
        found = _additions(slit)
        additions += len(found)
        if len({access.who for access in slit}) < 2:
            continue
        met += 1
        lost += sum(count - 1 for count in Counter(addition.before for addition in found).values())
        split += sum(_is_split(addition, slit) for addition in found)
        for example in _examples(slit, found):
            rank = _unclear(example)
            if best is None or rank < best[0]:
                best = (rank, example)
    clearest = best[1] if best and (best[1].is_lost or not lost) else None
    return Recorded(additions, lost, split, met, clearest)


def _unclear(example: Example) -> tuple[bool, int, bool, bool, int]:
    """Return what an example is worth: the lower, the clearer."""
    span_ns = example.steps[-1].at_ns
    return not example.is_lost, min(example.more, 1), not example.is_ordered, not example.is_even, span_ns


def _slits(accesses: Sequence[Access]) -> Iterator[Sequence[Access]]:
    start = 0
    for place in range(1, len(accesses) + 1):
        if place == len(accesses) or accesses[place].at_ns - accesses[place - 1].at_ns > BETWEEN_SLITS_NS:
            yield accesses[start:place]
            start = place


def _additions(slit: Sequence[Access]) -> list[_Addition]:
    """Return each read that is followed, in its worker, by the write of a larger number; sorted by the read."""
    pending: dict[Who, int] = {}
    found = []
    for place, access in enumerate(slit):
        who = access.who
        if not access.is_write:
            pending[who] = place
        elif who in pending:
            start = pending.pop(who)
            read = slit[start]
            if read.at_ns < access.at_ns and read.value < access.value:
                found.append(_Addition(who, start, place, read.at_ns, access.at_ns, read.value, access.value))
    return sorted(found, key=lambda addition: addition.read)


def _is_split(addition: _Addition, slit: Sequence[Access]) -> bool:
    return any(a.who != addition.who for a in slit[addition.read + 1 : addition.write])


def _examples(slit: Sequence[Access], found: Sequence[_Addition]) -> Iterator[Example]:
    """Yield the additions of two workers that started from the same number, and neighbours that did not meet."""
    writes = _writes(slit)
    same: dict[float, list[_Addition]] = {}
    for second in found:
        for first in same.setdefault(second.before, []):
            if first.who != second.who:
                is_ordered = not _could_be_put_back(first, second, writes)
                yield _example(slit, first, second, is_lost=True, is_ordered=is_ordered)
        same[second.before].append(second)
    for first, second in pairwise(found):
        is_next = second.write - first.read == STEPS - 1 and first.write_ns < second.read_ns
        if first.who != second.who and is_next and first.after == second.before:
            yield _example(slit, first, second, is_lost=False)


def _writes(slit: Sequence[Access]) -> list[_Span]:
    """Return all writes with the times between which they happened; one that was not recorded any more has no end."""
    last: dict[Who, Access] = {}
    spans = []
    for access in slit:
        who = access.who
        before = last.get(who)
        if access.is_write:
            spans.append(_Span(who, before.at_ns if before else -1, access.at_ns, access.value))
        last[who] = access
    step = min((w.value - r.value for r, w in _pairs(slit)), default=1.0)
    open_ended = [(who, access) for who, access in last.items() if not access.is_write]
    return [*spans, *(_Span(who, a.at_ns, 1 << 62, a.value + step) for who, a in open_ended)]


def _pairs(slit: Sequence[Access]) -> Iterator[tuple[Access, Access]]:
    for addition in _additions(slit):
        yield slit[addition.read], slit[addition.write]


def _could_be_put_back(first: _Addition, second: _Addition, writes: Sequence[_Span]) -> bool:
    """Whether somebody could have written the number back after the first worker's write and before the second's read.

    If not, the second worker, who read the old number, read it before the first one wrote.
    """
    return first.read_ns > second.read_ns or any(
        write.value == first.before and write.after_ns < second.read_ns and write.until_ns > first.read_ns
        for write in writes
    )


def _example(
    slit: Sequence[Access], first: _Addition, second: _Addition, *, is_lost: bool, is_ordered: bool = True
) -> Example:
    places = sorted((first.read, first.write, second.read, second.write))
    start_ns = slit[places[0]].at_ns
    steps = tuple(
        Step(int(a.who == second.who), a.is_write, a.at_ns - start_ns, a.value)
        for a in (slit[place] for place in places)
    )
    more = sum(access.is_write for access in slit[places[0] : places[-1]]) - 1
    return Example((first.who, second.who), (steps[0], steps[1], steps[2], steps[3]), is_lost, is_ordered, more)
