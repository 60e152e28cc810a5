"""What is written straight to the terminal is what Textual alone would draw: cell by cell, with colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.widgets import Static

from tests.support.emulated import Emulated, emulated
from tui.lessons.catalogue import catalogue
from tui.play.opening import open_recording
from tui.theme import TERMINAL
from tui.widgets.direct import turned

RECORDINGS = sorted((Path(__file__).parents[1] / "recordings").glob("*.jsonl"))
QUEUE = next(path for path in RECORDINGS if path.stem == "producer-consumer")
FRAMES = 12
SYSTEM = ColorSystem.TRUECOLOR


async def _plays(at: Emulated, frames: int = FRAMES) -> None:
    """Play a piece of the recording; each frame is the same to Textual."""
    for _ in range(frames):
        at.play_on(at.step_s)
        await at.settle()
        assert at.differences() == []


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
async def test_every_frame_of_a_recording(path: Path) -> None:
    async with emulated(open_recording(path), lessons=catalogue()[0]) as at:
        await _plays(at)
        assert at.ours > FRAMES // 2


@pytest.mark.parametrize("size", [(60, 20), (200, 60)])
async def test_other_sizes_and_a_change_of_size_meanwhile(size: tuple[int, int]) -> None:
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 2)
        await at.resize(*size)
        assert at.differences() == []
        await _plays(at, 4)


@pytest.mark.parametrize("theme", ["coreograph-light", "coreograph-projector", TERMINAL])
async def test_other_themes(theme: str) -> None:
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 2)
        at.app.theme = theme
        await _plays(at, 4)


@pytest.mark.parametrize("keys", [("question_mark", "escape"), ("ctrl+p", "escape"), ("o", "escape"), ("a", "escape")])
async def test_what_lies_over_it_is_gone_without_a_trace(keys: tuple[str, str]) -> None:
    """The recording goes on meanwhile; below a dialog nothing is written straight."""
    opened, closed = keys
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 2)
        await at.press(opened)
        await at.settle()
        before = at.ours
        for _ in range(3):
            at.play_on(at.step_s)
            await at.settle()
        assert at.ours == before and at.app.screen is not at.stage
        await at.press(closed)
        await at.settle()
        assert at.differences() == [] and at.app.screen is at.stage
        await _plays(at, 3)
        assert at.ours > before


@pytest.mark.parametrize("key", ["full_stop", "z", "c", "p", "tab", "right"])
async def test_other_ways_to_look_at_it(key: str) -> None:
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 3)
        for _ in range(2):
            await at.press(key)
            await at.settle()
            assert at.differences() == []
            await _plays(at, 3)


async def test_a_widget_that_is_no_board_is_left_to_textual() -> None:
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 1)
        stranger = Static("a toast")
        stranger.styles.dock, stranger.styles.height = "bottom", 2
        await at.stage.mount(stranger)
        await at.settle()
        before = at.ours
        await _plays(at, 3)
        assert at.ours == before and "a toast" in "".join(at.driver.screen.display)
        await stranger.remove()
        await at.settle()
        await _plays(at, 3)
        assert at.ours > before


async def test_a_terminal_that_is_behind_gets_the_newest_frame_when_it_takes_one_again() -> None:
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 2)
        before = list(at.driver.written)
        at.driver.is_behind = True
        for _ in range(4):
            at.play_on(at.step_s)
            await at.settle()
        assert at.driver.written == before
        at.driver.is_behind = False
        await _plays(at, 1)
        assert len(at.driver.written) > len(before)


async def test_a_frame_is_one_write_and_one_that_changes_nothing_is_none() -> None:
    async with emulated(open_recording(QUEUE), lessons=catalogue()[0]) as at:
        await _plays(at, 3)
        for _ in range(2):
            before = len(at.driver.written)
            at.play_on(at.step_s)
            assert len(at.driver.written) <= before + 2  # Two ticks.
            at.stage.show()
            before = len(at.driver.written)
            at.stage.show()
            assert len(at.driver.written) == before


def test_a_style_is_turned_into_another_by_what_differs() -> None:
    plain, loud = Style(color="#d0d0d0", bgcolor="#121212"), Style(color="#ffaf00", bgcolor="#121212")
    assert turned(None, plain, SYSTEM) == "\x1b[38;2;208;208;208;48;2;18;18;18m"
    assert turned(plain, loud, SYSTEM) == "\x1b[38;2;255;175;0m"
    assert turned(plain, plain, SYSTEM) == ""
    assert turned(loud + Style(bold=True), plain, SYSTEM) == "\x1b[0;38;2;208;208;208;48;2;18;18;18m"
    assert turned(plain, Style(), SYSTEM) == "\x1b[39;49m"
