"""A program's tasks, its tree of processes and who waited for what, folded."""

from __future__ import annotations

import pytest

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.fold.workers import MOST_WAITED
from tui.model.state.gantt import MOST_SPANS
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import lock_facts, task_fact
from tui.model.workers.names import names_of
from tui.model.workers.process_tree import process_tree
from tui.telemetry.tasks import TaskEnded, TaskStarted


def _run(own: Own, *, is_over: bool = False) -> RunState:
    return fold(ComparisonState(), own.ends() if is_over else own.told).runs[0]


def test_the_newest_tasks_of_each_worker_are_kept_and_all_are_counted() -> None:
    own = Own()
    first, second = (own.process(f"worker-{n}", Does(running=1.0)) for n in range(2))
    for number in range(200):
        own.task(first, number, number * 0.01, 0.008, failed=number == 199)
    own.told.append(TaskStarted(1.5, 0, *second[:2], 7))
    one, two = _run(own).gantt
    assert [span.task for span in one.spans] == list(range(200 - MOST_SPANS, 200))
    assert (one.ended, one.first_s) == (200, 0.0) and one.took_s == pytest.approx(1.6)
    assert [span.failed for span in one.spans[-2:]] == [False, True]
    assert one.spans[0].began_s == pytest.approx((200 - MOST_SPANS) * 0.01)
    (open_,) = two.spans
    assert (open_.task, open_.began_s, open_.ended_s, two.ended) == (7, 1.5, None, 0)


def test_an_end_without_a_beginning_and_a_beginning_without_an_end() -> None:
    own = Own()
    key = own.process("worker", Does(running=1.0))
    own.told += [TaskEnded(1.0, 0, *key[:2], 1, 0.4, False)]
    own.told += [TaskStarted(1.2, 0, *key[:2], 2), TaskStarted(1.5, 0, *key[:2], 3)]
    own.told += [TaskEnded(9.0, 0, 5, 5, 9, 0.1, False), TaskStarted(9.0, 5, *key[:2], 1)]  # nobody's
    (found,) = _run(own).gantt
    assert [(span.task, span.began_s, span.ended_s) for span in found.spans] == [(1, 0.6, 1.0), (3, 1.5, None)]


def test_a_batch_that_has_no_task_leaves_them_the_same_object() -> None:
    own = Own()
    own.task(own.process("worker", Does(running=1.0)), 1, 0.1, 0.1)
    state = fold(ComparisonState(), own.told)
    own.told = []
    own.passes(0.2)
    assert fold(state, own.told).runs[0].gantt is state.runs[0].gantt


def test_tasks_whose_events_were_dropped_count_like_the_others() -> None:
    own = Own()
    key = own.process("worker", Does(running=1.0))
    for number in range(100):
        own.task(key, number, number * 0.01, 0.001)
    own.tasks(key, ended=500)
    fact = task_fact(_run(own))
    assert fact is not None
    assert (fact.count, round(fact.mean_s, 6)) == (500, 0.001) and fact.inside == pytest.approx(0.5, abs=0.01)


def test_the_time_waited_is_kept_for_each_object() -> None:
    own = Own()
    lock, other = own.made(7, "lock", "a"), own.made(8, "lock", "b")
    key = own.thread("clerk", Does(waits="lock", on=lock))
    own.passes(1)
    own.does[key] = Does(running=0.5, waits="lock", on=other)
    own.passes(2)
    run = _run(own)
    (worker,) = (worker for worker in run.workers if worker.name == "clerk")
    assert {k: round(s, 3) for k, _, s in worker.waited} == {7: 1.0, 8: 1.0}
    facts = {fact.of.name: (fact.who, round(fact.share, 2)) for fact in lock_facts(run)}
    assert facts == {"a": (("clerk",), 0.33), "b": (("clerk",), 0.33)}


def test_the_objects_a_worker_waited_for_are_bounded() -> None:
    own = Own()
    key = own.thread("clerk", Does())
    for number in range(3 * MOST_WAITED):
        own.does[key] = Does(waits="lock", on=own.made(number, "lock", f"lock{number}"))
        own.passes(0.1)
    (worker,) = (worker for worker in _run(own).workers if worker.name == "clerk")
    assert len(worker.waited) == MOST_WAITED


def test_the_tree_has_threads_below_their_process_and_helpers_folded() -> None:
    own = Own()
    own.thread("clerk", Does())
    child = own.process("stock", Does())
    own.thread("QueueFeederThread", Does(), pid=child[0], role="helper")
    own.thread("QueueFeederThread", Does(), role="helper")
    grandchild = own.process("", Does(), parent=child[0])
    own.thread("reader", Does(), pid=child[0])
    own.process("resource tracker", Does(), role="helper")
    own.passes(0.1)
    tree = process_tree(_run(own))
    assert [(row.depth, row.lane.label) for row in tree.rows] == [
        (0, "main"), (1, "clerk"), (1, "stock"), (2, "reader"), (2, "process"),
    ]  # fmt: skip
    assert [row.lane.pid for row in tree.rows][-1] == grandchild[0]
    assert sorted(tree.helpers) == ["QueueFeederThread ×2", "resource tracker"]


def test_what_has_ended_leaves_the_tree_while_the_run_goes_on_and_is_back_at_its_end() -> None:
    own = Own()
    first, second = own.process("first", Does()), own.process("second", Does())
    own.passes(0.5)
    own.leaves(first, 3)
    own.passes(0.5)
    going = process_tree(_run(own))
    assert [row.lane.label for row in going.rows] == ["main", "second"] and going.gone == 1
    over = process_tree(_run(own, is_over=True))
    assert [(row.lane.label, row.exit_code) for row in over.rows] == [("main", None), ("first", 3), ("second", 0)]
    assert names_of(_run(own))[second] == "second" and names_of(_run(own))[MAIN] == "main"


def test_a_process_that_is_its_own_parent_or_whose_parent_is_not_known_is_drawn_once() -> None:
    own = Own()
    own.process("orphan", Does(), parent=4711)
    assert [row.lane.label for row in process_tree(_run(own)).rows] == ["main", "orphan"]
