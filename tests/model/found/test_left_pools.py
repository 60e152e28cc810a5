"""Executors that are made anew for each piece of work and left: said of those, and not of those that are kept."""

from __future__ import annotations

import pytest

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.tasks import TaskEnded, TaskStarted
from tui.telemetry.who import Who


def _pools(own: Own, count: int, name: str = "pool", *, ends: bool = False) -> list[Who]:
    """Make executors one after the other; each has two threads that do a task each."""
    threads = []
    for n in range(count):
        own.made(20 + n, "pool", name, type_="concurrent.futures.ThreadPoolExecutor")
        both = [own.thread(f"T-{n}_{k}", Does(waits="work")) for k in range(2)]
        for who in both:
            _task(own, who, 20 + n)
        threads += both
        own.passes(0.2)
        if ends:
            for who in both:
                own.leaves(who)
    return threads


def _task(own: Own, who: Who, pool: int) -> None:
    own.told += [
        TaskStarted(own.at_s, 0, *who[:2], 0, 0, pool), TaskEnded(own.at_s, 0, *who[:2], 0, 0.01, False, 0, pool),
    ]  # fmt: skip


def _head(own: Own) -> tuple[str, str]:
    state = fold(ComparisonState(), own.told)
    found = finding(state, state.runs[-1])
    return found.bound, found.says


def test_executors_that_are_left_are_counted_with_their_threads() -> None:
    own = Own()
    _pools(own, 8)
    own.passes(1.5)
    assert _head(own) == (
        "left pools",
        "8 of them were made at shop.py:3, each used once and left: 16 threads of theirs have no work and stay.",
    )


@pytest.mark.parametrize(
    ("count", "name", "ends"), [(3, "pool", False), (8, "pool", True), (8, "pools[]", False)], ids=str
)
def test_few_that_end_or_are_made_in_a_list_are_no_finding(count: int, name: str, ends: bool) -> None:
    own = Own()
    _pools(own, count, name, ends=ends)
    own.passes(1.5)
    assert _head(own)[0] != "left pools"


def test_executors_that_are_used_again_are_kept() -> None:
    own = Own()
    threads = _pools(own, 8)
    _task(own, threads[0], 20)
    own.passes(1.5)
    assert _head(own)[0] != "left pools"
