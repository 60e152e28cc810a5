"""What holds a program up: a scripted run for each finding, the numbers in its words, and what is not claimed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.telemetry.ends import StopAsked
from tui.telemetry.objects import LockCount, LocksCounted
from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.vocabulary import ProcessStarted, RunEnded, Telemetry
from tui.telemetry.who import Who


def _found(told: list[Telemetry]) -> Finding:
    state = fold(ComparisonState(), told)
    return finding(state, state.runs[-1])


def _threads(own: Own, count: int, does: Does) -> list[Who]:
    return [own.thread(f"clerk-{n}", does) for n in range(count)]


def test_threads_that_wait_for_the_gil() -> None:
    own = Own()
    _threads(own, 4, Does(running=0.25, waits="gil"))
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == "gil" and "75 %" in found.says and "four workers" in found.says and "processes" in found.tries


def test_a_lock_by_name_with_who_waited_and_where_it_was_made() -> None:
    own = Own()
    lock = own.made(7, "lock", "balance_lock")
    own.thread("holder", Does(waits="sleep"))
    _threads(own, 3, Does(waits="lock", on=lock))
    own.passes(1)
    own.locked(lock, 50, 2.5, level="hold", holder=102)
    on, over = _found(own.told), _found(own.ends())
    assert on.bound == over.bound == "lock" and over.head == "Bound by the lock balance_lock"
    assert "clerk-0, clerk-1 and 1 more waited 3.0 s" in on.says and "shop.py:3" in over.says
    assert "waited 2.5 s for it together, 83 % of the time" in over.says, "then the lock's own count is complete"
    assert "holder holds it now" in on.says and "holds it now" not in over.says


def test_a_lock_of_logging_is_called_after_its_handler() -> None:
    own = Own()
    lock = own.made(7, "lock", "logging's handler Slow", type_="threading.RLock")
    _threads(own, 24, Does(waits="lock", on=lock))
    own.passes(1)
    found = _found(own.told)
    assert found.head == "Bound by the lock of logging's handler Slow"
    assert "clerk-0, clerk-1 and 22 more waited 24.0 s" in found.says


def test_a_lock_that_is_hardly_waited_for_is_no_finding() -> None:
    own = Own()
    lock = own.made(7, "lock", "balance_lock")
    _threads(own, 3, Does(running=0.9, waits="lock", on=lock))
    own.passes(1)
    own.locked(lock, 50, 0.3)
    assert _found(own.ends()).bound == "nothing"


def test_consumers_that_wait_are_held_up_by_who_puts() -> None:
    own = Own()
    jobs = own.made(7, "queue", "jobs")
    own.process("maker", Does(running=1.0))
    for n in range(2):
        own.process(f"taker-{n}", Does(running=0.1, waits="queue", on=jobs, why="empty"))
    own.passes(2)
    own.counted(jobs, 10, 10, empty_s=3.4)
    found = _found(own.ends())
    assert (found.bound, found.head) == ("queue", "Bound by who puts into jobs")
    assert "taker-0 and taker-1 waited 3.4 s for an item, 85 % of the time" in found.says


@pytest.mark.parametrize(("quiet", "is_bound"), [(5, True), (40, False)])
def test_who_waits_where_items_have_ceased_to_come_needs_no_more_producers(quiet: int, is_bound: bool) -> None:
    own = Own()
    jobs = own.made(7, "queue", "jobs", type_="queue.Queue")
    own.does[MAIN] = Does(waits="sleep")
    own.thread("taker", Does(waits="queue", on=jobs, why="empty"))
    for look in range(20 + quiet):
        own.passes(0.1)
        done = min(look, 20) // 2
        own.counted(jobs, done, done, empty_s=own.at_s)
    found = _found(own.ends())
    assert (found.head == "Bound by who puts into jobs") is is_bound, found
    assert ("producers" in found.tries) is is_bound


def test_a_producer_that_waits_is_held_up_by_who_takes_even_when_it_is_the_main_thread() -> None:
    own = Own()
    jobs = own.made(7, "queue", "jobs", maxsize=5)
    own.does[MAIN] = Does(waits="queue", on=jobs, why="full")
    own.thread("taker", Does(waits="sleep"))
    own.passes(2)
    own.counted(jobs, 30, 25, full_s=1.9)
    found = _found(own.ends())
    assert (found.bound, found.head) == ("queue", "Bound by who takes from jobs") and "main waited" in found.says


def test_that_the_main_thread_waits_for_results_is_no_finding() -> None:
    own = Own()
    results = own.made(7, "queue", "results")
    own.does[MAIN] = Does(waits="queue", on=results, why="empty")
    for n in range(2):
        own.process(f"worker-{n}", Does(running=1.0))
    own.passes(2)
    own.counted(results, 10, 10, empty_s=2.0)
    assert _found(own.ends()).bound == "nothing"


def _pool(took_s: float, every_s: float, count: int) -> list[Telemetry]:
    own = Own()
    workers = [own.process(f"worker-{n}", Does(running=0.5, waits="queue")) for n in range(2)]
    for key in workers:
        for number in range(count):
            own.task(key, number, number * every_s, took_s)
    own.passes(count * every_s)
    for key in workers:
        own.tasks(key, ended=count)
    return own.ends()


def test_tasks_that_are_too_small_for_what_handing_them_over_takes() -> None:
    found = _found(_pool(took_s=0.0002, every_s=0.001, count=1000))
    assert found.bound == "overhead" and "2 000 tasks of 200 µs each, one every 500 µs" in found.says
    assert "the rest goes into handing them over and waiting." in found.says, "the program may do other things"
    assert "20 %" in found.says and found.tries.startswith("about 50 calls in one task")


def test_tasks_that_are_done_in_line_at_once_need_no_pool() -> None:
    """The shortest are not told by what lies between two looks at the clock, and a few hundred are enough."""
    found = _found(_pool(took_s=0.000007, every_s=0.001, count=1000))
    assert "2 000 tasks of less than 10 µs each" in found.says
    assert found.tries.startswith("to do it in line: all 2 000 together take less than 20 ms there, and no chunk")
    few = _found(_pool(took_s=0.0001, every_s=0.0015, count=300))
    assert few.bound == "overhead" and "less than 100 ms" in few.tries


def test_large_tasks_are_not_too_small_and_few_are_not_many() -> None:
    assert _found(_pool(took_s=0.008, every_s=0.01, count=100)).bound != "overhead"
    assert _found(_pool(took_s=0.0001, every_s=0.02, count=40)).bound != "overhead"


def test_one_worker_that_goes_on_alone() -> None:
    own = Own()
    short, long = (own.process(f"worker-{n}", Does(running=0.9, waits="queue")) for n in range(2))
    own.task(short, 1, 0.1, 0.4)
    own.task(long, 2, 0.1, 1.9)
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == "imbalance" and "worker-1 was busy 1.5 s longer than the other one" in found.says


def test_a_worker_whose_tasks_are_tiny_has_not_worked_alone() -> None:
    """It started late; what it did then took a millisecond, and the others were at it long before."""
    own = Own()
    early, late = (own.process(f"worker-{n}", Does(running=0.4, waits="queue")) for n in range(2))
    own.task(early, 1, 0.1, 0.1)
    for number in range(2, 12):
        own.task(late, number, 1.5 + number / 100, 0.0001)
    own.passes(2)
    assert _found(own.ends()).bound != "imbalance"


def test_a_worker_with_more_tasks_than_are_kept_was_busy_as_in_those() -> None:
    own = Own()
    short, long = (own.process(f"worker-{n}", Does(running=0.9, waits="queue")) for n in range(2))
    own.task(short, 1, 0.1, 0.3)
    for number in range(2, 102):
        own.task(long, number, number / 50, 0.019)
    own.passes(3)
    found = _found(own.ends())
    assert found.bound == "imbalance" and "worker-1 was busy 1.6 s longer than the other one" in found.says


def test_processes_without_tasks_that_end_one_after_the_other() -> None:
    own = Own()
    workers = [own.process(f"part-{n}", Does(running=1.0)) for n in range(3)]
    for key in workers[:2]:
        own.passes(0.5)
        own.leaves(key)
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == "imbalance" and "part-2 was busy 2.0 s longer than the two others" in found.says


@pytest.mark.parametrize("reason", ["sleep", "lock", "join"])
def test_who_sleeps_longest_was_not_busy_longest(reason: str) -> None:
    own = Own()
    workers = [own.process(f"part-{n}", Does(waits=reason)) for n in range(3)]  # type: ignore[arg-type]
    for key in workers[:2]:
        own.passes(0.5)
        own.leaves(key)
    own.passes(2)
    assert _found(own.ends()).bound != "imbalance"


def test_more_workers_than_cores() -> None:
    own = Own(usable_cores=2.0)
    for n in range(8):
        own.process(f"worker-{n}", Does(running=0.25, wanting=0.75))
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == "cores" and "two workers" in found.tries
    assert "eight workers at a time for two cores, two cores busy" in found.says


def test_idle_workers_take_no_cores_and_a_busy_machine_is_not_too_many_workers() -> None:
    own = Own(usable_cores=2.0)
    for n in range(6):
        own.process(f"idle-{n}", Does(running=0.01, waits="queue"))
    for n in range(2):
        own.process(f"worker-{n}", Does(running=0.5, wanting=0.5))
    own.passes(2)
    assert _found(own.ends()).bound != "cores"
    busy = Own(usable_cores=2.0)
    for n in range(5):  # Half of the time each waits for something else.
        busy.process(f"worker-{n}", Does(running=0.15, wanting=0.35, waits="sleep"))
    busy.passes(2, others=3.0)
    assert _found(busy.ends()).head == "Too few cores are free"


def test_a_main_thread_that_works_is_among_those_that_do_the_work() -> None:
    """A pool that has a little to do now and then is neither too small tasks nor what holds the program up."""
    own = Own()
    own.does[MAIN] = Does(running=0.95, waits="join")
    pool = [own.thread(f"pool-{n}", Does(running=0.02, waits="work")) for n in range(2)]
    for key in pool:
        for number in range(80):
            own.task(key, number, number * 0.02, 0.0004)
        own.tasks(key, ended=80)
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == "one thread" and "95 %" in found.says
    idle = Own()
    idle.does[MAIN] = Does(running=0.02, waits="join")
    idle.thread("serves", Does(running=0.01, waits="io"))
    idle.passes(2)
    assert "one worker waited" in _found(idle.ends()).says, "what it takes to start is not work"


def test_tasks_that_are_awaited_one_by_one_are_not_too_small() -> None:
    assert _found(_pool(took_s=0.0005, every_s=0.01, count=200)).bound != "overhead"


def test_threads_of_libraries_do_work_too() -> None:
    own = Own()
    own.does[MAIN] = Does(running=1.0)
    own.thread("", Does(running=1.0), role="helper")
    own.passes(2)
    assert _found(own.ends()).bound == "nothing"


def test_workers_one_after_the_other_are_not_too_many() -> None:
    own = Own(usable_cores=2.0)
    for n in range(8):
        key = own.process(f"worker-{n}", Does(running=0.5, wanting=0.5))
        own.passes(0.3, others=3.0)
        own.leaves(key)
    found = _found(own.ends())
    assert found.head != "More workers than cores" and "ther programs used three cores" in found.says


def test_cores_that_other_programs_use_are_not_its_fault() -> None:
    own = Own()
    for n in range(2):
        own.process(f"worker-{n}", Does(running=0.5, wanting=0.5))
    own.passes(2, others=3.0)
    found = _found(own.ends())
    assert found.head == "Too few cores are free" and "three cores" in found.says


@pytest.mark.parametrize(("reason", "bound"), [("io", "io"), ("sleep", "sleep")])
def test_waiting_for_the_outside_world(reason: str, bound: str) -> None:
    own = Own()
    _threads(own, 3, Does(running=0.1, waits=reason))  # type: ignore[arg-type]
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == bound and "90 %" in found.says


def test_one_thread_that_does_everything() -> None:
    own = Own()
    own.does[MAIN] = Does(running=1.0)
    own.passes(2)
    assert _found(own.ends()).bound == "one thread"


def test_nothing_stands_out() -> None:
    own = Own()
    for n in range(4):
        own.process(f"worker-{n}", Does(running=0.95, waits="queue"))
    own.passes(2)
    found = _found(own.ends())
    assert found.bound == "nothing" and found.is_good and "four workers, 3.8 cores busy" in found.says


@pytest.mark.parametrize(
    ("reason", "says"),
    [("lock", "waiting for a lock, an event or a timer 90 % of the time."), ("work", "without work 90 % of the time.")],
)
def test_that_a_program_waits_is_said_without_praise(reason: str, says: str) -> None:
    own = Own()
    own.thread("patient", Does(running=0.1, waits=reason))  # type: ignore[arg-type]
    own.passes(2)
    found, said = _found(own.told), verdict(fold(ComparisonState(), own.told))
    assert found.head == "Mostly waiting" and found.says.endswith(says) and not found.tries
    assert said.sentences[0][0].ink == "muted bold"


def test_children_that_nobody_waits_for_have_ended_and_do_not_wait() -> None:
    own = Own()
    for n in range(2):
        own.process(f"worker-{n}", Does(waits="ended"))
    own.passes(2)
    assert _found(own.ends()).says == "two workers, 0.0 cores busy."


def test_a_run_that_was_over_before_it_was_looked_at_is_not_judged() -> None:
    """On a busy machine the first look may come when there is nobody left to look at, or hardly any time."""
    own = Own()
    for n in range(3):
        own.thread(f"reader-{n}", Does(waits="io"))
    own.at_s += 1.2
    found = _found(own.ends())
    assert (found.bound, found.head) == ("too short", "Hardly seen") and found.is_good
    assert found.says == "its workers were looked at for 0.0 s of their 3.6 s, too little to say what holds it up."
    own = Own()
    own.thread("reader", Does(waits="io"))
    own.passes(0.2)
    own.at_s += 1.0
    assert _found(own.ends()).says.startswith("its worker was looked at for 0.2 s of its 1.2 s")
    own = Own()
    own.thread("reader", Does(waits="io"))
    own.passes(1.2)
    own.at_s += 5.0  # Long enough to say what it did, as when we were suspended for a while.
    assert _found(own.ends()).bound == "io"


def test_a_run_that_is_too_short_says_so() -> None:
    own = Own()
    assert _found(own.told).bound == "too short"
    own.passes(0.2)
    assert _found(own.ends()).bound == "too short"


def test_what_takes_most_of_the_time_is_told() -> None:
    own = Own()
    lock = own.made(7, "lock", "balance_lock")
    _threads(own, 3, Does(running=0.1, waits="lock", on=lock))
    own.thread("busy", Does(running=0.5, waits="gil"))
    own.passes(2)
    assert _found(own.ends()).bound == "lock"


def test_the_verdict_speaks_of_a_failed_program_too() -> None:
    own = Own()
    _threads(own, 4, Does(running=0.25, waits="gil"))
    own.passes(2)
    state = fold(ComparisonState(), own.ends(4, "It ended with exit code 4."))
    text = verdict(state).text
    assert text.startswith("Program: It ended with exit code 4. Bound by the interpreter lock: ")
    assert "Try processes in place of threads" in text
    assert verdict(fold(ComparisonState(), own.told)).text.startswith("Bound by the interpreter lock")


def test_a_busy_machine_does_not_hide_what_is_true_on_any() -> None:
    own = Own()
    lock = own.made(7, "lock", "balance_lock")
    _threads(own, 2, Does(running=0.3, wanting=0.4, waits="lock", on=lock))
    own.passes(2, others=3.0)
    found = _found(own.ends())
    assert found.head == "Bound by the lock balance_lock"
    assert found.says.endswith(
        "Other programs used three cores of this machine; two workers waited for a core 40 % of the time."
    )


@pytest.mark.parametrize("wanting", [0.0, 0.5, 0.8])
def test_turns_at_the_interpreter_lock_are_told_beside_any_neighbours(wanting: float) -> None:
    own = Own()
    _threads(own, 4, Does(running=0.25 * (1 - wanting), wanting=wanting, waits="gil"))
    own.passes(2, others=3.0 if wanting else 0.0)
    found = _found(own.ends())
    assert found.bound == "gil" and "each waited for the GIL 75 % of its time" in found.says
    assert ("Other programs" in found.says) is (wanting > 0)


def test_whoever_is_alone_in_a_process_waits_for_nobodys_turn() -> None:
    """On a busy machine the probe's own thread may have the lock for a moment longer."""
    own = Own()
    for n in range(2):
        own.process(f"worker-{n}", Does(running=0.1, wanting=0.8, waits="gil"))
    own.passes(2, others=3.0)
    assert "interpreter lock" not in _found(own.ends()).says


def test_workers_that_came_late_are_counted_among_too_many() -> None:
    own = Own(usable_cores=2.0)
    for n in range(8):
        own.process(f"worker-{n}", Does(running=0.1, wanting=0.9 if n else 0.5, waits="unknown"))
    own.passes(2, others=3.0)
    says = _found(own.ends()).says
    assert "eight workers at a time for two cores" in says
    assert says.endswith(" Other programs used three cores of this machine.")


def test_one_thread_that_does_all_is_told_beside_a_busy_machine() -> None:
    own = Own()
    own.does[MAIN] = Does(running=0.5, wanting=0.5)
    own.passes(2, others=3.0)
    found = _found(own.ends())
    assert found.head == "One thread does all the work"
    assert found.says.startswith("it ran 50 % of the time") and "waited for a core 50 %" in found.says
    assert "Other programs used " in found.says
    assert "1.0 s of CPU. Other programs" in found.says and found.tries == "to divide the work among processes."


def test_a_little_waiting_for_the_interpreter_lock_is_told_behind_a_busy_machine() -> None:
    own = Own()
    _threads(own, 2, Does(running=0.4, wanting=0.5, waits="gil"))
    own.passes(2, others=3.0)
    found = _found(own.ends())
    assert found.head == "Turns at the interpreter lock"
    assert found.says.startswith("workers waited for it 20 % of the time in which they did not want a core. Other ")


@pytest.mark.parametrize(("others", "exit_code", "trusted"), [(0.1, 0, True), (3.0, 0, False), (0.1, 4, False)])
def test_a_program_is_trusted_as_a_lesson_is(others: float, exit_code: int, trusted: bool) -> None:
    own = Own()
    own.does[MAIN] = Does(running=1.0)
    own.passes(2, others=others)
    message = "It ended with exit code 4." if exit_code else ""
    assert verdict(fold(ComparisonState(), own.ends(exit_code, message))).trusted is trusted


def test_a_program_without_a_probe_is_a_worker_only_when_it_works() -> None:
    for running, bound, says in ((0.0, "one thread", "it ran 100 %"), (1.0, "nothing", "two workers")):
        own = Own()
        own.does[MAIN] = Does(running=1.0)
        key = own.process("sleep 30", Does(running=running, waits="sleep"))
        own.told = [
            replace(item, observed=False) if isinstance(item, ProcessStarted) and item.pid == key[0] else item
            for item in own.told
        ]
        own.passes(2)
        found = _found(own.ends())
        assert found.bound == bound and says in found.says


def test_tasks_that_failed_and_a_pool_that_broke_are_told_before_the_finding() -> None:
    own = Own()
    own.made(7, "pool", "kitchen", type_="concurrent.futures.ProcessPoolExecutor")
    cook = own.process("cook", Does(running=1.0))
    own.task(cook, 0, 0.1, 0.2, failed=True)
    own.tasks(cook, ended=1, failed=1)
    own.told.append(ErrorSeen(0.3, 0, *cook[:2], "task", 0, "shop.TooSalty", "'3 g'", 0, 7))
    own.passes(2)
    on = verdict(fold(ComparisonState(), own.told))
    assert on.text.startswith("1 of 1 tasks failed: the last one with TooSalty ('3 g'). ")
    own.told.append(ErrorSeen(0.4, 0, 100, 100, "pool", None, "BrokenProcessPool", "cook ended with exit code 9", 0, 7))
    over = verdict(fold(ComparisonState(), own.ends()))
    assert over.text.startswith("The pool kitchen broke: cook ended with exit code 9")
    assert "".join(span.text for span in over.short).startswith("The pool kitchen broke. ")


def test_who_wants_input_is_told_how_to_give_it() -> None:
    told = Own().ends(1, "It ended with exit code 1: EOFError: EOF when reading a line")
    assert "standard input is empty" in verdict(fold(ComparisonState(), told)).text


def test_of_a_program_that_failed_at_once_only_that_is_said() -> None:
    state = fold(ComparisonState(), Own().ends(1, "It ended with exit code 1: SyntaxError: invalid syntax"))
    said = verdict(state)
    assert said.text == "Program: It ended with exit code 1: SyntaxError: invalid syntax"
    assert "".join(span.text for span in said.short) == said.text


def test_what_has_never_come_back_is_not_to_be_had_faster() -> None:
    own = Own()
    lock, jobs = own.made(7, "lock", "book"), own.made(8, "queue", "jobs")
    own.thread("holder", Does(waits="sleep"))
    patient = own.thread("patient", Does(waits="lock", on=lock, since_s=0.1))
    own.passes(2)
    found = _found(own.told)
    assert found.head == "Waiting for the lock book" and found.says.endswith("it has not come back yet.")
    assert not found.tries
    own.does[patient] = Does(waits="queue", on=jobs, why="empty", since_s=own.at_s)
    own.counted(jobs, 0, 0)
    own.passes(6)
    found = _found(own.told)
    assert found.head == "Waiting for an item in jobs" and found.says.endswith("none has come so far.")


@pytest.mark.parametrize("waits", [1, 2])
def test_a_semaphore_whose_permits_came_back_until_the_run_was_stopped(waits: int) -> None:
    own = Own()
    slots = own.made(7, "lock", "slots", type_="threading.Semaphore")
    own.thread("holder", Does(waits="sleep"))
    first = own.thread("first", Does(waits="lock", on=slots, since_s=0.1))
    own.thread("second", Does(waits="lock", on=slots, since_s=0.1))
    own.passes(2)
    if waits > 1:
        own.does[first] = Does(waits="sleep")
    own.told.append(LocksCounted(own.at_s, 0, (LockCount(7, "lean", waits, 2.0, None, None, None, None, None),)))
    own.passes(2)
    own.told.append(StopAsked(own.at_s, 0, 2))
    found = _found([replace(it, outcome="stopped") if isinstance(it, RunEnded) else it for it in own.ends()])
    if waits > 1:
        assert found.head == "Bound by the semaphore slots" and "more permits" in found.tries
    else:
        assert found.head == "Waiting for the semaphore slots" and found.says.endswith("it did not come back.")


def test_a_writer_that_is_kept_waiting_while_readers_come_and_go() -> None:
    own = Own()
    changed = own.made(7, "lock", "changed", type_="threading.Condition")
    for n in range(4):
        own.thread(f"reader-{n}", Does(waits="sleep"))
    writer = own.thread("writer", Does(waits="lock", on=changed, why="signal", since_s=0.1))
    own.passes(4)
    found = _found(own.told)
    assert found.head == "writer is kept waiting"
    assert found.says == (
        "it has waited 4.0 of 4.0 s at changed (shop.py:3) to be notified, while reader-0, reader-1 and 2 more go on."
    )
    own.leaves(writer)
    assert _found(own.ends()).head == "writer was kept waiting"


def test_a_consumer_that_is_notified_now_and_then_is_not_starved() -> None:
    own = Own()
    ready = own.made(7, "lock", "ready", type_="threading.Condition")
    own.thread("consumer", Does(waits="lock", on=ready, why="signal"))
    for n in range(2):
        own.thread(f"producer-{n}", Does(waits="sleep"))
    own.passes(2)
    own.rung(ready, 3)
    own.told[-1] = replace(own.told[-1], counts=(replace(own.told[-1].counts[0], signal_waits=4),))  # type: ignore
    own.passes(1)
    assert _found(own.told).bound == "sleep"


def test_a_lock_whose_holder_has_ended_while_others_go_on() -> None:
    own = Own()
    book = own.made(7, "lock", "book", type_="threading.Lock")
    careless = own.thread("careless", Does(running=1.0))
    own.held(book, careless)
    own.thread("patient", Does(waits="lock", on=book, since_s=0.1))
    own.thread("clock", Does(waits="sleep"))
    own.told.append(ErrorSeen(0.1, 0, *careless[:2], "thread", None, "ValueError", "bad row"))
    own.leaves(careless)
    own.passes(3)
    found = _found(own.told)
    assert (found.bound, found.head) == ("lock", "The holder of book has ended")
    assert found.says == (
        "careless ended with ValueError: bad row while it held book (shop.py:3); patient has waited 3.0 s for it since."
    )


def test_items_that_nobody_ever_took() -> None:
    own = Own()
    todo = own.made(7, "queue", "todo", type_="multiprocessing.Queue")
    taker = own.process("taker", Does(running=0.5))
    own.passes(0.5)
    own.leaves(taker)
    own.counted(todo, 20, 0)
    own.passes(2)
    found = _found(own.ends())
    assert found.head == "Nobody took from todo"
    assert found.says == (
        "20 items put into todo (shop.py:3), none taken, 20 left at the end; taker had ended by then."
    )
    own.counted(todo, 20, 0, put_by=(taker.pid,))  # Whoever put them there was not to take them.
    assert _found(own.ends()).head != "Nobody took from todo"
    own.counted(todo, 20, 1)
    assert _found(own.ends()).head != "Nobody took from todo"


def test_shares_beside_a_busy_machine_are_those_of_the_table() -> None:
    own = Own()
    own.does[MAIN] = Does(running=0.1, wanting=0.5, waits="sleep")
    own.passes(2, others=3.0)
    says = _found(own.ends()).says
    assert "waited for a core 50 %" in says and "40 % of the time" in says and "80 %" not in says
