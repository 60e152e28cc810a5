"""The lesson on ways to map, played live: what is seen of the results is what the program prints."""

from __future__ import annotations

import re
import sys

import pytest

from tests.feeds.live.test_lessons_live import played
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES
from tui.model.maps.deliveries import deliveries, most_held
from tui.model.readings.reading import readings
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing

LINE = re.compile(r"^[a-z-]+ +([\d.]+) s +([\d.]+) s +(\d+) of (\d+) +\d+ +([\d ]+)$", re.MULTILINE)
ROUNDED_S = 0.001


@EDGES
@pytest.mark.parametrize("way", ["imap", "as-completed"])
def test_results_come_when_and_as_the_program_says_on_other_pythons(python: Interpreter, way: str) -> None:
    _compared(way, python.path)


@pytest.mark.parametrize("way", ["map", "imap-unordered", "apply-async"])
def test_results_come_when_and_as_the_program_says(way: str) -> None:
    _compared(way, sys.executable)


def _compared(way: str, python: str) -> None:
    state = played("four-ways-to-map", {"size": 20_000, "workers": 2}, way, python)
    (run,) = state.runs
    found = LINE.search(run.output)
    known = deliveries(run)
    assert found is not None and known is not None and known.first_s is not None and known.last_s is not None
    order = found[5].split()
    assert [one.label for one in known.delivered] == order and len(known.finished) == len(order) == 16
    # The program's clock begins before the first task is handed in, and is read after each result was got.
    assert 0 <= known.first_s <= float(found[1]) + ROUNDED_S and known.last_s <= float(found[2]) + ROUNDED_S
    assert all(one.ended_s is not None and one.got_s is not None for one in known.results)
    values = {name: readings()[name].values(state, way) for name in ("inputs_before", "held_results")}
    assert values == {"inputs_before": (float(found[3]),), "held_results": (most_held(known),)}
    told = json_of(state)["variants"][0]["deliveries"]
    assert told["inputs_before"] == int(found[3]) and told["held"] == most_held(known)
    assert told["first_s"] == pytest.approx(known.first_s, abs=ROUNDED_S)
    assert f"inputs: {found[3]} tasks taken before" in closing(state)


def test_chunks_are_delivered_as_they_are() -> None:
    state = played("four-ways-to-map", {"size": 20_000, "workers": 2, "chunksize": 5}, "imap")
    known = deliveries(state.runs[0])
    assert known is not None and [one.label for one in known.delivered] == ["1…5", "6…10", "11…15", "16"]
