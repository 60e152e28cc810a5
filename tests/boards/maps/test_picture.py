"""The stage of the ways to map: tasks, what is held back, a row of dots a way, in every state and size."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.pooled import compared
from tests.support.staging import Staged, staged
from tui.lessons.catalogue import find

WAYS: Any = ("map", "imap", "unordered", "apply")
END = 1e9


@asynccontextmanager
async def mapping(size: tuple[int, int] = (120, 40), to_s: float = END, **settings: Any) -> AsyncIterator[Staged]:
    """Show a comparison up to a moment: map runs from 0 s on, imap from 5 s, its tasks from 5.5 s."""
    told = compared(*WAYS, **settings)
    async with staged(size, lambda plan: told, lessons=[find("four-ways-to-map")]) as at:
        await at.start(to_s)
        yield at


@pytest.mark.parametrize("size", [(49, 14), (60, 20), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("to_s", [6.2, END])
async def test_every_size_and_moment_stays_within_the_screen(size: tuple[int, int], to_s: float) -> None:
    async with mapping(size, to_s) as at:
        at.rows()
        for key in ("c", "c", "z", "z", "tab", "tab", "p", "p"):
            await at.press(key)
            at.rows()


async def test_idle_says_what_to_press() -> None:
    async with staged(lessons=[find("four-ways-to-map")]) as at:
        assert "Nothing is running yet." in at.text and "space  start this scenario" in at.text
        assert at.text.count("has not run") == 5


async def test_results_pile_up_behind_the_task_that_runs() -> None:
    async with mapping(to_s=6.2) as at:
        assert "─ imap ─" in at.text and "1  others wait for it" in at.text and "2 ready, none delivered" in at.text
        assert "imap: two results lie ready" in at.text and "Task 1 still runs" in at.text
        assert re.search(r"map +·+5● +1\.10 s +1\.10 s +4 +5 ", at.text), at.text


async def test_at_the_end_the_way_that_held_most_back_is_shown() -> None:
    async with mapping() as at:
        assert "─ imap ─" in at.text and "others waited for it" in at.text
        assert re.search(r"delivered +1…4 +5 ", at.text) and "╮ 3 held" in at.text, at.text
        assert re.search(r"imap_unordered +·*●.* 0\.20 s +1\.10 s +0 +5 ", at.text)
        assert "asked for: all 5, whichever the way" in at.text
        await at.press("tab")
        assert "─ map ─" in at.text


async def test_a_room_sees_the_wedge_and_how_many_were_held_back() -> None:
    async with mapping((60, 20)) as at:
        assert "held back" in at.text and re.search(r"╰─+╮", at.text), at.text
