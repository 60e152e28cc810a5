"""How workers are called, and how many of them there were at once."""

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState, RunState, WorkerState
from tui.model.workers.names import given_name, labels_of, names_of, shown_names
from tui.model.workers.who_works import most_at_once

WORKS = Does(running=1.0)


def _state(own: Own) -> tuple[ComparisonState, RunState]:
    state = fold(ComparisonState(), own.told)
    newest = state.newest()
    assert newest is not None
    return state, newest


def test_a_watched_program_s_workers_have_their_own_names_and_those_of_one_name_are_numbered() -> None:
    own = Own()
    first, second = own.process("python -c", WORKS), own.process("python -c", WORKS)
    thread = own.thread("a clerk with a long name", WORKS)
    own.passes(1.0)
    state, run = _state(own)
    assert shown_names(state, run) == names_of(run)
    assert [names_of(run)[who] for who in (MAIN, first, second, thread)] == [
        "main", "python -c 1", "python -c 2", "a clerk with a long name",
    ]  # fmt: skip


def test_labels_are_the_program_s_names_only_when_all_are_short() -> None:
    own = Own()
    one, other = own.thread("P1", WORKS), own.thread("C1", WORKS)
    own.passes(1.0)
    assert labels_of(_state(own)[1]) == {one: "P1", other: "C1"}
    third = own.thread("Thread-3 (work)", WORKS)
    own.passes(1.0)
    assert labels_of(_state(own)[1]) == {one: "T1", other: "T2", third: "T3"}


def test_a_name_that_python_made_up_is_not_given() -> None:
    made_up, given = (WorkerState(7, 8, "thread", "worker", name, 0.0) for name in ("Thread-1 (work)", "P1"))
    main = WorkerState(7, 7, "thread", "main", "MainThread", 0.0)
    assert [given_name(worker, {}) for worker in (made_up, given, main)] == ["", "P1", "main"]


def test_those_who_follow_each_other_are_not_there_at_once() -> None:
    lives = ((0.0, 1.0), (0.5, 2.0), (2.0, None), (2.5, None))
    workers = [WorkerState(7, tid, "thread", "worker", "", *life) for tid, life in enumerate(lives)]
    assert most_at_once(workers) == 2 and most_at_once([]) == 0


def test_the_newest_run_is_that_of_the_variant_if_one_is_named() -> None:
    runs = tuple(RunState(index, variant, 1, "", 0.0) for index, variant in enumerate("aba"))
    state = ComparisonState(runs=runs)
    assert (state.newest(), state.newest("b"), state.newest("c")) == (runs[2], runs[1], None)
    assert ComparisonState().newest() is None
