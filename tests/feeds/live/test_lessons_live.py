"""The lessons on queues, counters and shared memory, played live: what the state says is what the program prints."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tests.support.ways import EDGES
from tui.feeds.live.interpreter import inspect_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import KnobValue, find
from tui.model.readings.counter import COUNTER
from tui.model.readings.measured import measured
from tui.model.readings.memory import MEMORY
from tui.model.readings.queue import QUEUE
from tui.model.readings.reading import readings
from tui.model.state.state import ComparisonState
from tui.play.player import Player
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing
from tui.telemetry.objects import Level

METHODS = ["fork", "spawn", "forkserver"]


def opened(
    name: str,
    knobs: Mapping[str, KnobValue],
    variant: str,
    python: str,
    *,
    is_steered: bool = False,
    level: Level | None = None,
) -> Player:
    facts = inspect_interpreter(python, [variant.needs for variant in find(name).variants if variant.needs])
    plan = make_plan(
        find(name), python=python, has=facts.has, usable_cores=2, variants=[variant], knobs=knobs,
        is_steered=is_steered, level=level,
    )  # fmt: skip
    return Player(LiveFeed(plan, facts))


def is_over(player: Player) -> bool:
    player.tick()
    return player.is_over


def played(
    name: str,
    knobs: Mapping[str, KnobValue],
    variant: str,
    python: str = sys.executable,
    level: Level | None = None,
) -> ComparisonState:
    player = opened(name, knobs, variant, python, level=level)
    try:
        wait_until(lambda: is_over(player), what=f"the end of {name} {variant}")
    finally:
        player.close()
    (run,) = player.state.runs
    assert run.outcome == "ended", run.message
    return player.state


@settings(max_examples=5, deadline=None)
@given(
    producers=st.integers(1, 4),
    consumers=st.integers(1, 4),
    maxsize=st.integers(0, 6),
    items=st.integers(1, 50),
    size=st.integers(0, 3000),
    take_ms=st.sampled_from([0.0, 0.5, 3.0]),
    variant=st.sampled_from(["processes", "threads"]),
    method=st.sampled_from(METHODS),
)
def test_whatever_the_knobs_nothing_is_lost_twice_or_miscounted(  # noqa: PLR0917
    producers: int, consumers: int, maxsize: int, items: int, size: int, take_ms: float, variant: str, method: str
) -> None:
    knobs: dict[str, KnobValue] = {
        "producers": producers,
        "consumers": consumers,
        "maxsize": maxsize,
        "items": items,
        "size": size,
        "make_ms": 0.3,
        "take_ms": take_ms,
        "start_method": method,
    }
    state = played("producer-consumer", knobs, variant)
    outcome = measured(state, variant).told(QUEUE)
    assert outcome is not None and "nothing lost, nothing twice" in state.runs[0].output
    assert (outcome["made"], outcome["taken"]) == (producers * items, producers * items)
    assert outcome["puts"] == outcome["gets"] == producers * items + consumers
    assert outcome["left"] == outcome["lost"] == 0
    assert maxsize == 0 or outcome["depth_max"] <= maxsize


@EDGES
@pytest.mark.parametrize("form", ["default", "get-lock", "thread-call"])
def test_lost_updates_are_those_that_the_program_prints(python: Interpreter, form: str) -> None:
    state = played("counters", {"adds": 20_000, "repeats": 3, "workers": 2}, form, python.path)
    printed = re.findall(rf"^{form} +(\d+) +(\d+) +(\d+) ", state.runs[0].output, re.MULTILINE)
    assert len(printed) == 3
    lost = [int(line[2]) for line in printed]
    assert list(readings()["lost"].values(state, form)) == lost
    assert list(readings()["got"].values(state, form)) == [int(line[1]) for line in printed]
    outcome = measured(state, form).told(COUNTER)
    assert outcome is not None and outcome["expected"] == 40_000 and outcome["right"] == lost.count(0)
    assert form != "get-lock" or outcome["right"] == 3
    told = json_of(state)["variants"][0]["counter"]
    assert told["lost"]["max"] == max(lost) and told["repeats"] == 3
    assert f"right in {outcome['right']} of 3 repeats" in closing(state)


@pytest.mark.parametrize("form", ["own-lock", "thread-lock"])
def test_a_report_says_how_often_a_lock_was_taken_where_that_is_counted(form: str) -> None:
    knobs: dict[str, KnobValue] = {"adds": 5_000, "repeats": 2, "workers": 2}
    (counted,) = json_of(played("counters", knobs, form, level="counts"))["variants"][0]["locks"]
    assert (counted["name"], counted["acquired"], counted["held_s"]) == ("lock", 2 * 2 * 5_000, None)
    (held,) = json_of(played("counters", knobs, form, level="hold"))["variants"][0]["locks"]
    assert held["acquired"] == 20_000 and held["held_s"] > 0
    for lock in json_of(played("counters", knobs, form))["variants"][0]["locks"]:
        assert lock["acquired"] is lock["held_s"] is None and lock["waits"] > 0


@pytest.mark.parametrize("way", ["shared", "queue", "pipe"])
def test_bytes_and_torn_rows_are_those_that_the_program_prints(way: str) -> None:
    knobs = {"workers": 2, "width": 60, "height": 40, "rounds": 5, "overlap": 6}
    state = played("shared-memory", knobs, way)
    line = next(line for line in state.runs[0].output.splitlines() if line.startswith(way))
    micros, shared, copied, torn = re.search(r"(\d+) µs +(\d+) +(\d+) +(\d+) ", line).groups()  # type: ignore[union-attr]
    outcome = measured(state, way).told(MEMORY)
    assert outcome is not None and outcome["hand_over_s"] is not None
    assert round(outcome["hand_over_s"].median * 1e6) == int(micros)
    told = [outcome[name] for name in ("bytes_shared", "bytes_copied", "torn_rows")]
    assert told == [int(shared), int(copied), int(torn)]
    assert outcome["bytes_through"] >= int(copied)
    assert (outcome["bytes_shared"] == 60 * 40) is (way == "shared")
    assert json_of(state)["variants"][0]["memory"]["bytes_copied"] == int(copied)


def test_a_running_program_is_steered_and_ends_in_order() -> None:
    """One taken by hand, a consumer more, no bound: told while it runs, which is never started again."""
    knobs = {"producers": 1, "consumers": 0, "maxsize": 4, "items": 3000, "make_ms": 1.0, "take_ms": 1.0}
    player = opened("producer-consumer", knobs, "processes", sys.executable, is_steered=True)

    def puts() -> int:
        outcome = measured(player.state, "processes").told(QUEUE)
        return outcome["puts"] if outcome else 0

    def soon(so: bool) -> bool:
        player.tick()
        return so

    try:
        wait_until(lambda: soon(puts() == 4), what="a full queue")
        assert player.tell("take-one") and player.tell("consumer +1", {"consumers": 1})
        wait_until(lambda: soon(puts() >= 15), what="a consumer at work")
        assert player.tell("items 0") and player.tell("bound 0", {"maxsize": 0})
        wait_until(lambda: soon(len(player.state.runs[0].queues) > 1 and puts() > 40), what="another queue")
        player.stop()
        wait_until(lambda: is_over(player), what="its end")
    finally:
        player.close()
    (run,) = player.state.runs
    assert run.outcome == "ended" and run.exit_code == 0 and "nothing lost, nothing twice" in run.output
    told = [happening.text for happening in player.state.happenings if happening.text.startswith("told")]
    assert told == ["told: take-one", "told: consumer +1", "told: items 0", "told: bound 0", "told: end"]
    outcome = measured(player.state, "processes").told(QUEUE)
    assert outcome is not None and outcome["puts"] == outcome["gets"] + outcome["left"] + outcome["lost"]
    assert outcome["made"] == outcome["taken"] + _left(run.output)


def test_a_person_who_ends_it_without_having_played_with_it_has_stopped_it() -> None:
    knobs: dict[str, KnobValue] = {"producers": 1, "consumers": 1, "items": 3000}
    player = opened("producer-consumer", knobs, "threads", sys.executable, is_steered=True)
    try:
        wait_until(lambda: not is_over(player) and player.state.runs and measured(player.state, "threads").told(QUEUE))
        player.stop()
        wait_until(lambda: is_over(player), what="its end")
    finally:
        player.close()
    (run,) = player.state.runs
    assert (run.outcome, run.exit_code) == ("stopped", 0) and "nothing lost, nothing twice" in run.output


def _left(output: str) -> int:
    return int(output.split("together")[1].split()[2])
