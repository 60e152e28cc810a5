"""Which part of a block a worker wrote, in whole KiB: parts that only touch do not look as if they overlapped."""

from __future__ import annotations

import pytest

from tui.boards.memory.process_boxes import written
from tui.model.memory.readings import Part


@pytest.mark.parametrize("edge", [288_000, 288_255, 288_256, 288_511, 288_512, 288_769, 10_000])
def test_parts_that_touch_end_and_begin_at_one_number(edge: int) -> None:
    one, other = (written(part, "–") for part in (Part(0, 0, edge - 1), Part(1, edge, 575_999)))
    assert one.removesuffix(" KiB").split("–")[1] == other.split("–")[0] or "bytes" in one, (one, other)


def test_parts_that_overlap_say_so() -> None:
    assert written(Part(0, 0, 288_000), "–") == "0–281 KiB"
    assert written(Part(1, 280_000, 575_999), "–") == "273–563 KiB"
    assert written(Part(1, 2880, 5759), "–") == "2880–5759 bytes"
