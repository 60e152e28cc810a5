"""A ShareableList's bytes: Python's own, torn and hostile ones."""

from __future__ import annotations

import struct
from multiprocessing.shared_memory import ShareableList
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.board.shareable import MOST_ITEMS, items_of
from tui.telemetry.text import plain

_ITEMS = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1), st.floats(), st.text("ab '", max_size=30),
    st.binary(max_size=30).filter(lambda value: not value.endswith(b"\0")),
)  # fmt: skip


@given(st.lists(_ITEMS, min_size=1, max_size=9))
def test_items_are_told_as_python_writes_them(items: list[object]) -> None:
    shared: Any = ShareableList(items)
    try:
        assert items_of(bytes(shared.shm.buf)) == tuple(plain(repr(item), 40) for item in shared)
    finally:
        shared.shm.close()
        shared.shm.unlink()


@given(st.binary(max_size=300), st.integers(-2, 1 << 62), st.lists(st.integers(-9, 400), max_size=12))
def test_other_bytes_raise_nothing_and_are_bounded(rest: bytes, count: int, offsets: list[int]) -> None:
    for number in (count, len(offsets) - 1):
        data = struct.pack(f"={1 + len(offsets)}q", number, *offsets) + rest
        assert len(items_of(data)) <= MOST_ITEMS and all(len(item) <= 40 for item in items_of(data))
        assert len(items_of(data[: len(data) // 2])) <= MOST_ITEMS
