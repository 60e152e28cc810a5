"""Moves in columns: nothing is lost on the way in and out, and what was written move by move is read still."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.telemetry import codec
from tui.telemetry.codec import RecordingError
from tui.telemetry.moves import ItemsMoved, MoveKind, Moves, Row, WorkerCount, moves_of

_rows = st.tuples(
    st.integers(-(10**15), 10**15),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(get_args(MoveKind)),
    st.integers(-(2**62), 2**62),
)
_TABLE = {"at_ns": 70, "key": 5, "pid": 1, "tid": 2, "kind": "put", "is_none": False, "number": 1}


@given(st.lists(_rows))
def test_columns_hold_all_there_is_to_each_move(rows: list[Row]) -> None:
    moves = moves_of(rows)
    assert list(moves.rows()) == rows
    assert len(moves.lane) == len(moves.after_ns) == len(rows)


def test_numbers_are_written_only_where_some_are_left_out() -> None:
    whole = moves_of([(70, 5, 1, 1, "put", 1), (80, 5, 1, 1, "put", 2), (95, 5, 2, 2, "got", 1)])
    assert whole == Moves(((5, 1, 1, "put", 1), (5, 2, 2, "got", 1)), (0, 0, 1), (70, 10, 15))
    assert moves_of([(70, 5, 1, 1, "put", 1), (80, 5, 1, 1, "put", 4)]).skipped == (0, 2)


def test_what_is_written_is_read_again() -> None:
    rows: list[Row] = [(70, 5, 1, 1, "put None", 1), (80, 5, 2, 2, "got None", 7), (90, 5, 2, 2, "got None", 9)]
    item = ItemsMoved(0.1, 0, moves_of(rows), (WorkerCount(1, 1, 0, 0, 1, 0),))
    assert codec.decode(codec.encode(item)) == item


def test_moves_that_were_written_one_by_one_are_read() -> None:
    first = {**_TABLE, "is_none": True}
    moves = [first, {**_TABLE, "at_ns": 80, "tid": 3, "kind": "sent"}, {**_TABLE, "at_ns": 90, "kind": "got"}]
    item = _decoded(moves)
    kinds: list[Row] = [(70, 5, 1, 2, "put None", 1), (80, 5, 1, 3, "sent", 1), (90, 5, 1, 2, "got", 1)]
    assert list(item.moves.rows()) == kinds
    assert _decoded([]).moves == Moves()


@pytest.mark.parametrize(
    "moves",
    [
        None, 3, "put", [3], [[]], [{}], [{**_TABLE, "more": 1}], [{**_TABLE, "kind": "thrown"}],
        [{**_TABLE, "pid": "1"}], [{**_TABLE, "number": 1.5}], [{**_TABLE, "at_ns": 2**80}], [{**_TABLE, "is_none": 1}],
        {"lanes": [], "lane": [0], "after_ns": [1]}, {"lanes": [], "lane": [], "after_ns": [1]},
        {"lanes": [[5, 1, 1, "put", 1]], "lane": [1], "after_ns": [1]},
        {"lanes": [[5, 1, 1, "put", 1]], "lane": [-1], "after_ns": [1]},
        {"lanes": [[5, 1, 1, "put", 1]], "lane": [0, 0], "after_ns": [1, 1], "skipped": [0]},
        {"lanes": [[5, 1, 1, "put"]], "lane": [0], "after_ns": [1]},
        {"lanes": [[5, 1, 1, "thrown", 1]], "lane": [0], "after_ns": [1]},
    ],
)  # fmt: skip
def test_columns_that_do_not_fit_together_are_refused(moves: Any) -> None:
    with pytest.raises(RecordingError):
        _decoded(moves)


def _decoded(moves: Any) -> ItemsMoved:
    item = codec.decode(json.dumps(["ItemsMoved", {"at_s": 0.1, "run": 0, "moves": moves, "workers": []}]).encode())
    assert isinstance(item, ItemsMoved)
    return item
