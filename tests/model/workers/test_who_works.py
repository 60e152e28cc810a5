"""Which threads count as workers: one count for sentences, boards and reports."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.findings import finding
from tui.model.speed.readings import variants
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.lanes import lanes
from tui.model.workers.names import names_of
from tui.model.workers.who_works import natives_wanting, wanting
from tui.reports.as_json.told import json_of
from tui.telemetry.tasks import TaskCount, TasksCounted
from tui.telemetry.usage import ProcessesUsed, ProcessUse
from tui.telemetry.vocabulary import (
    ProcessEnded,
    ProcessStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
)
from tui.telemetry.who import Who

BUSY, WAITS = Does(running=0.9, waits="lock"), Does(waits="join")


def workers_of(own: Own) -> set[str]:
    """Return the names of those that count, once the sentence, the screen and the JSON say the same number."""
    state = fold(ComparisonState(), own.ends())
    (run,) = state.runs
    names = names_of(run)
    found = [names[lane.who] for lane in lanes(run)]
    (variant,) = variants(state)
    assert len(variant.lanes) == len(found) == len(json_of(state)["variants"][0]["workers"])
    assert len(found) > 1 or found == ["main"] or "worker" in finding(state, run).says, finding(state, run).says
    return set(found)


def run_of(told: list[Telemetry]) -> RunState:
    (run,) = fold(ComparisonState(), told).runs
    return run


def with_tasks(own: Own, who: Who, ended: int) -> None:
    own.told.append(TasksCounted(own.at_s, 0, (TaskCount(*who[:2], 0, ended, ended, 0, False, 0.0),)))


def test_the_main_thread_of_a_child_that_computes_is_a_worker_and_its_idle_pool_is_not() -> None:
    own = Own()
    starters = [own.thread(f"starts-{n}", WAITS) for n in range(2)]
    for n in range(2):
        child = own.process(f"child-{n}", BUSY)
        with_tasks(own, own.thread("pool", Does(waits="lock"), pid=child.pid), 1)
    own.passes(2)
    for starter in starters:
        with_tasks(own, starter, 2)
    assert workers_of(own) == {"child-0", "child-1"}


def test_the_main_thread_of_a_child_that_only_waits_for_its_pool_is_none() -> None:
    own = Own()
    child = own.process("child", Does(running=0.1, waits="join"))
    for n in range(2):
        with_tasks(own, own.thread(f"pool-{n}", BUSY, pid=child.pid), 9)
    own.passes(2)
    assert workers_of(own) == {"pool-0", "pool-1"}


@pytest.mark.parametrize("waits", ["lock", "sleep", "io", "unknown"])
def test_who_has_used_no_cpu_is_a_helper_beside_those_who_have(waits: str) -> None:
    own = Own()
    for n in range(2):
        own.process(f"worker-{n}", BUSY)
    own.thread("heartbeat", Does(waits=waits))  # type: ignore[arg-type]
    own.passes(2)
    assert workers_of(own) == {"worker-0", "worker-1"}


def test_where_all_only_wait_all_of_them_count() -> None:
    own = Own()
    for n in range(3):
        own.thread(f"asks-{n}", Does(waits="io"))
    own.passes(2)
    assert workers_of(own) == {"asks-0", "asks-1", "asks-2"}


@pytest.mark.parametrize("why", ["lock", "empty", "full"])
def test_who_waits_for_a_lock_or_at_a_queue_all_its_life_counts(why: str) -> None:
    """What it waits for may be what holds the program up."""
    own = Own()
    key = own.made(7, "lock" if why == "lock" else "queue", "till")
    own.thread("holds", BUSY)
    own.thread("waits", Does(waits="lock", on=key, why=why))  # type: ignore[arg-type]
    own.passes(2)
    assert workers_of(own) == {"holds", "waits"}


def test_sleepers_with_tasks_count_beside_one_who_computes() -> None:
    own = Own()
    own.thread("computes", BUSY)
    with_tasks(own, own.thread("asks", Does(running=0.005, waits="io")), 40)
    own.passes(2)
    assert workers_of(own) == {"computes", "asks"}


def test_a_main_thread_that_works_before_the_others_is_none_of_them() -> None:
    own = Own()
    own.does[MAIN] = BUSY
    own.passes(1)
    own.does[MAIN] = WAITS
    for n in range(2):
        own.process(f"worker-{n}", BUSY)
    own.passes(1)
    assert workers_of(own) == {"worker-0", "worker-1"}


def test_a_main_thread_that_works_beside_the_others_is_one_of_them() -> None:
    own = Own()
    own.does[MAIN] = BUSY
    for n in range(2):
        own.process(f"worker-{n}", BUSY)
    own.passes(2)
    assert workers_of(own) == {"worker-0", "worker-1", "main"}


def test_a_zombie_does_not_wait() -> None:
    own = Own()
    who = own.process("ended", BUSY)
    own.passes(1)
    own.does[who] = Does(waits="ended")
    own.passes(3)
    run = run_of(own.told)
    (worker,) = [worker for worker in run.workers if worker.who == who]
    assert worker.reason == "ended" and dict(worker.reasons_s).keys() == {"running", "unknown"}


def _natives(own: Own, pid: int, count: int, ran_s: float, *, seconds: float = 1.0) -> None:
    """Let threads that nobody announced run beside the others; their ids begin at 9001."""
    since = len(own.told)
    own.passes(seconds)
    for place, item in enumerate(own.told[since:], since):
        if isinstance(item, ThreadsSampled):
            more = tuple(ThreadSample(pid, 9001 + n, ran_s, 0.0, 0.1 - ran_s, "io", 0) for n in range(count))
            own.told[place] = replace(item, samples=item.samples + more)


def test_native_threads_that_want_a_core_count_among_those_who_do() -> None:
    own = Own(usable_cores=2)
    fit = own.process("fit", BUSY)
    _natives(own, fit.pid, 3, 0.09)
    _natives(own, fit.pid, 3, 0.0)
    run = run_of(own.told)
    assert (len(natives_wanting(run, 0.1)), wanting(run, 0.1)) == (3, 4)
    own.told.append(ProcessEnded(own.at_s, 0, fit.pid, 0))
    assert wanting(run_of(own.told), 0.1) == 4
    assert natives_wanting(run_of(own.told), 0.1)[0].ended_s == own.at_s


def test_more_threads_than_cores_says_how_many_are_native() -> None:
    own = Own(usable_cores=2)
    fit = own.process("fit", Does(running=0.4, wanting=0.6))
    _natives(own, fit.pid, 3, 0.09)
    found = finding(fold(ComparisonState(), own.ends()), run_of(own.told))
    assert found.head == "More workers than cores"
    assert found.says.startswith("one worker and three native threads at a time for two cores")


def test_the_first_thread_of_a_process_that_begins_is_not_native_nor_is_one_that_hardly_runs_counted() -> None:
    own = Own(usable_cores=2)
    fit = own.process("fit", BUSY)
    since = len(own.told)
    _natives(own, fit.pid, 1, 0.002)
    for place, item in enumerate(own.told[since:], since):
        if isinstance(item, ThreadsSampled):
            hardly, first = (100, 9100, 0.002, 0.09), (4242, 4242, 0.1, 0.0)
            more = tuple(ThreadSample(*each, 0.0, "io", 0) for each in (hardly, first))
            own.told[place] = replace(item, samples=item.samples + more)
    own.told.insert(since, ProcessStarted(own.at_s, 0, 4242, 100, "worker", "begins", True))
    assert (natives_wanting(run_of(own.told), 0.1), wanting(run_of(own.told), 0.1)) == ([], 1)


def test_native_threads_that_never_ran_are_not_kept() -> None:
    own = Own()
    _natives(own, 100, 200, 0.0)
    assert run_of(own.told).processes[0].natives == ()
    _natives(own, 100, 200, 0.01)
    assert len(run_of(own.told).processes[0].natives) == 64


def test_a_thread_that_is_announced_late_is_no_native_one() -> None:
    own = Own()
    _natives(own, 100, 2, 0.09)
    own.told += [
        ThreadStarted(own.at_s, 0, 100, 9001, "thread", "worker", "late"), ThreadEnded(own.at_s, 0, 100, 9002),
    ]  # fmt: skip
    (native,) = run_of(own.told).processes[0].natives
    assert (native.tid, native.ended_s) == (9002, own.at_s)


def test_a_process_has_the_cpu_of_all_its_threads_and_the_most_memory_that_was_seen() -> None:
    own = Own()
    fit = own.process("fit", BUSY)
    own.thread("beside", BUSY, pid=fit.pid)
    own.passes(1)
    for cpu_s, memory in ((2.0, 5_000_000), (3.0, 9_000_000), (2.9, 4_000_000)):
        own.told.append(ProcessesUsed(own.at_s, 0, (ProcessUse(fit.pid, cpu_s, memory), ProcessUse(4711, 1.0, 1))))
    state = fold(ComparisonState(), own.ends())
    (process,) = [one for one in json_of(state)["processes"] if one["name"] == "fit"]
    assert (process["cpu_s"], process["memory_max_bytes"]) == (3.0, 9_000_000)
    workers = {one["tid"]: one["cpu_s"] for one in json_of(state)["variants"][0]["workers"]}
    assert workers == {fit.tid: pytest.approx(2.1), fit.tid + 2: pytest.approx(0.9)}
