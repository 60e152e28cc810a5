"""One failure as the worker saw it and as the program got it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.support.own_program import Does, Own
from tui.boards.board import find
from tui.boards.sheet import Sheet, painted
from tui.boards.wrong.errors import ErrorsView
from tui.draw.glyphs import UNICODE
from tui.draw.parts.error_pair import Trace, TraceLine
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState, RunState
from tui.model.wrong.pair import ErrorPair, newest_pair
from tui.reports.as_json.told import json_of
from tui.reports.program_text import error_lines
from tui.telemetry.tasks import ErrorDelivered, ErrorKind, ErrorSeen, TracedFrame
from tui.telemetry.who import Who

RAISED = (TracedFrame("shop.py", 22, "price", "return 100 / n"),)
GOT = (TracedFrame("shop.py", 90, "<module>", "main()"), TracedFrame("shop.py", 41, "main", "get()"))
POOL = 7


class Shop(Own):
    """A program whose tasks fail."""

    def raises(self, who: Who, task: int | None, kind: ErrorKind = "task", type_: str = "ValueError") -> None:
        self.told.append(
            ErrorSeen(self.at_s, 0, *who[:2], kind, task, type_, f"no {task}", 0, POOL * (kind == "task"), None, RAISED)
        )

    def gets(self, task: int, type_: str = "ValueError") -> None:
        self.told.append(ErrorDelivered(self.at_s, 0, 100, 100, type_, f"no {task}", 0, task, POOL, GOT))

    @property
    def state(self) -> ComparisonState:
        return fold(ComparisonState(), self.told)

    @property
    def run(self) -> RunState:
        return self.state.runs[-1]


def shop() -> tuple[Shop, Who]:
    own = Shop()
    own.made(POOL, "pool", "tills", type_="multiprocessing.Pool", limit=1)
    return own, own.process("till", Does(waits="work"))


def test_the_task_that_the_program_got_is_the_one_that_is_shown() -> None:
    own, till = shop()
    assert newest_pair(own.run) == ErrorPair() and not newest_pair(own.run).is_known
    own.raises(till, 1)
    assert newest_pair(own.run).caller is None
    own.raises(till, 2)
    own.passes(0.2)
    own.gets(1)
    pair = newest_pair(own.run)
    assert pair.worker and pair.caller and (pair.worker.task, pair.caller.task) == (1, 1)


def test_an_exception_of_a_thread_reaches_nobody() -> None:
    own, _ = shop()
    cook = own.thread("cook", Does(waits="sleep"))
    own.raises(cook, None, "thread")
    own.passes(0.2)
    pair = newest_pair(own.run)
    assert pair.worker is not None and pair.caller is None
    view = shown(own.state)
    assert view.caller == Trace(says=("It was not seen to reach your code.",))
    assert view.worker == Trace((TraceLine("shop.py", 22, "price", "return 100 / n"),), "ValueError", "no None")


def shown(state: ComparisonState) -> ErrorsView:
    """Return what the board shows of a program."""
    frame: Any = SimpleNamespace(comparison=SimpleNamespace(state=state))
    view = find("errors").view(frame, 0)
    assert isinstance(view, ErrorsView)
    return view


def drawn(state: ComparisonState, width: int, height: int) -> list[str]:
    rows = painted(find("errors").paint, shown(state), Sheet(width, height, UNICODE))
    return ["".join(text for text, _ in row) for row in rows]


def test_both_sides_are_in_every_report() -> None:
    own, till = shop()
    own.raises(till, 1)
    own.passes(0.2)
    own.gets(1)
    told = json_of(own.state)["errors"]
    assert (told[0]["raised_at"], told[0]["reached"]) == (
        ["shop.py:22 in price"], ["shop.py:90 in <module>", "shop.py:41 in main"]
    )  # fmt: skip
    assert error_lines(own.run) == [
        "error: ValueError: no 1 (in till, pid 1100, task 1), at shop.py:22 in price, got at shop.py:41 in main"
    ]
    rows = drawn(own.state, 120, 8)
    assert "what the worker saw" in rows[0] and "200 ms later" in rows[0]
    assert "".join(rows).count('File "shop.py", line') == 3
    assert "The worker's traceback is its cause." in "".join(rows)
    assert "what your code saw" in drawn(own.state, 60, 6)[0]


def test_older_recordings_have_no_such_board() -> None:
    own, till = shop()
    own.told.append(ErrorSeen(0.1, 0, *till[:2], "task", 1, "ValueError", "no", 0, POOL))
    assert not newest_pair(own.run).is_known
