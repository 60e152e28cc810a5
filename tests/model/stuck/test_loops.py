"""Threads of event loops that wait for what only their own loop could bring."""

from __future__ import annotations

from msgspec.structs import replace

from tests.model.stuck.test_causes import said, stopped
from tests.support.own_program import MAIN, Does, Own, still
from tui.telemetry.loops import Loop, LoopsSeen, LoopStood
from tui.telemetry.who import Who

IDLE = Does(waits="io", on=0, why="loop")


def _stands(own: Own, who: Who = MAIN, since_s: float = 0.1) -> None:
    """Tell that the loop of this thread stands still in a function."""
    own.told += [
        LoopsSeen(own.at_s, 0, (Loop(who.pid, who.tid, True, True, since_s, 0, 0.0, 0.0),)),
        LoopStood(own.at_s, 0, who.pid, who.tid, since_s, False, "on_message", "shop.py", 9),
    ]


def test_who_waits_in_a_loop_for_its_own_task() -> None:
    own = Own()
    own.does[MAIN] = still(0, "result", thread=MAIN.tid)
    own.passes(3)
    _stands(own)
    on = said(own.told)
    assert (on.bound, on.head) == ("deadlock", "Nothing can go on")
    assert on.says.startswith(
        "main waits in `on_message` (shop.py:9) for the result of a task of the event loop that runs in this very "
        "thread: neither can ever go on. So for 2.9 s now."
    )
    over = said(stopped(own))
    assert over.head == "Nothing could go on" and "neither could ever go on" in over.says
    assert over.tries == on.tries == "`await` in place of waiting for the result, or to wait for it in another thread."


def test_a_limit_lets_the_loop_go_on() -> None:
    own = Own()
    own.does[MAIN] = still(0, "result", thread=MAIN.tid, is_timed=True)
    own.passes(3)
    _stands(own)
    assert said(own.told).bound not in ("deadlock", "stuck")


def test_who_waits_in_another_thread_for_a_loop_that_goes_on_is_not_stuck() -> None:
    own = Own()
    own.does[MAIN] = IDLE
    own.thread("clerk", still(0, "result", thread=MAIN.tid))
    own.passes(3)
    own.told.append(LoopsSeen(own.at_s, 0, (Loop(*MAIN[:2], True, True, None, 0, 0.0, 0.0),)))
    assert said(own.told).bound not in ("deadlock", "stuck")


def test_a_loop_that_waits_for_who_waits_for_it() -> None:
    own = Own()
    clerk = own.thread("clerk", still(0, "result", thread=MAIN.tid))
    own.does[MAIN] = still(0, "join", thread=clerk.tid)
    own.passes(3)
    _stands(own)
    assert said(own.told).head == "Nothing can go on"


def test_a_lock_that_is_held_over_an_await_needs_no_rlock() -> None:
    own = Own()
    table = own.made(7, "lock", "table", type_="threading.Lock")
    own.does[MAIN] = still(table, holder=MAIN)
    own.held(table, MAIN)
    own.passes(1.5)
    _stands(own)
    early = said(own.told)
    own.passes(1.5)
    late = said(own.told)
    assert early.head == "Deadlock of main" and late.head == "Nothing can go on"
    assert early.tries == late.tries == (
        "not to hold a thread's lock over an `await`: an asyncio.Lock may be held over one."
    )
    assert late.says.startswith(
        "main waits for table (shop.py:3) in `on_message` (shop.py:9) in the thread of its event loop, so the loop "
        "stands still; table was taken in this same thread, and a task that holds it can only go on in that loop."
    )


def test_without_a_loop_an_rlock_may_help() -> None:
    own = Own()
    table = own.made(7, "lock", "table", type_="threading.Lock")
    own.does[MAIN] = still(table, holder=MAIN)
    own.held(table, MAIN)
    own.passes(3)
    assert said(own.told).tries.startswith("an RLock")


def test_an_event_that_only_a_task_could_set() -> None:
    own = Own()
    ready = own.made(7, "lock", "ready", type_="threading.Event")
    own.does[MAIN] = still(ready, "signal")
    own.passes(3)
    _stands(own)
    found = said(own.told)
    assert found.says.startswith(
        "main waits in `on_message` (shop.py:9) for ready to be set in the thread of its event loop: no task of that "
        "loop can run meanwhile, and nobody else is left who could end that"
    )
    assert "asyncio" in found.tries


def test_a_loop_beside_others_who_are_stuck_is_not_blamed() -> None:
    own = Own()
    ready = own.made(7, "lock", "ready", type_="threading.Event")
    own.does[MAIN] = still(ready, "signal")
    own.thread("clerk", replace(still(ready, "signal")))
    own.passes(3)
    _stands(own)
    assert "event loop" not in said(own.told).says
