"""Which comparisons put a point on the curve, and what is said of one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.draw.picture import picture
from tests.support.scripted import MACHINE, Script, ScriptedFeed
from tui.boards.frame import Frame, Slow, TabsView
from tui.boards.scene import frame_of
from tui.boards.sheet import Sheet
from tui.boards.speed.curve import BOARD, paint
from tui.draw.glyphs import UNICODE
from tui.lessons.catalogue import find
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.play.opening import open_recording
from tui.play.player import Player

RECORDINGS = Path(__file__).parents[2] / "recordings"


def played(script: Script) -> Comparison:
    feed = ScriptedFeed(script.comparison())
    here = Comparison(find("threads-vs-processes"), MACHINE, lambda _: feed)
    here.start()
    feed.advance()
    here.tick()
    return here


def drawn(here: Comparison, width: int = 120) -> str:
    frame: Frame = frame_of(here, Look(), TabsView(("x",), 0), slow=Slow(), broken=None, size=(200, 60))
    return picture(paint(BOARD.view(frame, 0), Sheet(width, 9, UNICODE)))


def test_before_a_run_nothing_was_measured() -> None:
    here = Comparison(find("threads-vs-processes"), MACHINE, lambda _: ScriptedFeed([]))
    assert "nothing measured yet" in drawn(here) and "not counted" not in drawn(here)


def test_a_comparison_on_a_quiet_machine_has_its_points() -> None:
    text = drawn(played(Script()))
    assert "● 0.98" in text and "threads" in text and "not counted" not in text and "nothing" not in text


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (Script(others=3.0), "other programs kept this machine busy"),
        (Script(fails="processes"), "processes failed"),
        (Script(fails="threads", outcome="time limit"), "threads ran into the time limit"),
        (Script(variants=("threads", "processes")), "there is nothing to compare with"),
    ],
)
def test_one_that_is_not_counted_says_why(script: Script, why: str) -> None:
    text = drawn(played(script))
    assert "not counted" in text and why in " ".join(text.replace("│", " ").split())
    assert "nothing measured yet" not in text


def test_points_of_earlier_ones_stay_beside_one_that_is_not_counted() -> None:
    here = played(Script())
    measured = dict(here.measured)
    here = played(Script(others=3.0))
    here.measured |= measured
    assert "the last one is not counted" in drawn(here) and "● 0.98" in drawn(here)


def test_a_recording_has_the_points_that_it_tells() -> None:
    player = Player(None, open_recording(RECORDINGS / "threads-vs-processes-gil.jsonl"))
    here = Comparison(None, MACHINE, lambda _: ScriptedFeed([]), player=player)
    assert "nothing measured yet" in drawn(here)
    player.seek(player.playhead.length_s or 0.0)
    assert "● 1.00" in drawn(here) and "◆ 1.95" in drawn(here)
