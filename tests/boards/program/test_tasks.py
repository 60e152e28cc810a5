"""The board of tasks says what its textures and numbers are, where there is room."""

from __future__ import annotations

from msgspec.structs import replace

from tests.draw.picture import picture
from tui.boards.program import gantt_board
from tui.boards.program.gantt_board import GanttView, TaskRow
from tui.boards.program.handing_rows import Handing
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import UNICODE
from tui.model.state.gantt import TaskSpan

ROWS = (TaskRow("P1", "process", (TaskSpan(0, 0.0, 2.0),), 1, 0),)
VIEW = GanttView(ROWS, 0.0, 2.0, notes=("pool = Pool(2)",), in_line=((0.0, 3), (1.0, 1)))


def test_it_says_what_is_what_below_all_else() -> None:
    rows = picture(painted(gantt_board.paint, VIEW, Sheet(70, 7, UNICODE))).splitlines()
    assert "tasks in line" in rows[2] and "pool = Pool(2)" in rows[4]
    assert "a task each, in turn" in rows[5] and "right: tasks done" in rows[5]


def test_the_tasks_go_before_the_words() -> None:
    assert "in turn" not in picture(painted(gantt_board.paint, VIEW, Sheet(70, 6, UNICODE)))
    assert "right" not in picture(painted(gantt_board.paint, VIEW, Sheet(32, 7, UNICODE)))


def test_results_that_were_held_back_stand_below_their_tasks() -> None:
    finished, got = ((0.5, "2"), (1.0, "1")), ((1.0, "1"), (1.0, "2"))
    handing = Handing(finished, got, ((0.5, 1), (1.0, 0)), 1, (0.5, 1.0), ("1 held",))
    view = replace(VIEW, in_line=(), notes=(), handing=handing)
    rows = picture(painted(gantt_board.paint, view, Sheet(60, 10, UNICODE))).splitlines()
    assert [row[3:44].rstrip() for row in rows[3:9]] == [
        "finished           2        1",
        "                   ╰────────╮ 1 held",
        "                   █████████",
        "held back          █████████",
        "delivered                   1 2",
        "           0.0 s",
    ]
    assert "held back" in picture(painted(gantt_board.paint, view, Sheet(60, 7, UNICODE)))
    assert "held back" not in picture(painted(gantt_board.paint, view, Sheet(60, 6, UNICODE))), "the tasks come first"
