"""Which bytes of a block are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.telemetry.grid import CELLS, COLUMNS, ROWS, columns_of, offsets


def test_a_small_picture_is_told_whole() -> None:
    assert offsets(12, 4) == tuple(range(12)) and columns_of(4) == 4
    assert offsets(1000, 0) == tuple(range(1000)) and columns_of(0) == 0


def test_a_large_picture_is_told_as_a_grid_of_whole_columns() -> None:
    found = offsets(960 * 600, 960)
    assert len(found) == COLUMNS * ROWS
    assert [place % 960 for place in found[:3]] == [5, 15, 25]
    assert {place % 960 for place in found} == set(range(5, 960, 10)), "one column stands under the other"
    assert found[COLUMNS] // 960 == 15


@given(size=st.integers(1, 1 << 40), row=st.integers(0, 1 << 20))
def test_offsets_rise_and_lie_within(size: int, row: int) -> None:
    found = offsets(size, row)
    assert 0 < len(found) <= max(CELLS, COLUMNS * ROWS)
    assert list(found) == sorted(set(found)) and found[-1] < size
    if 0 < row <= size:
        assert len(found) % columns_of(row) == 0
