"""What the keys of the stage do. The table is in `tui.keys`; every action of it is a method here."""

from __future__ import annotations

from typing import Any

from textual import events

from tui.boards.words.frame_views import LIVE_ONLY
from tui.keys import SAME
from tui.messages import StartRun, StopRun
from tui.screens.stage.code_actions import CodeActions
from tui.screens.stage.learning_actions import LearningActions
from tui.screens.stage.look_actions import LookActions
from tui.screens.stage.pace_actions import PaceActions
from tui.screens.stage.results_actions import ResultsActions

ONLY_IN = {
    "blank": "presenter",
    "present_start": "presenter",
    "rewind": "replay",
    "note": "code",
    "scroll": "code",
    "page": "pages",
    "hex": "memory",
    "next_step": "counter",
}
"""Actions that are there only in one place."""

SEEK_S = 1.0


class StageActions(LearningActions, ResultsActions, PaceActions, LookActions, CodeActions):
    """What concerns runs, knobs and scenarios; the stage gives the rest."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is there now."""
        here, count = self.comparison, len(self.scene.tabs.tabs)
        if here.is_replay and action in LIVE_ONLY and action != "restart":
            return False
        if action in ("left", "right"):
            return count > 1 or here.is_replay
        if action == "show_tab":
            return isinstance(number := parameters[0], int) and number <= count
        return {
            "presenter": self.look.is_presenting,
            "replay": here.is_replay,
            "code": self.is_code_shown,
            "memory": "block" in here.boards,
            "pages": self.is_code_shown or self.look.is_presenting,
            "counter": "microscope" in here.boards,
        }.get(ONLY_IN.get(action, ""), True)

    def start(self) -> None:
        """Start the scenario shown, from nothing."""
        if self.scene.broken is None:
            self.start_asked()
        self.show()

    def action_start_stop(self) -> None:
        here = self.comparison
        if here.is_replay and here.player is not None:
            self._pause()
        else:
            self.post_message(StopRun() if here.is_on else StartRun())

    def action_restart(self) -> None:
        if self.comparison.is_replay:
            self.action_rewind()
        else:
            self.post_message(StartRun())

    def _pause(self) -> None:
        feed: Any = self.comparison.player.feed if self.comparison.player else None
        if self.comparison.is_at_end and hasattr(feed, "is_paused"):
            feed.is_paused = False
            self.action_rewind()
        elif hasattr(feed, "is_paused"):
            feed.is_paused = not feed.is_paused
        self.show()

    def _seek(self, by_s: float) -> bool:
        player = self.comparison.player
        feed: Any = player.feed if player is not None and self.comparison.is_replay else None
        if player is None or not hasattr(feed, "position_s"):
            return False
        player.seek(max(0.0, feed.position_s + by_s))
        self.show()
        return True

    def action_rewind(self) -> None:
        self._seek(-1e9)

    def action_left(self) -> None:
        if not self._seek(-SEEK_S):
            self.show_scenario(self.index - 1)

    def action_right(self) -> None:
        if not self._seek(SEEK_S):
            self.show_scenario(self.index + 1)

    def action_show_tab(self, number: int) -> None:
        if number <= len(self.scene.tabs.tabs):
            self.show_scenario(number - 1)

    def show_scenario(self, index: int) -> None:
        """Put another tab on the stage, once the run on this one is over."""
        index %= len(self.scene.tabs.tabs)
        if index != self.index:
            self.end_then(lambda: self._turn_to(index))

    def _turn_to(self, index: int) -> None:
        self.index = index
        look = self.look
        look.trouble, look.zoomed, look.focus, look.first, look.step = "", None, -1, 0, 0
        self.open_source()
        self.show()

    def on_key(self, event: events.Key) -> None:
        """Take the keys that the lesson brings; all others are bound by the table."""
        key = event.character or ""
        if not self.comparison.is_replay and self._press(SAME.get(key, key)):
            event.stop()

    def action_lesson_key(self, key: str) -> None:
        self._press(key)

    def _press(self, key: str) -> bool:
        """Press a key of the lesson; return whether it has that key."""
        try:
            said = self.comparison.press(key) if key else ""
        except KeyError:
            return False
        if said:
            self.notify(said)
        self.show()
        return bool(key)

    def action_time_limit(self) -> None:
        self.comparison.is_unlimited = not self.comparison.is_unlimited
        limit = "no time limit" if self.comparison.is_unlimited else "the lesson's time limit"
        self.notify(f"From the next run on: {limit}.")
        self.show()

    def action_variants(self) -> None:
        from tui.screens.dialogs.variants import Variants

        if self.comparison.scenario is not None:
            self.app.push_screen(Variants(self.comparison), lambda _: self.show())

    def action_knobs(self) -> None:
        from tui.screens.dialogs.knobs import Knobs

        if self.comparison.scenario is not None:
            self.app.push_screen(Knobs(self.comparison), lambda _: self.show())

    def action_output(self) -> None:
        from tui.screens.dialogs.output import Output

        self.app.push_screen(Output(self.comparison))

    def action_message(self) -> None:
        from tui.screens.dialogs.output import Output

        failed = any(run.outcome in ("failed", "time limit") for run in self.comparison.state.runs)
        if self.comparison.failure or failed:
            self.app.push_screen(Output(self.comparison, only_failed=True))
        else:
            self.open_compared()

    def action_present_start(self) -> None:
        if not self.comparison.is_on:
            self.post_message(StartRun())

