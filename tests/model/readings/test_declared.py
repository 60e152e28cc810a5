"""One declaration is all that a reading needs; and no other file of the product names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.kept import compared, run
from tui.learning import grading
from tui.lessons.measurement import Term, read_condition
from tui.model.readings.measured import Measured, find
from tui.model.readings.reading import DECLARED, Group, Reading, declare, printed, readings
from tui.model.state.state import ComparisonState
from tui.play.kept import SessionResults, taken_in
from tui.reports.as_csv import as_csv
from tui.reports.as_json.told import json_of
from tui.reports.as_markdown import as_markdown
from tui.reports.as_text import closing
from tui.reports.reference import page
from tui.screens.dialogs.result_rows import sheet_of
from tui.telemetry.shape import ShapeError

TUI = Path(__file__).resolve().parent.parent.parent.parent / "tui"


@pytest.fixture
def latency() -> Iterator[Reading]:
    """A reading in a group of its own, declared as a file of the room would."""

    def lines(measured: Measured) -> list[str]:
        return ["latency: late now and then"]

    group = Group("latency", "How late a tick was.", lambda measured: bool(measured.values(late)), lines)
    says, of = "seconds that a tick was late", printed("late_s")
    late = declare(Reading("late_s", says, "span", of, "late", front=1, group=group))
    yield late
    DECLARED.remove(late)


def state() -> ComparisonState:
    return compared([run("sequential", 1.0), run("threads", 2.0, results=[(("late_s", 0.012),), (("late_s", 0.03),)])])


def test_a_declared_reading_is_known_everywhere(latency: Reading) -> None:
    condition = read_condition("late_s:threads > 0.01")
    assert condition.holds(find(state())) is True
    assert grading.in_words(Term("late_s", "threads"), (0.012, 0.03), state()) == (
        "threads 12 ms to 30 ms that a tick was late"
    )
    results = taken_in(SessionResults(), state())
    sheet = sheet_of(results)
    assert dict(sheet.cells(sheet.rows[1]))["late"].text == "21 ms  12–30 ms"
    assert "late_s" in as_csv(results).splitlines()[0] and "0.012" in as_csv(results)
    assert "| 21 ms (12–30 ms) |" in as_markdown(results)
    told = {variant["name"]: variant["latency"] for variant in json_of(state())["variants"]}
    assert told == {"sequential": None, "threads": {"late_s": {"median": 0.021, "min": 0.012, "max": 0.03}}}
    assert "latency: late now and then" in closing(state())
    assert "| `latency.late_s` | [Range](#range) or null | seconds that a tick was late |" in page()


def test_what_is_not_declared_is_no_reading() -> None:
    with pytest.raises(ShapeError, match=r"late_s.*unknown; choose from wall_s"):
        read_condition("late_s:threads > 0.01")


def test_a_reading_stands_in_one_file_of_the_product() -> None:
    own = {name for name in readings() if "_" in name} - {"wall_s", "speed_up", "cores_used", "depth_max"}
    for path in sorted(TUI.rglob("*.py")):
        if path.parent != TUI / "model" / "readings":
            found = own & set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
            assert not found, (path, found)
