"""A thread that computes beside others that work in short turns: when these wait for it, and when they do not."""

from __future__ import annotations

import pytest

from tests.support.own_program import MAIN, Does, Own, header
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import Reason


def _found(own: Own) -> Finding:
    state = fold(ComparisonState(), own.ends())
    return finding(state, state.runs[-1])


def _beside(crunch: Does, waits: Reason, others: float = 0.0, wanting: float = 0.0, gil: bool = True) -> Finding:
    """Two threads that answer each other for three seconds, in the last two beside one that computes."""
    own = Own()
    own.told[0] = header(gil=gil)
    does = Does(running=0.1, waits="io")
    own.does[MAIN], echo = does, own.thread("echo", does)
    own.passes(1)
    own.thread("crunch", crunch)
    for number in range(20):
        its = Does(running=0.05, wanting=wanting, waits=waits if number % 4 == 0 else "io")
        own.does[MAIN] = own.does[echo] = its
        own.passes(0.1, others=others)
    return _found(own)


def test_who_answers_waits_at_each_turn_for_who_computes() -> None:
    found = _beside(Does(running=0.9, waits="unknown"), "gil")
    assert found.bound == "gil" and found.tries == "crunch in a process of its own."
    assert found.says.startswith("while crunch computed, main and echo, which worked in short turns, waited at each")


def test_it_is_the_same_beside_busy_neighbours() -> None:
    found = _beside(Does(running=0.4, wanting=0.5, waits="unknown"), "gil", others=3.0, wanting=0.4)
    assert found.bound == "gil" and found.tries == "crunch in a process of its own."


@pytest.mark.parametrize("case", ["no waits", "native code", "no lock", "sleeps"])
def test_without_a_wait_for_the_lock_nobody_is_to_move(case: str) -> None:
    crunch = Does(running=0.3 if case == "sleeps" else 1.0, waits="sleep")
    if case == "native code":
        own = Own()
        own.thread("numbers", Does(running=1.0))
        for n in range(2):
            own.thread(f"clerk-{n}", Does(running=0.3, waits="gil" if n else "io"))
        own.passes(2)
        assert "process of its own" not in _found(own).tries
    else:
        found = _beside(crunch, "io" if case == "no waits" else "gil", gil=case != "no lock")
        assert "process of its own" not in found.tries
