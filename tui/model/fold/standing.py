"""The fold's part about who is stuck: what a run ends in is kept from before its end. The rules stand in `fold`.

At the end of a run that is stopped its threads wait for nothing any more. So, before something changes that may let
somebody go on, the state is kept as it is when anybody is stuck in it.
"""

from __future__ import annotations

from dataclasses import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.state import RunState, WorkerState
from tui.model.stuck.circles import LONG_S, found
from tui.model.stuck.standstill import may_be, standstill
from tui.telemetry.vocabulary import RunEnded
from tui.telemetry.who import Who

EVERY_S = 0.5
"""How often it is looked for anew, by the time of the samples."""
AT_END_S = 10.0
"""How long a program may take to end after it was asked to."""
BY_ITSELF_S = 1.0
INTERRUPTED = 130


def remember(run: RunDraft) -> None:
    """Keep the state as it is where somebody is stuck in it: what comes next may let them go."""
    elapsed_s: float = run.get("elapsed_s")
    if elapsed_s < run.get("looked_s") + EVERY_S or run.get("phase") == "over":
        return
    run.fields["looked_s"] = elapsed_s
    now_s = run.get("started_s") + elapsed_s
    if not (may_be(run.workers.values(), now_s) or any(_has_waited(worker, now_s) for worker in run.workers.values())):
        return
    state = replace(run.frozen(), stood=None)
    stuck = _stuck(state)
    before: RunState | None = run.get("stood")
    if stuck and (before is None or len(stuck) >= len(_stuck(before)) or _is_old(before, elapsed_s, AT_END_S)):
        run.fields["stood"] = state


def at_end(run: RunDraft, item: RunEnded) -> RunState | None:
    """Return the state to keep for good: none where those who were stuck went on by themselves."""
    stood: RunState | None = run.get("stood")
    was_ended = item.outcome in ("stopped", "time limit") or (item.exit_code or 0) < 0
    was_ended = was_ended or item.exit_code == INTERRUPTED or "KeyboardInterrupt" in run.get("errors")
    last_s = AT_END_S if was_ended else BY_ITSELF_S
    if stood is None or _is_old(stood, item.at_s - run.get("started_s"), last_s):
        return None
    return stood if was_ended or not _has_main(stood) else None


def _is_old(state: RunState, elapsed_s: float, by_s: float) -> bool:
    return elapsed_s - state.elapsed_s > by_s


def _has_waited(worker: WorkerState, now_s: float) -> bool:
    """Whether a thread may be in a circle of which the system tells nothing."""
    wait = worker.waits_on
    return wait is not None and wait.why in ("lock", "join") and wait.since_s <= now_s - LONG_S


def _stuck(state: RunState) -> set[Who]:
    still = standstill(state)
    return {*(still.who if still else ()), *(step.who for cycle in found(state) for step in cycle.steps)}


def _has_main(state: RunState) -> bool:
    return any(worker.role == "main" and worker.who in _stuck(state) for worker in state.workers)
