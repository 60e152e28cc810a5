"""The queue's picture, played from the recording of a real run: what it shows is what was folded."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.staging import SIZES, Staged, staged
from tui.boards.queue.queue_board import QueueView
from tui.model.queue.readings import queue_reading
from tui.model.state.state import RunState
from tui.model.workers.palette import MAKERS
from tui.play.opening import open_recording

RECORDING = Path(__file__).parents[2] / "recordings" / "producer-consumer.jsonl"
MIDDLE_S = 1.3
"""A moment of the recording at which processes put and take, and the queue is nearly full."""


@asynccontextmanager
async def played(size: tuple[int, int], to_s: float = 1e9) -> AsyncIterator[Staged]:
    async with staged(size, replay=open_recording(RECORDING)) as at:
        await at.play_to(to_s)
        yield at


def run_of(at: Staged) -> RunState:
    return at.comparison.state.runs[-1]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_size_shows_the_run_and_its_end_within_the_screen(size: tuple[int, int]) -> None:
    async with played(size, MIDDLE_S) as at:
        at.rows()
        if size[0] < 50 or size[1] < 15:
            return
        assert re.search("producers|IN", at.text)
        await at.play_to(1e9)
        at.rows()
        assert re.search(r"nothing\s+lost|printed the same", at.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_each_worker_stands_there_with_what_it_does_and_what_it_has_done(size: tuple[int, int]) -> None:
    async with played(size, MIDDLE_S) as at:
        reading = queue_reading(run_of(at))
        text = at.text
        assert len(reading.producers) == 3 and len(reading.consumers) == 2
        for worker in (*reading.producers, *reading.consumers):
            assert f"{worker.name}  {worker.pid}" in text
            assert f"{'made' if worker.is_producer else 'took'} {worker.count}" in text
        if any(worker.phase == "full" for worker in reading.producers):
            assert "waits: full" in text and "×" in text
        assert re.search(r"lanes.*\n.*P1 .*▆.* \d+ %", text)


async def test_every_item_is_in_a_slot_in_its_makers_colour() -> None:
    async with played((120, 40), MIDDLE_S) as at:
        board = at.stage._boards.widgets["queue"]
        reading = queue_reading(run_of(at))
        assert reading.items and reading.maxsize == 8
        row = next(row for row in board._painted if sum(text.count("◆") for text, _ in row) >= len(reading.items) > 1)
        drawn = [ink for text, ink in row for _ in range(text.count("◆"))]
        live = board.view.live
        inside = [live.producers[live.makers[ord(item) - 2]].hue for item in reversed(reading.items)]
        assert [ink for ink in drawn if ink in MAKERS][-len(inside) :] == inside
        assert at.text.count("┆ ┆") == 8 - len(reading.items)


async def test_items_on_their_way_are_those_that_moved_within_the_last_second() -> None:
    async with played((120, 40), MIDDLE_S) as at:
        view: QueueView = at.stage._boards.widgets["queue"].view
        assert view.live.steps
        recent = [step for step in view.live.steps if 0 <= view.now_s - step.at_s < 1.0]
        moved = {(step.pid, step.tid) for step in recent}
        lines = {row[27:34].strip(): row for row in at.rows() if "▸" in row[24:36]}
        assert moved and any("◆" in line or "×" in line for line in lines)
        await at.play_to(1e9)
        assert not any("◆" in row[26:34] for row in at.rows())  # all have ended, and nothing is on its way


async def test_animations_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    async with played((120, 40), MIDDLE_S) as at:
        rows = [row[26:33] for row in at.rows() if "▸" in row[26:34]]
        assert rows and all(row in ("───◆──▸", "───×──▸", "──────▸") for row in rows)


async def test_the_other_variant_stands_in_the_strip_and_tab_brings_it_back() -> None:
    async with played((120, 40)) as at:
        text = at.text
        assert "queue of threads" in text and "queue.Queue(8)" in text
        assert re.search(r"processes  in \d+ /s, out \d+ /s, depth at most 8, producers waited \d+ %", text)
        await at.press("tab")
        assert "queue of processes" in at.text and "multiprocessing.Queue(8)" in at.text
        assert re.search(r"threads  in \d+ /s", at.text)


async def test_the_sum_is_said_and_compared_with_what_the_program_printed() -> None:
    async with played((120, 40), MIDDLE_S) as at:
        found = re.search(r"made (\d+) = taken (\d+) \+ in buffers (\d+) \+ in the pipe (\d+) \+ lost 0  ✓", at.text)
        assert found
        made, *rest = map(int, found.groups())
        assert made == sum(rest) > 0
        await at.play_to(1e9)
        assert "made 180 = taken 180 + left 0 + lost 0  ✓ the program printed the same" in at.text
        assert "+ 2 None, each to end a consumer" in re.sub(r"\s+", " ", at.text)


async def test_no_room_for_three_boxes_beside_the_code() -> None:
    async with played((120, 40), MIDDLE_S) as at:
        await at.press("c")
        assert re.search(r"producers 3, \d waits?, \d+ items", at.text)
        await at.press("c", "z")
        assert "lanes" not in at.text and "producers" in at.text
        await at.press("z")
        assert "lanes" in at.text and "producers ─" not in at.text


async def test_without_colours_items_carry_their_makers_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with played((120, 40), MIDDLE_S) as at:
        assert re.search(r"│[123]││[123]│", at.text) and not any("◆" in row for row in at.rows()[3:])
