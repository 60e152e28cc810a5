"""Tasks that are too small, or uneven."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import step_fact, task_fact
from tui.model.workers.who_works import doers, main_thread
from tui.words.numbers import grouped, percent, spelled

SMALL_TASK_S = 0.001
"""Handing a task to a process takes 0.05 to 0.2 ms: below 1 ms that is a share one can see."""
HANDING_OVER_S = 0.002
"""Handing tasks over is what a program does only when they follow each other this fast; otherwise they are awaited."""
MANY_TASKS = 100
"""Fewer tasks do not make up for a whole program, however small they are."""
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
    many = max(2, round(GOOD_TASK_S / max(fact.mean_s, 1e-6)))
    return Finding(
        "overhead", "Tasks too small",
        f"{grouped(fact.count)} tasks of {fact.mean_s * 1e6:.0f} µs each; workers spend {percent(fact.inside)} of "
        "their time in them, the rest goes into handing them over.",
        f"about {_one_digit(many)} calls in one task (chunksize, or a loop in the task), so that each takes some "
        "10 ms.",
        1 - fact.inside,
    )  # fmt: skip


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
