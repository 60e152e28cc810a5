"""Who stands on which side of a queue, and how much of their time they waited for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tui.model.state.state import RunState, WorkerState
from tui.model.state.traffic import MoverState
from tui.model.workers.names import given_name
from tui.telemetry.who import Who

Side = Literal["producer", "consumer"]


def side_of(worker: WorkerState, mover: MoverState) -> Side | None:
    """Return on which side of the queue a worker stands; the main thread only when it moves items itself."""
    if mover.count.puts or mover.count.gets:
        return "producer" if mover.count.puts >= mover.count.gets else "consumer"
    if worker.role != "worker":
        return None
    if worker.waits_on is not None and worker.waits_on.why in ("full", "empty"):
        return "producer" if worker.waits_on.why == "full" else "consumer"
    return "producer" if mover.full_s > mover.empty_s else "consumer"


STEADY, STEADY_S = 20, 2.0
"""A main thread that moved so many items, and went on for so long without a pause, is a worker as well."""


def is_by_hand(worker: WorkerState, mover: MoverState) -> bool:
    """Whether items are moved by the main thread now and then: as a person asks for, or to clear the queue."""
    if worker.role != "main":
        return False
    return mover.moves < STEADY or mover.longest_s < STEADY_S


def order_of(worker: WorkerState, names: dict[int, str]) -> tuple[str, int, float, int]:
    """Return what sorts P2 before P10, and those without a name of their own by when they began."""
    name = given_name(worker, names)
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :][:9] or 0), worker.started_s, worker.tid


def wait_share(run: RunState, side: Side) -> float | None:
    """Return the seconds waited for the queue, those of waits that go on included, as a share of a side's life.

    None as long as nobody stands there. The seconds are the queues' own counts, not samples.
    """
    queues = [queue for queue in run.queues if queue.of.kind == "queue" and queue.count is not None]
    movers = {mover.who: mover for mover in run.traffic.movers}
    names = {process.pid: process.name for process in run.processes}
    there = [worker for worker in run.workers if worker.role == "worker" and _is_on(worker, side, movers, names)]
    now_s = run.started_s + run.elapsed_s
    lived_s = sum((worker.ended_s or now_s) - worker.started_s for worker in there)
    if not queues or lived_s <= 0:
        return None
    waited_s = sum(q.count.full_s if side == "producer" else q.count.empty_s for q in queues if q.count)
    return min(1.0, waited_s / lived_s)


def _is_on(
    worker: WorkerState, side: Side, movers: Mapping[Who, MoverState], names: dict[int, str]
) -> bool:
    """Whether a worker stands on a side: by what it moved, and where that was not told by its name."""
    if not movers:
        return given_name(worker, names).startswith("P") is (side == "producer")
    mover = movers.get(worker.who)
    return mover is not None and side_of(worker, mover) == side
