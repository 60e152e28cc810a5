"""The guess in words: before, beside and after what was measured. Rows with inks, not yet wrapped."""

from __future__ import annotations

from tui.draw.cells import Row
from tui.learning import grading
from tui.learning.beside import beside, quoted
from tui.learning.grading import Graded
from tui.lessons.questions import Prediction
from tui.play.comparison import Comparison

SIGNS = {
    "right": ("✓ right", "good bold"),
    "too_high": ("✗ too high", "bad bold"),
    "too_low": ("✗ too low", "bad bold"),
    "wrong": ("✗ not so", "bad bold"),
}
"""The outcome in a word, and its ink."""

WHY: Row = (("   enter", "key bold"), (" why", "muted"))


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """Return the guess beside the measurement, why, and what to try; while it runs the guess alone."""
    told = _told(comparison)
    if told is None:
        return ()
    prediction, guess, graded = told
    if graded is None:
        return ((("You said ", "foreground"), (quoted(prediction, guess), "key bold"), (".", "foreground")),)
    return (beside(prediction, guess, graded),)


def line(comparison: Comparison, hint: Row = ()) -> Row:
    """Return the guess beside the measurement in one short row, and a hint once it is compared; may be empty."""
    told = _told(comparison)
    if told is None:
        return ()
    prediction, guess, graded = told
    is_choice = not prediction.is_number
    said: Row = (("your guess" if is_choice else f"you said {grading.number(prediction, guess)}", "key"),)
    if graded is None:
        return (("your guess is locked", "key"),) if is_choice else said
    if graded.outcome is None:
        return (*said, (f" · {short_of(graded)}", "muted"), *hint)
    measured = "" if is_choice else f" · measured {grading.measured_words(prediction, graded)}"
    sign, ink = SIGNS[graded.outcome]
    if prediction.kind == "several":
        sign = f"{sign[0]} {grading.hits(prediction, guess, graded)}"
    return (*said, (f"{measured} · ", "foreground"), (sign, ink), *hint)


def change(comparison: Comparison) -> str:
    """Return what the lesson proposes to try after a guess was compared; empty before."""
    told = _told(comparison)
    return told[0].change if told and told[2] and told[2].outcome else ""


def tries(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the keys worth pressing when a run is over."""
    told, lesson = _told(comparison), comparison.lesson
    first = [("enter", "your guess")] if told and told[2] else []
    return first + ([("y", "the quiz")] if lesson and lesson.quiz else [])


def curve_guess(comparison: Comparison) -> float | None:
    """Return where the learner's own curve ends, where the question was about one; None without a guess."""
    told = _told(comparison)
    return told[1] if told and told[0].kind == "curve" else None


def short_of(graded: Graded) -> str:
    """Return in two or three words why there is no outcome."""
    return "not compared" if graded.is_void else "inconclusive here"


def trouble(comparison: Comparison) -> tuple[str, ...]:
    """Return why the journal does not hold the guess; nothing when it does."""
    learner = comparison.learning.learner
    return (learner.trouble,) if learner and learner.trouble and _told(comparison) else ()


def _told(comparison: Comparison) -> tuple[Prediction, float, Graded | None] | None:
    """Return the guess and what became of it; None when the run shown is not one it is about."""
    learning, scenario = comparison.learning, comparison.scenario
    prediction = scenario.prediction if scenario else None
    if prediction is None or learning.guess is None or not learning.is_compared or comparison.player is None:
        return None
    return prediction, learning.guess, learning.graded if comparison.state.is_over else None
