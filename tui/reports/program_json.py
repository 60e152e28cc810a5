"""A watched program as one JSON object: that of a comparison, and a list of each thing that the program uses."""

from __future__ import annotations

from typing import Any

from tui.model.lanes import lanes
from tui.model.shared import BlockState, LockState, ObjectName, QueueState, ValueState
from tui.model.state import ComparisonState, RunState
from tui.reports.as_json import as_json


def program_json(state: ComparisonState) -> dict[str, Any]:
    """Return the object that `watch --json` prints; the README names its fields."""
    run = state.runs[-1] if state.runs else None
    told = as_json(state)
    if run is None:
        return told | {"queues": [], "locks": [], "tasks": [], "memory": [], "errors": [], "not_observed": []}
    return told | {
        "queues": [_queue(queue) for queue in run.queues],
        "locks": [_lock(lock) for lock in run.locks],
        "tasks": [
            {"worker": lane.label, "pid": lane.pid, "tid": lane.tid, "ended": lane.tasks, "failed": lane.failed}
            for lane in lanes(run)
            if lane.tasks is not None
        ],
        "memory": [*map(_block, run.blocks), *map(_value, run.values)],
        "errors": _errors(run),
        "not_observed": [{"what": what, "why": why} for what, why in run.not_observed],
    }


def _named(of: ObjectName) -> dict[str, Any]:
    return {"name": of.name, "type": of.type, "place": of.place or None, "pid": of.pid}


def _queue(queue: QueueState) -> dict[str, Any]:
    count = queue.count
    return _named(queue.of) | {
        "kind": queue.of.kind,
        "maxsize": queue.maxsize,
        "puts": count.puts if count else 0,
        "gets": count.gets if count else 0,
        "lost": count.lost if count else 0,
        "depth": queue.depth,
        "depth_max": queue.depth_max,
        "bytes_put": count.bytes_put if count else None,
        "bytes_got": count.bytes_got if count else None,
        "full_waits": count.full_waits if count else 0,
        "full_s": _round(count.full_s) if count else 0.0,
        "empty_waits": count.empty_waits if count else 0,
        "empty_s": _round(count.empty_s) if count else 0.0,
    }


def _lock(lock: LockState) -> dict[str, Any]:
    return _named(lock.of) | {
        "level": lock.level,
        "waits": lock.waits,
        "wait_s": _round(lock.wait_s),
        "acquired": lock.acquired,
        "held_s": _round(lock.held_s),
    }


def _block(block: BlockState) -> dict[str, Any]:
    return _named(block.of) | {
        "kind": "block",
        "size_bytes": block.size_bytes,
        "attached": sum(use.attached for use in block.uses),
        "unlinked": any(use.unlinked for use in block.uses),
        "forgotten": block.is_forgotten,
    }


def _value(value: ValueState) -> dict[str, Any]:
    return _named(value.of) | {"kind": "value", "size_bytes": value.size_bytes, "items": list(value.items[:16])}


def _errors(run: RunState) -> list[dict[str, Any]]:
    """Return what ended badly: the program, and every process with an exit code of its own."""
    told = [{"pid": None, "name": "program", "exit_code": run.exit_code, "message": run.message}] if run.message else []
    main = next((process.pid for process in run.processes if process.role == "main"), None)
    return [
        *told,
        *(
            {"pid": process.pid, "name": process.name, "exit_code": process.exit_code, "message": ""}
            for process in run.processes
            if process.exit_code and process.pid != main
        ),
    ]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
