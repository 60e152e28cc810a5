"""The stage of workers that go wrong: the table that fills, the lanes of the marked case, in every state and size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace

from tests.draw.picture import picture
from tests.support.going_wrong import Wrong, every_tool
from tests.support.staging import Staged, staged
from tui.boards.sheet import Sheet
from tui.boards.wrong import case_board
from tui.boards.wrong.case_board import CaseView
from tui.boards.wrong.told import cell
from tui.draw.glyphs import UNICODE
from tui.lessons.catalogue import find
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.wrong.cases import Case, cases
from tui.telemetry.vocabulary import Telemetry


@asynccontextmanager
async def shown(
    told: Sequence[Telemetry], size: tuple[int, int] = (120, 40), to_s: float = 1e9
) -> AsyncIterator[Staged]:
    async with staged(size, lambda plan: told, lessons=[find("things-go-wrong")]) as at:
        await at.start(to_s)
        yield at


def view(of: Wrong, **changes: object) -> CaseView:
    (case,) = cases(fold(ComparisonState(), of.until()).runs[-1])
    return CaseView(replace(case, **changes), "Pool, a worker is killed", (), "process")


def killed() -> Wrong:
    wrong = Wrong()
    wrong.begins("pool")
    wrong.killed_in_a_pool()
    return wrong


def test_the_lane_of_the_dead_ends_and_main_waits_on() -> None:
    assert picture(case_board.paint(view(killed()), Sheet(78, 6, UNICODE))).splitlines() == [
        "╭─ Pool, a worker is killed ─────────────────────────────────────────────────╮",
        "│  W1     ▁█1▂▁▁▁▁█▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁                                │",
        "│  W2     ▁█2█✗ killed by SIGKILL: task 2 is lost                            │",
        "│  W3           ▁▁▁██▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ took a place that was free     │",
        "│  main   ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂ ■ waited in vain: 2.2 s          │",
        "╰────────────────────────────────────────────────────────────────────────────╯",
    ]


def test_where_not_all_workers_have_room_those_that_died_have_it_first() -> None:
    assert picture(case_board.paint(view(killed()), Sheet(56, 5, UNICODE))).splitlines()[1:-1] == [
        "│  W2     ▁▂2██✗ killed by SIGKILL: task 2 is lost     │",
        "│  Two more workers                                    │",
        "│  main   ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂ ■ waited in vain: 2.2 s  │",
    ]


@pytest.mark.parametrize(
    ("told", "saw", "says"),
    [
        ("told", "ZeroDivisionError: division by zero", "✓ ZeroDivisionError, 2.20 s"),
        ("broken", "BrokenProcessPool: a process ended", "○ BrokenProcessPool, 2.20 s"),
        ("exit -9", "exit code -9", "○ sees exit -9 after 2.20 s"),
        ("not told", "nothing", "✗ told nothing, goes on"),
        ("all well", "nothing", "all well after 2.20 s"),
    ],
)
def test_main_comes_to_know_what_the_program_says(told: str, saw: str, says: str) -> None:
    rows = picture(case_board.paint(view(killed(), told=told, saw=saw, is_for_ever=False), Sheet(100, 7, UNICODE)))
    assert says in rows.splitlines()[4]


def test_a_wait_of_which_nothing_is_known_is_no_hang() -> None:
    unknown = Case("executor", "is killed", "no answer", 2.1)
    known = replace(unknown, is_for_ever=True)
    assert [(found.sign, found.words, found.ink) for one in (unknown, known) if (found := cell(one))] == [
        ("■", ("no answer",), "muted"), ("■", ("hangs",), "bad bold"),
    ]  # fmt: skip
    assert cell(None) is None and cell(None, applies=False) is not None


async def test_the_table_fills_and_marks_what_hangs() -> None:
    async with shown(every_tool()) as at:
        text = "\n".join(at.rows())
        assert "6 real runs, one by one · seconds until you know" in text
        row = next(line for line in text.splitlines() if "is killed" in line and "exit -9" in line)
        assert row.index("○ exit -9") < row.index("▸ ■ hangs, lost") < row.index("○ broken")
        assert "Pool, a worker is killed" in text and "1 task lost · 1 worker replaced · 0 to 2.2 s" in text
        await at.press("down")
        assert "Pool, a worker raises what cannot be pickled" in "\n".join(at.rows())
        await at.press("up", "up", "tab")
        assert "Process, a worker " in "\n".join(at.rows())


@pytest.mark.parametrize(
    ("size", "to_s"), [((49, 14), 1.5), ((60, 20), 1e9), ((80, 24), 1.5), ((120, 40), 0.05), ((200, 60), 1e9)]
)
async def test_every_size_and_moment_stays_within_the_screen(size: tuple[int, int], to_s: float) -> None:
    async with shown(every_tool(), size, to_s) as at:
        at.rows()
        for key in ("down", "tab", "z", "z", "z", "c", "c", "p", "p"):
            await at.press(key)
            at.rows()
