"""What the keys of the stage do. The table is in `tui.keys`; every action of it is a method here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demos.catalogue import Knob, Scenario
from tui.messages import StartRun, StopRun
from tui.screens import views
from tui.screens.help import Help
from tui.screens.knobs import Knobs
from tui.screens.layout import CORES, kind_of
from tui.screens.output import Output
from tui.screens.variants import Variants
from tui.widgets.source_panel import line_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.widget import Widget

    from tui.screens.comparison import Comparison
    from tui.screens.look import Look
    from tui.screens.scene import Scene

    Here = Screen[None]
else:
    Here = object

ONLY_IN = {
    "blank": "presenter",
    "present_start": "presenter",
    "rewind": "replay",
    "scroll": "code",
    "page": "pages",
}
"""Actions that are there only in one place."""

SEEK_S = 1.0


class StageActions(Here):
    """The actions; the stage gives the rest."""

    look: Look
    index: int
    comparisons: tuple[Comparison, ...]
    comparison: Comparison
    scene: Scene
    end_then: Callable[[Callable[[], None]], None]
    show: Callable[[], None]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is there now."""
        match ONLY_IN.get(action):
            case "presenter":
                return self.look.is_presenting
            case "replay":
                return self.comparison.is_replay
            case "code":
                return self.is_code_shown
            case "pages":
                return self.is_code_shown or self.look.is_presenting
        return True

    @property
    def is_code_shown(self) -> bool:
        """Whether there is a source to scroll."""
        return self.look.is_code_open or kind_of(self.size.width, self.size.height, self.look.is_presenting) == "wide"

    def start(self) -> None:
        """Start the scenario shown, from nothing."""
        if self.scene.broken is None:
            self.comparison.start()
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
        if hasattr(feed, "is_paused"):
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
        if self.look.is_presenting or not self._seek(-SEEK_S):
            self.show_scenario(self.index - 1)

    def action_right(self) -> None:
        if self.look.is_presenting or not self._seek(SEEK_S):
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
        look.code_first, look.zoomed, look.focus, look.first = 0, None, -1, 0
        if self.is_code_shown and self.comparison.scenario is not None:
            self._open_at(self.comparison.scenario)
        self.show()

    def action_more_workers(self) -> None:
        self._turn("workers", 1)

    def action_fewer_workers(self) -> None:
        self._turn("workers", -1)

    def action_larger(self) -> None:
        self._turn("size", 1)

    def action_smaller(self) -> None:
        self._turn("size", -1)

    def _turn(self, name: str, clicks: int) -> None:
        scenario = self.comparison.scenario
        if scenario is None:
            return
        places = {knob.name: knob for knob in scenario.knobs}
        others = [knob for knob in scenario.knobs if knob.name != "workers"]
        knob: Knob | None = places.get(name) or (others[0] if name == "size" and others else None)
        if knob is not None and (why := self.comparison.turn(knob, clicks)):
            self.notify(why, markup=False)
        self.show()

    def action_time_limit(self) -> None:
        self.comparison.is_unlimited = not self.comparison.is_unlimited
        limit = "no time limit" if self.comparison.is_unlimited else "the lesson's time limit"
        self.notify(f"From the next run on: {limit}.", markup=False)
        self.show()

    def action_variants(self) -> None:
        if self.comparison.scenario is not None:
            self.app.push_screen(Variants(self.comparison), lambda _: self.show())

    def action_knobs(self) -> None:
        if self.comparison.scenario is not None:
            self.app.push_screen(Knobs(self.comparison), lambda _: self.show())

    def action_freeze(self) -> None:
        if self.look.is_presenting:
            self.action_blank()
            return
        self.comparison.freeze()
        self.show()

    def action_code(self) -> None:
        look, scenario = self.look, self.comparison.scenario
        look.is_code_open, look.zoomed = not look.is_code_open, None
        if look.is_code_open and scenario is not None:
            self._open_at(scenario)
        self.show()

    def _open_at(self, scenario: Scenario) -> None:
        """Open the source where the lesson is: at its first remark, or at the word that differs where rows are few."""
        words = [f"{variant.word}(" for variant in scenario.variants if variant.word]
        pieces = words if words and self.size.height < 36 else [note.text for note in scenario.notes]
        text = views.source(self.comparison, 0, "").text
        self.look.code_first = max(0, line_of(text, pieces[0]) - (4 if pieces is words else 1)) if pieces else 0

    def action_scroll(self, lines: int) -> None:
        text = views.source(self.comparison, 0, "").text
        self.look.code_first = max(0, min(self.look.code_first + lines, text.count("\n") - 4))
        self.show()

    def action_page(self, pages: int) -> None:
        if self.look.is_presenting:
            self.show_scenario(self.index + pages)
        else:
            self.action_scroll(pages * max(1, self.size.height // 2))

    def action_zoom(self) -> None:
        look, shown = self.look, self.scene.shown()
        order = [None, *range(shown), CORES]
        look.is_code_open = False
        look.zoomed = order[(order.index(look.zoomed) + 1) % len(order)] if look.zoomed in order else None
        if look.zoomed is not None:
            look.focus = look.first + look.zoomed if look.zoomed != CORES else len(views.panels_of(self.comparison))
        else:
            look.focus = -1
        self.show()

    def action_next_panel(self) -> None:
        self._focus(self.look.focus + 1)

    def action_previous_panel(self) -> None:
        self._focus(max(self.look.focus, 0) - 1)

    def _focus(self, place: int) -> None:
        self.look.focus = place % (len(views.panels_of(self.comparison)) + 1)
        self.show()

    def focus_board(self, board: Widget) -> None:
        """Choose the panel that was clicked on."""
        name = board.id or ""
        is_panel = name.startswith("panel")
        self._focus(self.look.first + int(name[5:]) if is_panel else len(views.panels_of(self.comparison)))

    def action_output(self) -> None:
        self.app.push_screen(Output(self.comparison))

    def action_message(self) -> None:
        failed = any(run.outcome in ("failed", "time limit") for run in self.comparison.state.runs)
        if self.comparison.failure or failed:
            self.app.push_screen(Output(self.comparison, only_failed=True))

    def action_present(self) -> None:
        look = self.look
        look.is_presenting, look.is_blank, look.is_code_open, look.zoomed = not look.is_presenting, False, False, None
        self.show()

    def action_present_start(self) -> None:
        if not self.comparison.is_on:
            self.post_message(StartRun())

    def action_blank(self) -> None:
        self.look.is_blank = not self.look.is_blank
        self.show()

    def action_leave(self) -> None:
        look = self.look
        look.is_presenting = look.is_blank = look.is_code_open = False
        look.zoomed = None
        self.show()

    def action_help(self) -> None:
        self.app.push_screen(Help())
