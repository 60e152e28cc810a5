"""Who waits for whom in a circle: found, old enough, remembered, and said."""

from __future__ import annotations

from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.findings import finding
from tui.model.said.lock_words import lock_state
from tui.model.said.verdict import verdict
from tui.model.state.shared import LockState
from tui.model.state.state import ComparisonState, RunState
from tui.model.stuck.circles import cycles, steps_said
from tui.reports.as_json.told import json_of
from tui.telemetry.ends import StopAsked
from tui.telemetry.objects import ObjectFound
from tui.telemetry.vocabulary import RunEnded, Telemetry
from tui.telemetry.who import Who

Thread = Who


def _bank(*, timed_s: float = 3.0) -> tuple[Own, Thread, Thread]:
    """Return a program in which one process's thread and another process wait for each other."""
    own = Own()
    left, right = own.made(7, "lock", "left"), own.made(8, "lock", "right")
    one, two = own.thread("one", _stuck(right)), own.process("two", _stuck(left))
    own.held(left, one)
    own.held(right, two)
    own.passes(timed_s)
    return own, one, two


def _stuck(key: int, since_s: float = 0.1) -> Does:
    return Does(waits="lock", on=key, since_s=since_s)


def _run(told: list[Telemetry]) -> tuple[ComparisonState, RunState]:
    state = fold(ComparisonState(), told)
    return state, state.runs[-1]


def _said(run: RunState) -> list[tuple[str, ...]]:
    return [steps_said(run, cycle) for cycle in cycles(run)]


def test_a_circle_across_threads_and_processes_is_said_with_names_and_places() -> None:
    own, _, _ = _bank()
    state, run = _run(own.told)
    steps = "one holds left, waits for right (shop.py:3)", "two holds right, waits for left (shop.py:3)"
    assert _said(run) == [steps]
    found = finding(state, run)
    assert (found.bound, found.head) == ("deadlock", "Deadlock of one and two")
    assert found.says == f"{steps[0]}; {steps[1]}, for 2.9 s." and "same order" in found.tries


def test_a_circle_that_is_young_is_no_deadlock_yet() -> None:
    own, _, _ = _bank(timed_s=0.8)
    state, run = _run(own.told)
    assert cycles(run) == () and finding(state, run).bound != "deadlock"


def test_a_deadlock_is_told_when_its_program_was_ended() -> None:
    own, one, two = _bank()
    for key in (one, two):
        own.does[key] = Does(waits="sleep")
    own.held(7, None)
    own.held(8, None)
    own.passes(0.2)
    told = [replace(item, outcome="stopped") if isinstance(item, RunEnded) else item for item in own.ends()]
    state, run = _run(told)
    said = verdict(state).text
    assert said.startswith("Program was stopped before its end. Deadlock of one and two: one held left, waited for")
    (cycle,) = cycles(run)
    assert finding(state, run).bound == "deadlock" and (cycle.since_s, round(cycle.seen_s, 1)) == (0.1, 3.0)
    (circle,) = json_of(state)["deadlock"]
    assert [step["worker"] for step in circle["steps"]] == ["one", "two"]
    assert circle["steps"][0]["holds"]["name"] == "left" and circle["steps"][0]["waits_for"]["name"] == "right"


def test_a_deadlock_lasts_until_the_end_of_a_run_that_is_slow_to_end() -> None:
    own, _, two = _bank()
    own.told.append(StopAsked(own.at_s, 0, 2))
    own.passes(2.0)
    told = [replace(item, outcome="stopped") if isinstance(item, RunEnded) else item for item in own.ends()]
    state, run = _run(told)
    assert finding(state, run).says.endswith(", for 4.9 s.")
    own, _, two = _bank()
    own.told.append(StopAsked(own.at_s, 0, 2))
    own.does[two] = Does(waits="sleep")
    own.passes(2.0)
    told = [replace(item, outcome="stopped") if isinstance(item, RunEnded) else item for item in own.ends()]
    state, run = _run(told)
    assert finding(state, run).says.endswith(", for 2.9 s."), "it ended with the first wait"


def test_who_waits_for_itself_and_who_waits_for_a_threads_end() -> None:
    own = Own()
    kept, mine = own.made(7, "lock", "kept"), own.made(8, "lock", "mine")
    wants = own.thread("wants", _stuck(kept))
    own.does[MAIN] = Does(waits="join", on=0, why="join", since_s=0.1, thread=wants[1])
    alone = own.thread("alone", _stuck(mine))
    own.held(kept, MAIN)
    own.held(mine, alone)
    own.passes(2)
    _, run = _run(own.told)
    assert sorted(_said(run)) == [
        ("alone waits for mine (shop.py:3), which it holds itself",),
        ("main holds kept, waits for wants to end", "wants waits for kept (shop.py:3)"),
    ]


def test_who_waits_for_a_lock_of_its_own_that_another_may_release_is_no_deadlock() -> None:
    own = Own()
    done = own.made(7, "lock", "done")
    own.does[MAIN] = _stuck(done)
    own.thread("worker", Does(running=1.0))
    own.held(done, MAIN)
    own.passes(2)
    _, run = _run(own.told)
    assert cycles(run) == ()


def test_who_waits_behind_a_circle_is_not_in_it_and_a_semaphore_makes_none() -> None:
    own, _, _ = _bank()
    behind = own.thread("behind", _stuck(7))
    permits = own.made(9, "lock", "permits", type_="threading.Semaphore")
    own.does[MAIN] = _stuck(permits)
    own.passes(2)
    _, run = _run(own.told)
    (cycle,) = cycles(run)
    assert behind not in {step.who for step in cycle.steps} and len(cycle.steps) == 2


def test_a_circle_that_dissolves_again_was_none() -> None:
    own, one, _ = _bank()
    own.does[one] = Does(waits="sleep")
    own.passes(0.2)
    assert cycles(_run(own.told)[1]) == ()
    own.passes(2)
    assert cycles(_run(own.ends())[1]) == ()


def _lock(type_: str, limit: int | None = None, **counted: object) -> LockState:
    of = ObjectFound(0.0, 0, 1, "lock", type_, "x", "a.py:1", 1, None, None, None, None, None, None, limit)
    return LockState(of, replace(LockState(of).count, **counted))


def test_what_is_said_of_what_is_no_lock() -> None:
    said = {
        "": _lock("threading.Lock"),
        "3 at first": _lock("threading.Semaphore", limit=3),
        "2 of 3 left": _lock("multiprocessing.BoundedSemaphore", limit=3, permits=2),
        "notified once": _lock("threading.Condition", told=1),
        "not set": _lock("threading.Event", is_on=False),
        "set, set 1 200 times so far": _lock("threading.Event", is_on=True, told=1200),
        "0 of 2 here, passed 4 times": _lock("threading.Barrier", limit=2, told=4),
        "broken": _lock("multiprocessing.Barrier", limit=2, is_on=True),
    }
    assert {words: lock_state(lock, 0) for words, lock in said.items()} == {words: words for words in said}
    assert lock_state(_lock("threading.Semaphore", limit=3, permits=1), 2) == "0 of 3 left"
    assert lock_state(_lock("threading.Barrier", limit=3), 2) == "2 of 3 here"
