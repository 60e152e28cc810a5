"""Where a person types, searches, sorts and copies: knobs, variants, the journal, what the program wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from textual import events

from tests.support.staging import Staged, staged
from tui.learning.journal import Entry
from tui.learning.learning import Learner, learner_at
from tui.lessons.catalogue import find
from tui.screens.dialogs.journal import JournalTable
from tui.screens.dialogs.knobs import Field, Knobs

ODD = ("", " ", "inf", "nan", "-3", "1e9", "4 4", "১২", "x" * 5000, "[red]", "\x1b[31m", "4\n5", "0x10", "9" * 400)


async def paste(at: Staged, text: str) -> None:
    focused = at.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await at.pilot.pause()


async def test_digits_set_a_knob_and_arrows_still_turn_it() -> None:
    async with staged() as at:
        await at.press("k", "1", "2", "enter")
        assert at.comparison.knobs["workers"] == 12
        await at.press("right", "+")
        assert at.comparison.knobs["workers"] == 14
        await at.press("left", "-", "_", "3", "down", "k")
        assert at.comparison.knobs["workers"] == 3 and at.stage.is_current


async def test_what_is_no_value_is_one_sentence_and_the_value_comes_back() -> None:
    async with staged() as at:
        await at.press("k", "9", "9", "down")
        assert "workers cannot be 99: give from 1 to 64." in at.text
        assert at.comparison.knobs["workers"] == 4 and " 4 " in at.text
        await at.press("9", "9", "escape")
        assert isinstance(at.app.screen, Knobs), "nothing is dropped without a word"
        await at.press("escape")
        assert at.stage.is_current and at.comparison.knobs["workers"] == 4


async def test_a_measured_knob_takes_a_number_and_an_empty_field_is_the_lessons_value() -> None:
    async with staged() as at:
        await at.press("k", "down")
        assert "measured first" in at.text
        await at.press(*"20000", "enter")
        assert at.comparison.knobs["size"] == 20000 and "20 000" in at.text
        await at.press("backspace", "enter")
        assert str(at.comparison.knobs["size"]) == "calibrated" and "measured first" in at.text


@pytest.mark.parametrize("odd", ODD, ids=repr)
async def test_anything_may_be_pasted(odd: str) -> None:
    async with staged(lessons=(find("producer-consumer"),)) as at:
        await at.press("k")
        fields = list(at.app.screen.query(Field))
        for _ in fields:
            await paste(at, odd)
            await at.press("enter", "down")
        for knob in find("producer-consumer").knobs:
            at.rows()
            assert knob.parse(str(at.comparison.knobs[knob.name])) == at.comparison.knobs[knob.name]


async def test_the_knobs_of_a_long_lesson_scroll_with_their_fields() -> None:
    async with staged((60, 20), lessons=(find("producer-consumer"),)) as at:
        await at.press("k", "end", "up", "up", "7", "enter")
        assert at.comparison.knobs["seconds"] == 7
        row = next(row for row in at.rows() if "seconds" in row)
        assert "◂ ▸ 7" in row and "how many put items" not in at.text


async def test_a_click_on_a_field_marks_its_knob() -> None:
    async with staged() as at:
        await at.press("k")
        await at.pilot.click("#knob2")
        await at.press("right")
        assert at.comparison.knobs["tasks"] == 44


async def test_variants_are_ticked_and_one_stays() -> None:
    async with staged() as at:
        await at.press("v", "space", "down", "enter")
        assert {variant.name for variant in at.comparison.variants} == {"processes"}
        await at.press("down", "space")
        assert {variant.name for variant in at.comparison.variants} == {"processes"}
        await at.press("up", "right", "v")
        assert {variant.name for variant in at.comparison.variants} == {"threads", "processes"}


def learner_of(folder: Path, count: int = 12) -> Learner:
    learner = learner_at(folder)
    outcomes: tuple[Literal["right", "wrong", "inconclusive"], ...] = ("right", "wrong", "inconclusive")
    learner.journal.add([
        Entry("quiz", f"2026-05-{n + 10}T14:05:09+02:00", f"lesson {n % 3}", "", f"Question {n}?", f"answer {n}",
              outcomes[n % 3], measured=f"{n} times")
        for n in range(count)
    ])  # fmt: skip
    return learner


async def test_the_journal_is_searched_in_everything_and_esc_leaves_the_search_first(tmp_path: Path) -> None:
    async with staged(learner=learner_of(tmp_path)) as at:
        await at.press("j", "slash", *"WRONG answer 7")
        dialog = at.app.screen
        assert isinstance(dialog, JournalTable)
        assert [entry.question for entry, _ in dialog.table.lines] == ["Question 7?"]
        assert "quiz 0 of 4 right" in at.text
        await at.press(*"nothing has this")
        assert not dialog.table.lines and "Nothing has these words." in at.text
        await paste(at, "[/red] \x1b[31m" * 50)
        await at.press("escape")
        assert dialog.is_current and len(dialog.table.lines) == 12
        await at.press("escape")
        assert at.stage.is_current


async def test_a_long_guess_leaves_room_in_the_journal_for_what_was_measured(tmp_path: Path) -> None:
    said, came = "all four of them at the same time, and then some more", "other programs kept this machine busy"
    learner = learner_at(tmp_path)
    learner.journal.add([Entry("quiz", "2026-05-10T14:05:09+02:00", "threads-vs-processes", "", "Which?", said,
                               "inconclusive", measured=came)])  # fmt: skip
    async with staged(learner=learner) as at:
        await at.press("j", "Y")
        (titles,) = (row for row in at.rows() if "you said" in row)
        (entry,) = (row for row in at.rows() if "2026-05-10" in row)
        assert "measured here" in titles and "other programs kept thi…" in entry and "all four of them at the…" in entry
        assert said in at.text and came in at.text and said in at.app.clipboard and came in at.app.clipboard


async def test_the_journal_is_sorted_and_copied(tmp_path: Path) -> None:
    async with staged(learner=learner_of(tmp_path)) as at:
        await at.press("j", "right", "s", "y")
        dialog = at.app.screen
        assert isinstance(dialog, JournalTable)
        lessons = [entry.lesson for entry, _ in dialog.table.lines]
        assert lessons == sorted(lessons)
        assert "lesson 0" in at.app.clipboard.splitlines()[1]
        await at.press("Y", "n")
        assert len(at.app.clipboard.splitlines()) == 13 and "You are not asked any more." in at.text


async def test_y_copies_what_the_program_wrote() -> None:
    async with staged() as at:
        await at.start()
        await at.press("o", "y")
        written = "".join(run.output for run in at.comparison.state.runs)
        assert "What the program wrote is copied." in at.text
        assert all(line in at.app.clipboard for line in written.splitlines())
