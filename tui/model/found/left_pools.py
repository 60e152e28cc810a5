"""Executors that a program makes anew for each piece of work, and leaves: their threads have no work and stay."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from tui.model.found.finding import Finding
from tui.model.state.gantt import TaskSpan
from tui.model.state.shared import PoolState
from tui.model.state.state import RunState
from tui.words.numbers import plural

MANY = 6
"""So many executors of one line, none of which was used again once the next was there, are none that are kept."""
IDLE_S = 1.0


def left_pools(run: RunState) -> Finding | None:
    """Return the line at which most such executors were made."""
    if run.gone.threads:
        return None  # Whether an executor was used again is not known of all any more.
    by_place: dict[str, list[PoolState]] = {}
    for pool in run.pools:
        if pool.of.type.endswith("ThreadPoolExecutor") and pool.of.place and not pool.of.name.endswith("[]"):
            by_place.setdefault(pool.of.place, []).append(pool)
    found = [(_idle(run, pools), place) for place, pools in by_place.items() if len(pools) >= MANY]
    (left, idle), place = max(found, default=((0, 0), ""))
    if left < MANY:
        return None
    has, stay = ("had", "stayed") if run.phase == "over" else ("have", "stay")
    return Finding(
        "left pools", "Executors that nobody shuts down",
        f"{left} of them were made at {place}, each used once and left: {plural(idle, 'thread')} of theirs {has} no "
        f"work and {stay}.",
        "one executor that is made once, or `with ThreadPoolExecutor() as pool:`, which ends its threads.",
    )  # fmt: skip


def _idle(run: RunState, pools: list[PoolState]) -> tuple[int, int]:
    """Return how many executors were left with threads, and how many threads; none where one was used again."""
    spans: dict[int, list[TaskSpan]] = {pool.of.key: [] for pool in pools}
    threads = {pool.of.key: 0 for pool in pools}
    now_s = run.started_s + run.elapsed_s
    lives = {worker.who: worker.ended_s if worker.ended_s is not None else now_s for worker in run.workers}
    for tasks in run.gantt:
        last = tasks.spans[-1] if tasks.spans else None
        if last is not None and last.pool in spans:
            spans[last.pool] += tasks.spans
            is_left = last.ended_s is not None and lives.get(tasks.who, 0.0) - last.ended_s >= IDLE_S
            threads[last.pool] += is_left
    began = sorted((_begins(its), key) for key, its in spans.items() if its)
    if any(max(span.began_s for span in spans[key]) > then_s for (_, key), (then_s, _) in pairwise(began)):
        return 0, 0
    return sum(count > 0 for count in threads.values()), sum(threads.values())


def _begins(spans: Iterable[TaskSpan]) -> float:
    return min(span.began_s for span in spans)
