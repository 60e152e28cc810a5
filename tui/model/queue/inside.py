"""What lies in one queue: every number of one instant, so that they add up."""

from __future__ import annotations

from typing import NamedTuple

from tui.model.state.shared import QueueState
from tui.model.state.state import RunState
from tui.model.state.traffic import NONE, QueueTraffic


class Inside(NamedTuple):
    """The items, and where they are."""

    items: str
    """The one that comes next first; see `QueueTraffic.line`."""
    depth: int
    """How many there are: those in buffers, those in the pipe, and the None."""
    in_buffers: int | None
    """Put, and not yet written to the pipe; None where there is no pipe, or the items are not followed."""
    in_pipe: int
    nones: int


def inside(run: RunState, queue: QueueState, traffic: QueueTraffic) -> Inside:
    """Return what lies in a queue; what was in the buffer of a process that is gone is lost, and not inside."""
    gone = {process.pid for process in run.processes if process.ended_s is not None}
    buffers = [items for pid, items in traffic.buffers if pid not in gone]
    dropped = sum(len(items) for pid, items in traffic.buffers if pid in gone)
    items = traffic.line + "".join(buffers)
    depth = max(0, traffic.depth - dropped) if traffic.numbers else queue.depth
    nones = items.count(NONE)
    has_pipe = queue.count is not None and queue.count.sent is not None and traffic.is_known
    in_buffers = sum(len(held) - held.count(NONE) for held in buffers) if has_pipe else None
    return Inside(items, depth, in_buffers, depth - nones - (in_buffers or 0), nones)
