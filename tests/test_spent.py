"""Where our own CPU time goes: sections are counted once, and stand still when the run is over."""

from __future__ import annotations

import time

from tests.support.staging import staged
from tests.support.waiting import wait_until
from tui import spent


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
