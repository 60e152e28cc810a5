"""Pools, the line before them, and what went wrong in their tasks, folded and reported."""

from __future__ import annotations

from msgspec.structs import replace

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.state.pool_line import MOST_ENTRIES, TOGETHER_S, entry_of
from tui.model.state.state import ComparisonState, RunState
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing
from tui.reports.program_text import MOST_ERRORS, error_lines
from tui.telemetry.tasks import (
    ALL_TASKS,
    ErrorKind,
    ErrorSeen,
    PoolCount,
    PoolsCounted,
    TaskDelivered,
    TaskEnded,
    TaskStarted,
    TaskSubmitted,
)
from tui.telemetry.who import Who

POOL = 7
MAIN = Who(100, 100)
NONE_YET = PoolCount(POOL, 0, 0, 0, 0, 0, 0, 0, 0, 0.0)


def _with_pool() -> tuple[Own, Who]:
    own = Own()
    own.made(POOL, "pool", "kitchen", type_="multiprocessing.Pool")
    return own, own.process("cook", Does(running=1.0))


def _run(own: Own) -> RunState:
    return fold(ComparisonState(), own.told).runs[0]


def _submitted(at_s: float, job: int, task: int, count: int = 1) -> TaskSubmitted:
    return TaskSubmitted(at_s, 0, *MAIN[:2], POOL, job, task, count)


def _delivered(at_s: float, job: int, task: int, count: int = 1) -> TaskDelivered:
    return TaskDelivered(at_s, 0, *MAIN[:2], POOL, job, task, count)


def _error(kind: ErrorKind, key: Who, *, task: int | None = None, text: str = "no") -> ErrorSeen:
    return ErrorSeen(1.0, 0, *key[:2], kind, task, "ValueError", text, 0, POOL)


def test_a_task_is_found_in_what_was_handed_in_and_in_what_came_back() -> None:
    own, _ = _with_pool()
    own.told += [_submitted(1.0, 4, 9, 10), _submitted(1.001, 5, 0), _submitted(1.002, 6, 0)]
    own.told += [_submitted(2.0, 30, 0, 20)]
    own.told += [_delivered(3.0, 4, ALL_TASKS, 10), _delivered(3.1, 5, 0), _delivered(3.2, 6, 0)]
    (line,) = _run(own).lines
    at = {where: entry_of(line.handed_in, *where) for where in ((4, 0), (4, 9), (5, 0), (6, 0), (11, 0), (30, 0))}
    assert [entry.at_s for entry in at.values() if entry] == [1.0, 1.0, 1.001, 1.001, 2.0, 2.0]
    assert entry_of(line.handed_in, 4, 10) is None and entry_of(line.handed_in, 7, 0) is None
    all_at_once, one = entry_of(line.got, 4, 3), entry_of(line.got, 6, 0)
    assert all_at_once is not None and all_at_once.order_of(4, 3) is None
    assert one is not None and (one.at_s, one.order_of(6, 0)) == (3.2, 12)


def test_results_that_come_as_they_end_are_told_from_those_in_order() -> None:
    for order, is_out in (((0, 1, 2), False), ((1, 0, 2), True)):
        own, _ = _with_pool()
        own.told += [_delivered(1.0 + place, 3, task) for place, task in enumerate(order)]
        (line,) = _run(own).lines
        assert line.is_out_of_order is is_out
        found = [entry_of(line.got, 3, task) for task in range(3)]
        assert [entry.order_of(3, task) for task, entry in enumerate(found) if entry] == [
            order.index(task) + 1 for task in range(3)
        ]


def test_the_line_before_a_pool_is_bounded() -> None:
    own, _ = _with_pool()
    for n in range(3 * MOST_ENTRIES):
        own.told.append(_submitted(n * 2 * TOGETHER_S, 0, n))
        own.told.append(PoolsCounted(n * 0.01, 0, (replace(NONE_YET, submitted=n),)))
    (line,) = _run(own).lines
    assert len(line.handed_in) == len(line.in_line) == MOST_ENTRIES
    assert line.in_line[-1][1] == 3 * MOST_ENTRIES - 1


def test_a_worker_that_dies_loses_its_task_and_a_result_that_cannot_be_pickled_fails_it() -> None:
    own, cook = _with_pool()
    own.told += [TaskStarted(1.0, 0, *cook[:2], 0, 3, POOL, "roast", 5)]
    own.told += [TaskEnded(1.5, 0, *cook[:2], 0, 0.5, False, 3, POOL)]
    own.told += [replace(_error("pickling", cook, task=0), job=3)]
    own.told += [TaskStarted(2.0, 0, *cook[:2], 1, 3, POOL, "roast", 4)]
    own.told += [PoolsCounted(2.0, 0, (replace(NONE_YET, submitted=5, started=2, ended=1),))]
    (pool,) = _run(own).pools
    assert (pool.what, pool.calls, pool.running, pool.waiting) == ("roast", 5, 1, 3)
    own.at_s = 3.0
    own.leaves(cook, -9)
    run = _run(own)
    first, last = run.gantt[0].spans
    assert (first.failed, first.is_lost, first.calls, first.what) == (True, False, 5, "roast")
    assert (last.failed, last.is_lost, last.ended_s) == (True, True, 3.0)
    (pool,) = run.pools
    assert (pool.lost, pool.running, pool.waiting) == (1, 0, 3)


def test_a_broken_pool_has_nobody_in_line() -> None:
    own, cook = _with_pool()
    own.told += [PoolsCounted(1.0, 0, (replace(NONE_YET, submitted=9, started=2),))]
    own.told += [replace(_error("pool", MAIN, text="cook was killed by signal 9"), of_pid=cook.pid)]
    (pool,) = _run(own).pools
    assert pool.broken == "cook was killed by signal 9" and pool.waiting == 0
    found = json_of(fold(ComparisonState(), own.told))
    assert (found["errors"][0]["name"], found["errors"][0]["pid"]) == ("cook", cook[0])
    assert found["pools"][0]["broken"] == pool.broken


def test_reports_tell_each_error_with_its_worker_and_how_many_more() -> None:
    own, cook = _with_pool()
    own.told += [_submitted(0.5, 0, 8, 9), _delivered(2.0, 0, 1, 2)]
    for task in range(9):
        own.task(cook, task, 1.0 + task / 10, 0.1, failed=task != 8)
        own.told += [_error("task", cook, task=task, text=f"no {task}")] if task < 7 else []
    own.tasks(cook, ended=9, failed=8)
    own.told += [PoolsCounted(2.0, 0, (replace(NONE_YET, submitted=9, started=9, ended=9, failed=8, calls=36),))]
    state = fold(ComparisonState(), own.ends())
    lines = error_lines(state.runs[0])
    assert len(lines) == MOST_ERRORS + 1 and lines[-1] == "and 3 more errors"
    assert lines[0] == f"error: ValueError: no 0 (in cook, pid {cook[0]}, task 0)"
    text = closing(state)
    assert "pool kitchen (multiprocessing.Pool): 9 of 9 tasks done, 36 calls, 8 failed\n" in text and lines[0] in text
    found = json_of(state)
    assert [error["task"] for error in found["errors"] if error["kind"] == "task"] == list(range(7))
    assert [error["message"] for error in found["errors"] if error["kind"] is None] == ["1 more of its tasks failed."]
    (worker,) = found["tasks"]
    assert {task["delivered_as"] for task in worker["newest"]} == {None}  # of these the pool is not known


def test_telemetry_of_pools_that_nobody_knows_is_passed_by() -> None:
    own = Own()
    own.told += [_submitted(1.0, 0, 0), _delivered(1.0, 0, 0), PoolsCounted(1.0, 0, (NONE_YET,))]
    own.told += [_error("pool", Who(5, 5)), _error("pickling", Who(5, 5), task=1)]
    own.told += [replace(_submitted(1.0, 0, 0), run=9)]
    run = _run(own)
    assert run.lines == () and run.pools == () and len(run.exceptions) == 2
