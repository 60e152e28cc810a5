"""The variants as runners on one clock: their places, their times, and what is not known of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tests.support.scripted import Script
from tui.model.fold.fold import fold
from tui.model.speed.runners import Runner, clock_s, runners, scale_s
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import RunStarted, Telemetry


def state_at(told: Sequence[Telemetry], at_s: float = 1e9) -> ComparisonState:
    return fold(ComparisonState(), [item for item in told if item.at_s <= at_s])


def found(told: Sequence[Telemetry], at_s: float = 1e9) -> dict[str, Runner]:
    return {runner.reading.name: runner for runner in runners(state_at(told, at_s))}


def test_the_lanes_of_those_that_ended_last_as_long_as_their_runs() -> None:
    lanes = found(Script().comparison())
    times = {name: runner.last.elapsed_s for name, runner in lanes.items() if runner.last}
    assert times == {name: runner.reading.elapsed_s for name, runner in lanes.items()}
    assert clock_s(tuple(lanes.values())) is None


def test_a_place_is_the_share_of_tasks_that_had_ended() -> None:
    last = found(Script(workers=2, tasks=40).comparison())["processes"].last
    assert last is not None and not last.is_estimate
    half = last.at(last.elapsed_s / 2)
    assert half is not None and half == pytest.approx(0.5, abs=0.06)
    assert last.at(0.0) == 0.0 and last.at(last.elapsed_s) == 1.0


def test_without_tasks_it_is_the_share_of_cpu_time_that_the_work_takes() -> None:
    last = found(Script().comparison())["sequential"].last
    assert last is not None and last.is_estimate
    assert last.at(last.elapsed_s / 2) == pytest.approx(0.5, abs=0.05)


def test_the_one_that_is_on_is_where_its_reading_says() -> None:
    runner = found(Script().comparison(), 2.0)["sequential"]
    assert runner.running is not None and runner.last is None
    assert runner.running.at(runner.running.elapsed_s) == pytest.approx(runner.reading.progress, abs=0.03)


def test_where_nobody_tells_what_the_work_takes_the_place_is_unknown() -> None:
    script = Script().comparison()
    told = [replace(item, expected_cpu_s=None) if isinstance(item, RunStarted) else item for item in script]
    runner = found(told, 2.0)["sequential"]
    assert runner.running is not None and runner.running.at(1.0) is None and runner.reading.progress is None
    last = found(told)["sequential"].last
    assert last is not None and last.at(1.0) is None and last.at(last.elapsed_s) == 1.0


def test_a_second_run_has_the_first_as_its_ghost() -> None:
    told = Script(repeats=2).comparison()
    begins = next(item.at_s for item in told if isinstance(item, RunStarted) and item.repeat == 1)
    runner = found(told, begins + 1.0)["sequential"]
    assert runner.running is not None and runner.last is not None
    assert (runner.running.number, runner.last.number, runner.repeats) == (2, 1, 2)


def test_one_that_failed_never_came_to_its_end() -> None:
    last = found(Script(fails="threads").comparison())["threads"].last
    assert last is not None and last.ending == "failed"
    share = last.at(last.elapsed_s)
    assert share is not None and share < 1


def test_the_axis_is_there_before_the_first_is_over_and_never_shrinks() -> None:
    told = Script().comparison()
    moments = [0.6 + step / 2 for step in range(30)]
    scales = [scale_s(runners(state_at(told, at_s)), state_at(told, at_s)) for at_s in moments]
    assert scales[0] == 4.0 and scales == sorted(scales)
