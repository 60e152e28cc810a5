"""The microscope of lanes in numbers: the turns a thread had in a burst, and what it did otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tui.telemetry.vocabulary import BurstLane, BurstSampled, Reason


@dataclass(frozen=True, slots=True)
class Turns:
    """A thread's turns: stretches on a core without a break, as far as the looks can tell."""

    count: int
    median_s: float | None
    """Of the whole ones; None when the burst saw the beginning and end of none."""
    share: float
    """The part of the burst it was on a core."""
    mostly: Reason
    """What it did longest while it was on none; `running` when it always was on one."""


def turns_of(lane: BurstLane) -> Turns:
    """Return a thread's turns."""
    whole: list[float] = []
    spent: dict[Reason, float] = {}
    count, begun_s, at_s = 0, None, 0.0
    was: Reason | None = None
    for span in lane.spans:
        spent[span.reason] = spent.get(span.reason, 0.0) + span.until_s - at_s
        if span.reason == "running" and was != "running":
            count += 1
            begun_s = at_s if was is not None else None
        elif was == "running" and span.reason != "running" and begun_s is not None:
            whole.append(at_s - begun_s)
        was, at_s = span.reason, span.until_s
    ran_s = spent.pop("running", 0.0)
    mostly = max(spent, key=lambda reason: spent[reason]) if spent else "running"
    return Turns(count, median(whole) if whole else None, ran_s / at_s if at_s > 0 else 0.0, mostly)


def hand_overs(burst: BurstSampled) -> int:
    """Return how often a thread left its core and another one of the burst came onto one next."""
    begins = []
    for place, lane in enumerate(burst.lanes):
        at_s, was = 0.0, ""
        for span in lane.spans:
            if span.reason == "running" and was != "running":
                begins.append((at_s, place))
            was, at_s = span.reason, span.until_s
    begins.sort()
    return sum(one[1] != other[1] for one, other in pairwise(begins))


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
