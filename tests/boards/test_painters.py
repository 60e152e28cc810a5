"""Every board is painted without an app: whatever it shows and on whatever sheet, it keeps to it."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.support.own_program import Does, Own
from tests.support.scripted import MACHINE, ScriptedFeed
from tui.board_names import BOARDS, FRAME
from tui.boards.board import find
from tui.boards.frame import Frame, Slow, TabsView
from tui.boards.scene import first_of, frame_of, view_of
from tui.boards.sheet import Sheet, painted
from tui.draw.cells import width as row_width
from tui.draw.glyphs import ASCII, UNICODE
from tui.lessons.catalogue import catalogue
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.play.opening import open_recording
from tui.play.player import Player

RECORDINGS = {path.stem: path for path in (Path(__file__).parents[1] / "recordings").glob("*.jsonl")}
SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))


def _own_program(share: float) -> ScriptedFeed:
    """Return what a program that uses everything tells up to a share of its time."""
    own = Own()
    jobs, lock = own.made(7, "queue", "jobs", maxsize=8), own.made(8, "lock", "lock")
    own.made(9, "block", "words", type_="multiprocessing.ShareableList")
    for number in range(24):
        does = Does(waits="lock", on=lock) if number % 3 else Does(running=0.5, wanting=0.2)
        key = own.process(f"cook-{number}", does)
        own.task(key, number, 0.1, 0.3, failed=number == 3)
    for _ in range(8):
        own.passes(0.5)
        own.counted(jobs, 1200, 1195, full_s=1.5)
    feed = ScriptedFeed(own.told)
    feed.advance(share * own.at_s)
    return feed


@cache
def frame(name: str, share: float, size: tuple[int, int]) -> Frame:
    """Return what a recording has come to after a share of its time, as a stage of this size shows it."""
    if name in RECORDINGS:
        player = Player(None, open_recording(RECORDINGS[name]))
        player.seek(share * player.playhead.length_s)
    else:
        player = Player(_own_program(share))
        player.tick()
    known = {scenario.name: scenario for scenario in catalogue()[0]}
    here = Comparison(None, MACHINE, lambda plan: _own_program(share), player=player, known=known)
    slow, look, tabs = Slow(), Look(), TabsView((name,), 0)
    slow.take(here.readings, True)
    found = frame_of(here, look, tabs, slow=slow, broken=None, size=size)
    look.show_first(first_of(found))
    return found


def views(of: Frame) -> dict[str, object]:
    """Return what each widget shows."""
    names = [each for name in (*FRAME, *(name for name, _ in of.wanted.boards)) for each in find(name).ids]
    return {name: view for name in names if (view := view_of(of, name)) is not None}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", [*sorted(RECORDINGS), "own"])
def test_every_board_keeps_to_its_sheet(name: str, size: tuple[int, int]) -> None:
    width, height = size
    for share in (0.4, 1.0):
        for board, view in views(frame(name, share, size)).items():
            paint = find(board.rstrip("0123456789")).paint
            for glyphs in (UNICODE, ASCII):
                for no_color in (False, True):
                    for down in (height, 9, 3, 1):
                        sheet = Sheet(width, down, glyphs, no_color, has_tones=not no_color and glyphs is not ASCII)
                        rows = paint(view, sheet)
                        assert all(row_width(row) <= width for row in rows), (board, sheet)
                        whole = painted(paint, view, sheet)
                        assert [row_width(row) for row in whole] == [width] * down, (board, sheet)
                        assert glyphs is not ASCII or all(text.isascii() for row in whole for text, _ in row), board


def test_every_board_is_among_them() -> None:
    shown = {
        board.rstrip("0123456789")
        for name in (*RECORDINGS, "own")
        for size in ((80, 24), (200, 60))
        for board in views(frame(name, 1.0, size))
    }
    assert {*BOARDS, *FRAME} - shown == set()


def test_no_app_is_needed() -> None:
    """All boards are imported in a fresh interpreter, and what draws on a screen stays away."""
    code = (
        "import sys\nfrom tui.board_names import BOARDS, FRAME\nfrom tui.boards import scene\n"
        "from tui.boards.board import find\nfor name in (*BOARDS, *FRAME): find(name)\n"
        "sys.exit(str({'textual', 'rich'} & set(sys.modules) or '') or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
