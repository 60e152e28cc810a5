"""Where the time of a process's threads with their tasks went, by the words of their slots."""

from __future__ import annotations

from operator import itemgetter

from tui.feeds.board.board_file import MOST_TASKS
from tui.feeds.board.observed import ObservedThread, Times
from tui.feeds.board.read_batch import MOST_S, ReadBatch
from tui.probe import layout
from tui.telemetry.tasks import TaskTimes

TIMES = itemgetter(
    layout.S_FIRST_NS, layout.S_LAST_NS, layout.S_IN_TASKS_NS, layout.S_TASKS_CPU_NS, layout.S_UNPICKLE_NS,
    layout.S_PICKLE_NS,
)  # fmt: skip


class ThreadTimes:
    """Sums by thread; of one identifier all threads that had it one after the other."""

    def __init__(self) -> None:
        self._times: dict[int, Times] = {}

    def take(self, thread: ObservedThread, times: Times) -> bool:
        """Take what a slot says; return whether it is new. No word of it is believed to fall, or beyond a bound."""
        before = thread.times
        bounded = [min(max(0, word), MOST_TASKS) for word in times]
        first_ns = before[0] or bounded[0]
        now: Times = (first_ns, *map(max, bounded[1:], before[1:]))  # type: ignore[assignment]
        if now == before:
            return False
        known = self._times.get(thread.tid, (0, 0, 0, 0, 0, 0))
        sums = [total + new - old for total, new, old in zip(known[2:], now[2:], before[2:], strict=True)]
        self._times[thread.tid] = (known[0] or first_ns, max(known[1], now[1]), *sums)  # type: ignore[assignment]
        thread.times = now
        return True

    def told(self, tid: int, ended: int, batch: ReadBatch) -> TaskTimes | None:
        """Return a thread's times; None as long as no task of its has ended."""
        first_ns, last_ns, in_tasks_ns, *looked_ns = self._times.get(tid, (0, 0, 0, 0, 0, 0))
        if not first_ns or last_ns < first_ns:
            return None
        share = ended / stands_for(ended) if ended > 0 else 1.0
        in_tasks_s = min(in_tasks_ns / 1e9, MOST_S)
        ran_s, unpickled_s, pickled_s = (min(time_ns * share / 1e9, MOST_S) for time_ns in looked_ns)
        return TaskTimes(
            batch.at_s(first_ns), batch.at_s(last_ns), in_tasks_s, min(ran_s, in_tasks_s), unpickled_s, pickled_s
        )


def stands_for(tasks: int) -> int:
    """Return for how many of so many tasks those stand that were looked at."""
    if tasks <= layout.FIRST_LOOKS:
        return tasks
    every = layout.LOOKS_EVERY
    return layout.FIRST_LOOKS + (tasks - layout.FIRST_LOOKS) // every * every
