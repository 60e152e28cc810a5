"""What a worker's row says where there is little room: whole words, apart from the history behind them."""

from __future__ import annotations

import pytest

from tests.draw.picture import text
from tui.boards.lane_rows import lane_row
from tui.draw.glyphs import UNICODE
from tui.model.workers.lanes import Lane


@pytest.mark.parametrize("reason", ["core", "gil", "queue", "running"])
@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("width", [36, 46, 54, 80])
def test_words_are_whole_and_touch_no_history(reason: str, ended: bool, width: int) -> None:
    lane = Lane("main", "thread", 1, 123456, 0.1, 0, reason, 0.84, (1.0,) * 60, ended, 1.0, None, 0)  # type: ignore[arg-type]
    row = text(lane_row(lane, width, "thread", UNICODE))
    assert len(row) == width and "…" not in row and " ▆" in row and "main " in row
