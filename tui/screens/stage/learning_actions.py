"""What the keys do that concern learning: the question before a run, the guess after it, the quiz, the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.play.comparison import Comparison
    from tui.play.look import Look

    Here = Screen[None]
else:
    Here = object


class LearningActions(Here):
    """Questions, and what became of them."""

    look: Look
    show: Callable[[], None]

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        raise NotImplementedError

    def start_asked(self) -> None:
        """Start the comparison shown; first ask what is expected, if that is wanted. A presenter is never asked."""
        here = self.comparison
        asked = None if self.look.is_presenting else here.learning.asks(here)
        if asked is None:
            here.start()
            return

        def then(_: None) -> None:
            if here is self.comparison and (here.learning.guess is not None or here.learning.is_skipped):
                here.start()
            self.app.notify(dialog.farewell)

        from tui.screens.dialogs.prediction import ask

        dialog = ask(asked, here.learning)
        self.app.push_screen(dialog, then)

    def open_compared(self) -> bool:
        """Show the guess beside the measurement; return whether there is one to show."""
        here = self.comparison
        learning, scenario = here.learning, here.scenario
        if scenario is None or scenario.prediction is None or learning.guess is None or learning.graded is None:
            return False
        from tui.screens.dialogs.compared import Compared

        trouble = learning.learner.trouble if learning.learner else ""
        self.app.push_screen(Compared(scenario.prediction, learning.guess, learning.graded, trouble))
        return True

    def action_quiz(self) -> None:
        lesson = self.comparison.lesson
        if lesson is None or not lesson.quiz:
            self.app.notify("This lesson has no quiz.")
            return
        from tui.screens.dialogs.quiz import Quiz

        self.app.push_screen(Quiz(lesson, self.comparison.learning))

    def action_journal(self) -> None:
        learner = self.comparison.learning.learner
        if learner is None:
            self.app.notify("There is no journal here.")
            return
        from tui.screens.dialogs.journal import JournalTable

        self.app.push_screen(JournalTable(learner))
