"""What a tour of all screens at six sizes looks for: one grid, nothing cut, what is offered can be clicked."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.support.scripted import until
from tests.support.staging import Staged, staged
from tests.support.taped import told_in
from tests.test_golden_recordings import RECORDINGS
from tui.boards.board import all_keys
from tui.feeds.live.own_program import program_scenario
from tui.lessons.catalogue import Scenario, catalogue
from tui.play.opening import open_recording
from tui.screens.dialogs import help as help_page
from tui.screens.dialogs.dialog import headed
from tui.screens.stage.commands import KeyCommands

SIZES = ((60, 20), (80, 24), (100, 30), (120, 40), (160, 45), (200, 60))
LESSONS = catalogue()[0]
QUEUE = next(lesson for lesson in LESSONS if lesson.name == "producer-consumer")


def own() -> Scenario:
    return program_scenario([str(LESSONS[0].program)])


async def at_the_end(at: Staged) -> None:
    await at.press("end")
    assert at.comparison.is_at_end


# One grid


@pytest.mark.parametrize("size", SIZES[1:], ids=str)
@pytest.mark.parametrize("lesson", (*LESSONS, own()), ids=lambda lesson: lesson.name)
async def test_every_lesson_begins_in_the_same_row_and_column(lesson: Scenario, size: tuple[int, int]) -> None:
    async with staged(size, lessons=(lesson,), refuse=RuntimeError("No.")) as at:
        rows = at.rows()
        is_compact = size in SIZES[1:3]
        first = next(y for y, row in enumerate(rows) if y > 1 and row.strip())
        assert first in ({2, 3} if is_compact else {3}), at.text
        frames = [place for board in at.stage.query("BoardWidget") if (place := board.region) and board.id != "tabs"]
        assert min(place.x for place in frames if place.y > 1) == 0
        if size == (200, 60):
            assert at.stage.query_one("#code").region.y == 3 and rows[3][0] in "╭ "


# Nothing is cut


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("lesson", (LESSONS[0], QUEUE), ids=lambda lesson: lesson.name)
async def test_titles_of_dialogs_are_whole(lesson: Scenario, size: tuple[int, int]) -> None:
    async with staged(size, lessons=(lesson,)) as at:
        for key in ("l", "k", "v", "y", "a", "o", "question_mark"):
            await at.press(key)
            top = next(row for row in at.rows() if "esc" in row and "╭─" in row)
            assert "…" not in top, top
            await at.press("escape")


@pytest.mark.parametrize("size", [(50, 15), (60, 20), (80, 24)], ids=str)
async def test_what_a_knob_is_for_is_told_whole(size: tuple[int, int]) -> None:
    async with staged(size, lessons=(QUEUE,)) as at:
        await at.press("k")
        seen = ""
        for _ in range(len(QUEUE.knobs) + 1):
            seen += " ".join(row.strip("│ ") for row in at.rows()) + " "
            await at.press("down")
        for knob in QUEUE.knobs:
            assert knob.says in " ".join(seen.split()), (knob.says, seen)


def test_a_frame_says_what_fits_and_first_of_all_how_to_close_it() -> None:
    rows, facts = (1, 16, 29), "type or ◂ ▸ turn · esc done"
    assert headed("knobs", "", rows, facts, 84) == ("knobs", f"1-16 of 29 · ↑ ↓ · {facts}")
    assert headed("knobs", "", rows, facts, 59) == ("knobs", f"1-16 of 29 · {facts}")
    assert headed("knobs", "", rows, facts, 40) == ("knobs", "1-16 of 29 · esc done")
    assert headed("knobs", "", rows, facts, 24) == ("knobs", "esc done")
    assert headed("knobs", "", (1, 29, 29), facts, 60) == ("knobs", facts)
    assert headed("knobs", "a note that is long", rows, facts, 30) == ("", "a note that is long")


@pytest.mark.parametrize("width", [40, 54, 60, 78])
def test_help_has_no_word_alone_and_no_double_gap(width: int) -> None:
    rows = [("".join(text for text, _ in row)) for row in help_page.rows(all_keys(), width)]
    assert all(first.strip() or second.strip() for first, second in pairwise(rows)) and not rows[0].strip()
    alone = [row for row in rows if row.startswith(" " * 12) and len(row.split()) == 1]
    assert not alone, alone


@pytest.mark.parametrize("size", SIZES[:3], ids=str)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
async def test_the_source_opens_where_the_lesson_is(lesson: Scenario, size: tuple[int, int]) -> None:
    async with staged(size, lessons=(lesson,)) as at:
        await at.press("c")
        pieces = [f"{variant.word}(" for variant in lesson.variants if variant.word]
        pieces += [note.text for note in lesson.notes]
        assert any(piece.split("(")[0] in at.text for piece in pieces), at.text
        assert at.stage.look.code_first > 0


# What is offered can be clicked


async def clicks(at: Staged, words: str) -> None:
    """Click on words in the row of what is to be tried."""
    rows = at.rows()
    y = next(y for y in reversed(range(len(rows))) if " try " in rows[y] or rows[y].startswith(" try"))
    await at.pilot.click(offset=(rows[y].index(words), y))
    await at.pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_what_is_to_be_tried_can_be_clicked(size: tuple[int, int]) -> None:
    async with staged(size) as at:
        await clicks(at, "the code")
        assert at.stage.look.is_code_open
        await at.press("escape")
        await clicks(at, "choose variants")
        assert at.app.screen is not at.stage
        await at.press("escape")
        await clicks(at, "space")
        await until(lambda: len(at.plans) == 1)
        await at.advance()
        if size != (80, 24):
            await clicks(at, "with 5 workers")
            await until(lambda: dict(at.comparison.knobs).get("workers") == 5)


async def test_beside_what_is_to_be_tried_a_click_does_nothing() -> None:
    async with staged() as at:
        before = at.text
        rows = at.rows()
        y = next(y for y in reversed(range(len(rows))) if " try " in rows[y])
        for x, line in ((rows[y].index("try"), y), (100, y), (10, y - 2)):
            await at.pilot.click(offset=(x, line))
            await at.pilot.pause()
        assert at.text == before and not at.plans


async def test_end_and_home_lead_through_a_recording() -> None:
    path = RECORDINGS / "producer-consumer.jsonl"
    async with staged(replay=open_recording(path)) as at:
        assert told_in(path) and not at.comparison.is_at_end
        await at_the_end(at)
        assert "end" in at.rows()[0]
        await at.press("home")
        assert not at.comparison.is_at_end and at.comparison.state.at_s < 0.5


async def test_the_palette_knows_a_command_by_the_beginning_of_its_name() -> None:
    async with staged() as at:
        for typed, first in (("them", "theme  (t)"), ("quiz", "quiz  (y)"), ("code", "code  (c)")):
            hits = {hit.score: str(hit.prompt) async for hit in KeyCommands(at.stage).search(typed)}
            assert hits[max(hits)] == first, hits
        await at.press("ctrl+p", *"them")
        await at.sees("dark, light, projector")
        assert "🔎" not in at.text
        palette = at.app.screen
        await at.press("enter")
        if at.app.screen is palette:
            await at.press("enter")
        await at.sees("theme: ")
