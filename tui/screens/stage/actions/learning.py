"""What the keys do that concern learning: the question before a run, the guess after it, the quiz, the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.screens.stage.stage import Stage


def start_asked(stage: Stage) -> None:
    """Start the comparison shown; first ask what is expected, if that is wanted. A presenter is never asked."""
    comparison = stage.comparison
    asked = None if stage.look.is_presenting else comparison.learning.asks(comparison)
    if asked is None:
        comparison.start()
        return

    def then(_: None) -> None:
        if comparison is stage.comparison and (comparison.learning.guess is not None or comparison.learning.is_skipped):
            comparison.start()
        stage.notify(dialog.farewell)

    from tui.screens.dialogs.asked import ask

    ends = comparison.knobs.get(asked.over, 0)
    workers = int(ends) if isinstance(ends, int) else 0
    dialog = ask(asked, comparison.learning, comparison.facts.usable_cores, workers)
    stage.app.push_screen(dialog, then)


def compared(stage: Stage) -> None:
    """Show the guess beside the measurement, where there is one to show."""
    learning, scenario = stage.comparison.learning, stage.comparison.scenario
    if scenario is None or scenario.prediction is None or learning.guess is None or learning.graded is None:
        return
    from tui.screens.dialogs.compared import Compared

    trouble = learning.learner.trouble if learning.learner else ""
    usable = stage.comparison.facts.usable_cores
    stage.app.push_screen(Compared(scenario.prediction, learning.guess, learning.graded, usable, trouble))


def quiz(stage: Stage) -> None:
    from tui.screens.dialogs.quiz import Quiz

    lesson = stage.comparison.lesson
    if lesson is None or not lesson.quiz:
        stage.notify("This lesson has no quiz.")
    else:
        stage.app.push_screen(Quiz(lesson, stage.comparison.learning))


def journal(stage: Stage) -> None:
    from tui.screens.dialogs.journal import JournalTable

    learner = stage.comparison.learning.learner
    if learner is None:
        stage.notify("There is no journal here.")
    else:
        stage.app.push_screen(JournalTable(learner))
