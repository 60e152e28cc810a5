"""The fold's part about who is stuck: what a run ends in is kept from before its end. The rules stand in `fold`.

At the end of a run that is stopped its threads wait for nothing any more. So, before something changes that may let
somebody go on, the state is kept as it is when anybody is stuck in it.
"""

from __future__ import annotations

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.state import RunState, WorkerState
from tui.model.stuck.circles import LONG_S, found
from tui.model.stuck.standstill import may_be, standstill
from tui.telemetry.vocabulary import RunEnded
from tui.telemetry.who import Who

EVERY_S = 0.5
"""How often it is looked for anew, by the time of the samples."""
ANSWER_S = 16.0
"""A run that goes on for longer after a person asked for its end has not ended because of that."""
AT_END_S, BY_ITSELF_S = 4.0, 1.0
"""For so long a standstill is kept where something else ends the program; and where it ends by itself."""
INTERRUPTED = 130


def remember(run: RunDraft) -> None:
    """Keep the state as it is where somebody is stuck in it: what comes next may let them go."""
    elapsed_s: float = run.get("elapsed_s")
    if _is_being_ended(run, elapsed_s):
        return _last(run, elapsed_s)
    if elapsed_s < run.get("looked_s") + EVERY_S or run.get("phase") == "over":
        return None
    state = _look(run, elapsed_s)
    before: RunState | None = run.get("stood")
    if state is not None and (before is None or _goes_on(before, state) or elapsed_s > before.looked_s + AT_END_S):
        run.fields["stood"] = state
    return None


def _last(run: RunDraft, elapsed_s: float) -> None:
    """Let what was kept last on while all but the main thread, which an interrupt reaches, are in the same waits."""
    before: RunState | None = run.get("stood")
    if before is None:
        return
    still = [worker for worker in before.workers if worker.role != "main" and worker.who in _stuck(before)]
    if still and all(_is_in(run.workers.get(worker.who), worker) for worker in still):
        run.fields["stood"] = replace(before, elapsed_s=max(before.elapsed_s, elapsed_s))


def _is_in(worker: WorkerState | None, before: WorkerState) -> bool:
    """Whether a thread is in the wait in which it was."""
    return worker is not None and worker.ended_s is None and worker.waits_on == before.waits_on


def stopped(run: RunDraft) -> None:
    """Keep the state as it is where somebody is stuck in it now, as a person asks for the end of the run."""
    elapsed_s: float = run.get("elapsed_s")
    run.fields["stood"] = _look(run, elapsed_s)


def _is_being_ended(run: RunDraft, elapsed_s: float) -> bool:
    stopped_s: float | None = run.get("stopped_s")
    return stopped_s is not None and run.get("started_s") + elapsed_s - stopped_s <= ANSWER_S


def _look(run: RunDraft, elapsed_s: float) -> RunState | None:
    """Return the state as it is if somebody is stuck in it."""
    run.fields["looked_s"] = elapsed_s
    now_s = run.get("started_s") + elapsed_s
    if not (may_be(run.workers.values(), now_s) or any(_has_waited(worker, now_s) for worker in run.workers.values())):
        return None
    state = replace(run.frozen(), stood=None, before_stop=None)
    return state if _stuck(state) else None


def at_end(run: RunDraft, item: RunEnded) -> RunState | None:
    """Return the state to keep for good: none where those who were stuck went on by themselves."""
    stood: RunState | None = run.get("stood")
    elapsed_s = item.at_s - run.get("started_s")
    was_ended = item.outcome in ("stopped", "time limit") or (item.exit_code or 0) < 0
    was_ended = was_ended or item.exit_code == INTERRUPTED or "KeyboardInterrupt" in run.get("errors")
    last_s = ANSWER_S if _is_being_ended(run, elapsed_s) else AT_END_S if was_ended else BY_ITSELF_S
    if stood is None or elapsed_s > stood.looked_s + last_s:
        return None
    return stood if was_ended or last_s == ANSWER_S or not _has_main(stood) else None


def _goes_on(before: RunState, state: RunState) -> bool:
    """Whether all who were stuck are still, in the very same waits."""
    known = {worker.who: (worker.stall, worker.waits_on) for worker in state.workers}
    were = {worker.who: (worker.stall, worker.waits_on) for worker in before.workers}
    return all(known.get(who) == were[who] for who in _stuck(before))


def _has_waited(worker: WorkerState, now_s: float) -> bool:
    """Whether a thread may be in a circle of which the system tells nothing."""
    wait = worker.waits_on
    return wait is not None and wait.why in ("lock", "join") and wait.since_s <= now_s - LONG_S


def _stuck(state: RunState) -> set[Who]:
    still = standstill(state)
    return {*(still.who if still else ()), *(step.who for cycle in found(state) for step in cycle.steps)}


def _has_main(state: RunState) -> bool:
    return any(worker.role == "main" and worker.who in _stuck(state) for worker in state.workers)
