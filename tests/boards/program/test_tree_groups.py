"""Many workers in few rows."""

from __future__ import annotations

from tests.support.own_program import Does, Own
from tui.boards.program.tree_groups import groups
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.workers.process_tree import TreeRow, process_tree


def _rows(*names: str) -> tuple[TreeRow, ...]:
    own = Own()
    for place, name in enumerate(names):
        own.process(name, Does(running=0.2 + 0.6 * (place % 2), waits="sleep"))
    own.passes(1)
    return process_tree(fold(ComparisonState(), own.told).runs[-1]).rows[1:]


def _labels(rows: tuple[TreeRow, ...], room: int) -> list[str] | None:
    found = groups(rows, room, lambda row: row.lane.reason, cells=4)
    return None if found is None else [group.label for group in found]


def test_those_share_a_row_whose_names_differ_by_their_number_only() -> None:
    rows = _rows("farm", "cook-0", "cook-1", "cook-2", "phone", "waiter-0", "waiter-1")
    assert _labels(rows, 4) == ["farm", "cook-0…2", "phone", "waiter-0…1"]
    assert _labels(rows, 5) == ["farm", "cook-0…1", "cook-2", "phone", "waiter-0…1"]
    assert _labels(rows, 7) == ["farm", "cook-0", "cook-1", "cook-2", "phone", "waiter-0", "waiter-1"]
    assert _labels(rows, 3) == ["farm…cook-1", "cook-2…waiter-0", "waiter-1"]


def test_too_many_for_the_rows_share_none() -> None:
    rows = _rows(*(f"cook-{n}" for n in range(30)))
    assert _labels(rows, 2) is None and _labels(rows, 0) is None
    assert _labels(rows, 3) == ["cook-0…9", "cook-10…19", "cook-20…29"]


def test_a_group_says_how_many_do_what_with_their_mean() -> None:
    (group,) = groups(_rows("cook-0", "cook-1", "cook-2"), 1, lambda row: row.lane.reason, cells=4) or ()
    assert group.says == (("sleep", 2), ("running", 1)) and group.reason == "sleep"
    assert group.share is not None and round(group.share, 3) == 0.4
    assert [round(value, 3) for value in group.history] == [0.4] * 4


def test_those_of_one_name_stand_in_the_order_of_their_numbers() -> None:
    rows = _rows("cook-10", "cook-9", "cook-8", "cook-11", "farm")
    assert _labels(rows, 3) == ["cook-8…9", "cook-10…11", "farm"]


def test_many_that_are_alike_and_do_the_same_share_one_row() -> None:
    own = Own()
    for number in range(50):
        own.process(f"child {number}", Does(waits="sleep"))
    own.process("child 50", Does(running=1.0))
    own.process("other", Does(waits="sleep"))
    own.passes(1)
    rows = process_tree(fold(ComparisonState(), own.told).runs[-1]).rows[1:]
    assert _labels((*rows[:50], rows[51]), 9) == ["child 0…49", "other"]
    assert _labels(rows, 9) == ["child 0…49", "child 50", "other"], "one of them does something else"
    assert _labels(rows, 2) is None, "a mean of all would say nothing"
