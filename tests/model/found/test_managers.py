"""Workers that wait for a manager's process: when that is said, and when it is not."""

from __future__ import annotations

import pytest

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.objects import CallCount, CallsCounted


def _counting(calls: int, call_s: float, wanting: float = 0.0, others: float = 0.0) -> Finding:
    own = Own()
    board = own.made(7, "proxy", "board", type_="multiprocessing.Manager.dict")
    for n in range(2):
        own.process(f"count-{n}", Does(running=0.1, wanting=wanting, waits="queue", on=board, why="reply"))
    own.passes(2, others=others)
    own.told.append(CallsCounted(own.at_s, 0, (CallCount(board, calls, call_s),)))
    state = fold(ComparisonState(), own.ends())
    return finding(state, state.runs[-1])


def test_many_small_calls_of_a_managers_dict() -> None:
    found = _counting(24_000, 3.2)
    assert (found.bound, found.head) == ("manager", "Bound by the manager of board")
    assert found.says.startswith("count-0 and count-1 spent 80 % of their time in 24 000 calls of it, 3.2 s together")
    assert "fewer and larger calls" in found.tries


def test_other_programs_change_nothing_but_one_more_sentence() -> None:
    found = _counting(24_000, 3.2, wanting=0.3, others=2.0)
    assert found.bound == "manager" and "Other programs used two cores of this machine" in found.says


@pytest.mark.parametrize(("calls", "call_s"), [(400, 3.2), (2_000, 20.0)])
def test_few_calls_and_long_ones_are_none(calls: int, call_s: float) -> None:
    """Whoever is called for long does the work that it is asked for."""
    assert _counting(calls, call_s).bound != "manager"
