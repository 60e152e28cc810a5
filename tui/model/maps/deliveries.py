"""When each result of a pool was finished, and when the thread that asked for it got it.

A result that lay ready for less than HELD_S was on its way; one that lay longer was held back. What a program never
got although it came to its end, nobody held back: it was not fetched. This is known of a pool
with at most MOST tasks whose events were all told; of others there is nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from msgspec import Struct

from tui.model.state.gantt import TaskSpan
from tui.model.state.once import once
from tui.model.state.pool_line import MOST_ENTRIES, Handed, PoolLine
from tui.model.state.shared import PoolState
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.tasks import ALL_TASKS
from tui.telemetry.who import Who

MOST = 256
HELD_S = 0.05
"""A hand-over takes a few milliseconds, more on a busy machine."""
SOON = 5
"""What comes in the last such part of the time that a result was held is soon."""


class Result(Struct, frozen=True):
    """A task that has begun: a call, or a chunk of calls."""

    first: int
    """Which input it was, counted from 1; of a chunk its first one."""
    calls: int
    began_s: float
    ended_s: float | None = None
    got_s: float | None = None
    """When the program got it; None as long as it has not."""
    place: int = 0
    """Which one of the results it was: times of one look can be the same."""
    who: Who | None = None
    key: tuple[int, int] = (0, 0)
    """Its job, and its index in there."""
    is_left: bool = False
    """Whether the program came to its end without it."""

    @property
    def label(self) -> str:
        """`5`, of a chunk `5…8`."""
        return str(self.first) if self.calls == 1 else f"{self.first}…{self.first + self.calls - 1}"

    @property
    def took_s(self) -> float | None:
        return None if self.ended_s is None else self.ended_s - self.began_s

    def held_s(self, now_s: float) -> float:
        """Return how long it was held back; 0 for one that was not."""
        if self.ended_s is None or self.is_left:
            return 0.0
        waited_s = (now_s if self.got_s is None else self.got_s) - self.ended_s
        return waited_s if waited_s >= HELD_S else 0.0


class Deliveries(Struct, frozen=True):
    """The results of one pool, in the order of its inputs."""

    pool: int
    asked_s: float
    """When the first task was handed in."""
    results: tuple[Result, ...]
    now_s: float
    is_over: bool = False
    """Whether the run is."""
    came_in_one: bool = False
    """Whether the program got all results as one list, as those of `map`."""

    @property
    def finished(self) -> tuple[Result, ...]:
        return tuple(sorted((one for one in self.results if one.ended_s is not None), key=lambda one: one.ended_s or 0))

    @property
    def delivered(self) -> tuple[Result, ...]:
        """The ones that the program got, as they came; of those that came at once the first inputs first."""
        return tuple(sorted((one for one in self.results if one.got_s is not None), key=lambda one: one.place))

    @property
    def left(self) -> int:
        """How many results the program came to its end without."""
        return sum(one.calls for one in self.results if one.is_left)

    @property
    def first_s(self) -> float | None:
        """Seconds from the call to the first result."""
        got = self.delivered
        return max(0.0, (got[0].got_s or 0.0) - self.asked_s) if got else None

    @property
    def last_s(self) -> float | None:
        """Seconds from the call to the last result so far."""
        got = self.delivered
        return max(0.0, (got[-1].got_s or 0.0) - self.asked_s) if got else None

    @property
    def held(self) -> tuple[Result, ...]:
        """Those that were held back, or are now."""
        return tuple(one for one in self.results if one.held_s(self.now_s))

    @property
    def marked(self) -> Result | None:
        """The one that was held back longest."""
        return max(self.held, key=lambda one: one.held_s(self.now_s), default=None)


@once(12)
def deliveries(run: RunState) -> Deliveries | None:
    """Return what is known of the results of the newest pool that had work; None where not all was told."""
    pool = next((pool for pool in reversed(run.pools) if pool.count and pool.count.submitted), None)
    if pool is None or not _is_whole(run, pool):
        return None
    line = next((line for line in run.lines if line.key == pool.of.key), PoolLine(pool.of.key))
    spans = [(one.who, span) for one in run.gantt for span in one.spans if span.pool == pool.of.key]
    if not spans or len(line.handed_in) >= MOST_ENTRIES or len(line.got) >= MOST_ENTRIES:
        return None
    has_ended = run.phase == "over" and run.outcome in {"ended", "failed"}
    results = _results(spans, line.got, has_ended=has_ended)
    asked_s = min((entry.at_s for entry in line.handed_in), default=min(one.began_s for one in results))
    came_in_one = len(line.got) == 1 and line.got[0].tasks[1] == ALL_TASKS
    now_s = run.started_s + run.elapsed_s
    return Deliveries(pool.of.key, asked_s, results, now_s, run.phase == "over", came_in_one)


def _is_whole(run: RunState, pool: PoolState) -> bool:
    """Whether every task of a pool is among those that are kept; of a run that is over by its exact counts too."""
    count = pool.count
    if count is None or not 0 < count.submitted <= MOST or run.gone.count.ended:
        return False
    kept = [span for one in run.gantt for span in one.spans if span.pool == pool.of.key]
    is_all = all(one.ended <= sum(span.ended_s is not None for span in one.spans) for one in run.gantt)
    return is_all and (run.phase != "over" or sum(span.ended_s is not None for span in kept) >= count.ended)


def _results(spans: Iterable[tuple[Who, TaskSpan]], got: Iterable[Handed], *, has_ended: bool) -> tuple[Result, ...]:
    """Return the results in the order of their inputs; calls that are jobs of their own are numbered one by one.

    has_ended: whether the program came to its end by itself, and gets nothing any more.
    """
    by_key = {(span.job, span.task): (who, span) for who, span in spans}
    jobs = sorted({job for job, _ in by_key})
    are_single = len(jobs) > 1 and all(task == 0 and span.calls == 1 for (_, task), (_, span) in by_key.items())
    size = {job: max(span.calls for _, span in by_key.values() if span.job == job) for job in jobs}
    came = _got(got)
    results = []
    for (job, task), (who, span) in sorted(by_key.items()):
        first = jobs.index(job) + 1 if are_single else task * size[job] + 1
        got_s, place = came.get((job, task)) or came.get((job, ALL_TASKS)) or (None, 0)
        is_left = has_ended and span.ended_s is not None and got_s is None
        results.append(Result(first, span.calls, span.began_s, span.ended_s, got_s, place, who, (job, task), is_left))
    return tuple(results)


def _got(entries: Iterable[Handed]) -> dict[tuple[int, int], tuple[float, int]]:
    """Return when the program got what, and as which result, by job and task, or by job and ALL_TASKS."""
    found: dict[tuple[int, int], tuple[float, int]] = {}
    for entry in entries:
        if entry.tasks[1] == ALL_TASKS:
            found[entry.jobs[0], ALL_TASKS] = entry.at_s, len(found)
            continue
        for job in range(entry.jobs[0], min(entry.jobs[1], entry.jobs[0] + MOST) + 1):
            for task in range(entry.tasks[0], min(entry.tasks[1], entry.tasks[0] + MOST) + 1):
                found[job, task] = entry.at_s, len(found)
    return found


@once(12)
def held_steps(of: Deliveries) -> tuple[tuple[float, int], ...]:
    """Return when how many results were held back; each count holds until the next."""
    changes: dict[float, int] = {}
    for one in of.held:
        ended_s = one.ended_s or 0.0
        changes[ended_s] = changes.get(ended_s, 0) + one.calls
        if one.got_s is not None:
            changes[one.got_s] = changes.get(one.got_s, 0) - one.calls
    steps, held = [], 0
    for at_s in sorted(changes):
        held += changes[at_s]
        steps.append((at_s, held))
    return tuple(steps)


def most_held(of: Deliveries, from_s: float = -inf, until_s: float = inf) -> int:
    """Return how many results were held back at the same time at most, between two times."""
    steps = held_steps(of)
    ends = [*(at_s for at_s, _ in steps[1:]), inf][: len(steps)]
    spans = zip(steps, ends, strict=True)
    return max((count for (at_s, count), end_s in spans if at_s < until_s and end_s > from_s), default=0)


@once(2)
def most_telling(state: ComparisonState) -> RunState | None:
    """Return the newest run of the way that held most results back and did not give all of them in one; None for none.
    """
    newest = {run.variant: run for run in state.runs}
    found = [(most_held(known), run) for run in newest.values() if (known := deliveries(run)) and not known.came_in_one]
    return max(found, key=lambda pair: pair[0], default=(0, None))[1]


def awaited(of: Deliveries) -> Result | None:
    """Return the task that the longest held result waited for: after whose end it was handed over, or that still runs.

    Of a result that came in the order of the inputs that is an earlier one; else the last one that ended before. None
    where the result was not got soon after that end: the program had other things to do then.
    """
    marked = of.marked
    if marked is None or marked.ended_s is None:
        return None
    until_s = of.now_s if marked.got_s is None else marked.got_s
    later = [
        one for one in of.results
        if one is not marked and (one.ended_s is None or marked.ended_s < one.ended_s <= until_s)
        and (marked.got_s is None or one.ended_s is not None)
    ]  # fmt: skip
    earlier = [] if of.came_in_one and marked.got_s is not None else [one for one in later if one.first < marked.first]
    if marked.got_s is None and not earlier:
        return None
    found = max(earlier or later, key=lambda one: one.ended_s if one.ended_s is not None else of.now_s, default=None)
    return found if found is not None and _is_prompt(marked, found) else None


def _is_prompt(held: Result, before: Result) -> bool:
    """Whether a held result was got soon after another one's end, so that it was this one that it waited for."""
    if held.ended_s is None or held.got_s is None or before.ended_s is None:
        return True
    return held.got_s - before.ended_s <= max(HELD_S, (held.got_s - held.ended_s) / SOON)
