"""Slow motion and the microscope of lanes through the whole live feed, and into the recording."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil

from tests.support.taped import told_in
from tests.support.waiting import wait_until
from tui.feeds.live.interpreter import inspect_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.feeds.recorder import Recorder
from tui.lessons.catalogue import find
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import doers
from tui.play.player import Player
from tui.play.tape import Tape
from tui.telemetry.vocabulary import BurstSampled, PaceChanged


def is_over(player: Player) -> bool:
    player.tick()
    return player.is_over


def test_what_is_asked_of_a_run_happens_in_it_and_is_recorded(tmp_path: Path) -> None:
    chosen = find("threads-vs-processes")
    facts = inspect_interpreter(sys.executable, [v.needs for v in chosen.variants if v.needs])
    plan = make_plan(
        chosen, python=sys.executable, has=facts.has, usable_cores=2, variants=["threads"],
        knobs={"size": 400_000, "tasks": 2000, "workers": 2},
    )  # fmt: skip
    player = Player(feed := LiveFeed(plan, facts), Tape(Recorder(lambda: tmp_path / "r.jsonl")))

    def run() -> RunState:
        player.tick()
        return player.state.runs[-1] if player.state.runs else RunState(0, "", 0, "", 0.0)

    try:
        wait_until(lambda: len(doers(run())) == 2, 60, "two workers")
        assert run().switch_interval_s is None
        feed.ask_switch_interval(0.2)
        wait_until(lambda: run().switch_interval_s == 0.2, 60, "slow motion")
        threads = [worker.who for worker in doers(run())]
        feed.ask_burst(threads)
        feed.ask_burst(threads[:1])
        wait_until(lambda: run().burst is not None, 60, "a look through the microscope")
        feed.ask_switch_interval(None)
        wait_until(lambda: run().switch_interval_s is None, 60, "its own pace")
        assert run().was_slow_s == 0.2
        feed.ask_burst(threads)
        player.stop()
        wait_until(lambda: is_over(player), 60, "the end")
    finally:
        player.close()
    assert not psutil.Process().children(recursive=True), "a look that was on is ended with its run"
    burst = player.state.runs[-1].burst
    assert burst is not None and [lane.who for lane in burst.lanes] == threads
    assert {"running"} < {span.reason for lane in burst.lanes for span in lane.spans}
    told = told_in(tmp_path / "r.jsonl")
    assert [item.switch_interval_s for item in told if isinstance(item, PaceChanged)] == [0.2, None]
    assert any(isinstance(item, BurstSampled) for item in told)
    assert fold(ComparisonState(), told).runs[-1].burst == burst


def test_the_next_run_begins_in_slow_motion_when_it_was_asked_before() -> None:
    chosen = find("threads-vs-processes")
    facts = inspect_interpreter(sys.executable, [v.needs for v in chosen.variants if v.needs])
    knobs: dict[str, int | float | str] = {"size": 1000, "tasks": 20, "workers": 2}
    plan = make_plan(
        chosen, python=sys.executable, has=facts.has, usable_cores=2, variants=["threads"], knobs=knobs, repeats=2
    )
    player = Player(feed := LiveFeed(plan, facts))
    feed.ask_switch_interval(0.2)
    try:
        wait_until(lambda: is_over(player), 60, "the end")
    finally:
        player.close()
    assert [run.was_slow_s for run in player.state.runs] == [0.2, 0.2]
    assert all("right" in run.output for run in player.state.runs)
