"""A guess without a screen: the question as text, the answer as it is typed, what is told of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.learning.test_grading import CHOICE, SPEED, TICKS
from tests.support.jobs import Jobs
from tests.support.terminal import ROOT
from tui.learning.beside import beside
from tui.learning.grading import grade
from tui.learning.journal import Journal
from tui.learning.learning import compared
from tui.learning.typed import asked, read
from tui.lessons import LessonError
from tui.lessons.catalogue import find
from tui.lessons.questions import Prediction
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.reports.as_json.told import json_of

LESSON = find("amdahls-wall")
assert LESSON.prediction is not None
CURVE: Prediction = LESSON.prediction


def test_the_question_says_how_to_answer() -> None:
    assert asked(SPEED).splitlines()[-1] == "Answer with --guess and a number from 0 to 16."
    assert asked(CHOICE).splitlines()[1:] == [
        "  1  Much faster.", "  2  Faster.", "  3  Slower.", "Answer with --guess and a number from 1 to 3.",
    ]  # fmt: skip
    assert "with commas, or 0 for none" in asked(TICKS) and "where the curve ends" in asked(CURVE)


@pytest.mark.parametrize(
    ("prediction", "text", "guess"),
    [
        (SPEED, "3.5", 3.5), (SPEED, "17", None), (SPEED, "nan", None), (SPEED, "many", None), (SPEED, "", None),
        (CURVE, "2", 2.0), (CURVE, "0.4", None), (CHOICE, "2", 1), (CHOICE, "4", None), (CHOICE, "1 2", None),
        (TICKS, "1,3", 5), (TICKS, "2", 2), (TICKS, "0", 0), (TICKS, "4", None), (TICKS, "", None), (TICKS, "²", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_a_guess_or_refused(prediction: Prediction, text: str, guess: float | None) -> None:
    if guess is not None:
        assert read(prediction, text) == guess
    else:
        with pytest.raises(LessonError, match="--guess cannot be"):
            read(prediction, text)


def test_it_is_graded_kept_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    state = fold(ComparisonState(), Jobs().comparison())
    graded, trouble = compared(LESSON, 3.0, state)
    assert (graded.outcome, trouble) == ("too_high", "")
    assert json_of(state, (CURVE, 3.0, graded))["guess"] == {
        "question": CURVE.question, "said": "3.0 times", "outcome": "too_high", "measured": "1.7 times", "why": "",
    }  # fmt: skip
    said = "".join(text for text, _ in beside(CURVE, 3.0, graded, has_keys=False))
    assert said == f"You said 3.0 times, measured 1.7 times. {CURVE.too_high}"
    (entry,) = Journal(next(tmp_path.iterdir())).read()
    assert (entry.lesson, entry.guess, entry.outcome) == ("amdahls-wall", "3.0 times", "too_high")


def test_without_keys_no_key_is_told() -> None:
    graded = grade(CURVE, 3.0, fold(ComparisonState(), Jobs(others=1.5).comparison()))
    said = "".join(text for text, _ in beside(CURVE, 3.0, graded, has_keys=False))
    assert said == "You said 3.0 times. Inconclusive here: other programs kept this machine busy."


def coreograph(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", "run", *words],
        cwd=ROOT, env={**os.environ, "XDG_STATE_HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_asks_and_refuses(tmp_path: Path) -> None:
    told = coreograph(tmp_path, "amdahls-wall", "--guess", "?")
    assert told.returncode == 0 and "Bend the curve" in told.stdout
    for words in (("--guess", "99"), ("--guess", "2", "--workers", "3")):
        refused = coreograph(tmp_path, "amdahls-wall", "--plain", *words)
        assert refused.returncode == 2 and "--guess" in refused.stderr and not refused.stdout
