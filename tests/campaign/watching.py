"""Watches a story's program as `coreograph watch` does, and keeps what was said of it at each moment."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.story import Story
from tests.campaign.writing import BEFORE_S, MOMENT_S, program
from tests.draw.picture import picture
from tui.boards.program import lock_table
from tui.boards.program.locks import locks
from tui.boards.sheet import Sheet
from tui.draw.glyphs import UNICODE
from tui.feeds.live.interpreter import known_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.machine import this_machine
from tui.feeds.live.own_program import program_scenario
from tui.feeds.live.plan import make_plan
from tui.model.state.state import RunState
from tui.model.stuck.rows import rows
from tui.model.workers.names import every_name
from tui.play.player import Player
from tui.play.tape import Tape
from tui.reports.as_json.told import json_of

PATIENCE_S, INTERVAL_S = 6.0, 0.1
"""How long after its last moment a program is looked at that has not ended."""


@dataclass(slots=True)
class Seen:
    """What was said."""

    named: set[str] = field(default_factory=set)
    """Names of those of whom it was ever said, while it ran, that nobody can end their wait."""
    at_last: set[str] = field(default_factory=set)
    """The same when it was over or had been stopped."""
    is_over: bool = False
    """Whether it ended by itself."""
    was_late: bool = False
    """Whether the machine was too slow for the story."""
    report: dict[str, object] = field(default_factory=dict)
    """What `--json` says of it."""
    says: str = ""
    board: str = ""
    """The board of locks as it was last while the program ran."""


def watch(story: Story, folder: Path) -> Seen:
    """Watch a story to its end, or for a while behind its last moment."""
    lasts_s = BEFORE_S[story.way] + MOMENT_S[story.way] * (story.last_moment + 1) + PATIENCE_S
    return watched(program(story), lasts_s, folder)


def watched(source: str, lasts_s: float, folder: Path) -> Seen:
    """Watch a program to its end, but no longer than so many seconds."""
    path = folder / "story.py"
    path.write_text(source, encoding="utf-8")
    seen, output = Seen(), bytearray()
    player = Player(_feed(path, output), Tape(None))
    try:
        _play(player, seen, time.monotonic() + lasts_s)
        seen.is_over = player.is_over
        _stop(player)
    finally:
        player.close()
    seen.was_late = b"late" in output
    seen.at_last = named(player.state.runs[-1]) if player.state.runs else set()
    seen.report = json_of(player.state)
    seen.says = str(seen.report.get("verdict", ""))
    return seen


def _feed(path: Path, output: bytearray) -> LiveFeed:
    facts = this_machine([], sys.executable)
    scenario = program_scenario([str(path)])
    plan = make_plan(
        scenario, python=facts.python, has=facts.has, usable_cores=facts.usable_cores, time_limit_s=None, is_own=True
    )

    def tee(stream: str, data: bytes) -> bool:
        output.extend(data)
        return True

    return LiveFeed(plan, known_interpreter(plan.python), tee=tee)


def _play(player: Player, seen: Seen, until: float) -> None:
    while not player.is_over and time.monotonic() < until:
        player.tick()
        if player.state.runs:
            seen.named |= named(player.state.runs[-1])
        time.sleep(INTERVAL_S)
    if player.state.runs and not player.is_over:
        run = player.state.runs[-1]
        seen.board = picture(lock_table.paint(locks(run, every_name(player.state, run)), Sheet(120, 40, UNICODE)))


def _stop(player: Player) -> None:
    player.stop()
    while not player.is_over:
        player.tick()
        time.sleep(INTERVAL_S)


def named(run: RunState) -> set[str]:
    """Return the names of those of whom it is said that nobody can end their wait."""
    return {row.name for row in rows(run)}
