"""The app with scripted feeds, and its screen as text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from textual.pilot import Pilot

from tests.support.scripted import MACHINE, Script, ScriptedFeed, until
from tests.support.taped import HandClock
from tui.app import CoreographApp
from tui.draw.cells import cell_width
from tui.feeds.live.machine import Machine
from tui.feeds.live.plan import Plan
from tui.learning.learning import Learner
from tui.lessons.catalogue import BrokenLesson, Scenario, Variant, catalogue
from tui.lessons.knob import Knob
from tui.lessons.lesson import Calibration, Note
from tui.play.comparison import Comparison
from tui.play.player import Player
from tui.play.tape import Tape
from tui.screens.stage.stage import Stage
from tui.telemetry.vocabulary import Telemetry

SIZES = ((49, 14), (50, 15), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60))

__all__ = ["SIZES", "BrokenLesson", "Calibration", "Knob", "Note", "Staged", "Variant", "scenarios", "staged"]


def scenarios(count: int = 1) -> tuple[Scenario, ...]:
    """Return the first scenario, and others made from it."""
    first = catalogue()[0][0]
    return (
        first,
        *(
            Scenario(
                name=f"other-{n}", program=first.program, order=n + 1, group=first.group,
                tab=f"other {n}", title=f"other scenario {n}",
                summary=first.summary, expected_s=5.0, time_limit_s=60.0, variants=first.variants, knobs=first.knobs,
                calibration=first.calibration, notes=first.notes,
            )
            for n in range(1, count)
        ),
    )  # fmt: skip


@dataclass(slots=True)
class Staged:
    """A running app, and what a test does with it."""

    app: CoreographApp
    pilot: Pilot[None]
    feeds: list[ScriptedFeed] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    clock: HandClock = field(default_factory=HandClock)
    """What a replay is played by."""

    @property
    def stage(self) -> Stage:
        return self.app.stage

    @property
    def comparison(self) -> Comparison:
        return self.stage.comparison

    def rows(self) -> list[str]:
        """Return the screen as plain text, top to bottom."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        rows = [strip.text for strip in strips]
        assert len(rows) == height
        assert all(cell_width(row) == width for row in rows), [cell_width(row) for row in rows]
        return [row.rstrip() for row in rows]

    @property
    def text(self) -> str:
        return "\n".join(self.rows())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def sees(self, text: str) -> None:
        """Wait until the text is on the screen."""
        await until(lambda: text in self.text, what=f"{text!r} in\n{self.text}")

    async def start(self, to_s: float = float("inf")) -> ScriptedFeed:
        """Start, and let the feed tell everything up to this time."""
        before = len(self.feeds)
        await self.press("space")
        await until(lambda: len(self.feeds) > before, what="a feed")
        await self.advance(to_s)
        return self.feeds[-1]

    async def start_unasked(self) -> ScriptedFeed:
        """Start, pass over the question before the run, and let the feed tell everything."""
        await self.press("space", "escape")
        await until(lambda: bool(self.feeds), what="a feed")
        await self.advance()
        return self.feeds[-1]

    async def advance(self, to_s: float = float("inf")) -> None:
        """Let the last feed tell everything up to this time, and wait until it is shown."""
        feed = self.feeds[-1]
        feed.advance(to_s)
        player = self.comparison.player
        assert player is not None
        await until(lambda: not feed.is_waiting, what="the player to pull")
        self.stage.show()
        await self.pilot.pause()

    def play_on(self, by_s: float) -> None:
        """Let a replay go on by so much time, as the frame tick does."""
        self.stage.tick()
        self.clock.now_s += by_s
        self.stage.tick()

    async def play_to(self, to_s: float) -> None:
        """Let a replay go on to this time, and show it."""
        assert self.comparison.player is not None
        self.play_on(to_s - self.comparison.player.playhead.position_s)
        self.stage.show()
        await self.pilot.pause()


@asynccontextmanager
async def staged(
    size: tuple[int, int] = (120, 40),
    script: Callable[[Plan], Sequence[Telemetry]] | None = None,
    *,
    facts: Machine | None = None,
    tabs: int = 1,
    broken: Sequence[BrokenLesson] = (),
    refuse: Exception | None = None,
    replay: Tape | None = None,
    autostart: bool = False,
    learner: Learner | None = None,
    lessons: Sequence[Scenario] = (),
    is_new: bool = False,
) -> AsyncIterator[Staged]:
    """Run the app without a terminal; with these lessons in place of the first one."""
    feeds: list[ScriptedFeed] = []
    plans: list[Plan] = []
    known = facts or MACHINE

    def open_feed(plan: Plan) -> ScriptedFeed:
        if refuse is not None:
            raise refuse
        plans.append(plan)
        names = tuple(variant.name for variant in plan.variants)
        told = script(plan) if script else Script(cores=known.cores, variants=names).comparison()
        feeds.append(ScriptedFeed(told))
        return feeds[-1]

    app = CoreographApp(
        lessons or scenarios(tabs), broken, open_feed=open_feed, facts=known, replay=replay, autostart=autostart,
        learner=learner, is_new=is_new,
    )
    clock = HandClock()
    if replay is not None:
        app.comparisons[0].player = Player(None, replay, clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Staged(app, pilot, feeds, plans, clock)


