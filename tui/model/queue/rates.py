"""What goes through a queue by the clock: in the last second, and how long there was work in all."""

from __future__ import annotations

from tui.model.state.shared import QueueLook, QueueState
from tui.model.state.state import RunState

SECOND_S = 1.0
LOOKS_A_SECOND = 10


def last_second(queue: QueueState, now_s: float) -> tuple[float | None, ...]:
    """Return items in and out, and seconds waited for room and for an item, per second; None before it was counted."""
    if not queue.looks:
        return None, None, None, None
    last = queue.looks[-1]
    earlier = [look for look in queue.looks if look.at_s <= now_s - SECOND_S]
    first = earlier[-1] if earlier else queue.looks[0]
    if not earlier and queue.of.at_s < first.at_s and len(queue.looks) <= LOOKS_A_SECOND:
        first = QueueLook(queue.of.at_s)
    spent_s = max(now_s, last.at_s) - first.at_s
    gains = (last.puts - first.puts, last.gets - first.gets, last.full_s - first.full_s, last.empty_s - first.empty_s)
    return tuple(max(0.0, gain / spent_s) if spent_s > 0 else 0.0 for gain in gains)


def is_changing(run: RunState) -> bool:
    """Whether a person asked for another bound, and the queue that has it is not there yet or has just been made."""
    asked_s, now_s = run.traffic.changes_s, run.started_s + run.elapsed_s
    made_s = max((queue.of.at_s for queue in run.queues if queue.of.kind == "queue"), default=now_s)
    return asked_s is not None and run.phase != "over" and (made_s < asked_s or now_s < made_s + SECOND_S)


def work_s(run: RunState) -> float | None:
    """Return the seconds from the first item put to the last one taken: by its moves, else by looks, ten a second."""
    spans = [queue.moved_s for queue in run.queues if queue.of.kind == "queue" and queue.moved_s is not None]
    if run.traffic.moved_s is not None:
        spans = [run.traffic.moved_s]
    begins, ends = [span[0] for span in spans], [span[1] for span in spans]
    return max(ends) - min(begins) or None if spans else None
