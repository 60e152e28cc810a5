"""The fold's part about who put and who took. The rules stand in `fold`; what lies in queues, in `contents`."""

from __future__ import annotations

from msgspec.structs import replace

from tui.model.fold import contents
from tui.model.fold.draft import RunDraft
from tui.model.state.state import WorkerState
from tui.model.state.traffic import STEADY_GAP_S, MoverState, TrafficState
from tui.telemetry.moves import ItemsMoved, Moves
from tui.telemetry.vocabulary import ThreadsSampled

MOST_MOVERS = 1024
QUIET_S, QUIET_GAPS = 1.0, 5
"""Who moves nothing for so long, and for so many times its usual pace, is idle unless it is seen at work."""
AT_WORK = ("running", "core", "gil", "sleep", "io")
"""What a thread does that makes an item or uses one; in a lesson that is often a sleep."""


def items_moved(run: RunDraft, item: ItemsMoved) -> None:
    traffic: TrafficState = run.get("traffic")
    movers = {mover.who: mover for mover in traffic.movers}
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
        queues=contents.moved(traffic.queues, item.moves, run.table("queues") if item.moves.lane else {}),
        movers=tuple(movers.values()),
        moved_s=_span_s(traffic, item.moves),
    )


def _span_s(traffic: TrafficState, moves: Moves) -> tuple[float, float] | None:
    """Return from when to when items moved, these included; they are told in the order of time."""
    if not moves.lane:
        return traffic.moved_s
    first_s, last_s = moves.after_ns[0] / 1e9, sum(moves.after_ns) / 1e9
    return min(first_s, traffic.moved_s[0] if traffic.moved_s else first_s), last_s


def movers_sampled(run: RunDraft, item: ThreadsSampled) -> None:
    """Take note of what each one that puts or takes does at this sample."""
    traffic: TrafficState = run.get("traffic")
    movers = {mover.who: mover for mover in traffic.movers}
    sampled = {sample.who for sample in item.samples}
    for key in sampled - movers.keys():
        worker = run.workers.get(key)
        waits_on = worker.waits_on if worker is not None else None
        if waits_on is not None and waits_on.why in ("full", "empty") and len(movers) < MOST_MOVERS:
            movers[key] = MoverState(key.pid, key.tid)
    if not movers:
        return
    times = traffic.times.plus(item.at_s - run.get("started_s"))
    length = len(times.values)
    for key, mover in movers.items():
        worker = run.workers.get(key)
        letter = " "
        if key in sampled and worker is not None:
            waits_on = worker.waits_on
            letter = waits_on.why[0] if waits_on is not None and waits_on.why in ("full", "empty") else "b"
            if letter == "b" and _is_idle(worker, mover, item.at_s):
                letter = "i"
        movers[key] = replace(
            mover,
            phases=(mover.phases.rjust(length - 1) + letter)[-length:],
            busy_s=mover.busy_s + (item.interval_s if letter == "b" else 0.0),
            full_s=mover.full_s + (item.interval_s if letter == "f" else 0.0),
            empty_s=mover.empty_s + (item.interval_s if letter == "e" else 0.0),
            idle_s=mover.idle_s + (item.interval_s if letter == "i" else 0.0),
        )
    run.fields["traffic"] = replace(traffic, movers=tuple(movers.values()), times=times)


def _is_idle(worker: WorkerState, mover: MoverState, at_s: float) -> bool:
    """Whether one that moved items has stopped to, for clearly longer than it usually takes."""
    quiet_s = at_s - mover.moved_s
    is_late = mover.first_s is not None and quiet_s > max(QUIET_S, QUIET_GAPS * mover.gap_s)
    return is_late and worker.reason not in AT_WORK
