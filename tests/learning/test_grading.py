"""Grading: a guess and an answer against what was measured, and when nothing can be said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.scripted import Script
from tui.learning import grading
from tui.learning.beside import beside
from tui.lessons.catalogue import catalogue
from tui.lessons.measurement import Term, read_condition
from tui.lessons.questions import Prediction, PredictionChoice
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import ComparisonEnded, RunEnded

LESSON = catalogue()[0][0]
assert LESSON.prediction is not None
SPEED: Prediction = LESSON.prediction
CHOICE = replace(
    SPEED, kind="choice", reading=None, unit="", right="Right.", wrong="Not this time.",
    choices=tuple(
        PredictionChoice(text, read_condition(f"speed_up:processes {when}"))
        for text, when in (("Much faster.", "> 3"), ("Faster.", "> 1.5"), ("Slower.", "< 0.9"))
    ),
)  # fmt: skip


TICKS = replace(
    CHOICE, kind="several", wrong="Not all of it.",
    choices=tuple(
        PredictionChoice(text, read_condition(f"speed_up:{when}"))
        for text, when in (("processes", "processes > 1.5"), ("threads", "threads > 1.5"), ("both", "threads > 0"))
    ),
)  # fmt: skip


def played(**settings: object) -> ComparisonState:
    return fold(ComparisonState(), Script(**settings).comparison())  # type: ignore[arg-type]


def stopped() -> ComparisonState:
    told = [item for item in Script().comparison() if item.at_s < 6]
    return fold(ComparisonState(), [*told, RunEnded(6, 1, "stopped", -15, 1.0, None, 1, "stopped"), ComparisonEnded(6)])


def words(prediction: Prediction, guess: float, state: ComparisonState) -> str:
    return "".join(text for text, _ in beside(prediction, guess, grading.grade(prediction, guess, state)))


@pytest.mark.parametrize(("guess", "outcome"), [(3.5, "right"), (3.3, "right"), (4.0, "too_high"), (1.0, "too_low")])
def test_a_number_is_right_within_the_tolerance(guess: float, outcome: str) -> None:
    graded = grading.grade(SPEED, guess, played())  # 3.48 times is measured, 0.25 is the tolerance
    assert graded.outcome == outcome and graded.span is not None and round(graded.span[0], 2) == 3.48
    assert not graded.why


def test_the_guess_stands_beside_the_measurement_with_the_reason() -> None:
    assert words(SPEED, 4.0, played()) == f"You said 4.0 times, measured 3.5 times. {SPEED.says['too_high']}"


def test_ticks_are_told_by_how_many_are_right_and_which_are_not() -> None:
    assert words(TICKS, 0b101, played()) == "Your guess: 3 of 3 right. Right."
    assert words(TICKS, 0b010, played()) == (
        "Your guess: 0 of 3 right; not so: processes, threads and both. Not all of it."
    )
    graded = grading.grade(TICKS, 0b001, played())
    assert (graded.outcome, graded.came_true, grading.hits(TICKS, 0b001, graded)) == ("wrong", 0b101, "2 of 3 right")
    assert grading.guessed(TICKS, 0b011) == "processes and threads" and grading.guessed(TICKS, 0) == "none of them"
    assert grading.measured_words(TICKS, graded) == "processes and both"
    busy = played(others=4.0)
    assert grading.missed(TICKS, 1, grading.grade(TICKS, 1, busy)) == ()
    assert words(TICKS, 1, busy).startswith("You said “processes”. Inconclusive here: other programs kept")


def test_repeats_are_told_from_lowest_to_highest() -> None:
    state = played(repeats=3)
    slower = replace(state, runs=tuple(
        replace(run, elapsed_s=run.elapsed_s * 1.5) if run.variant == "processes" and run.repeat == 2 else run
        for run in state.runs
    ))  # fmt: skip
    assert words(SPEED, 3.0, slower).startswith("You said 3.0 times, measured 2.3 to 3.5 times. Right")


def test_a_busy_machine_grades_nothing() -> None:
    state = played(others=4.0)
    graded = grading.grade(SPEED, 3.5, state)
    assert (graded.outcome, graded.why) == (None, "other programs kept this machine busy")
    assert words(SPEED, 3.5, state).startswith("You said 3.5 times. Inconclusive here: other programs kept")


def test_a_run_that_failed_grades_nothing() -> None:
    assert grading.grade(SPEED, 3.5, played(fails="processes")).why == "processes failed"
    late = grading.grade(SPEED, 3.5, played(fails="threads", outcome="time limit"))
    assert (late.outcome, late.why) == (None, "threads ran into the time limit")


def test_a_run_that_was_stopped_steered_or_slowed_is_not_compared() -> None:
    assert grading.grade(SPEED, 3.5, stopped()).is_void
    state = played()
    told = replace(state, runs=(*state.runs[:-1], replace(state.runs[-1], told=1)))
    assert grading.grade(SPEED, 3.5, told) == grading.Graded(None, why="you steered the program", is_void=True)
    slow = replace(state, runs=(*state.runs[:-1], replace(state.runs[-1], was_slow_s=0.1)))
    assert grading.grade(SPEED, 3.5, slow) == grading.Graded(None, why="it ran in slow motion", is_void=True)
    assert words(SPEED, 3.5, stopped()) == (
        "You said 3.5 times. It is not compared: the run was stopped. Press r to run again."
    )


def test_what_was_not_measured_is_named() -> None:
    graded = grading.grade(SPEED, 3.5, played(variants=("sequential", "threads")))
    assert graded.outcome is None
    assert graded.why == "not measured for processes: how many times as fast as the baseline"


def test_a_choice_is_compared_with_what_came_true() -> None:
    assert words(CHOICE, 0, played()) == "You said “Much faster”. Right."
    assert words(CHOICE, 2, played()) == "You said “Slower”; here: “Much faster”. Not this time."


def test_no_answer_that_fits_is_inconclusive() -> None:
    equal = played(cores=1, usable=1.0, others=0.0)
    graded = grading.grade(CHOICE, 0, equal)
    assert (graded.outcome, graded.why) == (None, "the measurement fits none of the answers")


def test_a_fixed_question_needs_no_run() -> None:
    question = LESSON.quiz[1]
    assert grading.answered(question, question.answer, None).outcome == "right"
    wrong = grading.answered(question, 0, None)
    assert (wrong.outcome, wrong.right) == ("wrong", question.answer)


def test_a_question_that_depends_on_the_machine_is_graded_on_the_run() -> None:
    question = LESSON.quiz[0]
    assert grading.answered(question, 0, None).outcome == "inconclusive"
    right = grading.answered(question, 0, played())
    assert right.outcome == "right"
    assert right.measured == ("threads 0.98, how many times as fast as the baseline",)
    assert grading.answered(question, 1, played()).outcome == "wrong"
    assert grading.answered(question, 0, played(others=4.0)).why == "other programs kept this machine busy"


def test_repeats_that_disagree_are_inconclusive() -> None:
    state = played(repeats=2)
    apart = replace(state, runs=tuple(
        replace(run, elapsed_s=run.elapsed_s / 2) if run.variant == "threads" and run.repeat == 1 else run
        for run in state.runs
    ))  # fmt: skip
    how = grading.answered(LESSON.quiz[0], 0, apart)
    assert (how.outcome, how.right, how.why) == ("inconclusive", None, "the runs differ too much")
    assert how.measured == ("threads 0.98 to 1.96, how many times as fast as the baseline",)


@pytest.mark.parametrize(
    ("name", "span", "text"),
    [
        ("lost_share", (0.1, 0.42), "raw 10 % to 42 %, updates lost, of those expected, 0 to 1"),
        ("adds_per_s", (4.9e6, 4.9e6), "raw 4.9 M/s, additions per second"),
        ("hand_over_s", (0.0124, 0.0124), "raw 12 ms to hand a block over, the median"),
        ("bytes_shared", (1536, 1536), "raw 1.5 KiB, bytes in shared blocks"),
        ("lost", (387592, 387592), "raw 387 592, updates lost"),
    ],
)
def test_every_kind_of_reading_is_told_in_its_unit(name: str, span: tuple[float, float], text: str) -> None:
    assert grading.in_words(Term(name, "raw"), span, ComparisonState()) == text


def test_what_was_not_measured_has_no_words() -> None:
    assert grading.in_words(Term("lost", "raw"), None, ComparisonState()) == ""


def test_numbers_have_the_decimals_of_the_slider() -> None:
    assert grading.number(SPEED, 2) == "2.0 times"
    assert grading.number(replace(SPEED, step=5, unit="of 100"), 40) == "40 of 100"
