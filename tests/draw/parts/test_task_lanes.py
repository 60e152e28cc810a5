"""A worker's tasks as blocks over time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, picture
from tui.draw.cells import Row
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.task_lanes import lane, lane_rows
from tui.model.state.gantt import TaskSpan

ROW = (TaskSpan(0, 0.0, 0.5), TaskSpan(1, 0.5, 0.75), TaskSpan(2, 0.75, 0.85))
LABELS = (("1 the longest", "1"), ("2",), ("3",))


def _lane(*spans: TaskSpan, cells: int = 10, glyphs: Glyphs = UNICODE) -> Row:
    return lane(spans, 0.0, 1.0, cells, "process", glyphs=glyphs)


def _drawn(*spans: TaskSpan) -> str:
    return picture([_lane(*spans)])


def test_tasks_are_bars_in_two_shades_over_time() -> None:
    assert _drawn(TaskSpan(1, 0.0, 0.3), TaskSpan(2, 0.3, 0.5), TaskSpan(3, 0.8, None)) == "███▒▒···██"
    assert _drawn(TaskSpan(1, -5.0, 9.0)) == "█" * 10 and _drawn() == "·" * 10
    assert _drawn(*(TaskSpan(n, n / 100, n / 100 + 0.009) for n in range(100))) == "▆" * 10
    assert _lane(TaskSpan(1, 0.0, 1.0, True), cells=4, glyphs=ASCII) == (("###x", "bad"),)


def test_a_failed_task_ends_in_a_cross() -> None:
    assert _drawn(TaskSpan(1, 0.0, 0.4, True), TaskSpan(2, 0.5, 0.51, True), TaskSpan(3, 0.6, 1.0)) == "███✗·✗████"


@pytest.mark.parametrize(
    ("cells", "drawn"),
    [(40, "███1 the longest████▒▒▒▒2▒▒▒▒▒█3██······"), (20, "████1█████▒▒2▒▒██···"), (8, "█1██▒▒█·"), (3, "█▒█")],
)
def test_a_number_stands_in_a_block_that_has_room_for_it(cells: int, drawn: str) -> None:
    assert picture(lane_rows(ROW, 0.0, 1.0, cells, "process", glyphs=UNICODE, labels=LABELS)[:1]) == drawn


def test_a_number_is_cut_out_of_its_block_and_a_marked_one_has_a_hue_of_its_own() -> None:
    marked = {0: "thread"}
    row, bare = lane_rows(ROW, 0.0, 1.0, 20, "process", glyphs=UNICODE, has_shades=True, labels=LABELS, marked=marked)
    assert row == (
        ("████", "thread"), ("1", "background bold on thread"), ("█████", "thread"),
        ("██", "process.mid"), ("2", "background bold on process.mid"), ("██", "process.mid"),
        ("██", "process"), ("···", "faint"),
    )  # fmt: skip
    assert bare == (("██████████", "thread"), ("█████", "process.mid"), ("██", "process"), ("···", "faint"))


def test_what_goes_on_ends_now() -> None:
    row, _ = lane_rows((TaskSpan(0, 0.2, None),), 0.0, 1.0, 10, "process", glyphs=UNICODE, now_s=0.6)
    assert picture([row]) == "··████····"


@given(
    spans=st.lists(st.tuples(st.floats(-1, 2), st.floats(0, 1) | st.none(), st.booleans()), max_size=9),
    cells=st.integers(0, 40), has_shades=st.booleans(), glyphs=st.sampled_from([UNICODE, ASCII]),
)  # fmt: skip
def test_any_tasks_make_a_row_of_the_width_asked_for(
    spans: list[tuple[float, float | None, bool]], cells: int, has_shades: bool, glyphs: Glyphs
) -> None:
    blocks = [TaskSpan(n, at, None if took is None else at + took, bad) for n, (at, took, bad) in enumerate(spans)]
    labels = [(f"task {n}", str(n)) for n in range(len(blocks))]
    rows = lane_rows(
        blocks, 0.0, 1.0, cells, "process", glyphs=glyphs, has_shades=has_shades, labels=labels, marked={1: "thread"}
    )
    for row in rows:
        check_row(row, cells, glyphs)
