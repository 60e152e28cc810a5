"""Updates in two steps are told as what may be lost, and only where workers were seen to come across each other."""

from __future__ import annotations

import pytest

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.reports.as_json.told import json_of
from tui.telemetry.objects import ObjectKind
from tui.telemetry.updates import SplitUpdate, UpdatesSplit


def _state(kind: ObjectKind, *updates: tuple[int, str, int, int]) -> ComparisonState:
    """Return what was seen of an object by the workers 0 and 1: worker, item, times, met."""
    own = Own()
    own.made(7, kind, "board" if kind == "proxy" else "total", type_="multiprocessing.Value('i')")
    workers = [own.process(f"counts-{n}", Does(running=0.9)) for n in range(2)]
    for worker, item, times, met in updates:
        update = SplitUpdate(7, workers[worker].pid, item, "votes.py:5", times, met)
        own.told.append(UpdatesSplit(0.2, 0, (SplitUpdate(7, update.pid, item, "votes.py:5", 1, 0),)))
        own.told.append(UpdatesSplit(0.3, 0, (update,)))
    own.passes(1)
    return fold(ComparisonState(), own.ends())


def test_of_a_value_it_is_said_how_often_somebody_else_had_its_lock() -> None:
    state = _state("value", (0, "", 15, 15), (1, "", 20, 20))
    assert verdict(state).text.startswith(
        "Updates may be lost: counts-1 and counts-0 read total and then wrote it (votes.py:5), and let go of its lock "
        "in between; 35 times somebody else had it just then. Try `with total.get_lock():` around both."
    )
    assert "Nothing stands out" not in verdict(state).text
    (value,) = json_of(state)["memory"]
    (told,) = value["may_lose"]
    assert len(told.pop("pids")) == 2
    assert told == {"item": None, "place": "votes.py:5", "times": 35, "met": 35}


def test_of_what_a_manager_has_it_is_said_how_many_overlapped() -> None:
    said = verdict(_state("proxy", (0, "'votes'", 300, 10), (1, "'votes'", 290, 4), (1, "'ayes'", 9, 1))).text
    assert (
        "counts-0 and counts-1 read board['votes'] and then wrote it (votes.py:5), with no lock around both: of 590 "
        "times that were looked at, 14 overlapped with another worker's. Try a lock around both."
    ) in said


@pytest.mark.parametrize(
    ("kind", "updates"),
    [
        ("proxy", [(0, "'votes'", 300, 0), (1, "'votes'", 300, 0)]),
        ("proxy", [(0, "'ayes'", 300, 0), (1, "'noes'", 300, 0)]),
        ("value", [(0, "", 900, 900)]),
        ("value", [(0, "0", 9, 9), (1, "1", 9, 9)]),
        ("value", []),
    ],
    ids=["kept apart", "an item each", "one writes and one looks", "a place each", "none"],
)
def test_nothing_is_said_where_none_can_be_lost(kind: ObjectKind, updates: list[tuple[int, str, int, int]]) -> None:
    state = _state(kind, *updates)
    assert "may be lost" not in verdict(state).text
    assert [one["may_lose"] for one in json_of(state)["memory"]] == [[]]


def test_two_threads_of_one_process_may_lose_what_a_manager_has() -> None:
    assert "Updates may be lost: counts-0 read board" in verdict(_state("proxy", (0, "'votes'", 300, 3))).text
