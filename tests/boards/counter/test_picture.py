"""A lesson on counters on the stage: what is lost, what it costs, and one lost update step by step."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.counting import HUES, TITLES, Counting
from tests.support.scripted import MACHINE
from tests.support.staging import SIZES, Staged, staged
from tui.boards.layout import arrange
from tui.boards.space import Wanted
from tui.draw.digits import big
from tui.feeds.live.plan import Plan
from tui.lessons.catalogue import find
from tui.model.counter.readings import forms
from tui.reports.as_text import closing
from tui.screens.stage.actions.looking import board_key
from tui.telemetry.objects import AccessesRecorded
from tui.telemetry.vocabulary import NotObserved, Telemetry
from tui.theme import SAID

MID_DEFAULT = 1.75
"""A moment of the script at which two repeats of the default form are over."""


def script(**settings: Any) -> Callable[[Plan], list[Telemetry]]:
    def write(plan: Plan) -> list[Telemetry]:
        return Counting(**{"names": tuple(v.name for v in plan.variants), **settings}).comparison()

    return write


@asynccontextmanager
async def counting(size: tuple[int, int] = (120, 40), **settings: Any) -> AsyncIterator[Staged]:
    lessons = [find("counters")]
    small = replace(MACHINE, cores=2, usable_cores=2.0)
    async with staged(size, script(**settings), facts=small, lessons=lessons) as at:
        yield at


def said(at: Staged, board: str) -> str:
    """Return what stands in one box, without its frame and line ends."""
    region = at.app.screen.query_one(f"#{board}").region
    rows = [row.ljust(at.app.size.width)[region.x : region.right].strip("│╭╮╰╯─ ") for row in at.rows()]
    return " ".join(" ".join(rows[region.y : region.bottom]).split())


@pytest.mark.parametrize("size", SIZES[1:4] + SIZES[5:], ids=str)
async def test_every_size_shows_idle_running_and_done_within_the_screen(size: tuple[int, int]) -> None:
    async with counting(size) as at:
        at.rows()
        await at.start(MID_DEFAULT)
        at.rows()
        for _ in range(2 + len(HUES)):
            await at.press("tab")
            at.rows()
        await at.press("n")
        at.rows()
        await at.advance()
        for _ in range(8):
            await at.press("z")
            at.rows()
        for key in ("escape", "c", "escape", "p"):
            await at.press(key)
            at.rows()
        assert size[0] < 50 or size[1] < 15 or "done" in at.text


async def test_before_anything_runs_the_surprise_stands_beside_its_cure() -> None:
    async with counting() as at:
        assert "╭─ lock per step ─" in at.text and "╭─ with a lock ─" in at.text and "╭─ no lock ─" not in at.text
        assert "─ 2 of 8 · default ─" in at.text, "the program's own word stands behind"
        assert "Nothing is running yet." in at.text and "has not run" in at.text


async def test_while_it_counts_the_number_moves_and_is_said_to_be_live() -> None:
    async with counting() as at:
        await at.start(1.38)
        assert "● live" in at.text and "━─" in at.text and "20 % so far" in at.text and "repeat 1 of 3" in at.text
        assert big("120 000")[0] in at.text and "lost of" in said(at, "forms0") and "▒" not in at.text
        await at.advance(1.48)
        assert big("180 000")[0] in at.text and "30 % so far" in at.text


async def test_what_threads_count_in_is_not_drawn_as_nothing() -> None:
    async with counting() as at:
        await at.start(5.2)
        place = next(slot for slot in ("forms0", "forms1") if said(at, slot).startswith("plain threads"))
        panel = said(at, place)
        assert "the counter: not live" in panel and "lost of every 100" in panel and "● live" not in panel
        assert panel.count("–") == 2 and "none lost" not in panel, "nothing is known yet, which is not the same as 0"


async def test_the_numbers_shown_are_those_that_were_printed() -> None:
    async with counting() as at:
        await at.start()
        text = at.text
        found = {form.name: form for form in forms(at.comparison.state)}
        default, locked = found["default"], found["get-lock"]
        assert default.newest and default.newest.lost == 190_000
        assert big("32")[0] in text and "median of 3" in text and "0 to 33" in text
        panel = said(at, "forms0")
        assert "the last repeat said" in panel and "410 000" in panel and "190 000 lost" in panel
        assert "3.0× slower than no lock" in text and "8.0× slower than no lock" in text
        assert re.search("right █+▒+ lost", panel) and re.search("right █+ none lost", said(at, "forms1"))
        assert "1 of 3 repeats looked correct" in text and "3 of 3 repeats looked correct" in text
        assert locked.right == 3 and "waits for a lock   1 200    250 ms in all" in text
        for form in found.values():
            (row,) = (row for row in at.rows() if f" {form.called} " in row and f"{form.right}/3" in row)
            assert "▒" not in row.partition(f" {form.called} ")[2] or form.loses


async def test_every_form_can_be_turned_to() -> None:
    async with counting() as at:
        await at.start()
        seen = set()
        for _ in HUES:
            await at.press("tab")
            seen |= {name for name in HUES if f"╭─ {TITLES[name]} ─" in at.text}
        assert seen == set(HUES)


async def test_enlarged_every_sign_has_a_legend() -> None:
    async with counting() as at:
        await at.start()
        await at.press("z")
        assert "lost, of 100   ■ a repeat   ◆ ↑ the last one" in at.text and "none " in at.text
        for _ in range(8):
            if "all forms" in at.text and "╭─ lock per step ─" not in at.text:
                break
            await at.press("z")
        assert "● has a panel" in at.text and "runs now" not in at.text  # all are over


async def test_one_lost_update_step_by_step() -> None:
    async with counting() as at:
        await at.start()
        whole = at.text
        assert "lock per step: one lost update ─" in whole
        text = said(at, "microscope")
        assert "P2 read 41 000 before P1 wrote 41 001. Two additions, one step: an update is lost." in text
        assert "The counter should say 41 002." in text and "480 ns" in text
        assert text.count("41 001") == 5 and text.count("─ +1 ─") == text.count(" write ") == 2, "boxes, two of each"
        await at.press("n")
        assert "P1 reads 41 000." in said(at, "microscope") and "step 1 of 4" in at.text
        assert "│ 41 001 │" not in said(at, "microscope")
        await at.press("n")
        assert "P2 reads 41 000 too: P1 has not written yet." in said(at, "microscope")
        await at.press("n")
        assert "P1 adds 1 to what it read, and writes 41 001." in said(at, "microscope")
        await at.press("n")
        assert "P2 adds 1 to what it read, and writes 41 001 as well." in said(at, "microscope")
        await at.press("n")
        assert at.text == whole


async def test_with_a_lock_the_same_box_shows_that_nothing_can_be_split() -> None:
    async with counting() as at:
        await at.start()
        await at.press("tab", "tab", "tab")
        assert "with a lock: two additions ─" in at.text
        text = said(at, "microscope")
        assert "P2 began after P1 had written: read, +1, write happened as one." in text


async def test_where_nothing_is_lost_that_is_said_and_a_form_that_loses_is_offered() -> None:
    async with counting() as at:
        await at.start()
        await at.press(*["tab"] * 6)
        text = said(at, "microscope")
        assert "plain threads: under the microscope" in text and "its accesses cannot be recorded" in text
        assert "No lock lost 34 of every 100 here (at most 36)." in text


async def test_where_no_form_lost_any_more_additions_are_offered() -> None:
    async with counting(lost={}, records=()) as at:
        await at.start()
        text = said(at, "microscope")
        assert "lost update" not in text and "Nothing was recorded" in text
        assert "No form lost any. More additions give them more time to meet: ]" in text


async def test_a_busy_machine_spoils_prices_and_not_losses() -> None:
    async with counting(others=1.0) as at:
        await at.start()
        assert "busy machine: no prices" in at.text and "slower than no lock" not in at.text
        assert big("32")[0] in at.text and "so speeds are not compared" in said(at, "sentence")


async def test_a_form_that_failed_says_why() -> None:
    async with counting(fails="default") as at:
        await at.start()
        assert "✗ failed" in at.text and "exit code 1: MemoryError" in at.text and "the whole message" in at.text


async def test_the_presenter_shows_what_was_lost_of_every_100() -> None:
    async with counting((60, 20)) as at:
        await at.start()
        assert "LOCK PER STEP" in at.text and "of 100" in at.text
        assert "A lock at each step, and 32 of 100 updates lost." in at.text


async def test_the_key_for_steps_is_there_only_on_counters() -> None:
    async with staged() as at:
        assert board_key(at.stage, "n") is None
    async with counting() as at:
        assert board_key(at.stage, "n") is not None


async def test_a_still_picture_is_grey_and_every_theme_draws_it() -> None:
    async with counting() as at:
        await at.start(MID_DEFAULT)
        await at.press("full_stop")
        before = at.text
        await at.advance(MID_DEFAULT + 0.3)
        assert "● frozen" in at.text and at.text.splitlines()[3:30] == before.splitlines()[3:30]
        for _ in SAID:
            await at.press("t")
            at.rows()


@pytest.mark.parametrize("width", [80, 100, 120, 140, 180, 200, 240])
@pytest.mark.parametrize("height", [24, 25, 30, 36, 40, 60, 80])
@pytest.mark.parametrize("code", [False, True])
@pytest.mark.parametrize("panels", [1, 2, 8])
def test_places_never_overlap(width: int, height: int, code: bool, panels: int) -> None:
    placed = arrange(width, height, Wanted((("form-table", 1), ("forms", 1), ("microscope", 1)), panels, code=code))
    taken: set[tuple[int, int]] = set()
    for place in placed.values():
        assert place.width > 0 and place.height > 0
        cells = {(x, y) for x in range(place.x, place.x + place.width) for y in range(place.y, place.y + place.height)}
        assert not cells & taken
        assert place.x + place.width <= width and place.y + place.height <= height
        taken |= cells
    assert code or "microscope" in placed


async def test_what_could_not_be_observed_is_on_the_lessons_own_page_and_nowhere_else() -> None:
    def blind(plan: Plan) -> list[Telemetry]:
        told = script()(plan)
        return [*told[:3], NotObserved(told[2].at_s, 0, "waits for room in a pipe", "they are not counted"), *told[3:]]

    with_note = [find("counters")]
    async with staged((120, 40), blind, lessons=with_note) as at:
        await at.start()
        assert "not observed" not in at.text and "they are not counted" not in at.text
        await at.press("l")
        await at.press("end")
        await at.sees("waits for room in a pipe: they are not counted")
        assert "not observed: waits for room in a pipe (they are not counted)" in closing(at.comparison.state)


async def test_a_loss_that_no_moment_showed_is_said_to_be_not_caught() -> None:
    def alone(plan: Plan) -> list[Telemetry]:
        """Leave only what one of the two workers did."""
        return [
            replace(item, accesses=tuple(its for its in item.accesses if its.pid == item.accesses[0].pid))
            if isinstance(item, AccessesRecorded) else item
            for item in script()(plan)
        ]  # fmt: skip

    async with staged((120, 40), alone, lessons=[find("counters")]) as at:
        await at.start()
        text = said(at, "microscope").replace("\xa0", " ")
        assert "None of the updates that it lost was caught: 1 of 600 000 additions were recorded" in text
        assert "one lost update" not in text and "never two workers" not in text
        await at.press("tab", "tab", "tab")
        assert "was caught" not in said(at, "microscope"), "who lost nothing has nothing to catch"
