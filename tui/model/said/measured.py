"""What was measured, by name: the readings that lessons, reports and tables ask for. The names and what they mean stand
in `lessons.measurement.READINGS`.

A reading has one value for each repeat: for each finished run of the variant, or for each result line that the program
printed where it repeats the work itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tui.model.queue.sides import wait_share
from tui.model.speed.readings import cores_used, speed_up_values
from tui.model.state.shared import QueueState
from tui.model.state.state import ComparisonState, RunState

PRINTED = ("left", "expected", "got", "lost", "adds_per_s", "hand_over_s", "bytes_shared", "bytes_copied", "torn_rows")
"""Readings that only the program can know; it prints them."""


class Named(Protocol):
    """A reading of one variant, as a lesson names it."""

    @property
    def name(self) -> str: ...

    @property
    def variant(self) -> str: ...


def find(state: ComparisonState) -> Callable[[Named], tuple[float, float] | None]:
    """Return what gives the lowest and the highest value of a reading here, None for what was not measured."""

    def found(reading: Named) -> tuple[float, float] | None:
        told = values(state, reading.name, reading.variant)
        return (min(told), max(told)) if told else None

    return found


def values(state: ComparisonState, name: str, variant: str) -> tuple[float, ...]:
    """Return a reading's value for each repeat of a variant; nothing when it was not measured."""
    if name == "speed_up":
        return speed_up_values(state, variant)
    runs = [run for run in state.runs if run.variant == variant and run.outcome == "ended"]
    if name == "adds_per_s":
        return tuple(value for run in runs for value in printed(run, name)[1 if is_first_slowed(run) else 0 :])
    if name in PRINTED:
        return tuple(value for run in runs for value in printed(run, name))
    if name == "lost_share":
        pairs = [dict(line) for run in runs for line in run.results]
        return tuple(pair["lost"] / pair["expected"] for pair in pairs if pair.get("expected") and "lost" in pair)
    one = _OF_A_RUN.get(name)
    told = [one(run) for run in runs] if one else []
    return tuple(value for value in told if value is not None)


def is_first_slowed(run: RunState) -> bool:
    """Whether the first of what a run repeats was slowed down, because accesses to its value were recorded meanwhile.

    It takes up to 7 times as long then; what it loses stays the same.
    """
    return run.microscope and bool(run.values)


def printed(run: RunState, name: str) -> tuple[float, ...]:
    """Return what the program printed of a reading, once a line that has it."""
    return tuple(number for line in run.results for key, number in line if key == name)


def queues_of(run: RunState) -> tuple[QueueState, ...]:
    """Return the queues through which something went; pipes are none."""
    return tuple(queue for queue in run.queues if queue.of.kind == "queue" and queue.count is not None)


def made(run: RunState) -> float | None:
    """Return the items made: as the program says, else as counted (with what ends the consumers)."""
    said = printed(run, "made")
    queues = queues_of(run)
    return said[-1] if said else sum(q.count.puts for q in queues if q.count) if queues else None


def taken(run: RunState) -> float | None:
    """Return the items taken: as the program says, else as counted."""
    said = printed(run, "taken")
    queues = queues_of(run)
    return said[-1] if said else sum(q.count.gets for q in queues if q.count) if queues else None


def _depth_max(run: RunState) -> float | None:
    return max((queue.depth_max for queue in queues_of(run)), default=None)


def _items_per_s(run: RunState) -> float | None:
    count = taken(run)
    return count / run.elapsed_s if count is not None and run.elapsed_s > 0 else None


_OF_A_RUN: dict[str, Callable[[RunState], float | None]] = {
    "wall_s": lambda run: run.elapsed_s,
    "cores_used": cores_used,
    "made": made,
    "taken": taken,
    "depth_max": _depth_max,
    "items_per_s": _items_per_s,
    "put_wait_share": lambda run: wait_share(run, "producer"),
    "get_wait_share": lambda run: wait_share(run, "consumer"),
}
