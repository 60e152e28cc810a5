"""An input that a pool reads far ahead of its results is told where memory grew by it."""

from __future__ import annotations

import pytest

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.reports.as_json.told import json_of
from tui.telemetry.objects import ObjectFound
from tui.telemetry.tasks import PoolCount, PoolsCounted
from tui.telemetry.usage import ProcessesUsed, ProcessUse

MB = 1_000_000


def _state(*, ahead: int, read: int = 0, out: int = 0, first_mb: int = 20, most_mb: int = 500) -> ComparisonState:
    own = Own()
    if first_mb:
        own.told.append(ProcessesUsed(0.0, 0, (ProcessUse(MAIN.pid, 0.1, first_mb * MB),)))
    own.told.append(
        ObjectFound(0.0, 0, 5, "pool", "multiprocessing.pool.ThreadPool", "pages", "shop.py:3", 100, limit=2)
    )
    for n in range(2):
        own.thread(f"reads-{n}", Does(running=0.9))
    own.told.append(PoolsCounted(0.5, 0, (PoolCount(5, 300, 300, 300, 0, 0, 300, 300, 0, 0.0, ahead, read, out),)))
    own.told.append(ProcessesUsed(0.5, 0, (ProcessUse(MAIN.pid, 0.2, most_mb * MB),)))
    own.passes(1)
    return fold(ComparisonState(), own.ends())


def test_it_is_told_with_its_numbers() -> None:
    state = _state(ahead=277, read=300, out=23)
    assert verdict(state).text.startswith(
        "Input taken ahead: pages had read all 300 tasks of its input when 23 results were out, 277 tasks ahead of the "
        "results; memory grew from 20 to 500 MB. Try to take a semaphore"
    )
    assert "Nothing stands out" not in verdict(state).text
    (pool,) = json_of(state)["pools"]
    assert [pool[key] for key in ("taken_ahead", "input_read", "results_out")] == [277, 300, 23]


def test_it_is_told_while_the_input_is_still_read_and_the_first_memory_is_not_known() -> None:
    said = verdict(_state(ahead=90, first_mb=0)).text
    assert "pages reads its input, 90 tasks ahead of the results; memory grew to 500 MB." in said


@pytest.mark.parametrize(
    "given",
    [{"ahead": 0}, {"ahead": 7, "read": 300}, {"ahead": 277, "read": 300, "most_mb": 60}],
    ids=["a list", "a few in line", "small items"],
)
def test_nothing_is_said_where_it_does_no_harm(given: dict[str, int]) -> None:
    assert "Input taken ahead" not in verdict(_state(**given)).text
