"""The app: screens, theme, app-wide keys. It holds no state of any run."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.driver import Driver
from textual.notifications import SeverityLevel

from tui import theme
from tui.console.driver import TerminalDriver
from tui.console.ending import BY_SIGNAL, Ending
from tui.console.guardian import Guardian
from tui.console.opening import Opening
from tui.feeds.feed import Feed
from tui.feeds.live.machine import Machine
from tui.feeds.live.plan import Plan
from tui.learning.learning import Learner, Learning
from tui.lessons.catalogue import BrokenLesson, Scenario
from tui.play.comparison import Comparison
from tui.play.kept import Session
from tui.screens.bindings import bindings
from tui.screens.stage.actions.moving import lessons
from tui.screens.stage.stage import Stage
from tui.terminal import is_served

if TYPE_CHECKING:
    from tui.feeds.recorder import Recorder
    from tui.play.tape import Tape
    from tui.screens.catalogue.catalogue import Catalogue

AT_REST_S = 1.0
"""So long after the first picture nothing of a start is left to do."""
SETTLED_S = 0.05
"""After so long a size that has changed while we were away is known; before, we would draw for the old one."""


def _key_commands() -> type[Provider]:
    from tui.screens.stage.commands import KeyCommands  # noqa: PLC0415 - nothing of it is in the first picture

    return KeyCommands


class CoreographApp(App[None]):
    """One stage, dialogs over it, and the themes."""

    TITLE = "coreograph"
    CSS = "CommandPalette SearchIcon { display: none; }"
    """Without the picture of a lens, which many terminals' fonts do not have."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_key_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(of_app=True),
        Binding("ctrl+q,ctrl+c", "quit", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "suspend", show=False, priority=True),
    ]

    def __init__(
        self,
        catalogue: Sequence[Scenario],
        broken: Sequence[BrokenLesson] = (),
        *,
        open_feed: Callable[[Plan], Feed],
        facts: Machine,
        start: str | None = None,
        plan: Plan | None = None,
        autostart: bool = False,
        open_recorder: Callable[[Plan], Recorder | None] = lambda _: None,
        replay: Tape | None = None,
        learner: Learner | None = None,
        guardian: Guardian | None = None,
        opening: Opening | None = None,
        is_new: bool = False,
    ) -> None:
        """Show the scenario named `start`, with the settings of `plan`, and start it; or play `replay`.

        Without a `learner` nothing is asked before a run, and no guess or answer is kept. Who `is_new` first sees all
        lessons.
        `open_feed` may raise ValueError, RuntimeError or OSError with one sentence, which the stage then shows.
        """
        self.guardian = guardian
        self.opening = opening
        self._ending: Ending | None = None
        self._is_new = is_new
        self._first: Catalogue | None = None
        """What stands there first, where that is not the stage."""
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        session = Session()
        self.comparisons: list[Comparison] = [
            Comparison(scenario, facts, open_feed, open_recorder, session=session, learning=Learning(learner))
            for scenario in catalogue
        ]
        self._broken = tuple(broken)
        self._index = next((i for i, scenario in enumerate(catalogue) if scenario.name == start), 0)
        self._autostart = autostart
        if plan is not None:
            self.comparisons[self._index].adopt(plan)
        if replay is not None or not self.comparisons:
            played = Comparison(None, facts, open_feed, learning=Learning(learner))
            if replay is not None:
                played.play(replay)
                played.known = {scenario.name: scenario for scenario in catalogue}
            self.comparisons, self._broken, self._index = [played], (), 0
            self._autostart = False
        for own in theme.themes():
            self.register_theme(own)
        self.theme = theme.first_theme(self.console.color_system, self.no_color)

    def get_driver_class(self) -> type[Driver]:
        if not is_served():
            return TerminalDriver
        from tui.served.page import PageDriver  # noqa: PLC0415 - only a page needs it

        return PageDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.variable_defaults()

    def get_default_screen(self) -> Stage:
        return Stage(self.comparisons, self._broken, self._index)

    @property
    def stage(self) -> Stage:
        """The screen at the bottom of the stack."""
        bottom = self.screen_stack[0]
        assert isinstance(bottom, Stage)
        return bottom

    def on_mount(self) -> None:
        """Begin with all lessons for whoever is new; leave cleanly when told to end, or when the terminal is closed."""
        if self._is_new and len(self.stage.shelf) > 1:
            self._first = lessons(self.stage)
        if self.is_headless or sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            return
        loop, context = asyncio.get_running_loop(), copy_context()
        self._ending = Ending(lambda code: loop.call_soon_threadsafe(self._leave, code, context=context))

    def _leave(self, code: int) -> None:
        """End what is on and leave with this code, unless we are leaving already."""
        if self.screen_stack:
            self.stage.end_then(lambda: self.exit(return_code=code))

    def terminal_gone(self) -> None:
        if self._ending is not None:
            self._ending.leave(BY_SIGNAL + signal.SIGHUP)

    def terminal_back(self) -> None:
        for comparison in self.comparisons:
            if comparison.player is not None:
                comparison.player.missed()
        self.set_timer(SETTLED_S, partial(self.refresh, layout=True))

    def action_command_palette(self) -> None:
        from tui.screens.stage.commands import Palette  # noqa: PLC0415 - nothing of it is in the first picture

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def action_suspend_process(self) -> None:
        if isinstance(self._driver, TerminalDriver):
            self._driver.suspend()

    def on_ready(self) -> None:
        if self._autostart:
            self.stage.start()
        elif not (self.is_headless or is_served()):
            self.set_timer(AT_REST_S, self._keep_picture)

    def _keep_picture(self) -> None:
        """Keep what stands there for the next start, if nothing has been touched."""
        from tui.console.keeping import keep  # noqa: PLC0415 - the picture is there by now

        first = self._first or self.stage if self.screen_stack else None  # Else we are leaving.
        if first is not None and first.is_untouched:
            keep(first, first.rows_of("tabs", "groups", "keys"))

    def action_turn_theme(self) -> None:
        offered = theme.offered(self.console.color_system)
        at = offered.index(self.theme) if self.theme in offered else -1
        self.theme = offered[(at + 1) % len(offered)]
        self.notify(f"theme: {theme.SAID[self.theme]}")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say it in a line of the screen that is on, the newest only: nothing covers the picture."""
        from tui.screens.dialogs.dialog import Dialog  # noqa: PLC0415 - nothing is said in the first picture

        on = self.screen if isinstance(self.screen, Stage | Dialog) else self.stage
        on.say(message)

    async def action_quit(self) -> None:
        """End what is on, then leave; pressed again, leave at once."""
        self.stage.end_then(self.exit)
