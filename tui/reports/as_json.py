"""A comparison as one JSON object, for scripts. Unknown is null, never 0."""

from __future__ import annotations

from typing import Any

from tui.model.said.outcome import (
    CounterOutcome,
    MemoryOutcome,
    QueueOutcome,
    counter_outcome,
    lock_outcomes,
    memory_outcome,
    queue_outcome,
)
from tui.model.said.verdict import verdict
from tui.model.speed.readings import Spread, VariantReading, variants
from tui.model.state.state import ComparisonState
from tui.model.workers.lanes import Lane


def as_json(state: ComparisonState) -> dict[str, Any]:
    """Return the object that `--json` prints; the README names its fields."""
    header = state.header
    return {
        "scenario": header.scenario if header else None,
        "python": {
            "version": header.python_version if header else None,
            "implementation": header.implementation if header else None,
            "gil": header.gil if header else None,
        },
        "machine": {
            "cores": header.cores if header else None,
            "usable_cores": header.usable_cores if header else None,
            "system": header.system if header else None,
        },
        "knobs": dict(header.knobs) | dict(state.calibrated) if header else {},
        "variants": [_variant(state, reading) for reading in variants(state) if reading.phase != "waiting"],
        "observer": {"cpu_share": _round(state.observer_mean)},
        "verdict": verdict(state).text,
        "trusted": verdict(state).trusted,
    }


def _variant(state: ComparisonState, reading: VariantReading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "elapsed_s": _spread(reading.elapsed),
        "speed_up": _round(reading.speed_up.median) if reading.speed_up and reading.speed_up_is_final else None,
        "speed_up_range": _spread(reading.speed_up) if reading.speed_up_is_final else None,
        "cores_used": _round(reading.cores_used),
        "workers": [_worker(lane) for lane in reading.lanes],
        "tasks": reading.tasks_done,
        "reasons": {reason: _round(share) for reason, share in reading.reasons},
        "queue": _queue(queue_outcome(state, reading.name)),
        "counter": _counter(counter_outcome(state, reading.name)),
        "memory": _memory(memory_outcome(state, reading.name)),
        "locks": [
            {"name": lock.name, "waits": lock.waits, "wait_s": _round(lock.wait_s), "acquired": lock.acquired,
             "held_s": _round(lock.held_s)}
            for lock in lock_outcomes(state, reading.name)
        ],
        "others": _round(reading.others),
        "outcome": reading.phase,
        "exit_code": reading.exit_code,
        "message": reading.message,
        "dropped": reading.dropped,
        "not_observed": [{"what": what, "why": why} for what, why in reading.not_observed],
    }


def _queue(outcome: QueueOutcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "made": outcome.made,
        "taken": outcome.taken,
        "puts": outcome.puts,
        "gets": outcome.gets,
        "left": outcome.left,
        "lost": outcome.lost,
        "depth_max": outcome.depth_max,
        "bytes": outcome.bytes,
        "blocked_s": _round(outcome.full_s + outcome.empty_s),
        "full_s": _round(outcome.full_s),
        "empty_s": _round(outcome.empty_s),
    }


def _counter(outcome: CounterOutcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "expected": outcome.expected,
        "got": _spread(outcome.got),
        "lost": _spread(outcome.lost),
        "adds_per_s": _spread(outcome.adds_per_s),
        "repeats": outcome.lost.count,
        "right": outcome.right,
    }


def _memory(outcome: MemoryOutcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "bytes_shared": outcome.bytes_shared,
        "bytes_copied": outcome.bytes_copied,
        "bytes_through": outcome.bytes_through,
        "hand_over_s": _spread(outcome.hand_over_s, 7),
        "torn_rows": outcome.torn_rows,
        "forgotten": outcome.forgotten,
    }


def _worker(lane: Lane) -> dict[str, Any]:
    return {"kind": lane.kind, "pid": lane.pid, "tid": lane.tid, "cpu_s": _round(lane.cpu_s), "tasks": lane.tasks}


def _spread(spread: Spread | None, places: int = 4) -> dict[str, Any] | None:
    if spread is None:
        return None
    low, high = _round(spread.low, places), _round(spread.high, places)
    return {"median": _round(spread.median, places), "min": low, "max": high}


def _round(value: float | None, places: int = 4) -> float | None:
    return None if value is None else round(value, places)
