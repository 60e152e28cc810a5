"""What the keys of slow motion and of the microscope of lanes do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.play import pace

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.play.comparison import Comparison

    Here = Screen[None]
else:
    Here = object


class PaceActions(Here):
    """Slow motion, and the next 250 ms looked at closely."""

    show: Callable[[], None]

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        raise NotImplementedError

    def action_slow_motion(self) -> None:
        self.notify(pace.turn_slow(self.comparison))
        self.show()

    def action_microscope(self) -> None:
        from tui.screens.dialogs.lane_microscope import LaneMicroscope

        self.app.push_screen(LaneMicroscope(self.comparison))
