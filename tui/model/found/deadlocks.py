"""Who waits in a circle waits for ever."""

from __future__ import annotations

from tui.model.found.finding import Finding, first_two
from tui.model.state.state import RunState
from tui.model.workers.cycles import cycles, steps_said, who_said
from tui.words.numbers import spelled


def deadlock(run: RunState) -> Finding | None:
    """Who waits in a circle waits for ever: that is told before anything else."""
    there = cycles(run)
    if not there:
        return None
    newest = there[-1]
    lasted_s = (newest.seen_s if run.phase == "over" else run.started_s + run.elapsed_s) - newest.since_s
    more = f" There are {spelled(len(there))} such circles." if len(there) > 1 else ""
    says = f"{'; '.join(steps_said(run, newest))}, for {lasted_s:.1f} s.{more}"
    if any(step.why == "join" for step in newest.steps):
        tries = "to let go of a lock before waiting for a thread that wants it."
    elif len(newest.steps) == 1:
        tries = "an RLock, which its holder may take again, or to take it once only."
    else:
        tries = "to take the locks in the same order everywhere."
    return Finding("deadlock", f"Deadlock of {first_two(who_said(run, newest))}", says, tries, 1.0)
