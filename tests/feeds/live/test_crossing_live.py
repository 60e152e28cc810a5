"""What crosses, with real processes: the boards say what the program printed, and the probe saw the same refusals."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from tests.support.waiting import wait_until
from tui.feeds.live.interpreter import inspect_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import KnobValue, find
from tui.model.crossing.readings import border
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.play.player import Player
from tui.reports.as_json.told import json_of
from tui.words.numbers import span

SMALL: Mapping[str, KnobValue] = {
    "largest": 0.02, "repeats": 2, "table": 0.05, "tasks": 3, "workers": 2, "start_method": "spawn",
}  # fmt: skip
CROSSING = re.compile(r"^(\w+|shared memory) +(\d+) +(\d+) +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) ")


def played() -> ComparisonState:
    facts = inspect_interpreter(sys.executable, [])
    plan = make_plan(find("crossing-the-border"), python=sys.executable, has=facts.has, usable_cores=2, knobs=SMALL)
    player = Player(LiveFeed(plan, facts))

    def is_over() -> bool:
        player.tick()
        return player.is_over

    try:
        wait_until(is_over, 60.0, what="the end of the crossings")
    finally:
        player.close()
    assert [run.outcome for run in player.state.runs] == ["ended"] * 3, [run.message for run in player.state.runs]
    return player.state


def test_every_number_is_the_programs_own() -> None:
    state = played()
    said = border(state)
    sizes, refused, surprises = state.runs
    printed = [found.groups() for line in sizes.output.splitlines() if (found := CROSSING.match(line))]
    assert [(one.kind, one.size_bytes, one.sent_bytes) for one in said.crossings] == [
        (kind, float(size), float(sent)) for kind, size, sent, *_ in printed
    ]
    for one, (*_, pickle, send, unpickle, total) in zip(said.crossings, printed, strict=True):
        stages = [round(1e3 * part, 4) for part in (one.pickle_s, one.send_s, one.unpickle_s)]
        assert stages == [float(pickle), float(send), float(unpickle)] and abs(1e3 * one.total_s - float(total)) < 3e-4
    assert said.largest and f"took {span(said.largest.total_s)}:" in verdict(state).text
    assert all(f"{one.what:17} | {one.path} | {one.error}: {one.says} | " in refused.output for one in said.refusals)
    seen = [(error.type.rpartition(".")[2], error.text) for error in refused.exceptions if error.kind == "pickling"]
    caught = [(one.error, one.says) for one in said.refusals]
    assert [(kind, text.partition(", at ")[0]) for kind, text in seen] == caught, "the probe saw what it caught"
    each, once = said.tables
    assert f"pickled {each.pickled} times | {each.took_s:.3f} s" in surprises.output
    assert (each.pickled, once.pickled) == (3, 2), "spawned workers are given it as they start"
    assert len(said.refusals) == 8 and all(one.has_crossed and one.is_checked for one in said.refusals)

    told = {one["name"]: one["crossing"] for one in json_of(state)["variants"]}
    assert told["refused"]["refused"] == told["refused"]["mended"] == 8 and told["surprises"]["refused_logger"] == 0
    assert told["sizes"]["crossing_s"]["median"] == round(said.largest.total_s, 7)
