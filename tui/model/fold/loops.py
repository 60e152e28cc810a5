"""How the state changes by what is told of event loops. The rules stand in `fold`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.loops import LoopState, Standing
from tui.model.state.state import WorkerState
from tui.telemetry.loops import LookerSeen, Loop, LoopsSeen, LoopStood
from tui.telemetry.vocabulary import Reason

MOST_LOOKERS = 4096
MOST_FUNCTIONS = 16
"""In which a loop stood still that are kept of it, those with the most time."""


def loops_seen(run: RunDraft, item: LoopsSeen) -> None:
    run.change_workers(item.loops, _seen)


def _seen(worker: WorkerState, loop: Loop) -> WorkerState:
    known = worker.loop or LoopState()
    return replace(worker, loop=replace(
        known, is_on=loop.is_on, is_told=loop.is_told, turn_since_s=loop.turn_since_s, stood=loop.stood,
        stood_s=loop.stood_s, longest_s=loop.longest_s,
    ))  # fmt: skip


def loop_stood(run: RunDraft, item: LoopStood) -> None:
    worker = run.workers.get(item.who)
    if worker is None:
        return
    known = worker.loop or LoopState()
    since_s, looked_s = known.looked
    from_s = looked_s if since_s == item.since_s else item.since_s
    where = _longer(known.where, item, worker.reason, max(0.0, item.at_s - from_s))
    last, looked = (item.function, item.path, item.line), (item.since_s, item.at_s)
    run.workers[item.who] = replace(worker, loop=replace(known, where=where, last=last, looked=looked))


def _longer(
    where: tuple[Standing, ...], item: LoopStood, reason: Reason, by_s: float
) -> tuple[Standing, ...]:
    found = {(one.function, one.path, one.reason): one for one in where}
    key = item.function, item.path, reason
    before = found.get(key)
    seconds, was_late = (before.seconds, before.is_late) if before is not None else (0.0, False)
    found[key] = Standing(item.function, item.path, item.line, reason, seconds + by_s, was_late or item.is_late)
    return tuple(sorted(found.values(), key=lambda one: -one.seconds)[:MOST_FUNCTIONS])


def looker_seen(run: RunDraft, item: LookerSeen) -> None:
    if len(run.get("lookers")) < MOST_LOOKERS:
        run.fields["lookers"] = run.get("lookers") | {item.who}


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {
    LoopsSeen: loops_seen,
    LoopStood: loop_stood,
    LookerSeen: looker_seen,
}
