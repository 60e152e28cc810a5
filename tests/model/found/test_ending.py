"""A timer that keeps a program from ending, and ends that are none of its doing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import Telemetry, ThreadStarted
from tui.telemetry.waits import WaitsSeen
from tui.telemetry.who import Who


def _found(told: list[Telemetry]) -> Finding:
    state = fold(ComparisonState(), told)
    return finding(state, state.runs[-1])


def _timed(target: str, *, is_told: bool = False) -> tuple[Own, Who]:
    """Return a program at whose end a timer is left. `is_told`: whose wait tells for which thread."""
    own = Own()
    own.does[MAIN] = Does(waits="sleep")
    timer = own.thread("Thread-1", Does(waits="lock"))
    started = own.told[-1]
    assert isinstance(started, ThreadStarted)
    own.told[-1] = replace(started, target=target)
    own.passes(0.5)
    own.does[MAIN] = Does(waits="lock", on=0, why="join", since_s=0.5)
    if is_told:
        own.does[MAIN] = replace(own.does[MAIN], thread=timer.tid, is_end=True)
    own.passes(3.0)
    return own, timer


@pytest.mark.parametrize("is_told", [False, True])
def test_a_timer_that_nobody_cancelled_while_it_runs_and_after(is_told: bool) -> None:
    own, timer = _timed("flush in shop.py after 8 s", is_told=is_told)
    found = _found(own.told)
    assert found.head == "At its end the program waits for a timer"
    assert found.says == (
        "main has done its work and waits, 3.0 s so far, for Thread-1, a timer of 8 s, which is to call flush in "
        "shop.py: it is no daemon and was not cancelled."
    )
    own.leaves(timer)
    own.does[MAIN] = Does()
    own.passes(0.1)
    assert _found(own.ends()).says.startswith("main had done its work and waited, 3.1 s, for Thread-1")


def test_an_end_that_waits_for_other_threads_and_a_join_that_was_none() -> None:
    own, _ = _timed("work in shop.py")
    assert _found(own.told).bound != "ending"
    own, _ = _timed("flush in shop.py after 8 s")
    own.does[MAIN] = Does(waits="sleep")
    own.passes(4.0)
    assert _found(own.told).bound != "ending"


def test_a_join_of_a_timer_is_not_the_end_of_the_program() -> None:
    own, _ = _timed("flush in shop.py after 8 s", is_told=True)
    own.told = [replace(it, waits=tuple(replace(w, is_end=False) for w in it.waits)) if isinstance(it, WaitsSeen)
                else it for it in own.told]  # fmt: skip
    assert _found(own.told).bound != "ending"


def test_timers_one_after_the_other() -> None:
    own, first = _timed("again in shop.py after 3 s")
    own.thread("Thread-2", Does(waits="lock"))
    started = own.told[-1]
    assert isinstance(started, ThreadStarted)
    own.told[-1] = replace(started, target="again in shop.py after 3 s")
    own.leaves(first)
    own.passes(2.0)
    assert "for Thread-2, a timer of 3 s, which is to call again in shop.py, after 1 other timer: " in (
        _found(own.told).says
    )
