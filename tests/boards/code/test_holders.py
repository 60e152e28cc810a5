"""At which line somebody holds a lock: told where it must be that line, and else not."""

from __future__ import annotations

import pytest

from tests.support.own_program import Does, Own
from tui.boards.code.holders import held_at
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState

BANK = """\
def one(self):
    with left:
        with open(path), self.right:
            wait()
    done()

def two():
    with left:
        def later():
            wait()
        with left:
            wait()
"""


def _lines(line: int, text: str = BANK, *, held: bool = True, waited: bool = True) -> list[int]:
    own = Own()
    left = own.made(7, "lock", "left")
    right = own.made(8, "lock", "right")
    one = own.thread("one", Does(waits="lock", on=right, since_s=0.1))
    if waited:
        own.thread("two", Does(waits="lock", on=left, since_s=0.1))
    own.held(left, one if held else None)
    own.passes(1)
    run = fold(ComparisonState(), own.told).runs[-1]
    return held_at(run, one, line, text)


@pytest.mark.parametrize("line", [3, 4])
def test_it_is_the_with_around_the_line(line: int) -> None:
    assert _lines(line) == [2]


@pytest.mark.parametrize("line", [1, 2, 5, 10, 12], ids=["before", "at it", "after", "in its function", "two of them"])
def test_where_it_need_not_be_that_line_nothing_is_said(line: int) -> None:
    assert _lines(line) == []


def test_who_is_not_known_to_hold_it_is_at_no_line() -> None:
    assert _lines(4, held=False) == []
    assert _lines(4, "with left:\n    (\n    wait()\n") == []
