"""Where our own CPU time goes: sections are counted once, and stand still when the run is over."""

from __future__ import annotations

import time

from tests.support.staging import staged
from tests.support.waiting import wait_until
from tui import spent
from tui.draw.cells import width
from tui.model.state.observer import ObserverState
from tui.play.look import Look
from tui.screens.dialogs.watching import Watching
from tui.telemetry.usage import Pace


def busy(seconds: float) -> None:
    until_s = time.thread_time() + seconds
    while time.thread_time() < until_s:
        pass


def test_a_section_in_another_one_is_counted_by_itself() -> None:
    spent.begin()
    with spent.READING:
        busy(0.02)
        with spent.SAMPLING:
            busy(0.05)
        busy(0.01)
    busy(0.02)
    spent.end()
    split = spent.told()
    shares = {name.partition(":")[0]: share * split.lasted_s for name, share in split.parts}
    assert 0.03 <= shares["reading"] < shares["sampling"]
    assert shares["sampling"] >= 0.05 and shares["drawing"] == 0.0
    assert shares["Textual and the rest"] >= 0.02
    busy(0.01)
    assert spent.told() is split


def test_what_breaks_in_a_section_leaves_it() -> None:
    spent.begin()
    try:
        with spent.FOLDING:
            raise ValueError
    except ValueError:
        busy(0.01)
    spent.end()
    assert dict(spent.told().parts)[spent.FOLDING.name] * spent.told().lasted_s < 0.01


async def test_the_page_says_what_watching_takes_and_where_it_goes() -> None:
    async with staged((120, 40)) as at:
        await at.press("W")
        await at.sees("Nothing was watched yet")
        await at.press("escape")
        await at.start(6.2)
        await at.sees("watching costs")
        wait_until(lambda: spent.told().lasted_s > 1, what="a second of the run")
        await at.press("W")
        await at.sees("what watching costs")
        for words in ("Watching takes", "as often as usual", "sampling:", "Textual and the rest", "all of it"):
            assert words in at.text


def test_what_is_over_is_told_as_over_and_stays_that_of_its_run() -> None:
    split = spent.Split(9.0, ((spent.READING.name, 0.01), (spent.REST, 0.02)))
    observer = ObserverState(0.03, 0.03, 9.0, 9, Pace(4, "busy"), Pace(4, "busy"))
    spent.begin()  # Another lesson is watched meanwhile.
    rows = Watching(observer, split).rows(54)
    text = "\n".join("".join(piece for piece, _ in row) for row in rows)
    assert "Watching took 3.0 % of a core" in text and "in 9.0 s since the first look" in " ".join(text.split())
    assert "At times it was looked at only 4 times a second, since the machine was busy." in " ".join(text.split())
    assert all(width(row) <= 54 for row in rows)
    assert "looked at as often as usual" in "".join(
        piece for row in Watching(ObserverState(0.03, 0.03, 9.0, 9), split).rows(80) for piece, _ in row
    )


def test_no_name_runs_into_its_number() -> None:
    split = spent.Split(9.0, tuple((section.name, 0.01) for section in spent.SECTIONS))
    for room in (24, 40, 54, 72):
        rows = Watching(ObserverState(0.03, 0.03, 9.0, 9), split).rows(room)
        told = ["".join(piece for piece, _ in row) for row in rows]
        assert sum(row.endswith("  1.0 %") for row in told) == len(spent.SECTIONS), told


def test_a_source_that_stands_open_is_untouched_until_it_is_moved() -> None:
    """A wide terminal opens it at its first remark: the picture of last time is kept there, too."""
    assert Look(code_first=14).is_untouched
    assert not Look(code_first=14, follows_workers=False).is_untouched
