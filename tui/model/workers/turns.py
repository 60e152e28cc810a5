"""The microscope of lanes in numbers: the turns a thread had in a burst, and what it did otherwise.

A turn goes from one wait to the next. Wanting a core amid a turn is part of it: the thread keeps the interpreter lock.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from tui.telemetry.median import median
from tui.telemetry.vocabulary import BurstLane, BurstSampled, Reason


class Turn(Struct, frozen=True):
    """One turn, in seconds since the burst's first look."""

    from_s: float
    """When it came onto a core first."""
    until_s: float
    """When it left its core last."""
    is_whole: bool
    """Whether the burst saw its beginning and its end."""
    has_begun: bool
    """Whether the burst saw its beginning."""


class Turns(Struct, frozen=True):
    """A thread's turns in sum."""

    count: int
    median_s: float | None
    """Of the whole ones; None when there is none."""
    share: float
    """The part of the burst it was on a core."""
    mostly: Reason
    """What it did longest while it was on none; `running` when it always was on one."""


def turns_in(lane: BurstLane) -> tuple[Turn, ...]:
    """Return a thread's turns in the order of time; wanting a core in between does not end one."""
    found: list[Turn] = []
    ran: list[tuple[float, float]] = []
    at_s, begins_s = 0.0, 0.0
    for span in lane.spans:
        if span.reason == "running":
            ran.append((at_s, span.until_s))
        elif span.reason != "core":
            if ran:
                found.append(Turn(ran[0][0], ran[-1][1], begins_s > 0, begins_s > 0))
            ran, begins_s = [], span.until_s
        at_s = span.until_s
    if ran:
        found.append(Turn(ran[0][0], ran[-1][1], False, begins_s > 0))
    return tuple(found)


def turns_of(lane: BurstLane) -> Turns:
    """Return the number of a thread's turns, their median length in seconds, and what it mostly did otherwise."""
    turns = turns_in(lane)
    whole = [turn.until_s - turn.from_s for turn in turns if turn.is_whole]
    spent: dict[Reason, float] = {}
    at_s = 0.0
    for span in lane.spans:
        spent[span.reason] = spent.get(span.reason, 0.0) + span.until_s - at_s
        at_s = span.until_s
    ran_s = spent.pop("running", 0.0)
    mostly = max(spent, key=lambda reason: spent[reason]) if spent else "running"
    return Turns(len(turns), median(whole) if whole else None, ran_s / at_s if at_s > 0 else 0.0, mostly)


def hand_overs(burst: BurstSampled) -> int:
    """Return how often a turn began after one of another thread."""
    turns = sorted(
        ((turn.from_s, place, turn.has_begun) for place, lane in enumerate(burst.lanes) for turn in turns_in(lane)),
    )
    return sum(after[2] and before[1] != after[1] for before, after in pairwise(turns))


def together_s(burst: BurstSampled) -> float:
    """Return for how long two or more threads of the burst were on a core at once."""
    edges = []
    for lane in burst.lanes:
        at_s = 0.0
        for span in lane.spans:
            if span.reason == "running":
                edges += [(at_s, 1), (span.until_s, -1)]
            at_s = span.until_s
    edges.sort()
    on, since_s, found_s = 0, 0.0, 0.0
    for at_s, step in edges:
        found_s += at_s - since_s if on > 1 else 0.0
        on, since_s = on + step, at_s
    return found_s
