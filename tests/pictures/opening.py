"""Opens the app so that nothing in a picture depends on the time, on this machine or on whose it is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.pictures.camera import Album, Camera
from tests.support.scripted import until
from tests.support.staging import staged
from tests.support.taped import told_in
from tui.feeds.live.own_program import program_scenario
from tui.feeds.recorder import state_folder
from tui.learning.journal import Entry, Journal
from tui.learning.learning import learner_at
from tui.lessons.catalogue import Scenario, catalogue, find
from tui.play.opening import open_recording
from tui.telemetry.vocabulary import ComparisonStarted

Size = tuple[int, int]

MODES = {
    "colour": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "nocolor": {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"},
    "ansi16": {"TERM": "xterm"},
    "ascii": {"TERM": "linux"},
}
"""What of the environment says which colours and characters a terminal has; the app chooses its theme by it."""

JOURNAL = (
    Entry("prediction", "2026-05-31T14:05:09+00:00", "threads-vs-processes", "CPython 3.12.1",
          "How many times as fast?", "2.0 times", "too_high", 1.4, 1.5, "1.5 times"),
    Entry("quiz", "2026-06-02T10:31:00+00:00", "counters", "CPython 3.14.0 without a GIL", "Which form loses none?",
          "thread-plain", "inconclusive", None, None, "other programs used 42 % of this machine"),
    Entry("quiz", "2026-06-03T08:00:00+00:00", "shared-memory", "CPython 3.12.1", "What was copied?",
          "Every pixel, twice.", "right", None, None, "nothing"),
)  # fmt: skip


class Recording:
    """A recording, and what it is of."""

    def __init__(self, path: Path) -> None:
        self.path, self.told = path, told_in(path)

    @property
    def end_s(self) -> float:
        return max(item.at_s for item in self.told)

    @property
    def scenario(self) -> Scenario:
        """The lesson, or the program that was watched: it is looked for beside the folder of the recordings."""
        header = self.told[0]
        assert isinstance(header, ComparisonStarted)
        if header.scenario:
            return find(header.scenario)
        return program_scenario([str(self.path.parent.parent / header.program)])


@contextmanager
def environment(mode: str) -> Iterator[None]:
    """Give the process another home and terminal for a while."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as home:
        for name in ("NO_COLOR", "COLORTERM", "VISUAL", "EDITOR"):
            os.environ.pop(name, None)
        os.environ |= {"HOME": home, "XDG_STATE_HOME": f"{home}/state", **MODES[mode]}
        try:
            yield
        finally:
            os.environ.clear()
            os.environ |= before


@asynccontextmanager
async def camera(album: Album, name: str, size: Size, mode: str = "colour", **opened: Any) -> AsyncIterator[Camera]:
    """Open the app with what `staged` takes, and a learner who has a journal."""
    with environment(mode):
        journal = Journal(state_folder())
        journal.add(JOURNAL)
        async with staged(size, learner=learner_at(state_folder()), **opened) as at:
            yield Camera(at, album, f"{name}.{mode}")


@asynccontextmanager
async def replay(album: Album, one: Recording, size: Size, mode: str = "colour") -> AsyncIterator[Camera]:
    """Open a recording, standing still at its beginning."""
    tape = open_recording(one.path)
    name = f"replay.{one.path.stem}"
    async with camera(album, name, size, mode, replay=tape, lessons=catalogue()[0], autostart=True) as taking:
        yield taking


async def put(taking: Camera, share: float) -> None:
    """Put a replay at this share of its length."""
    player = taking.at.comparison.player
    assert player is not None
    player.seek(share * player.playhead.length_s)
    taking.at.stage.show()
    await taking.drawn()


@asynccontextmanager
async def idle(album: Album, lesson: Scenario, size: Size, mode: str = "colour") -> AsyncIterator[Camera]:
    """Open the app on a lesson; nothing can be started."""
    lessons: Sequence[Scenario] = catalogue()[0]
    refuse = RuntimeError("The program cannot be started: there is no Python here. Name another with --python.")
    async with camera(album, f"idle.{lesson.name}", size, mode, lessons=lessons, refuse=refuse) as taking:
        taking.at.stage.turn_to(lessons.index(lesson))
        await taking.drawn()
        yield taking


@asynccontextmanager
async def live(album: Album, one: Recording, size: Size) -> AsyncIterator[Camera]:
    """Open the app on what was recorded, guess, and start a run that tells it as far as it is let."""
    scenario = one.scenario
    lessons = catalogue()[0] if scenario in catalogue()[0] else (scenario,)
    opened = camera(album, f"live.{one.path.stem}", size, script=lambda plan: one.told, lessons=lessons)
    async with opened as taking:
        taking.at.stage.turn_to(lessons.index(scenario))
        await taking.at.press("space")
        if scenario.prediction:
            await taking.at.press("2", "enter")
        await until(lambda: bool(taking.at.feeds), what="a run")
        yield taking


async def tell(taking: Camera, to_s: float) -> None:
    """Let a live run go on to this time."""
    await taking.at.advance(to_s)
    await taking.drawn()
