"""The fold's part about who put and who took. The rules stand in `fold`; what lies in queues, in `contents`."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from msgspec.structs import replace

from tui.model.fold import contents
from tui.model.fold.draft import RunDraft
from tui.model.fold.keyed import Keyed
from tui.model.state.state import WorkerState
from tui.model.state.traffic import STEADY_GAP_S, MoverState, TrafficState
from tui.telemetry.moves import ItemsMoved, Moves
from tui.telemetry.vocabulary import ThreadsSampled
from tui.telemetry.who import Who

_WHO = attrgetter("who")
MOST_MOVERS = 1024
QUIET_S, QUIET_GAPS = 1.0, 5
"""Who moves nothing for so long, and for so many times its usual pace, is idle unless it is seen at work."""
AT_WORK = ("running", "core", "gil", "sleep", "io")
"""What a thread does that makes an item or uses one; in a lesson that is often a sleep."""


def items_moved(run: RunDraft, item: ItemsMoved) -> None:
    traffic: TrafficState = run.get("traffic")
    movers = Keyed(traffic.movers, _WHO)
    for count in item.workers:
        who = count.who
        if who in movers or len(movers) < MOST_MOVERS:
            mover = movers.get(who) or MoverState(who.pid, who.tid)
            pause_s = item.at_s - mover.moved_s if mover.first_s is not None else 0.0
            stretch_s = mover.stretch_s + pause_s if 0 <= pause_s <= STEADY_GAP_S else 0.0
            movers[who] = replace(
                mover,
                count=count,
                first_s=item.at_s if mover.first_s is None else mover.first_s,
                moved_s=item.at_s,
                stretch_s=stretch_s,
                longest_s=max(mover.longest_s, stretch_s),
            )
    run.fields["traffic"] = replace(
        traffic,
        queues=contents.moved(traffic.queues, item.moves, run.table("queues")),
        movers=movers.frozen(),
        moved_s=_span_s(traffic, item.moves),
    )


def _span_s(traffic: TrafficState, moves: Moves) -> tuple[float, float] | None:
    """Return from when to when items moved, these included; they are told in the order of time."""
    if not moves.lane:
        return traffic.moved_s
    first_s, last_s = moves.after_ns[0] / 1e9, sum(moves.after_ns) / 1e9
    return min(first_s, traffic.moved_s[0] if traffic.moved_s else first_s), last_s


def movers_sampled(run: RunDraft, item: ThreadsSampled, seen: Mapping[Who, WorkerState]) -> None:
    """Take note of what each one that puts or takes does at this sample, in which these threads were seen."""
    traffic: TrafficState = run.get("traffic")
    movers = Keyed(traffic.movers, _WHO)
    for who, worker in seen.items():
        is_at_queue = worker.waits_on is not None and worker.waits_on.why in ("full", "empty")
        if is_at_queue and who not in movers and len(movers) < MOST_MOVERS:
            movers[who] = MoverState(who.pid, who.tid)
    if not movers:
        return
    times = traffic.times.plus(item.at_s - run.get("started_s"))
    length, by_s = len(times.values), item.interval_s
    for who, mover in movers.items():
        its = seen.get(who)
        letter = " " if its is None else _letter(its, mover, item.at_s)
        phases = (mover.phases.rjust(length - 1) + letter)[-length:]
        if letter == " ":
            movers[who] = replace(mover, phases=phases)
        elif letter == "b":
            movers[who] = replace(mover, phases=phases, busy_s=mover.busy_s + by_s)
        elif letter == "f":
            movers[who] = replace(mover, phases=phases, full_s=mover.full_s + by_s)
        elif letter == "e":
            movers[who] = replace(mover, phases=phases, empty_s=mover.empty_s + by_s)
        else:
            movers[who] = replace(mover, phases=phases, idle_s=mover.idle_s + by_s)
    run.fields["traffic"] = replace(traffic, movers=movers.frozen(), times=times)


def _letter(worker: WorkerState, mover: MoverState, at_s: float) -> str:
    waits_on = worker.waits_on
    if waits_on is not None and waits_on.why in ("full", "empty"):
        return waits_on.why[0]
    return "i" if _is_idle(worker, mover, at_s) else "b"


def _is_idle(worker: WorkerState, mover: MoverState, at_s: float) -> bool:
    """Whether one that moved items has stopped to, for clearly longer than it usually takes."""
    quiet_s = at_s - mover.moved_s
    is_late = mover.first_s is not None and quiet_s > max(QUIET_S, QUIET_GAPS * mover.gap_s)
    return is_late and worker.reason not in AT_WORK
