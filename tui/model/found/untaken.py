"""Items that nobody ever took: their takers may have ended before the first one came."""

from __future__ import annotations

from tui.model.found.finding import Finding, first_two, placed
from tui.model.state.state import RunState
from tui.model.workers.names import names_of
from tui.words.numbers import plural


def untaken(run: RunState) -> Finding | None:
    """A queue of a run that is over from which nothing was ever taken, while workers had ended long before."""
    if run.phase != "over" or run.gone.processes:  # Of those who are forgotten it is not known.
        return None
    for queue in run.queues:
        count = queue.count
        if queue.of.kind != "queue" or count is None or not count.puts or count.gets or not queue.depth:
            continue
        who = _ended_before(run, count.put_by)
        if who:
            return Finding(
                "queue", f"Nobody took from {queue.of.name}",
                f"{plural(count.puts, 'item')} put into {placed(queue.of)}, none taken, {queue.depth} left at the "
                f"end; {first_two(who)} had ended by then.",
                "an item that tells each taker to end: `empty()` is true before the first one comes, too.",
            )  # fmt: skip
    return None


def _ended_before(run: RunState, put_by: tuple[int, ...]) -> tuple[str, ...]:
    """Return the worker processes that ended well and clearly before the run did, and did not put the items there."""
    names, end_s = names_of(run), run.started_s + run.elapsed_s
    return tuple(
        names[worker.who]
        for worker in run.workers
        if worker.kind == "process" and worker.role == "worker" and worker.ended_s is not None
        and worker.pid not in put_by
        and worker.ended_s < end_s - 1.0
    )  # fmt: skip
