"""A new board is one file and one line: the page's example is seen in the stage, enlarged, and in the presenter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.builders import classic
from tests.support.staging import staged
from tests.support.steps import ROOT, STEP
from tui.board_names import BOARDS
from tui.feeds.live.plan import Plan
from tui.lessons.catalogue import Scenario, catalogue
from tui.lessons.read_lesson import read_lesson
from tui.telemetry.vocabulary import ComparisonStarted, Telemetry
from tui.telemetry.waits import Wait, WaitsSeen

FOR_A_ROOM = """
from msgspec.structs import replace

from tui.boards.side import PresenterSide

SIDE = PresenterSide("waiting", "third", "", ("1",), captions=("wait now",))
BOARD = replace(BOARD, sides=lambda frame: (SIDE,))
"""


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """The first lesson with one board more, which was written just now."""
    page = (ROOT / "tui" / "README.md").read_text(encoding="utf-8")
    source = next(text for what, file, text in STEP.findall(page) if file == "tui/boards/waiting.py")
    (tmp_path / "board_of_today.py").write_text(source + FOR_A_ROOM, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(BOARDS, "waiting", "board_of_today")
    program = catalogue()[0][0].program
    told = program.with_suffix(".toml").read_text(encoding="utf-8")
    (tmp_path / "new.toml").write_text(told.replace('"cores", "curve"]', '"waiting", "cores"]'), encoding="utf-8")
    (tmp_path / "new.py").write_text(program.read_text(encoding="utf-8"), encoding="utf-8")
    return replace(read_lesson(tmp_path / "new.toml"), prediction=None)


def script(plan: Plan) -> Sequence[Telemetry]:
    """Return a comparison in which a thread waits for a lock from the fifth second on."""
    boards, waits = plan.scenario.boards, WaitsSeen(5.0, 1, (Wait(200, 201, 7, "lock", 4.5),))
    told = [replace(one, boards=boards) if isinstance(one, ComparisonStarted) else one for one in classic()]
    return sorted([*told, waits], key=lambda one: one.at_s)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_seen_as_soon_as_it_has_something_to_show(lesson: Scenario, size: tuple[int, int]) -> None:
    async with staged(size, script, lessons=(lesson,)) as at:
        await at.start(4.8)
        assert "─ waiting ─" not in at.text and "─ threads ─" in at.text
        await at.advance(6.2)
        assert "─ waiting ─" in at.text and "waiting for the GIL" in at.text, at.text
        assert "─ threads ─" in at.text and "─ cores ─" in at.text
        while at.stage.look.zoomed != "waiting":
            await at.press("z")
            assert at.stage.look.zoomed is not None
        assert "─ waiting ─" in at.text and "─ cores ─" not in at.text
        await at.press("escape", "p")
        assert "wait now" in at.text, at.text
