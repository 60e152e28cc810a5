"""Whether every item is accounted for: made = taken + in a queue + lost.

Rules of this file: the items are counted in places that are written independently of each other (the numbers of each
process, the queue followed item by item, each thread's own totals, what the program prints), and whether they agree is
computed, never assumed. What could not be followed is not checked, and said so.
"""

from __future__ import annotations

import math

from msgspec import Struct

from tui.model.state.state import RunState
from tui.model.state.traffic import NONE, QueueTraffic


class Balance(Struct, frozen=True):
    """Whether made = taken + in the queue + in a pipe + lost, all of the same instant, over all queues of the run."""

    made: int
    taken: int
    in_buffers: int | None
    """Put, and not yet written to the pipe; None where there is no pipe."""
    in_queue: int
    """In the pipe, or in a queue of threads."""
    lost: int
    """Not to be pickled or sent, or left in the buffer of a process that is gone."""
    nones: int | None
    """None put so far, which are not among the items; those that the main thread took and put back are one each.
    None when not all were told."""
    agrees: bool | None
    """Whether the sum is right; None when it cannot be checked, because moves were not told."""
    left: int = 0
    """Taken by nobody: what the program's main thread takes away at the end, and does not call taken."""
    printed: bool | None = None
    """Whether the program, which counts for itself, says the same at its end; None before it says anything."""


def balance_of(run: RunState) -> Balance | None:
    """Return the sum over all queues of a run; None before anything went through one."""
    queues = run.traffic.queues
    if not queues:
        return None
    gone = {process.pid for process in run.processes if process.ended_s is not None}
    if run.phase == "over":
        gone = {one.pid for queue in queues for one in queue.numbers}
    kept = {queue.key: _kept(queue, gone) for queue in queues}
    dropped = sum(_count(items) for queue in queues for pid, items in queue.buffers if pid in gone)
    mains = {worker.who for worker in run.workers if worker.role == "main"}
    main = [mover for mover in run.traffic.movers if mover.who in mains]
    followed = all(queue.is_followed for queue in queues)
    nones_put, nones_got = sum(queue.nones_put for queue in queues), sum(queue.nones_got for queue in queues)
    made = sum(one.put for queue in queues for one in queue.numbers) - nones_put
    taken = sum(one.got for queue in queues for one in queue.numbers) - nones_got
    if run.phase == "over":  # nothing moves any more: what each thread counted is of the same instant
        made = sum(mover.count.puts for mover in run.traffic.movers)
        taken = sum(mover.count.gets for mover in run.traffic.movers)
    lost = sum(one.lost for queue in queues for one in queue.numbers) + dropped
    in_line = sum(line for line, _ in kept.values())
    in_buffers = sum(waiting for _, waiting in kept.values())
    agrees = made == taken + in_line + in_buffers + lost if followed else None
    left = _left(run, taken, sum(mover.count.gets for mover in main))
    has_pipe = any(q.count is not None and q.count.sent is not None for q in run.queues)
    return Balance(
        made=made,
        taken=taken - left,
        in_buffers=in_buffers if has_pipe else None,
        in_queue=in_line,
        lost=lost,
        nones=nones_put - sum(mover.count.nones_got for mover in main) if followed else None,
        agrees=agrees,
        left=left,
        printed=_printed(run, made, taken - left, left),
    )


def _kept(queue: QueueTraffic, gone: set[int]) -> tuple[int, int]:
    """Return the items in the line and in the buffers of processes that are there."""
    return _count(queue.line), sum(_count(items) for pid, items in queue.buffers if pid not in gone)


def _count(items: str) -> int:
    return len(items) - items.count(NONE)


def _last_printed(run: RunState) -> dict[str, float]:
    """Return the last numbers that the program printed, once it is over."""
    return {name: number for line in run.results for name, number in line} if run.phase == "over" else {}


def _left(run: RunState, taken: int, by_main: int) -> int:
    """Return how many of the items taken the program does not call so; only its main thread may have taken those."""
    said = _last_printed(run).get("taken")
    left = taken - round(said) if said is not None and math.isfinite(said) else 0
    return left if 0 < left <= by_main else 0


def _printed(run: RunState, made: int, taken: int, left: int) -> bool | None:
    """Return whether all of the program's own last numbers are ours."""
    said = _last_printed(run)
    if "made" not in said:
        return None
    return (said["made"], said.get("taken", taken), said.get("left", left)) == (made, taken, left)
