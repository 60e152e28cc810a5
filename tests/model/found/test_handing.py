"""Items that are handed over one by one: when that is what takes the time, and when it is the work on them."""

from __future__ import annotations

import pytest

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.objects import QueueCount, QueuesCounted


def _through(
    items: int, size: int, *, type_: str = "multiprocessing.Queue", running: float = 0.5, wanting: float = 0.0
) -> Finding:
    """A second or two in which one side puts and the other takes, and waits for half of the time."""
    own = Own()
    numbers = own.made(7, "queue", "numbers", type_=type_)
    own.does[MAIN] = Does(running=running * (1 - wanting), wanting=wanting, waits="join")
    own.process("adder", Does(running=running * (1 - wanting), wanting=wanting, waits="queue", on=numbers, why="empty"))
    own.passes(1 / (1 - wanting), others=3.0 if wanting else 0.0)
    sent, total = (items, items * size) if type_.startswith("multiprocessing.Q") else (None, None)
    count = QueueCount(numbers, items, items, sent, 0, total, total, 0, 0.0, 1000, 0.6, None)
    own.told.append(QueuesCounted(own.at_s, 0, (count,)))
    state = fold(ComparisonState(), own.ends())
    return finding(state, state.runs[-1])


def test_numbers_that_go_through_a_process_queue_one_by_one() -> None:
    found = _through(60_000, 15)
    assert (found.bound, found.head) == ("handing over", "Items handed over one by one")
    assert "60 000 items of 15 bytes went through numbers one at a time" in found.says
    assert "each took 17 µs of CPU" in found.says and "producers" not in found.tries


def test_it_is_the_same_beside_busy_neighbours_and_between_threads() -> None:
    assert _through(60_000, 15, wanting=0.5).bound == "handing over"
    assert "through numbers" in _through(200_000, 0, type_="queue.Queue").says


@pytest.mark.parametrize(("items", "size"), [(10_000, 15), (60_000, 40_000), (3_000, 15)])
def test_items_with_work_and_large_ones_and_few_are_none(items: int, size: int) -> None:
    assert _through(items, size).bound != "handing over"
