"""What the key for the results does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.play.comparison import Comparison

    Here = Screen[None]
else:
    Here = object


class ResultsActions(Here):
    """The results of the session."""

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        raise NotImplementedError

    def action_results(self) -> None:
        from tui.screens.dialogs.results import Results

        self.app.push_screen(Results(self.comparison.session))
