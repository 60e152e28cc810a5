"""The executor that an event loop has for calls that block: full, so that what needs a thread of it is late."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tui.model.found.finding import MUCH, Finding
from tui.model.state.pool_line import Handed, PoolLine
from tui.model.state.shared import PoolState
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.tasks import ALL_TASKS
from tui.words.numbers import plural

DEFAULT = "the loop's default executor"
"""As the probe calls it where it has no name in the program."""
LONG_S = 0.5
"""A task that stands in line for so long is late for whoever awaits it."""


def full(state: ComparisonState, run: RunState) -> Finding | None:
    """A loop's default executor before which tasks stood in line for a good part of the time."""
    lines = {line.key: line for line in run.lines}
    pools = [pool for pool in run.pools if pool.of.name == DEFAULT and pool.of.key in lines and pool.count is not None]
    found = [said for pool in pools if (said := _full(run, pool, lines[pool.of.key])) is not None]
    return max(found, key=lambda one: one.weight, default=None)


def _full(run: RunState, pool: PoolState, line: PoolLine) -> Finding | None:
    share = _in_line_s(line, run.started_s + run.elapsed_s) / run.elapsed_s if run.elapsed_s else 0.0
    waits = max(_waits(run, pool, line), default=(0.0, "")) if share >= MUCH else (0.0, "")
    if waits[0] < LONG_S or pool.count is None:
        return None
    is_over = run.phase == "over" or not pool.waiting
    of_limit = f" for {plural(pool.of.limit, 'thread')}" if pool.of.limit else ""
    return Finding(
        "pool", f"The loop's default executor {'was' if is_over else 'is'} full",
        f"{plural(pool.count.submitted, 'task')}{of_limit}: {waits[1]} {waits[0]:.1f} s in line.",
        "an executor of its own for what takes long: `loop.run_in_executor(its_own, …)`; what asyncio itself needs, as "
        "looking up an address, stands in the same line.", min(1.0, share),
    )  # fmt: skip


def _in_line_s(line: PoolLine, now_s: float) -> float:
    """Return for how long there was anybody in line."""
    moments = (*line.in_line, (now_s, 0))
    return sum(max(0.0, until_s - at_s) for (at_s, many), (until_s, _) in pairwise(moments) if many)


def _waits(run: RunState, pool: PoolState, line: PoolLine) -> Iterator[tuple[float, str]]:
    """Yield how long each task stood in line of which both ends are known, and the one that still does."""
    firsts = [entry.tasks[0] for entry in line.handed_in]
    for worker in run.gantt:
        for span in worker.spans:
            at_s = _handed_in_s(line.handed_in, firsts, span.task) if span.pool == pool.of.key else None
            if at_s is not None:
                yield span.began_s - at_s, f"`{span.what}` stood" if span.what else "a task stood"
    if pool.waiting and pool.count is not None and run.phase != "over":
        at_s = _handed_in_s(line.handed_in, firsts, pool.count.started + pool.count.dropped)
        if at_s is not None:
            yield run.started_s + run.elapsed_s - at_s, "the first one has stood"


def _handed_in_s(entries: Sequence[Handed], firsts: Sequence[int], task: int) -> float | None:
    """Return when a task was handed in; an executor's tasks are numbered as they come."""
    place = bisect_right(firsts, task) - 1
    if place < 0 or not firsts[place] <= task <= entries[place].tasks[1] != ALL_TASKS:
        return None
    return entries[place].at_s
