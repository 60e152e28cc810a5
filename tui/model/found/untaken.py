"""Items that nobody ever took: their takers may have ended before the first one came."""

from __future__ import annotations

from tui.model.found.finding import Finding, first_two, placed
from tui.model.state.state import RunState
from tui.model.workers.names import names_of
from tui.words.numbers import plural


def untaken(run: RunState) -> Finding | None:
    """A queue of a run that is over from which nothing was ever taken, while workers had ended long before."""
    if run.phase != "over":
        return None
    for queue in run.queues:
        count = queue.count
        if queue.of.kind == "queue" and count is not None and count.puts and not count.gets and queue.depth:
            who = _ended_before(run)
            ended = f"; {first_two(who)} had ended by then" if who else ""
            return Finding(
                "queue", f"Nobody took from {queue.of.name}",
                f"{plural(count.puts, 'item')} put into {placed(queue.of)}, none taken, {queue.depth} left at the "
                f"end{ended}.",
                "an item that tells each taker to end: `empty()` is true before the first one comes, too.",
            )  # fmt: skip
    return None


def _ended_before(run: RunState) -> tuple[str, ...]:
    """Return the worker processes that ended well and clearly before the run did."""
    names, end_s = names_of(run), run.started_s + run.elapsed_s
    return tuple(
        names[worker.who]
        for worker in run.workers
        if worker.kind == "process" and worker.role == "worker" and worker.ended_s is not None
        and worker.ended_s < end_s - 1.0
    )  # fmt: skip
