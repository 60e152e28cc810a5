"""The race of ways as rows: medians, their spread, and what moved."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.draw.picture import picture
from tui.boards.memory.ways_board import Way, WaysView, paint
from tui.boards.sheet import Sheet
from tui.draw.glyphs import UNICODE
from tui.model.memory.readings import CleanUp
from tui.model.speed.readings import Spread

SHARED = Way("shared", "good", "ended", Spread(50e-6, 40e-6, 70e-6, 3), 0.0, 2048, 65536.0)
QUEUE = Way("queue", "process", "ended", Spread(500e-6, 400e-6, 900e-6, 3), 13107200.0, 13200000)
VIEW = WaysView((SHARED, QUEUE), 65536.0, 200, CleanUp(3, 3, 1, "the block is gone", True))


def test_several_runs_show_their_spread() -> None:
    text = picture(paint(VIEW, Sheet(120, 10, UNICODE)))
    assert "50 µs (40 µs to 70 µs)  10.0 times as fast as queue" in text and "500 µs (400 µs to 900 µs)" in text
    assert "the median of 200 times in each of 3 runs" in text
    assert "13 MiB copied, the program says; 13 MiB seen on the way, with what is wrapped around each message" in text
    assert "nothing moves: all look at the same 64 KiB; short messages of 2 KiB in all said when" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("height", [3, 4, 5, 8, 10, 30])
def test_it_fits_any_size_and_shows_each_way_first(width: int, height: int) -> None:
    rows = paint(VIEW, Sheet(width, height, UNICODE))
    assert len(rows) == height and all(sum(len(text) for text, _ in row) == width for row in rows)
    assert ("shared" in picture(rows)) and (height < 4 or "queue" in picture(rows))


def test_nothing_measured_is_no_bar() -> None:
    running = replace(QUEUE, phase="running", took=None, copied=None)
    failed = replace(QUEUE, took=None, trouble="It ended with exit code 1.")
    silent = replace(QUEUE, took=None)
    text = picture(paint(WaysView((running, failed, silent)), Sheet(100, 10, UNICODE)))
    assert "█" not in text and "runs: 13 MiB went through pipes so far" in text
    assert "✗ It ended with exit code 1." in text and "the program says nothing of it" in text
