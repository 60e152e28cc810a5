"""The boards of crossing-the-border, in every state and size."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.draw.picture import picture
from tests.support.border import LESSON, told
from tests.support.staging import Staged, staged
from tui import theme
from tui.boards.board import find
from tui.boards.crossing.cost_board import CostView
from tui.boards.crossing.cost_curve import drawn
from tui.boards.crossing.refused import RefusedView
from tui.boards.crossing.surprises_board import SurprisesView
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import ASCII, UNICODE
from tui.model.crossing.readings import border
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState

SAID = border(fold(ComparisonState(), told()))


@asynccontextmanager
async def crossing(size: tuple[int, int] = (120, 40), to_s: float = 1e9, **settings: Any) -> AsyncIterator[Staged]:
    """Show a comparison up to a moment."""
    async with staged(size, lambda plan: told(**settings), lessons=[LESSON]) as at:
        await at.start(to_s)
        yield at


@pytest.mark.parametrize(("size", "to_s"), [((49, 14), 1e9), ((60, 20), 3.7), ((80, 24), 3.55), ((200, 60), 1e9)])
async def test_every_size_and_moment_stays_within_the_screen(size: tuple[int, int], to_s: float) -> None:
    async with crossing(size, to_s) as at:
        for key in ("n", "tab", "tab", "tab", "z", "z", "z", "z", "c", "c", "p", "p"):
            await at.press(key)
            at.rows()


async def test_a_row_for_each_size_and_kind_with_what_it_took() -> None:
    async with crossing() as at:
        assert re.search(r"10 MB  list of floats  ▆+ +100 ms    100 ", at.text)
        assert re.search(r"10 MB  SharedMemory    ▆ only the name of the block crosses, 86 bytes +400 µs", at.text)
        assert re.search(r"1\.0 MB  list of objects ▆+ +200 ms      5 ", at.text)
        assert "a list of floats, main to worker · the median of 9" in at.text
        assert "▸ ✗ …[0].lock" in at.text and "✓ drop it in __getstate__" in at.text
        assert "a settings object: job.settings.handlers[0].lock" in at.text
        assert "pickled 16 times" in at.text and "300 ms" in at.text


async def test_n_goes_to_the_next_exception() -> None:
    async with crossing() as at:
        assert "TypeError: cannot pickle '_thread.RLock' object" in at.text
        await at.press("n")
        await at.sees("cannot pickle '_io.TextIOWrapper' object")


async def test_while_it_runs_the_newest_is_marked_and_what_is_not_tried_has_no_verdict() -> None:
    async with crossing(to_s=3.545) as at:
        await at.sees("an open file: job.file")
        assert "waits for its turn" in at.text and "Refused: an open file was refused at job.file." in at.text


async def test_in_a_small_terminal_the_chosen_part_has_the_room() -> None:
    async with crossing((80, 24)) as at:
        assert "what cannot cross" in at.text and "crosses, but surprises" not in at.text
        await at.press("tab", "tab", "tab")
        await at.sees("crosses, but surprises")
        assert "what cannot cross" not in at.text


async def test_idle_says_what_to_press() -> None:
    async with staged(lessons=[LESSON]) as at:
        assert "Nothing is running yet." in at.text and "space  start this scenario" in at.text
        assert at.text.count("has not run") == 2


async def test_the_presenter_layout_has_a_number_for_each_part_and_the_path() -> None:
    async with crossing((60, 20)) as at:
        assert "ms for 10 MB" in at.text and "refused" in at.text and "times pickled" in at.text
        assert "one leaf says no: job.settings.handlers[0].lock" in at.text
        assert "1.0 MB" not in at.text, "which kind it is of has no room"


async def test_without_colours_textures_tell_the_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with crossing() as at:
        row = next(line for line in at.rows() if "10 MB  list of floats" in line)
        assert re.search(r"▓+▒+█+ ", row) and "▓▓ pickle" in at.text


async def test_on_a_console_all_is_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "ascii_only", lambda: True)
    for size in ((80, 24), (120, 40)):
        async with crossing(size) as at:
            assert [row for row in at.rows()[2:] if not row.isascii()] == []


@pytest.mark.parametrize("width", [40, 58, 80, 118, 160])
@pytest.mark.parametrize("height", [3, 4, 6, 9, 14, 40])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_boards_fit_any_sheet(width: int, height: int, glyphs: Any) -> None:
    sheet = Sheet(width, height, glyphs)
    views = {
        "crossings": CostView(SAID, 4400, 4411),
        "refused": RefusedView(SAID.refusals, 1),
        "surprises": SurprisesView(SAID.surprises, SAID.tables),
    }
    for name, view in views.items():
        rows = painted(find(name).paint, view, sheet)
        assert len(rows) == height and all(sum(len(text) for text, _ in row) == width for row in rows), name


def test_the_largest_and_its_block_stay_longest() -> None:
    text = picture(painted(find("crossings").paint, CostView(SAID), Sheet(80, 4, UNICODE)))
    assert text.count("10 MB") == 2 and "SharedMemory" in text and "1.0 kB" not in text


def test_what_grows_with_the_size_and_what_does_not() -> None:
    text = picture(drawn(SAID, 70, 10, UNICODE))
    assert text.count("●") == 4 and text.count("◆") == 4 and "● a list of floats" in text and "10 MB" in text
    assert not drawn(border(fold(ComparisonState(), told({"refused": "\n"}))), 70, 10, UNICODE)


def test_a_change_of_a_class_is_told_for_each_start_method() -> None:
    rows = painted(find("surprises").paint, SurprisesView(SAID.surprises), Sheet(90, 16, UNICODE))
    text = " ".join(picture(rows).replace("│", "").split())
    assert "119 here; there fork 119, spawn 100" in text and "by its name only: 0 there, 1 here handlers" in text
