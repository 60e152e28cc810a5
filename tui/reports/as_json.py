"""A comparison as one JSON object, for scripts. Unknown is null, never 0."""

from __future__ import annotations

from typing import Any

from tui.model.readings.measured import Measured, measured
from tui.model.readings.reading import groups
from tui.model.said.locks import lock_outcomes
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
        **_groups(measured(state, reading.name)),
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


def _groups(seen: Measured) -> dict[str, Any]:
    return {
        group.name: {one.name: _told(one.told(seen), one.digits) for one in entries} if group.is_there(seen) else None
        for group, entries in groups().items()
    }


def _told(value: Any, digits: int) -> Any:
    return _spread(value, digits) if isinstance(value, Spread) else _round(value, digits)


def _worker(lane: Lane) -> dict[str, Any]:
    return {"kind": lane.kind, "pid": lane.pid, "tid": lane.tid, "cpu_s": _round(lane.cpu_s), "tasks": lane.tasks}


def _spread(spread: Spread | None, places: int = 4) -> dict[str, Any] | None:
    if spread is None:
        return None
    low, high = _round(spread.low, places), _round(spread.high, places)
    return {"median": _round(spread.median, places), "min": low, "max": high}


def _round(value: float | None, places: int = 4) -> float | None:
    return None if value is None else round(value, places)
