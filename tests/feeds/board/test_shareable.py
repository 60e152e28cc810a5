"""A ShareableList's bytes: Python's own, torn and hostile ones."""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.feeds.board.shareable import MOST_ITEMS, items_of
from tui.telemetry.text import plain

_ITEMS = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1), st.floats(), st.text("ab '", max_size=30),
    st.binary(max_size=30).filter(lambda value: not value.endswith(b"\0")),
)  # fmt: skip


MAKER = """
import pickle, sys
from multiprocessing.shared_memory import ShareableList
for line in sys.stdin:
    shared = ShareableList(pickle.loads(bytes.fromhex(line)))
    print(bytes(shared.shm.buf).hex(), pickle.dumps([repr(item) for item in shared]).hex(), flush=True)
    shared.shm.close()
    shared.shm.unlink()
"""
Made = Callable[[list[object]], tuple[bytes, list[str]]]


@pytest.fixture(scope="module")
def made() -> Iterator[Made]:
    """Make lists in a process of its own: whoever makes one has a resource tracker as its child from then on."""
    command = [sys.executable, "-c", MAKER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as maker:

        def make(items: list[object]) -> tuple[bytes, list[str]]:
            assert maker.stdin and maker.stdout
            print(pickle.dumps(items).hex(), file=maker.stdin, flush=True)
            data, texts = maker.stdout.readline().split()
            return bytes.fromhex(data), pickle.loads(bytes.fromhex(texts))

        yield make
        assert maker.stdin
        maker.stdin.close()
    assert maker.returncode == 0


@settings(deadline=None)
@given(items=st.lists(_ITEMS, min_size=1, max_size=9))
def test_items_are_told_as_python_writes_them(made: Made, items: list[object]) -> None:
    data, texts = made(items)
    assert items_of(data) == tuple(plain(text, 40) for text in texts)


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(-2, 1 << 62), st.lists(st.integers(-9, 400), max_size=12))
def test_other_bytes_raise_nothing_and_are_bounded(rest: bytes, count: int, offsets: list[int]) -> None:
    for number in (count, len(offsets) - 1):
        data = struct.pack(f"={1 + len(offsets)}q", number, *offsets) + rest
        assert len(items_of(data)) <= MOST_ITEMS and all(len(item) <= 40 for item in items_of(data))
        assert len(items_of(data[: len(data) // 2])) <= MOST_ITEMS
