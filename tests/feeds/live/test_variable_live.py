"""Whose variable it is, with real processes: the boards show what the program printed, of processes that ran."""

from __future__ import annotations

import re

import pytest

from tests.draw.picture import picture
from tests.feeds.live.test_lessons_live import played
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES
from tui.boards.sheet import Sheet, painted
from tui.boards.variable import copies_board, ladder_board
from tui.boards.variable.copies_view import CopiesView
from tui.boards.variable.ladder_board import LadderView
from tui.draw.glyphs import UNICODE
from tui.model.readings.variable import COST, SEEN
from tui.model.variable.readings import costs, seen
from tui.words.numbers import span

METHODS = ("fork", "spawn", "forkserver")
ROW = re.compile(r"^(\S.*?) +(main|P\d) +(\d+) +(\d+) +(\d+)$", re.MULTILINE)
TOOK = re.compile(r"^(\S.*?) +costs +([\d.,]+) ns, half", re.MULTILINE)
LAST = re.compile(r"^(\S.*?) +last written by (P\d): (\d+), ", re.MULTILINE)


@EDGES
def test_the_boards_hold_the_numbers_that_were_printed(python: Interpreter) -> None:
    method = METHODS[sum(python.version) % len(METHODS)]
    state = played("whose-variable", {"rounds": 2, "workers": 3, "begin": 7}, method, python.path)
    (run,) = state.runs
    printed = {(kind, who): (int(found), int(holds)) for kind, who, _, found, holds in ROW.findall(run.output)}
    told = {
        (one.kind, held.process): (held.found, held.holds)
        for one in seen(run).variables
        for held in (*one.children, *([one.main] if one.main else []))
    }
    assert told == printed and len(printed) == 7 * 4
    pids = {int(pid) for _, _, pid, _, _ in ROW.findall(run.output)}
    assert pids <= {process.pid for process in run.processes}, "the processes that the probe saw"

    board = picture(painted(copies_board.paint, CopiesView(method, "process", seen(run)), Sheet(120, 16, UNICODE)))
    for kind in SEEN:
        row = next(line for line in board.splitlines() if line.startswith(f"│  {kind}"))
        assert re.search(rf" {printed[kind, 'main'][1]} +││", row), row
        assert [one.last(run) for name, one in SEEN.items() if name == kind] == [printed[kind, "main"][1] - 7]
    for kind, by, value in LAST.findall(run.output):
        short = kind.removeprefix("Manager().").removesuffix("()")
        assert re.search(rf"││ {short} +{by} +{value} ", board), (kind, by, value)

    took = {kind: float(text.replace(",", "")) * 1e-9 for kind, text in TOOK.findall(run.output)}
    assert {cost.kind: cost.took.median for cost in costs(state)} == pytest.approx(took) and took.keys() == COST.keys()
    ladder = picture(painted(ladder_board.paint, LadderView(costs(state)), Sheet(120, 12, UNICODE)))
    for kind, seconds in took.items():
        assert re.search(rf"{re.escape(kind)} +━*● {re.escape(span(seconds))} ", ladder), (kind, span(seconds), ladder)
