"""What a person expects of a run without a screen: asked as text, and compared in the report."""

from __future__ import annotations

from tui.feeds.live.machine import this_machine
from tui.feeds.live.plan import Plan, usual_s
from tui.learning.typed import asked, read
from tui.lessons import LessonError
from tui.lessons.lesson import Scenario


def question_of(scenario: Scenario) -> str:
    """Return a lesson's question, and how to answer it; LessonError where it has none."""
    if scenario.prediction is None:
        raise LessonError(f"{scenario.name} asks for no guess.")
    return asked(scenario.prediction)


def guess_of(plan: Plan, text: str) -> float:
    """Return the guess that was typed; LessonError where it is none, or the question is not about this plan."""
    facts, prediction = this_machine([plan.scenario], plan.python), plan.scenario.prediction
    if prediction is None or usual_s(plan, facts.usable_cores, facts.has) is None:
        raise LessonError("--guess is about the lesson as it is: leave out --knob, --workers and --variant.")
    return read(prediction, text)
