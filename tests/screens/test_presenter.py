"""The presenter layout in the app: what it shows, and its keys, whether it was asked for or is all that fits."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from tests.boards.counter.test_picture import counting
from tests.support.staging import scenarios, staged
from tests.test_golden_recordings import RECORDINGS
from tui.boards.scene import view_of
from tui.boards.space import kind_of
from tui.lessons.catalogue import Scenario
from tui.play.opening import open_recording

SIZES = ((50, 15), (60, 20), (79, 40), (80, 24), (120, 40), (200, 60))
NOTES = ("Ask the room first.", "Wait for thirty hands.")


def with_notes(count: int) -> tuple[Scenario, ...]:
    return tuple(replace(one, speaker_notes=NOTES, prediction=None) for one in scenarios(count))


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_a_remote_works_wherever_the_layout_is_shown(size: tuple[int, int]) -> None:
    async with staged(size, lessons=with_notes(3)) as at:
        if size == (120, 40):
            await at.press("p")
        both = size == (120, 40)
        assert ("space F5 run" in at.text) is both and ("space run" in at.text) is not both and "n notes" in at.text
        await at.press("pagedown")
        assert at.stage.index == 1
        await at.press("pageup", ".")
        assert at.stage.index == 0 and not at.text.strip()
        await at.press(".")
        assert at.text.strip()
        await at.press("b")
        assert not at.text.strip()
        await at.press("b", "f5")
        assert len(at.plans) == 1 and not at.comparison.is_frozen
        assert "space stop" in at.text and "F5" not in at.text


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_n_shows_and_hides_the_notes(size: tuple[int, int]) -> None:
    async with staged(size, lessons=with_notes(1)) as at:
        await at.press("n")
        assert (NOTES[0] in at.text) is (size == (60, 20))
        if size == (120, 40):
            await at.press("p", "n")
        assert NOTES[0] in at.text and NOTES[1] in at.text
        await at.start()
        assert NOTES[0] in at.text
        await at.press("n")
        assert NOTES[0] not in at.text and at.app.is_running


async def test_long_notes_are_read_to_their_end() -> None:
    long = tuple(replace(one, speaker_notes=tuple(f"Line number {n}." for n in range(20))) for one in scenarios(1))
    async with staged((60, 20), lessons=long) as at:
        await at.press("n")
        assert "Line number 0." in at.text and "Line number 19." not in at.text and "of 20 · ↑ ↓" in at.text
        await at.press(*["down"] * 25)
        assert "Line number 19." in at.text and "Line number 0." not in at.text
        await at.press("up")
        assert "Line number 19." not in at.text and "Line number 18." in at.text
        await at.press("n", "n")
        assert "Line number 0." in at.text


async def test_a_lesson_without_notes_says_so_and_does_not_offer_them() -> None:
    async with staged() as at:
        (one,) = at.app.comparisons
        one.scenario = replace(one.scenario, speaker_notes=()) if one.scenario else None
        await at.press("p")
        assert "n notes" not in at.text
        await at.press("n")
        assert "This lesson has no notes." in at.text


async def test_the_boards_own_n_is_the_stages() -> None:
    async with counting() as at:
        await at.start()
        await at.press("n")
        assert at.stage.look.pressed["next_step"] == 1 and not at.stage.look.has_notes
        await at.press("p", "n")
        assert at.stage.look.pressed["next_step"] == 1 and at.stage.look.has_notes


async def test_what_cannot_be_left_by_its_size_is_not_offered_to_be_left() -> None:
    async with staged((60, 20), lessons=with_notes(1)) as at:
        await at.press("p")
        assert "esc leave" not in at.text and "? help" in at.text and "space F5 run" in at.text
        await at.pilot.resize_terminal(120, 40)
        await at.pilot.pause()
        assert "esc leave" in at.text and "? help" not in at.text


async def test_help_in_a_replay_says_what_space_does_there() -> None:
    async with staged((120, 40), replay=open_recording(min(RECORDINGS.glob("*.jsonl")))) as at:
        await at.press("?")
        await at.sees("hold the recording, and let it go on")
        assert "start the comparison" not in at.text


@pytest.mark.parametrize("key", ["p", "escape"])
async def test_where_only_this_layout_fits_leaving_it_leads_nowhere_and_ends_nothing(key: str) -> None:
    async with staged((60, 20)) as at:
        await at.press("c")
        assert "def " in at.text
        await at.press(key)
        assert "def " not in at.text
        await at.press("b", key)
        assert at.text.strip()
        await at.press(key)
        assert at.app.is_running
        while at.stage.look.is_presenting:
            await at.press(key)
            assert "80 × 24" in at.text
        await at.pilot.resize_terminal(120, 40)
        await at.pilot.pause()
        assert "what you are seeing" in at.text


async def test_a_click_on_a_key_of_the_foot_does_it() -> None:
    async with staged((120, 40), lessons=with_notes(1)) as at:
        await at.press("p")
        row = next(y for y, line in enumerate(at.rows()) if "n notes" in line)
        await at.pilot.click(offset=(at.rows()[row].index("notes"), row))
        await at.pilot.pause()
        assert NOTES[0] in at.text


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", sorted(path.stem for path in RECORDINGS.glob("*.jsonl")))
async def test_every_lesson_has_its_picture_its_number_and_what_it_teaches(size: tuple[int, int], name: str) -> None:
    tape = open_recording(RECORDINGS / f"{name}.jsonl")
    async with staged(size, replay=tape) as at:
        if kind_of(*size) != "presenter":
            await at.press("p")
        await at.press("end")
        picture = at.stage.query_one("#picture")
        drawn = sum(len(row.strip()) > 0 for row in at.rows()[picture.region.y : picture.region.bottom])
        assert picture.region.height >= size[1] // 3 and drawn >= 3, at.text
        said = "".join(at.rows()[at.stage.query_one("#foot").region.y :])
        assert re.search(r"\d|one|two|three", said) and "end" in said, at.text


async def test_a_picture_that_does_not_move_on_the_stage_is_not_made_anew_each_tick() -> None:
    async with counting() as at:
        await at.start()
        await at.press("p")
        shown = view_of(at.stage.frame, "picture")
        assert view_of(replace(at.stage.frame, is_due=False), "picture") is shown


@pytest.mark.parametrize("size", [size for size in SIZES if size[0] >= 60], ids=str)
async def test_four_runners_fill_the_picture(size: tuple[int, int]) -> None:
    tape = open_recording(RECORDINGS / "threads-vs-processes-free-threaded.jsonl")
    async with staged(size, replay=tape) as at:
        if kind_of(*size) != "presenter":
            await at.press("p")
        await at.press("end")
        picture = at.stage.query_one("#picture").region
        rows = at.rows()[picture.y : picture.bottom]
        assert sum(bool(row.strip()) for row in rows) >= 2 * picture.height // 3, at.text
        assert "times as fast as" in "".join(rows), "each lane says in words what came of it"
