"""The stage of small tasks: the bars, the crossover, a chunk that is too large, in every state and size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.staging import Staged, staged
from tests.support.tiny import SIZES, TOOK_S, Tiny
from tui.lessons.catalogue import find

MID = 25.0
"""A moment of the script at which chunks of 1 are done."""


@asynccontextmanager
async def small_tasks(size: tuple[int, int] = (120, 40), to_s: float = 1e9, **settings: Any) -> AsyncIterator[Staged]:
    """Show a comparison up to a moment."""
    told = sorted(Tiny(**settings).comparison(), key=lambda item: item.at_s)
    async with staged(size, lambda plan: told, lessons=[find("tiny-tasks")]) as at:
        await at.start(to_s)
        yield at


@pytest.mark.parametrize(
    ("size", "to_s"),
    [
        *((size, MID) for size in ((49, 14), (60, 20), (80, 24), (200, 60))),
        *(((60, 20), 0.05), ((120, 40), 1e9), ((60, 20), 1e9)),
    ],
)
async def test_every_size_and_moment_stays_within_the_screen(size: tuple[int, int], to_s: float) -> None:
    async with small_tasks(size, to_s, workers=4, unused=2) as at:
        at.rows()
        for key in ("h", "c", "c", "z", "z", "z", "tab", "tab", "tab", "p", "p"):
            await at.press(key)
            at.rows()


async def test_a_bar_for_each_way_ends_in_what_the_program_says() -> None:
    async with small_tasks() as at:
        assert "2.00 s of work cut into 100 000 tasks of 20 µs · 2 workers" in at.text
        rows = at.rows()
        for name, took_s in zip(
            ("loop ", "map, chunks of 1", "map, own chunks", "executor map", "threads", "map, big chunks"),
            TOOK_S.values(), strict=True,
        ):  # fmt: skip
            assert any(row[3:].startswith(name) and row.rstrip("│ ").endswith(f"{took_s:.2f} s") for row in rows), name
        assert sum(row[3:].startswith("  P") for row in rows) == 2, "and one for each worker of the way at hand"
        said = "a worker computed 2.75 s of 11.00 s, 25 %; for 7.17 s it handed over and waited"
        assert f"executor map:  {said}" in at.text


async def test_where_it_pays_is_marked_only_where_it_is_told() -> None:
    async with small_tasks() as at:
        assert "101 µs: from here on chunks" in at.text
    async with small_tasks(sizes={**SIZES, "chunks-of-1": ((50.0, 51.0, 52.0),) * 3 + ((400.0, 900.0, 1900.0),)}) as at:
        assert "from here on" not in at.text and "not told apart" in at.text
    async with small_tasks(usable_cores=1.0) as at:
        assert "from here on" not in at.text and "one core" in at.text


async def test_the_last_of_too_few_chunks_is_waited_for() -> None:
    async with small_tasks() as at:
        assert "chunks of 75 000" in at.text and "50 000 tasks" in at.text
        assert "idle 0.72 s" in at.text
        assert "1.50 s, and 1.00 s with the pool's own" in at.text
    async with small_tasks(unused=2) as at:
        assert "2 chunks for 4 workers: 2 workers got" in at.text and at.text.count("no task") >= 2


async def test_before_anything_has_run_each_way_says_what_it_is() -> None:
    async with staged(lessons=[find("tiny-tasks")]) as at:
        assert "one task after the other, in a plain loop" in at.text
        assert "waits" not in at.text.replace("waits in a task", "")


async def test_what_is_not_among_the_variants_says_so() -> None:
    async with small_tasks(ways=("loop", "chunks-of-1")) as at:
        assert "the sweep is not among its variants" in at.text and "Not among the variants of this run." in at.text


async def test_a_chosen_way_shows_its_workers() -> None:
    async with small_tasks() as at:
        await at.press("tab", "tab")
        rows = at.rows()
        place = next(place for place, row in enumerate(rows) if row[3:].startswith("map, own chunks"))
        assert rows[place + 1][3:].startswith("  P1")
