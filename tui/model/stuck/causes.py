"""Why a run stands still: the first kind of cause that fits, the most particular first."""

from __future__ import annotations

from tui.model.state.once import once
from tui.model.state.state import RunState
from tui.model.stuck.cause import Cause, goal
from tui.model.stuck.circles import cycles, steps_said
from tui.model.stuck.of_ends import (
    both_ends,
    input_open,
    join_before_get,
    join_before_take,
    never_received,
    output_unread,
    own_end_open,
)
from tui.model.stuck.of_locks import copy, holder_ended, permits
from tui.model.stuck.of_loops import idle, in_loop, own_lock, own_result, unread_in_loop
from tui.model.stuck.of_pools import lost_result, pool
from tui.model.stuck.of_queues import nobody_puts, nobody_takes, task_done
from tui.model.stuck.of_signals import signal
from tui.model.stuck.scene import Scene
from tui.model.stuck.standstill import basis, standstill

KINDS = (
    own_result, own_lock, pool, copy, holder_ended, both_ends, join_before_get, output_unread, never_received,
    input_open, join_before_take, unread_in_loop, lost_result, permits, task_done, in_loop, signal, nobody_puts,
    nobody_takes, idle, own_end_open,
)  # fmt: skip

MOST_TOLD = 3
"""Of so many it is said what they wait for."""


@once(2)
def scene(run: RunState) -> Scene | None:
    """Return the state in which somebody is stuck, with all that is looked up in it; None where nobody is."""
    state = basis(run)
    still = standstill(state) if state is not None else None
    return None if state is None or still is None else Scene(state, still, is_over=run.phase == "over")


@once(2)
def cause(run: RunState) -> Cause | None:
    """Return why those who are stuck are; None where nobody is. Circles are told by `circles`."""
    seen = scene(run)
    if seen is None:
        return None
    return next((found for kind in KINDS if (found := kind(seen)) is not None), None) or _any(seen)


def _any(seen: Scene) -> Cause:
    """Whatever it is: what the first one waits for, and those it waits for."""
    first = seen.stuck[0]
    told, rest = seen.stuck[1:MOST_TOLD], [worker.who for worker in seen.stuck[MOST_TOLD:]]
    more = "".join(f"; {seen.name(other.who)} {seen.wait_()} for {goal(seen, other)}" for other in told)
    more += f"; {seen.who_said(rest)} {seen.wait_(len(rest))}, too" if rest else ""
    says = (
        f"{seen.name(first.who)} {seen.wait_()} for {goal(seen, first)}, and nobody {seen.be()} left who could end that"
    )
    return Cause("nobody left", says + more, "", (first.who,), seen.since_s([first.who]))


__all__ = ["Cause", "cause", "cycles", "scene", "steps_said"]
