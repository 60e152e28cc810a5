"""Waits that nobody can end: found, said with their cause, remembered; and what is none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own, still
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState, RunState
from tui.model.stuck.circles import cycles
from tui.model.stuck.rows import rows
from tui.model.stuck.standstill import standstill
from tui.telemetry.ends import StopAsked
from tui.telemetry.objects import LockCount, LocksCounted, QueueCount, QueuesCounted
from tui.telemetry.tasks import ErrorSeen, PoolCount, PoolsCounted, TaskStarted
from tui.telemetry.vocabulary import RunEnded, Telemetry
from tui.telemetry.waits import SignalsHandled
from tui.telemetry.who import Who


def _run(told: list[Telemetry]) -> RunState:
    return fold(ComparisonState(), told).runs[-1]


def said(told: list[Telemetry]) -> Finding:
    state = fold(ComparisonState(), told)
    return finding(state, state.runs[-1])


def stopped(own: Own) -> list[Telemetry]:
    """Return the end of a run that a person stops: nobody waits any more before it is over."""
    own.told.append(StopAsked(own.at_s, 0, 2))
    own.does = dict.fromkeys(own.does, Does(running=0.1))
    own.passes(0.2)
    return [replace(item, outcome="stopped") if isinstance(item, RunEnded) else item for item in own.ends()]


def queued(own: Own, key: int, puts: int, gets: int, **more: object) -> None:
    count = QueueCount(key, puts, gets, None, 0, None, None, 0, 0.0, 0, 0.0, None)
    own.told.append(QueuesCounted(own.at_s, 0, (replace(count, **more),)))


def counted(own: Own, key: int, **more: object) -> None:
    count = LockCount(key, "lean", 0, 0.0, None, None, None, None, None)
    own.told.append(LocksCounted(own.at_s, 0, (replace(count, **more),)))


def held_by_the_dead() -> Own:
    own = Own()
    book = own.made(7, "lock", "book", type_="threading.Lock")
    careless = own.thread("careless", Does(running=1.0))
    patient = own.thread("patient", still(book, holder=careless, since_s=0.5))
    own.held(book, careless)
    own.passes(0.4)
    own.told.append(ErrorSeen(own.at_s, 0, *careless[:2], "thread", None, "ValueError", "bad row"))
    own.leaves(careless)
    own.does[MAIN] = still(0, "join", thread=patient.tid)
    own.passes(3.0)
    return own


def test_a_holder_that_has_ended_is_the_cause_while_it_runs_and_after() -> None:
    own = held_by_the_dead()
    found = said(own.told)
    assert (found.bound, found.head) == ("stuck", "Nothing can go on")
    assert found.says == (
        "careless ended with ValueError: bad row 3.0 s ago while it held book (shop.py:3); patient waits for that, and "
        "nobody is left who could release it. So for 2.9 s now."
    )
    assert [(row.waits_for, row.could_end, row.why_not) for row in rows(_run(own.told))] == [
        ("patient to end", "patient", "it waits itself"), ("book", "careless", "it ended with ValueError: bad row"),
    ]  # fmt: skip
    found = said(stopped(own))
    assert found.head == "Nothing could go on" and "patient waited for that, and nobody was left" in found.says


def test_who_went_on_by_itself_was_not_stuck() -> None:
    own = held_by_the_dead()
    own.does = dict.fromkeys(own.does, Does(running=0.5))
    own.passes(0.5)
    assert said(own.told).bound != "stuck" and said(own.ends()).bound != "stuck"


def test_nothing_is_stuck_before_two_seconds_and_while_anybody_could_help() -> None:
    own = Own()
    jobs = own.made(7, "queue", "jobs")
    own.does[MAIN] = still(jobs, "empty")
    own.passes(1.8)
    assert standstill(_run(own.told)) is None
    own.passes(1.0)
    assert said(own.told).says.startswith("main waits for an item in jobs (shop.py:3); nothing was ever put into it")
    own.thread("helper", Does(running=0.5))
    own.passes(0.2)
    assert standstill(_run(own.told)) is None


@pytest.mark.parametrize("end", ["timed", "outside", "signals", "unknown pipe", "a native thread", "sleeps"])
def test_who_may_go_on_by_itself_is_not_stuck(end: str) -> None:
    own = Own()
    done = own.made(7, "lock", "done", type_="threading.Event")
    own.does[MAIN] = still(done, "signal", is_timed=end == "timed", is_outside=end == "outside")
    if end == "signals":
        own.told.append(SignalsHandled(0.0, 0, 100))
    elif end == "unknown pipe":
        own.thread("reads", still(None, call="read", pipe=5))
    elif end == "a native thread":
        own.does[Who(100, 177)] = Does(waits="lock")
    elif end == "sleeps":
        own.thread("sleeps", still(None, call="sleep", is_timed=True))
    own.passes(4.0)
    assert standstill(_run(own.told)) is None


def test_idle_threads_wait_for_a_main_thread_that_waits_for_the_outside() -> None:
    own = Own()
    jobs = own.made(7, "queue", "jobs")
    own.does[MAIN] = still(None, call="poll", is_outside=True)
    for name in ("one", "two"):
        own.thread(name, still(jobs, "empty"))
    pipe = own.made(8, "queue", "calls", type_="multiprocessing.Queue")
    own.process("server", still(pipe, "empty", "read", pipe=9, peers=(100,)))
    own.passes(4.0)
    assert standstill(_run(own.told)) is None


def test_a_lock_that_was_copied_at_a_fork() -> None:
    own = Own()
    log = own.made(7, "lock", "log_lock", type_="threading.Lock")
    chatter = own.thread("chatter", Does(running=0.2))
    child = own.process("Process-1", still(log, holder=chatter, is_copy=True))
    own.does[MAIN] = still(0, "join", "child", child=child.pid, process=child.pid)
    own.passes(3.0)
    found = said(own.told)
    assert found.head == "main and Process-1 can never go on"
    assert "Process-1 waits for its copy of log_lock (shop.py:3), made at the fork while chatter of" in found.says


def test_a_pool_whose_workers_wait_for_its_own_tasks() -> None:
    own = Own()
    pool = own.made(7, "pool", "pool", type_="concurrent.futures.thread.ThreadPoolExecutor", limit=2)
    own.does[MAIN] = still(pool, "result")
    for number in range(2):
        worker = own.thread(f"pool_{number}", still(pool, "result"))
        own.told.append(TaskStarted(0.0, 0, *worker[:2], number, 0, pool, "whole"))
    own.thread("clock", Does(running=0.2))
    own.told.append(PoolsCounted(0.0, 0, (PoolCount(pool, 9, 2, 0, 0, 0, 0, 0, 3, 1.0),)))
    own.passes(4.0)
    found = said(own.told)
    assert (found.bound, found.head) == ("deadlock", "Deadlock of the pool pool")
    assert found.says.startswith(
        "both its workers are in a task that waits for another task of this pool, and those wait for a free worker, "
        "7 tasks in line. So for 3.9 s now."
    )


def feeding(*, out: int = 7) -> tuple[Own, Who]:
    own = Own()
    own.made(out, "queue", "out", type_="multiprocessing.Queue")
    child = own.process("Process-1", Does())
    feeder = own.thread("QueueFeederThread", still(None, call="write", pipe=5, peers=(100, child.pid)), pid=child.pid,
                        role="helper")  # fmt: skip
    own.does[child] = still(0, "join", thread=feeder.tid)
    own.does[MAIN] = still(0, "join", "child", child=child.pid, process=child.pid)
    queued(own, out, 1, 0, put_by=(child.pid,), unsent_by=(child.pid,))
    return own, child


def test_join_before_get() -> None:
    own, _ = feeding()
    own.passes(3.0)
    found = said(own.told)
    assert found.bound == "deadlock" and found.says.startswith(
        "main waits for Process-1 to end, which cannot end before what it has put into out (shop.py:3) is taken; "
        "nobody takes it"
    )


def test_a_process_that_takes_after_a_while_is_no_join_before_get() -> None:
    own, _ = feeding()
    own.process("taker", still(None, call="sleep", is_timed=True))
    own.passes(3.0)
    assert standstill(_run(own.told)) is not None  # The taker's process is no peer of the pipe.
    own.does[MAIN] = still(None, call="sleep", is_timed=True)
    own.passes(3.0)
    assert standstill(_run(own.told)) is None


def test_join_before_take() -> None:
    own = Own()
    lines = own.made(7, "queue", "lines", maxsize=5)
    reader = own.thread("reader", still(lines, "full"))
    own.does[MAIN] = still(0, "join", thread=reader.tid)
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for reader to end, and reader waits for room in lines (shop.py:3), 5 at most: nobody is "
        "left to take"
    )


def test_a_child_whose_output_nobody_reads() -> None:
    own = Own()
    child = own.process("python -c", still(None, call="write", pipe=4, peers=(100,)))
    own.does[MAIN] = still(0, "join", "child", child=child.pid)
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for python -c to end, and python -c for room in a pipe that main does not read"
    )


def test_pipes_full_at_both_ends() -> None:
    own = Own()
    here, there = own.made(7, "pipe", "here"), own.made(8, "pipe", "there")
    child = own.process("Process-1", Does())
    own.does[child] = still(there, "full", "write", pipe=4, peers=(100, child.pid))
    own.does[MAIN] = still(here, "full", "write", pipe=4, peers=(100, child.pid))
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main and Process-1 both wait for room in the pipe between them (here and there): each would have to "
        "receive first"
    )


def test_a_pipe_that_nobody_reads_though_the_writer_has_its_end_too() -> None:
    own = Own()
    out = own.made(7, "pipe", "out")
    child = own.process("Process-1", Does())
    own.does[child] = still(out, "full", "write", pipe=4, peers=(100, child.pid))
    own.does[MAIN] = still(None, "join", "child", child=child.pid)
    own.passes(3.0)
    found = said(own.told)
    assert found.says.startswith(
        "main waits for Process-1 to end, and Process-1 waits for room in a pipe (out) that nobody reads"
    )
    assert found.tries == "to receive what Process-1 sends before waiting for its end."


def test_a_child_whose_input_stays_open_while_its_output_is_read() -> None:
    own = Own()
    child = own.process("cat", still(None, call="read", pipe=4, peers=(100,)))
    own.does[MAIN] = still(None, call="read", pipe=5, peers=(child.pid,))
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for what cat writes, and cat for the end of its input, a pipe that only main could write to or "
        "close"
    )


def test_a_reader_that_has_the_other_end_itself() -> None:
    own = Own()
    own.does[MAIN] = still(None, call="read", pipe=4, peers=(100,))
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for what comes from a pipe, or for its end, and nobody but main itself has the end open that is "
        "written to"
    )


def test_whoever_is_stuck_beside_the_first_is_told_with_what_for() -> None:
    own = Own()
    book = own.made(7, "lock", "book", type_="multiprocessing.Lock")
    child = own.process("Process-1", still(book, "lock", is_shared=True))
    own.does[MAIN] = still(None, "join", "child", child=child.pid)
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for Process-1 to end, and nobody is left who could end that; Process-1 waits for book"
    )


def test_task_done_missing_and_items_that_nobody_takes() -> None:
    own = Own()
    jobs = own.made(7, "queue", "jobs")
    own.thread("worker", still(jobs, "empty"))
    own.does[MAIN] = still(jobs, "join")
    queued(own, jobs, 6, 6, done=5)
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits in jobs.join(): 1 of 6 items taken without `task_done`, none is left in it, and nobody is at work"
    )


def test_a_producer_that_has_ended() -> None:
    own = Own()
    out = own.made(7, "queue", "out", type_="multiprocessing.Queue")
    child = own.process("producer", Does(running=0.5))
    queued(own, out, 3, 3, put_by=(child.pid,), got_by=(100,))
    own.passes(0.5)
    own.told.append(ErrorSeen(own.at_s, 0, *child[:2], "process", None, "RuntimeError", "source closed"))
    own.leaves(child, 1)
    own.does[MAIN] = still(out, "empty", "read", since_s=0.5, pipe=4, peers=(100,))
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for an item in out (shop.py:3); producer, the only one that ever put into it, ended with "
        "RuntimeError: source closed 3.0 s ago"
    )


def test_a_notice_that_came_before_anybody_waited_and_one_that_never_came() -> None:
    own = Own()
    ready = own.made(7, "lock", "ready", type_="threading.Condition")
    consumer = own.thread("consumer", still(ready, "signal", since_s=0.6))
    own.does[MAIN] = still(0, "join", thread=consumer.tid)
    counted(own, ready, told=1, told_s=0.1)
    own.passes(3.0)
    assert "the last notice was given 0.5 s before anybody of them waited, so it was lost" in said(own.told).says
    counted(own, ready, told=0)
    assert "ready (shop.py:3) to be notified, and nobody is left to do so; it was never notified" in said(own.told).says


def test_permits_that_went_with_failed_tasks() -> None:
    own = Own()
    slots = own.made(7, "lock", "slots", type_="threading.BoundedSemaphore", limit=2)
    one = own.thread("pool_0", still(slots))
    own.does[MAIN] = still(0, "join", thread=one.tid)
    own.tasks(one, ended=4, failed=2)
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "pool_0 waits for a permit of slots (shop.py:3): 0 of 2 are left, and nobody is at work who could give one "
        "back; 2 tasks failed"
    )


def test_an_event_and_a_barrier() -> None:
    own = Own()
    meet = own.made(7, "lock", "meet", type_="threading.Barrier", limit=3)
    one = own.thread("one", still(meet, "signal"))
    own.thread("two", still(meet, "signal"))
    own.does[MAIN] = still(0, "join", thread=one.tid)
    own.passes(3.0)
    assert said(own.told).says.startswith("2 of 3 are at meet (shop.py:3) (one and two), and nobody is left to come")


def test_a_circle_of_a_join_of_a_process_and_a_lock() -> None:
    own = Own()
    kept = own.made(7, "lock", "kept", type_="multiprocessing.Lock")
    child = own.process("Process-1", still(kept, is_shared=True))
    own.does[MAIN] = still(0, "join", "child", child=child.pid, process=child.pid)
    own.held(kept, MAIN)
    own.passes(3.0)
    run = _run(own.told)
    assert len(cycles(run)) == 1 and said(own.told).says.startswith(
        "main holds kept, waits for Process-1 to end; Process-1 waits for kept (shop.py:3), for"
    )


def test_a_circle_of_timed_waits_is_none() -> None:
    own = Own()
    left, right = own.made(7, "lock", "left"), own.made(8, "lock", "right")
    one, two = own.thread("one", still(right, is_timed=True)), own.thread("two", still(left, is_timed=True))
    own.held(left, one)
    own.held(right, two)
    own.passes(3.0)
    assert cycles(_run(own.told)) == ()


def test_what_an_interrupted_main_thread_does_next_hides_nothing() -> None:
    own = Own()
    free = own.made(7, "queue", "free")
    own.does[MAIN] = still(free, "empty")
    worker = own.thread("worker", still(free, "empty"))
    own.passes(3.0)
    own.told.append(StopAsked(own.at_s, 0, 2))
    own.does[MAIN] = still(0, "join", thread=worker.tid, since_s=own.at_s)
    own.passes(10.0)
    assert "main and worker waited for an item in free" in said(stopped(own)).says


def test_the_newest_standstill_is_the_one_that_is_told() -> None:
    own = held_by_the_dead()
    own.does[MAIN] = Does(running=0.5)
    patient = next(who for who in own.does if who != MAIN)
    own.does[patient] = Does(running=0.5)
    own.passes(5.0)
    bell = own.made(9, "lock", "bell", type_="threading.Event")
    own.does = dict.fromkeys(own.does, still(bell, "signal", since_s=own.at_s))
    own.passes(3.0)
    assert "bell (shop.py:3) to be set, and nobody was left to set it; it was never set" in said(stopped(own)).says


def test_a_child_whose_input_nobody_closes() -> None:
    own = Own()
    child = own.process("cat", still(None, call="read", pipe=4, peers=(100,)))
    own.does[MAIN] = still(0, "join", "child", child=child.pid)
    own.passes(3.0)
    assert said(own.told).says.startswith(
        "main waits for cat to end, and cat for the end of its input, a pipe that only main could write to or close"
    )


def test_where_there_is_little_room_who_waits_for_whom_is_said_all_the_same() -> None:
    own, _ = feeding()
    own.passes(3.0)
    assert said(own.told).brief == "main waits for Process-1 to end, Process-1 waits for its items to be taken"
