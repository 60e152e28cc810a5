"""Nothing accumulates: after many runs the app holds as many files and as much memory as after a few."""

from __future__ import annotations

import sys

import psutil
import pytest

from tests.support.waiting import wait_until
from tui.feeds.live.interpreter import known_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import find
from tui.play.player import Player


def play_once() -> None:
    knobs = {"size": 20_000, "tasks": 8, "workers": 2}
    plan = make_plan(find("threads-vs-processes"), python=sys.executable, has=frozenset(), usable_cores=2, knobs=knobs)
    player = Player(LiveFeed(plan, known_interpreter(sys.executable)))
    wait_until(lambda: player.is_over or (player.tick() and player.is_over), 60, "the comparison is over")
    player.close()
    assert [run.outcome for run in player.state.runs] == ["ended"] * 3


@pytest.mark.parametrize("rounds", [3, pytest.param(150, marks=pytest.mark.slow)])
def test_runs_leave_no_file_open_and_no_memory_behind(rounds: int) -> None:
    me = psutil.Process()
    play_once()
    files, memory, family = me.num_fds(), me.memory_info().rss, set(me.children(recursive=True))
    for _ in range(rounds):
        play_once()
    assert me.num_fds() == files and set(me.children(recursive=True)) <= family
    assert me.memory_info().rss < memory + 8_000_000
