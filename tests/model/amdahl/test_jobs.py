"""What is computed from one job with more and more workers: speed-ups, the fit, what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.jobs import Jobs, by_amdahl
from tui.learning import grading
from tui.lessons.catalogue import find
from tui.model.amdahl.jobs import fitted, knob_of, points_of, share_of, speed_up, within
from tui.model.fold.fold import fold
from tui.model.readings.amdahl import ALONE_SHARE, MOST_SPEED_UP
from tui.model.said.verdict import verdict
from tui.model.speed.readings import variants
from tui.model.state.state import ComparisonState
from tui.reports.as_json.told import json_of


def played(jobs: Jobs) -> ComparisonState:
    return fold(ComparisonState(), jobs.comparison())


def said(**settings: object) -> str:
    return verdict(played(Jobs(**settings))).text  # type: ignore[arg-type]


@given(st.floats(0, 1), st.integers(2, 64))
def test_the_share_of_a_curve_is_the_one_that_it_was_drawn_with(share: float, workers: int) -> None:
    assert share_of(speed_up(share, workers), workers) == pytest.approx(share, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100), st.integers(2, 16), st.integers(1, 5))
def test_exact_times_give_back_the_share_that_was_set(serial: int, cores: int, rounds: int) -> None:
    rows = Jobs(serial=serial, cores=float(cores), workers=cores + 2, rounds=rounds, spread=0.0)
    (run,) = played(rows).runs
    fit = fitted(points_of(run), cores)
    assert fit is not None and fit.workers == tuple(range(2, cores + 1))
    assert fit.share == pytest.approx(serial / 100, abs=0.002) and fit.low <= fit.share <= fit.high


def test_points_have_the_median_and_the_spread_of_the_rounds() -> None:
    (run,) = played(Jobs(rounds=3, spread=0.1)).runs
    one, two, three, four = points_of(run)
    assert (one.workers, one.took, one.alone_s) == (1, (0.6, 0.54, 0.66), 0.12)
    assert two.took.median == pytest.approx(0.36) and two.speed.median == pytest.approx(1.667, abs=0.001)
    assert two.speed.low == pytest.approx(0.6 / 0.396) and two.speed.high == pytest.approx(0.6 / 0.324)
    assert three.took.median == four.took.median == pytest.approx(0.36)
    assert within(points_of(run), 2.0) == two and within(points_of(run), 1.5) is None
    assert fitted(points_of(run), 1.0) is None and fitted((), 4.0) is None


@pytest.mark.parametrize("text", ["", "²", "-5", "101", "5.0", "9" * 5000, "1 0"])
def test_a_knob_that_is_no_number_is_not_known(text: str) -> None:
    assert knob_of((("serial", text),), "serial", 100) is None and knob_of((), "serial", 100) is None
    assert knob_of((("serial", "100"),), "serial", 100) == 100


def test_readings_are_told_round_by_round() -> None:
    state = played(Jobs(rounds=3))
    assert MOST_SPEED_UP.values(state, "processes") == pytest.approx((1.667,) * 3, abs=0.001)
    assert ALONE_SHARE.values(state, "processes") == pytest.approx((0.2,))


def test_progress_is_what_the_program_prints() -> None:
    (reading,) = variants(played(Jobs(rounds=3, done=6)))
    assert (reading.progress, reading.progress_is_estimate) == (0.5, False)


def test_json_has_the_fit_and_the_wall() -> None:
    told = json_of(played(Jobs(cores=4.0, workers=6)))["variants"][0]
    assert told["amdahl"]["fitted_share"] == pytest.approx(0.2, abs=0.001) and told["amdahl"]["wall"] == 5.0
    assert len(told["printed"]["jobs"]) == 18


def test_what_is_said_on_two_cores() -> None:
    assert said() == (
        "With 2 workers the job ran 1.67 times as fast, not 2: 0.12 s of 0.60 s are work for one alone. "
        "Even endless workers could not beat 5.00 times: 1 / 20 %. Fitted to 2 workers: 20 %. "
        "Beyond the two cores nothing is gained: 3 and 4 workers ran 1.67 and 1.67 times as fast as one."
    )


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ({"cores": 1.0, "workers": 3}, "what more of them bring cannot be seen here"),
        ({"cores": 1.5, "workers": 3}, "There are less than two cores for this program"),
        ({"cores": 16.0}, "The 16 cores of this machine do not end here"),
        ({"serial": 0}, "so there is no wall; only the cores end. Fitted to 2 workers: 0 %."),
        ({"serial": 100}, "With 2 workers the job took about as long as with one"),
        ({"serial": 100}, "could not beat 1.00 times: 1 / 100 %."),
        ({"speed": lambda n: 1 / n}, "2 workers took longer than one: only 0.50 times as fast."),
        ({"speed": float, "cores": 8.0, "workers": 8}, "8.00 times is more than the wall of 5.00 allows"),
        ({"speed": lambda n: n**0.5}, "Beyond the two cores there was still a gain"),
        ({"speed": lambda n: 1.6 if n == 2 else 1 / n}, "Beyond the two cores it became slower"),
        ({"speed": lambda n: 1.0 + 0.01 * n, "rounds": 1}, "took about as long as with one: 0.12 s of"),
        ({"speed": lambda n: min(n, 2) + 0.01 * n, "rounds": 1, "serial": 5}, "Beyond the two cores nothing is gained"),
        ({"spread": 0.4}, "ran 1.67 times as fast, but rounds with one and with more overlap, so that may be chance."),
        ({"spread": 0.4, "speed": lambda n: n**0.5}, "a gain or loss cannot be told from chance: 3 and 4 workers ran"),
        ({"workers": 1}, "One worker alone did it: there is nothing to compare."),
    ],
)
def test_each_case_is_said_as_it_is(how: dict[str, object], text: str) -> None:
    assert text in said(**how)


def test_a_fit_that_is_no_share_is_not_told_as_one() -> None:
    state = played(Jobs(speed=lambda n: 1 / n))
    assert "Fitted" not in verdict(state).text and json_of(state)["variants"][0]["amdahl"]["fitted_share"] > 1


def test_on_a_busy_machine_nothing_is_claimed_of_speeds() -> None:
    state = played(Jobs(others=1.5))
    text = verdict(state).text
    assert "compare again when it is quiet" in text and "times" not in text and not verdict(state).trusted
    alone = verdict(played(Jobs(others=1.5, cores=1.0))).text
    assert "compare again when it is quiet" in alone and "less than two cores" in alone


@pytest.mark.parametrize(
    ("guess", "speed", "spread", "outcome"),
    [
        (1.6, None, 0.02, "right"),
        (4.0, None, 0.02, "too_high"),
        (1.0, None, 0.02, "too_low"),
        (4.0, None, 0.4, "too_high"),
        (1.7, None, 0.4, "right"),
    ],
)
def test_a_curve_is_graded_where_it_ends(guess: float, speed: None, spread: float, outcome: str) -> None:
    asked = find("amdahls-wall").prediction
    assert asked is not None and asked.kind == "curve"
    graded = grading.grade(asked, guess, played(Jobs(spread=spread)))
    assert graded.outcome == outcome


def test_rounds_that_differ_by_more_than_counts_as_right_are_inconclusive() -> None:
    asked = find("amdahls-wall").prediction
    assert asked is not None
    turns = iter(range(1000))
    state = played(Jobs(speed=lambda n: 1.0 if n == 1 else 1.2 + 0.1 * next(turns)))
    graded = grading.grade(asked, 1.9, state)
    assert graded.outcome is None and graded.why == "the runs differ too much"
    assert grading.grade(asked, 9.0, state).outcome == "too_high"


def test_while_it_runs_only_what_was_measured_is_said() -> None:
    assert said(done=0) == "Processes: they are started first, before any clock is."
    assert said(done=1) == "One job is done, by one worker."
    assert said(done=3).startswith("3 jobs are done, by 1 to 3 workers in turn. So far 2 workers did best: 1.67 times")
    assert by_amdahl(0.2, 2)(2) == pytest.approx(1.667, abs=0.001)
