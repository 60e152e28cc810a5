from __future__ import annotations

from typing import cast, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from tests.support.builders import classic, comparison, whole_run
from tui.model.fold import fold as fold_module
from tui.model.fold.draft import HAPPENINGS
from tui.model.fold.fold import OUTPUT_CHARACTERS, fold
from tui.model.fold.workers import HISTORIES_EVERY, MOST_HISTORIES
from tui.model.said.verdict import verdict
from tui.model.speed.readings import variants
from tui.model.state.series import Rolling
from tui.model.state.state import ComparisonState
from tui.model.workers.lanes import tasks_of
from tui.telemetry import vocabulary
from tui.telemetry.moves import Moves, Row, moves_of
from tui.telemetry.tasks import TaskCount, TasksCounted, TaskStarted
from tui.telemetry.vocabulary import (
    CoresSampled,
    NotObserved,
    OutputWritten,
    ProcessEnded,
    ProcessStarted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
)


def test_every_telemetry_has_a_handler() -> None:
    assert fold_module.OF_ALL.keys() | fold_module.OF_RUNS.keys() == set(get_args(Telemetry))


def test_an_empty_batch_is_the_same_state() -> None:
    state = fold(ComparisonState(), classic())
    assert fold(state, []) is state


def test_what_a_batch_does_not_touch_stays_the_same_object() -> None:
    state = fold(ComparisonState(), classic())
    after = fold(state, [OutputWritten(9.9, 2, "stdout", "x", 1)])
    assert after.runs[0] is state.runs[0] and after.runs[1] is state.runs[1] and after.cores is state.cores
    assert after.runs[2].output == "x"


def test_cpu_time_and_reasons_add_up_to_the_time_sampled() -> None:
    state = fold(ComparisonState(), [comparison(), *whole_run(0, "threads", 0.0, 2.0, share=0.25, wanted=0.05)])
    for worker in state.runs[0].workers:
        if worker.role == "worker":
            assert worker.cpu_s == pytest.approx(0.5)
            assert dict(worker.reasons_s) == pytest.approx({"running": 0.5, "core": 0.1, "gil": 1.4})
    assert sum(state.runs[0].cores_used.means) / len(state.runs[0].cores_used.means) == pytest.approx(1.0)


def test_an_idle_pool_worker_has_no_work_rather_than_a_lock_to_wait_for() -> None:
    told = whole_run(0, "threads", 0.0, 1.0, share=0.5)[:-1]
    state = fold(ComparisonState(), [comparison(), *told])
    worker = next(w for w in state.runs[0].workers if w.role == "worker")
    idle: list[Telemetry] = [
        TasksCounted(2.0, 0, (TaskCount(worker.pid, worker.tid, 0, 10, 10, 0, False, 0.0),)),
        ThreadsSampled(2.1, 0, 0.1, (ThreadSample(worker.pid, worker.tid, 0.0, 0.0, 0.1, "lock", 0),)),
    ]
    state = fold(state, idle)
    after = next(w for w in state.runs[0].workers if w.tid == worker.tid)
    assert after.reason == "work" and dict(after.reasons_s)["work"] == pytest.approx(0.1)


def test_the_end_of_a_process_ends_its_threads() -> None:
    told = whole_run(0, "processes", 0.0, 1.0, kind="process")[:-1]
    state = fold(ComparisonState(), [comparison(), *told, ProcessEnded(1.5, 0, 101, -9)])
    ended = [w for w in state.runs[0].workers if w.pid == 101]
    assert [w.reason for w in ended] == ["ended"] and ended[0].ended_s == 1.5
    assert next(p for p in state.runs[0].processes if p.pid == 101).exit_code == -9


def test_what_could_not_be_told_of_other_programs_is_left_as_it_was() -> None:
    state = fold(ComparisonState(), [comparison(), *whole_run(0, "threads", 0.0, 1.0, others=0.5)[:-1]])
    after = fold(state, [CoresSampled(1.1, (1.0,) * 4, 0, (), None)])
    assert after.others == 0.5 and after.runs[0].others == state.runs[0].others


def test_nothing_grows_without_end() -> None:
    told: list[Telemetry] = [comparison(), *whole_run(0, "threads", 0.0, 1.0)[:-1]]
    state = fold(ComparisonState(), told)
    for n in range(300):
        state = fold(state, [TaskStarted(2.0 + n, 0, 1, 1, n), OutputWritten(2.0 + n, 0, "stderr", "y" * 200, 200)])
        state = fold(state, [NotObserved(2.0 + n, 0, f"thing {n}", "why")])
    assert len(state.happenings) == HAPPENINGS
    assert len(state.runs[0].errors) == OUTPUT_CHARACTERS and state.runs[0].output_bytes == 60_000
    assert len(state.runs[0].not_observed) == fold_module.MOST_NOT_OBSERVED


def test_runs_out_of_order_are_ignored() -> None:
    state = fold(ComparisonState(), [comparison(), RunStarted(0.0, 5, "threads", 0, "", None, None)])
    assert state.runs == ()
    assert fold(state, [RunEnded(1.0, 7, "ended", 0, 1.0, 1.0, 0, "")]).runs == ()




st.register_type_strategy(float, st.floats(-1e15, 1e15))
st.register_type_strategy(Moves, st.lists(st.from_type(cast("type[Row]", Row))).map(moves_of))


def _any_telemetry() -> st.SearchStrategy[Telemetry]:
    kinds = [st.from_type(kind) for kind in get_args(Telemetry)]
    return st.one_of(*kinds)


@settings(max_examples=100, deadline=None)
@given(st.lists(_any_telemetry(), max_size=12), st.booleans())
def test_any_telemetry_in_any_order_is_taken(batch: list[Telemetry], after_a_comparison: bool) -> None:
    """The fold, the readings and the verdict hold for whatever a hostile recording says."""
    state = fold(ComparisonState(), classic() if after_a_comparison else [])
    state = fold(state, batch)
    assert isinstance(verdict(state).text, str)
    for reading in variants(state):
        assert reading.progress is None or 0 <= reading.progress <= 1


def _sampled(state: ComparisonState, at_s: float, interval_s: float, **ran_s: float) -> ComparisonState:
    samples = tuple(
        ThreadSample(101, int(name[1:]), its, 0.0, interval_s - its, "sleep", 0) for name, its in ran_s.items()
    )
    return fold(state, [ThreadsSampled(at_s, 0, interval_s, samples)])


def test_a_look_that_comes_late_fills_as_many_cells_as_it_tells_of() -> None:
    """Else the last 30 s of a lane would be minutes, where it is looked at seldom."""
    state = fold(ComparisonState(), [comparison(), RunStarted(0.0, 0, "x", 0, "x", None, None)])
    state = fold(state, [ProcessStarted(0.0, 0, 101, 1, "main", "x", True)])
    state = fold(state, [ThreadStarted(0.0, 0, 101, 101, "thread", "main", "MainThread")])
    for at_s, interval_s in ((1.0, 0.1), (1.5, 0.5), (1.64, 0.14)):
        state = _sampled(state, at_s, interval_s, t101=0.05)
    (worker,) = state.runs[0].workers
    assert [round(share, 3) for share in worker.history.values] == [0.5, 0.1, 0.1, 0.1, 0.1, 0.1, 0.357]
    assert len(worker.wanted.values) == 7


def test_of_thousands_that_have_ended_only_the_newest_keep_what_they_did_at_each_moment() -> None:
    state = fold(ComparisonState(), [comparison(), RunStarted(0.0, 0, "x", 0, "x", None, None)])
    state = fold(state, [ProcessStarted(0.0, 0, 101, 1, "main", "x", True)])
    for number in range(1, 400):
        at_s = number * 0.2
        state = fold(state, [ThreadStarted(at_s, 0, 101, number, "thread", "worker", f"T{number}")])
        for step in range(2):
            state = _sampled(state, at_s + 0.05 * (step + 1), 0.05, **{f"t{number}": 0.01 * (step + 1)})
        state = fold(state, [ThreadEnded(at_s + 0.15, 0, 101, number)])
    kept = [len(worker.history.values) for worker in state.runs[0].workers]
    assert sum(length > 1 for length in kept) <= MOST_HISTORIES + HISTORIES_EVERY
    assert min(kept) == 1 and kept[-MOST_HISTORIES:] == [2] * MOST_HISTORIES
    assert all(worker.sampled_cpu_s > 0.02 for worker in state.runs[0].workers)


def test_who_does_nothing_shares_its_series_with_all_others_who_do_not() -> None:
    series = other = Rolling()
    for number in range(2 * series.capacity):
        series, other = series.plus(0.0), other.plus(0.5 if number == 3 else 0.0)
    assert series.plus(0.0) is series and other.values is series.values
    assert series.plus(0.5).values == (*series.values[1:], 0.5)
    assert Rolling().plus(0.0, 7) == Rolling((0.0,) * 7)
    assert Rolling((1.0,), 3).plus(2.0, 5) == Rolling((2.0,) * 3, 3)


def test_one_batch_is_the_same_as_many() -> None:
    told = classic()
    whole = fold(ComparisonState(), told)
    state = ComparisonState()
    for item in told:
        state = fold(state, [item])
    assert state == whole
    assert tasks_of(whole.runs[1]) == (40, 40)


def test_every_field_of_the_vocabulary_is_a_plain_value() -> None:
    for kind in get_args(vocabulary.Telemetry):
        assert "at_s" in [field.name for field in fields(kind)]
