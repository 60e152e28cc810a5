"""Tasks that are too small, or uneven."""

from __future__ import annotations

import math

from tui.model.found.finding import MUCH, Finding
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import TaskFact, step_fact, task_fact
from tui.model.workers.pickles import pickle_fact
from tui.model.workers.who_works import doers, main_thread
from tui.words.numbers import grouped, percent, span, spelled

SMALL_TASK_S = 0.001
"""Handing a task to a process takes 0.05 to 0.2 ms: below 1 ms that is a share one can see."""
HANDING_OVER_S = 0.002
"""Handing tasks over is what a program does only when they follow each other this fast; otherwise they are awaited."""
MANY_TASKS = 100
"""Fewer tasks do not make up for a whole program, however small they are."""
SEEN_S = 0.00002
"""Between two looks at the clock around a task lie up to some 10 µs of the pool's own work, in a process that has just
been woken: a task that seems to take less than twice of that may take any time below."""
SOON_S = 0.2
"""What takes less than this in line is done before two workers have started and been told of it."""
GOOD_TASK_S = 0.01
"""A task of 10 ms hides the cost of handing it over."""
ALONE = 0.25
"""A worker that is alone for a quarter of the time leaves that much to gain."""


def overhead(state: ComparisonState, run: RunState) -> Finding | None:
    """Tasks that take longer to hand over than to do."""
    fact = task_fact(run)
    if fact is None or fact.count < MANY_TASKS or fact.mean_s >= SMALL_TASK_S or fact.inside >= 1 - MUCH:
        return None
    if fact.every_s > HANDING_OVER_S or doers(run) == (main_thread(run),):
        return None
    if (sent := pickle_fact(run)) is not None and sent.share >= MUCH:
        return None  # Many calls in a task would not make what is sent with each any less.
    return Finding(
        "overhead", "Tasks too small",
        f"{grouped(fact.count)} tasks of {_took(fact.mean_s)} each, one every {span(fact.every_s)}; workers spend "
        f"{percent(fact.inside)} of their time in them, the rest goes into handing them over and waiting.",
        _larger(fact), 1 - fact.inside,
    )  # fmt: skip


def _took(mean_s: float) -> str:
    """Return how long a task takes. What lies between two looks at the clock is too long for the shortest ones."""
    return span(mean_s) if mean_s >= SEEN_S else f"less than {span(_rounded_up(mean_s))}"


def _larger(fact: TaskFact) -> str:
    """Return what to try: no pool for what is done in line before a pool has started, else more calls in a task."""
    whole_s = fact.mean_s * fact.count
    if whole_s < SOON_S:
        return (
            f"to do it in line: all {grouped(fact.count)} together take less than {span(_rounded_up(whole_s))} there, "
            "and no chunk of them makes a pool worth while."
        )
    more = " or more" if fact.mean_s < SEEN_S else ""
    many = _one_digit(max(2, round(GOOD_TASK_S / max(fact.mean_s, 1e-6))))
    return f"about {many} calls{more} in one task (chunksize, or a loop in the task), so that each takes some 10 ms."


def _rounded_up(value_s: float) -> float:
    """Return the next of 1, 2, 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(max(value_s, 1e-6)))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value_s * (1 - 1e-9))


def _one_digit(count: int) -> str:
    """Return a number with one digit that counts: 4370 as `4 000`."""
    power: int = 10 ** (len(str(count)) - 1)
    return grouped(max(2, count // power * power))


def imbalance(state: ComparisonState, run: RunState) -> Finding | None:
    """A worker that is left with work when the others are out of it."""
    fact = step_fact(run)
    if fact is None or fact.alone_share < ALONE or fact.idle_share < MUCH / 2:
        return None
    were = "was" if fact.others == 1 else "were"
    others = "other one" if fact.others == 1 else f"{spelled(fact.others)} others"
    return Finding(
        "imbalance", "Uneven work",
        f"{fact.last} was busy {fact.alone_s:.1f} s longer than the {others}, who {were} out of work: "
        f"{percent(fact.alone_share)} of the time.",
        "smaller pieces of work, the longest ones first.", fact.idle_share,
    )  # fmt: skip
