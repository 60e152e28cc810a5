"""The line that says how far a comparison without a screen is: only what the plan or a measurement tells."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.jobs import Jobs
from tests.support.scripted import Script
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.reports.progress import left_s, progress
from tui.telemetry.vocabulary import ComparisonStarted, RunStarted, Telemetry


def state_at(told: list[Telemetry], at_s: float) -> ComparisonState:
    return fold(ComparisonState(), [item for item in told if item.at_s <= at_s])


def begins(told: list[Telemetry], variant: str, repeat: int = 0) -> float:
    return next(
        item.at_s for item in told if isinstance(item, RunStarted) and (item.variant, item.repeat) == (variant, repeat)
    )


def test_it_says_which_variant_how_far_and_how_long() -> None:
    told = Script(workers=2, cores=2).comparison()
    assert progress(ComparisonState(), 0.2, 11) == "starting · 0 s of about 11 s"
    assert progress(state_at(told, 0.2), 0.2, 11) == "measuring this machine · 0 s of about 11 s"
    assert progress(state_at(told, 2.5), 3.2, 11) == "sequential, 1 of 3 · about 49 % · 3 s of about 11 s"


def test_a_lesson_that_takes_longer_than_usual_says_no_time_that_is_past() -> None:
    told = Script(workers=2, cores=2).comparison()
    assert progress(state_at(told, 2.5), 14.0, 11) == "sequential, 1 of 3 · about 49 % · 14 s"


def test_without_a_usual_time_none_is_said_until_what_is_left_is_known() -> None:
    told = Script(workers=2, cores=2).comparison()
    assert progress(state_at(told, 2.5), 2.5) == "sequential, 1 of 3 · about 49 % · 2 s"
    last = begins(told, "processes") + 1.1
    assert progress(state_at(told, last), last) == "processes, 3 of 3 · 50 % · 10 s, about 1 s more"


def test_from_the_second_time_on_what_is_left_is_known_of_all() -> None:
    told = Script(workers=2, cores=2, repeats=2).comparison()
    at_s = begins(told, "threads", 1) + 1.0
    state = state_at(told, at_s)
    assert "threads, 2 of 3 · run 2 of 2 · 23 %" in progress(state, at_s)
    known_s = left_s(state)
    assert known_s is not None and 4.5 < known_s < 6.5


def jobs(done: int, repeats: int = 1) -> ComparisonState:
    """Return a run after so many of twelve jobs, each a tenth of a second."""
    begun, *told = Jobs(done=done, speed=lambda workers: 6.0, spread=0.0).comparison()
    assert isinstance(begun, ComparisonStarted)
    return fold(ComparisonState(), [replace(begun, repeats=repeats), *told])


def test_what_the_program_prints_of_it_is_how_far_it_is() -> None:
    said = progress(jobs(6), 0.8)
    assert said.startswith("processes · 50 % · 1 s") and "of 1" not in said


def test_of_one_variant_that_runs_again_what_is_left_is_told_by_the_first_run() -> None:
    state = jobs(3, repeats=3)
    run, left = state.runs[-1], left_s(state)
    assert left == pytest.approx(run.elapsed_s * (4 - 1 + 2 * 4))
    assert "processes · run 1 of 3 · 25 %" in progress(state, 1.0)


def test_a_run_that_tells_no_progress_has_no_percentage() -> None:
    told = [
        replace(item, expected_cpu_s=None) if isinstance(item, RunStarted) else item
        for item in Script(workers=2, cores=2).comparison()
    ]
    assert progress(state_at(told, 2.5), 2.5) == "sequential, 1 of 3 · 2 s"


def test_of_what_is_over_nothing_is_said() -> None:
    assert progress(state_at(Script().comparison(), 1e9), 12.0, 11) == ""
