"""Event loops that stand still or have nothing to do: what is said of them, and what is not."""

from __future__ import annotations

import pytest

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.loops import Loop, LoopsSeen, LoopStood
from tui.telemetry.tasks import PoolCount, PoolsCounted, TaskEnded, TaskStarted, TaskSubmitted
from tui.telemetry.vocabulary import Reason, Telemetry
from tui.telemetry.who import Who

IDLE = Does(waits="io", on=0, why="loop")


def _found(told: list[Telemetry]) -> Finding:
    state = fold(ComparisonState(), told)
    return finding(state, state.runs[-1])


def _loop(
    own: Own, who: Who = MAIN, *, is_told: bool = True, since_s: float | None = None, stood: int = 0,
    longest_s: float = 0.0,
) -> None:  # fmt: skip
    stood_s = stood * longest_s
    own.told.append(LoopsSeen(own.at_s, 0, (Loop(*who[:2], True, is_told, since_s, stood, stood_s, longest_s),)))


def _looked(own: Own, since_s: float, function: str = "retry", *, is_late: bool = True) -> None:
    own.told.append(LoopStood(own.at_s, 0, *MAIN[:2], since_s, is_late, function, "shop.py", 12))


def _stands(own: Own, seconds: float, reason: Reason, *, is_late: bool = True) -> None:
    """Let the loop stand still for a while, and go on."""
    since_s = own.at_s
    own.does[MAIN] = Does(running=float(reason == "running"), waits=reason)
    for _ in range(round(seconds * 5)):
        own.passes(0.2)
        _looked(own, since_s, is_late=is_late)
    own.does[MAIN] = IDLE


def test_a_loop_with_nothing_to_do_is_not_the_outside_world() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    _loop(own)
    own.passes(2)
    on, over = _found(own.told), _found(own.ends())
    assert (on.head, over.head) == ("The event loop has nothing to do", "The event loop had nothing to do")
    assert on.says == "100 % of the time; what its tasks wait for is not observed yet." and not on.is_good
    assert over.says == "100 % of the time; what its tasks waited for is not observed yet." and on.tries == ""


def test_a_worker_that_has_ended_long_ago_says_no_more_than_the_loop() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    _loop(own)
    modem = own.thread("modem", Does(waits="sleep"))
    own.passes(1)
    own.leaves(modem)
    own.passes(4)
    assert _found(own.told).bound == "loop idle"


def test_workers_beside_a_loop_say_more() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    _loop(own)
    for n in range(3):
        own.thread(f"clerk-{n}", Does(waits="sleep"))
    own.passes(2)
    assert _found(own.told).bound == "sleep"


def test_a_loop_of_another_library_may_wait_in_a_call() -> None:
    own = Own()
    own.does[MAIN] = Does(waits="io")
    _loop(own, is_told=False)
    own.passes(2)
    found = _found(own.told)
    assert found.bound == "waiting" and "waiting 100 % of the time" in found.says


@pytest.mark.parametrize(
    ("reason", "says", "tries"),
    [
        ("sleep", "`retry` slept in it (shop.py:12)", "asyncio.sleep()"),
        ("running", "`retry` computed in it (shop.py:12)", "into a process"),
        ("io", "`retry` waited in it (shop.py:12)", "asyncio.to_thread"),
    ],
)
def test_a_loop_that_stood_still_says_in_which_function(reason: Reason, says: str, tries: str) -> None:
    own = Own()
    own.does[MAIN] = IDLE
    own.passes(0.5)
    _stands(own, 1, reason)
    _loop(own, stood=1, longest_s=1.0)
    own.passes(0.5)
    found = _found(own.told)
    assert (found.bound, found.head) == ("loop", "The event loop stood still")
    assert found.says == f"for up to 1.0 s; {says}." and tries in found.tries


def test_a_loop_that_stands_still_is_told_while_it_does() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    own.passes(0.5)
    _stands(own, 2, "sleep")
    _loop(own, since_s=0.5)
    assert _found(own.told).says == "for up to 2.0 s; `retry` sleeps in it (shop.py:12)."


def test_how_often_and_how_long_in_all() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    own.passes(5)
    _loop(own, stood=3, longest_s=0.5)
    found = _found(own.told)
    assert found.says == "for up to 0.5 s, 3 times and 1.5 s in all; what else was due in it had to wait."


def test_a_loop_in_a_thread_has_its_name() -> None:
    own = Own()
    clerk = own.thread("clerk", IDLE)
    own.passes(0.5)
    _loop(own, clerk, stood=1, longest_s=1.0)
    assert _found(own.told).head == "The event loop of clerk stood still"


def test_a_loop_that_nothing_was_due_in_harmed_nobody() -> None:
    own = Own()
    _loop(own)
    own.passes(0.5)
    _stands(own, 2, "sleep", is_late=False)
    _loop(own, since_s=0.5)
    assert _found(own.told).bound != "loop"


@pytest.mark.parametrize("reason", ["gil", "core"])
def test_a_loop_that_could_not_run_does_not_stand_by_its_own_doing(reason: Reason) -> None:
    own = Own()
    own.does[MAIN] = IDLE
    own.passes(20)
    _stands(own, 1, reason)
    _loop(own, stood=1, longest_s=1.0)
    assert _found(own.told).bound == "loop idle"


def test_short_stops_are_no_finding() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    _loop(own, stood=4, longest_s=0.12)
    own.passes(4)
    assert _found(own.told).bound == "loop idle"


def _executor(own: Own, name: str, *, threads: int = 2, tasks: int = 8, took_s: float = 1.0) -> None:
    """Hand tasks in at once, and let so many threads do them one after the other."""
    own.made(9, "pool", name, type_="concurrent.futures.ThreadPoolExecutor")
    workers = [own.thread(f"asyncio_{n}", Does(waits="sleep")) for n in range(threads)]
    own.told += [TaskSubmitted(own.at_s, 0, *MAIN[:2], 9, 0, n, 1) for n in range(tasks)]
    for n in range(tasks):
        began_s = own.at_s + n // threads * took_s
        own.told += [
            TaskStarted(began_s, 0, *workers[n % threads][:2], n, 0, 9, "shop.report"),
            TaskEnded(began_s + took_s, 0, *workers[n % threads][:2], n, took_s, False, 0, 9),
        ]
    for step in range(tasks // threads):
        began = min(tasks, (step + 1) * threads)
        count = PoolCount(9, tasks, began, began - threads, 0, 0, 0, 0, 0, 0.0)
        own.told.append(PoolsCounted(own.at_s, 0, (count,)))
        own.passes(took_s)


def test_a_default_executor_that_is_full_keeps_tasks_in_line() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    _executor(own, "the loop's default executor")
    found = _found(own.told)
    assert (found.bound, found.head) == ("pool", "The loop's default executor was full")
    assert found.says == "8 tasks: `shop.report` stood 3.0 s in line." and "run_in_executor" in found.tries


@pytest.mark.parametrize(("name", "took_s"), [("jobs", 1.0), ("the loop's default executor", 0.1)])
def test_a_line_before_another_pool_or_a_short_one_is_none(name: str, took_s: float) -> None:
    own = Own()
    own.does[MAIN] = IDLE
    _executor(own, name, took_s=took_s)
    own.passes(1.0)
    assert _found(own.told).bound != "pool"


def test_a_function_that_computes_may_want_a_core_meanwhile() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    own.passes(10)
    _stands(own, 1, "core")
    _stands(own, 0.6, "running")
    _loop(own, stood=2, longest_s=1.0)
    assert "`retry` computed in it" in _found(own.told).says
