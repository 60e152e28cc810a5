"""The app with its own terminal driver, in a terminal emulator of the same process: what is written, cell by cell."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pyte
from rich.color import ColorSystem
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._context import visible_screen_stack
from textual.app import App
from textual.driver import Driver

from tests.support.scripted import MACHINE, ScriptedFeed, until
from tests.support.staging import Staged
from tests.support.taped import HandClock
from tests.support.terminal import shown
from tui.app import CoreographApp
from tui.console.driver import TerminalDriver
from tui.lessons.catalogue import Scenario
from tui.play.player import Player
from tui.play.tape import Tape
from tui.theme import first_theme

FRAMES = 40
"""How many frames a recording is played in, from its beginning to its end."""


class EmulatedDriver(TerminalDriver):
    """Writes into an emulator in place of a terminal; nothing is typed but what the test presses."""

    is_behind = False

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        Driver.__init__(self, app, debug=debug, mouse=mouse, size=size)
        self.screen = pyte.Screen(*(size or (80, 24)))
        self._stream = pyte.ByteStream(self.screen)
        self.written: list[str] = []
        """Everything, one text a write."""

    def write(self, data: str) -> None:
        self.written.append(data)
        self._stream.feed(shown(data.encode()))

    def start_application_mode(self) -> None:
        pass

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass

    def close(self) -> None:
        pass


class EmulatedApp(CoreographApp):
    def get_driver_class(self) -> type[Driver]:
        return EmulatedDriver


@dataclass(slots=True)
class Emulated(Staged):
    """A running app that draws on a terminal."""

    step_s: float = 0.1
    """How far a frame goes on."""

    @property
    def driver(self) -> EmulatedDriver:
        assert isinstance(self.app._driver, EmulatedDriver)
        return self.app._driver

    async def resize(self, width: int, height: int) -> None:
        self.driver.screen.resize(height, width)
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    @property
    def ours(self) -> int:
        """How many frames were written by us: one write each, where Textual takes three."""
        return sum(text.startswith(SYNC_START) and text.endswith(SYNC_END) for text in self.driver.written)

    async def settle(self) -> None:
        """Wait until Textual has nothing to draw."""
        before = -1
        while len(self.driver.written) != before:
            before = len(self.driver.written)
            await self.pilot.pause()
            await until(lambda: not self.is_drawing, what="Textual to be done")

    @property
    def is_drawing(self) -> bool:
        """Whether Textual is about to draw."""
        screen = self.app.screen
        return bool(screen._repaint_required or screen._layout_required or screen._dirty_widgets)

    def differences(self) -> list[str]:
        """Return the cells in which the terminal differs from what Textual alone would draw, each in words."""
        width, height = self.app.size
        alone = pyte.Screen(width, height)
        stream = pyte.ByteStream(alone)
        visible_screen_stack.set(self.app._background_screens)
        for y, strip in enumerate(self.app.screen._compositor.render_strips()):
            stream.feed(shown(f"\x1b[{y + 1};1H{strip.render(self.app.console)}".encode()))
        there = self.driver.screen.buffer
        return [
            f"{x},{y}: {there[y][x]} is {alone.buffer[y][x]} to Textual"
            for y in range(height)
            for x in range(width)
            if there[y][x] != alone.buffer[y][x]
        ]


@asynccontextmanager
async def emulated(
    replay: Tape, size: tuple[int, int] = (120, 40), lessons: Sequence[Scenario] = ()
) -> AsyncIterator[Emulated]:
    """Run the app on a recording, by a clock that the test turns."""
    app = EmulatedApp(
        lessons, open_feed=lambda plan: ScriptedFeed(()), facts=MACHINE, replay=replay, learner=None,
    )  # fmt: skip
    app.console._color_system = ColorSystem.TRUECOLOR
    app.theme = first_theme("truecolor", no_color=False)
    clock = HandClock()
    app.comparisons[0].player = Player(None, replay, clock)
    async with app.run_test(headless=False, size=size) as pilot:
        at = Emulated(app, pilot, [], [], clock)
        at.step_s = replay.end_s / FRAMES
        app._sync_available = True
        await at.settle()
        yield at
