"""What a lesson asks and explains: read strictly, and compared with what was measured."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tui.feeds.live.plan import arguments, make_plan
from tui.lessons.catalogue import FOLDER, LessonError, Scenario, catalogue, find, read_lesson
from tui.lessons.measurement import Find, Span, Term, read_condition, read_quantity
from tui.lessons.questions import Prediction, PredictionChoice
from tui.telemetry.shape import ShapeError

QUESTION = """
[[quiz]]
question = "Q?"
answers = ["a", "b", "c", "d"]
answer = 0
graded_by = "lost:one > 0"
otherwise = 2
explanation = "E."
"""
CONTROL = """
[control]
option = "--control"
end = "end"
[[control.commands]]
text = "put"
says = "put one"
"""
LESSON = (
    """
title = "T"
summary = "S"
expected_s = 1
time_limit_s = 5
explanation = ["First.", "Second."]
[[variants]]
name = "one"
hue = "thread"
[[knobs]]
name = "pace"
option = "--pace"
kind = "int"
default = 2
command = "pace {value}"
"""
    + CONTROL
    + """
[prediction]
kind = "number"
question = "How many?"
reading = "100 * lost_share:one"
unit = "%"
minimum = 0
maximum = 100
step = 5
tolerance = 5
right = "R."
too_high = "H."
too_low = "L."
change = "C."
"""
    + QUESTION * 3
)
CHOICE = """
[prediction]
kind = "choice"
question = "Which?"
right = "R."
wrong = "W."
change = "C."
[[prediction.choices]]
text = "a"
when = "lost:one > 0"
[[prediction.choices]]
text = "b"
when = "lost:one <= 0"
"""
SCENARIOS = catalogue()[0]
EVERY_SCENARIO = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)


def lesson(folder: Path, text: str) -> Scenario:
    path = folder / "a_b.toml"
    path.write_text(text, encoding="utf-8")
    path.with_suffix(".py").write_text("", encoding="utf-8")
    return read_lesson(path)


def measured(**spans: Span) -> Find:
    """Return what finds `name` or `name__variant` among these."""
    return lambda reading: spans.get(f"{reading.name}__{reading.variant}", spans.get(reading.name))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('kind = "number"', 'kind = "dial"'), r"\[prediction\]: kind 'dial' is unknown"),
        (('reading = "100 * lost_share:one"', ""), r"\[prediction\]: reading is missing"),
        (("lost_share:one", "losses:one"), "holds the reading 'losses', which is unknown; choose from wall_s"),
        (("lost_share:one", "lost_share:two"), "reading names the variant 'two', which is not there; choose from one"),
        (("lost:one > 0", "lost:two > 0"), r"\[\[quiz\]\] 1: graded_by names the variant 'two'"),
        (("100 * lost_share:one", "lost_share"), "holds 'lost_share', which is no reading; write one like"),
        (("maximum = 100", "maximum = 0"), r"\[prediction\] needs minimum < maximum"),
        (("step = 5", "step = 0"), "step must be above 0"),
        (('too_low = "L."', ""), r"\[prediction\]: too_low is missing"),
        (('change = "C."', "change = 1"), r"\[prediction\]: change must be a text"),
        (("[prediction]", "[[prediction]]"), "prediction must be a table"),
        (('"c", "d"]', '"c"]'), r"\[\[quiz\]\] 1: answers must be four different texts"),
        (('"c", "d"]', '"c", "c"]'), "four different texts"),
        (('"c", "d"]', '"c", 4]'), "entry 4 of answers must be a text, not 4"),
        (("answer = 0", "answer = 4"), "answer must be from 0 to 3, not 4"),
        (("answer = 0", "answer = true"), "answer must be a whole number"),
        (("otherwise = 2", ""), r"\[\[quiz\]\] 1: otherwise is missing"),
        (("lost:one > 0", "lost:one"), "is no condition; write one like"),
        (("lost:one > 0", "lost:one > x"), "holds 'x', which is neither a number nor a reading"),
        (("lost:one > 0", "lost:one > 0 > 1"), "is no condition"),
        (('graded_by = "lost:one > 0"', ""), "graded_by is missing"),
        ((QUESTION * 3, QUESTION * 2), r"it has 2 \[\[quiz\]\] questions; give three to five"),
        ((QUESTION * 3, QUESTION * 6), "it has 6"),
        (('["First.", "Second."]', '"First."'), "explanation must be a list"),
        (('["First.", "Second."]', "[1]"), "in line 6: entry 1 of explanation must be a text, not 1"),
        (("pace {value}", "pace {speed}"), "may hold {value} and {change"),
        (('end = "end"', ""), "end is missing"),
        ((CONTROL, ""), "it has a knob with a command, but no \\[control\\]"),
        (('kind = "int"', 'kind = "flag"'), "default cannot be 2: choose from off, on"),
    ],
)
def test_a_broken_section_is_one_sentence(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    lesson(tmp_path, LESSON)
    assert change[0] in LESSON
    with pytest.raises(LessonError, match=says) as error:
        lesson(tmp_path, LESSON.replace(*change))
    assert str(error.value).startswith("The lesson a_b.toml is broken") and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('[[prediction.choices]]\ntext = "b"\nwhen = "lost:one <= 0"', ""), r"two to four \[\[prediction.choices\]\]"),
        (("lost:one <= 0", "lost:two <= 0"), r"\[\[prediction.choices\]\] 2: when names the variant 'two'"),
        (('when = "lost:one > 0"', ""), "when is missing"),
        (('wrong = "W."', ""), "wrong is missing"),
    ],
)
def test_a_broken_choice_is_one_sentence(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    whole = LESSON[: LESSON.index("[prediction]")] + CHOICE
    lesson(tmp_path, whole)
    with pytest.raises(LessonError, match=says):
        lesson(tmp_path, whole.replace(*change))


def test_sections_are_read_as_they_are_written(tmp_path: Path) -> None:
    scenario = lesson(tmp_path, LESSON)
    assert scenario.explanation == ("First.", "Second.") and len(scenario.quiz) == 3
    assert scenario.control and scenario.control.commands[0].text == "put" and scenario.knobs[0].command
    assert scenario.prediction and scenario.prediction.readings == (Term("lost_share", "one"),)


def test_conditions_hold_or_not_or_cannot_be_told() -> None:
    lost = read_condition("lost:a > 0")
    assert lost.holds(measured(lost=(1, 9))) is True
    assert lost.holds(measured(lost=(0, 0))) is False
    assert lost.holds(measured(lost=(0, 9))) is None, "the repeats disagree"
    assert lost.holds(measured()) is None, "it was not measured"
    slower = read_condition("wall_s:a > 2 * wall_s:b")
    assert slower.holds(measured(wall_s__a=(5, 6), wall_s__b=(1, 2))) is True
    assert slower.holds(measured(wall_s__a=(3, 6), wall_s__b=(1, 2))) is None
    ratio = read_quantity("hand_over_s:a / hand_over_s:b")
    assert ratio.span(measured(hand_over_s__a=(8, 9), hand_over_s__b=(2, 4))) == (2, 4.5)
    assert ratio.span(measured(hand_over_s__a=(8, 9), hand_over_s__b=(0, 4))) is None


def test_a_guess_is_compared_with_every_repeat(tmp_path: Path) -> None:
    prediction = lesson(tmp_path, LESSON).prediction
    assert isinstance(prediction, Prediction)
    found = measured(lost_share=(0.3, 0.4))
    outcomes = [prediction.compared(guess, found) for guess in (20, 25, 35, 45, 50)]
    assert outcomes == ["too_low", "right", "right", "right", "too_high"]
    assert prediction.compared(35, measured()) is None


def test_a_slider_ends_where_the_machine_does_and_has_room_for_what_was_typed(tmp_path: Path) -> None:
    follows = find("threads-vs-processes").prediction
    assert follows is not None
    assert [follows.top(cores) for cores in (0.5, 1, 2, 4, 6.5, 8, 64)] == [4, 4, 4, 8, 13, 16, 16]
    assert follows.top(2, 9.3) == 10 and follows.top(2, 1.0, 3.9) == 4
    fixed = lesson(tmp_path, LESSON).prediction
    assert isinstance(fixed, Prediction) and fixed.top(2) == fixed.maximum


def test_a_choice_is_the_first_that_came_true() -> None:
    texts = {"a": "lost:x > 5", "b": "lost:x > 0"}
    choices = tuple(PredictionChoice(text, read_condition(when)) for text, when in texts.items())
    prediction = Prediction("choice", "?", "C.", "R.", wrong="W.", choices=choices)
    assert [prediction.compared(guess, measured(lost=(3, 4))) for guess in (0, 1)] == ["wrong", "right"]
    assert prediction.compared(0, measured(lost=(4, 7))) is None and prediction.came_true(measured(lost=(0, 0))) is None


def test_ticks_are_a_bit_for_each_choice() -> None:
    choices = tuple(PredictionChoice(name, read_condition(f"{name}:x > 0")) for name in ("lost", "got", "made"))
    prediction = Prediction("several", "?", "C.", "R.", wrong="W.", choices=choices)
    found = measured(lost=(0, 0), got=(3, 4), made=(1, 1))
    assert prediction.came_true(found) == 0b110 and prediction.ticked(0b110) == (False, True, True)
    assert [prediction.compared(guess, found) for guess in (0b110, 0b111, 0)] == ["right", "wrong", "wrong"]
    assert prediction.came_true(measured(lost=(0, 0), got=(0, 4), made=(1, 1))) is None, "the runs differ"
    with pytest.raises(ShapeError, match="needs two to 9"):
        Prediction("several", "?", "C.", "R.", wrong="W.", choices=choices[:1])


def test_a_quiz_is_graded_by_the_learners_own_runs(tmp_path: Path) -> None:
    question = lesson(tmp_path, LESSON).quiz[0]
    found = [question.right_answer(measured(lost=span)) for span in ((1, 2), (0, 0), (0, 1))]
    assert found == [0, 2, None]


def test_a_flag_is_given_only_when_it_is_on() -> None:
    scenario = find("shared-memory")
    plan = make_plan(scenario, python="py", has=frozenset(), usable_cores=2)
    variant = scenario.variant("shared")
    assert "--forget-unlink" not in arguments(plan, variant)
    assert arguments(plan, variant, {"forget_unlink": "on"})[-1] == "--forget-unlink"
    knob = scenario.knob("forget_unlink")
    assert knob.turned("off", 1) == "on" and knob.parse("on") == "on"
    with pytest.raises(LessonError, match="choose off, on"):
        knob.parse("maybe")


@EVERY_SCENARIO
def test_every_lesson_asks_and_explains(scenario: Scenario) -> None:
    assert scenario.prediction and 3 <= len(scenario.quiz) <= 5 and scenario.explanation and scenario.notes


@EVERY_SCENARIO
def test_what_a_lesson_points_at_is_in_the_source(scenario: Scenario) -> None:
    source = scenario.program.read_text(encoding="utf-8")
    assert [note.text for note in scenario.notes if note.text not in source] == []
    assert [variant.word for variant in scenario.variants if variant.word and variant.word not in source] == []
    assert [knob.option for knob in scenario.knobs if f'"{knob.option}"' not in source] == []


@pytest.mark.parametrize("program", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_function_fits_on_one_screen(program: Path) -> None:
    tree = ast.parse(program.with_suffix(".py").read_text(encoding="utf-8"), feature_version=(3, 9))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 40] == []
