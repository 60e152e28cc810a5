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
ENDS_S, BY_ITSELF_S = 4.0, 1.0
"""For so long a standstill is kept while a program is being ended; and of one that ends by itself."""
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
    before: RunState | None = run.get("stood")
    changed = set() if before is None else _changed(before, state)
    if before is not None and changed and changed == _main_in(before) != _stuck(before):
        run.fields["stood_s"] = elapsed_s  # The others are where they were: the main thread is being interrupted.
    elif _stuck(state) and (not changed or elapsed_s > run.get("stood_s") + ENDS_S):
        run.fields |= {"stood": state, "stood_s": elapsed_s}


def at_end(run: RunDraft, item: RunEnded) -> RunState | None:
    """Return the state to keep for good: none where those who were stuck went on by themselves."""
    stood: RunState | None = run.get("stood")
    elapsed_s = item.at_s - run.get("started_s")
    was_ended = item.outcome in ("stopped", "time limit") or (item.exit_code or 0) < 0
    was_ended = was_ended or item.exit_code == INTERRUPTED or "KeyboardInterrupt" in run.get("errors")
    last_s = AT_END_S if was_ended else BY_ITSELF_S
    if stood is None or elapsed_s > run.get("stood_s") + last_s:
        return None
    return stood if was_ended or not _main_in(stood) else None


def _changed(before: RunState, state: RunState) -> set[Who]:
    """Return those who were stuck and are not in the very same waits any more."""
    known = {worker.who: (worker.stall, worker.waits_on) for worker in state.workers}
    were = {worker.who: (worker.stall, worker.waits_on) for worker in before.workers}
    return {who for who in _stuck(before) if known[who] != were[who]}


def _has_waited(worker: WorkerState, now_s: float) -> bool:
    """Whether a thread may be in a circle of which the system tells nothing."""
    wait = worker.waits_on
    return wait is not None and wait.why in ("lock", "join") and wait.since_s <= now_s - LONG_S


def _stuck(state: RunState) -> set[Who]:
    still = standstill(state)
    return {*(still.who if still else ()), *(step.who for cycle in found(state) for step in cycle.steps)}


def _main_in(state: RunState) -> set[Who]:
    return {worker.who for worker in state.workers if worker.role == "main"} & _stuck(state)
