"""The page of all lessons, the tabs of the group at hand, and what whoever is new sees first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.scripted import until
from tests.support.staging import SIZES, BrokenLesson, Staged, staged
from tui.learning.journal import Entry
from tui.learning.last_runs import LastRun, VariantTook
from tui.learning.learning import Learner, learner_at
from tui.lessons.catalogue import Scenario, catalogue
from tui.screens.catalogue.catalogue import Catalogue, arranged
from tui.words.numbers import span

LESSON = """
group = "{group}"
order = {order}
tab = "{tab}"
title = "{title}"
summary = "About {title}."
expected_s = {order}
time_limit_s = 50
[[variants]]
name = "threads"
hue = "thread"
says = "all in one process"
{more}
"""
OWN = {
    "tiny_tasks": ("pools", 21, "tiny", "tiny tasks", ""),
    "four_ways": ("pools", 20, "map", "four ways to map", ""),
    "border": ("borders and births", 30, "border", "crossing the border", ""),
    "wall": ("limits", 50, "amdahl", "amdahl's wall", ""),
}
BROKEN = (BrokenLesson("bank", "The lesson bank.toml is broken in line 3: title is missing."),)


@pytest.fixture
def lessons(tmp_path: Path) -> Sequence[Scenario]:
    """The four old lessons, and others in three groups."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name, (group, order, tab, title, more) in OWN.items():
        text = LESSON.format(group=group, order=order, tab=tab, title=title, more=more)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        (folder / f"{name}.py").touch()
    own, broken = catalogue(folder)
    assert not broken
    old = [its for its in catalogue()[0] if its.group == "start here"][:4]
    return (*old, *own)


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return learner_at(tmp_path / "state")


def page_of(at: Staged) -> Catalogue:
    assert isinstance(at.app.screen, Catalogue)
    return at.app.screen


def title(at: Staged) -> str:
    marked = page_of(at).page.at
    return marked.title if marked else ""


def entry(kind: str, lesson: Scenario, question: str, outcome: str) -> Entry:
    return Entry(kind, "2026-11-30T14:05:09+00:00", lesson.name, "CPython 3.13.0", question, "x", outcome)  # type: ignore[arg-type]


def learnt(learner: Learner, lesson: Scenario, *, missed: int = 0) -> None:
    """Let a lesson be predicted, run and answered, the first questions wrongly."""
    assert lesson.prediction
    learner.journal.add([entry("prediction", lesson, lesson.prediction.question, "right")])
    outcomes = ["wrong"] * missed + ["right"] * (len(lesson.quiz) - missed)
    for asked, outcome in zip(lesson.quiz, outcomes, strict=True):
        learner.journal.add([entry("quiz", lesson, asked.question, outcome)])


async def test_tabs_are_those_of_the_group_at_hand_and_digits_and_arrows_act_within_it(
    lessons: Sequence[Scenario],
) -> None:
    async with staged(lessons=lessons) as at:
        assert at.rows()[1].startswith("  start  1 threads  2 queue  3 counter  4 memory")
        assert "0 all lessons   ◂ ▸ switch   ctrl+p all commands   ? help" in at.rows()[1]
        await at.press("right", "right", "right", "right")
        assert at.stage.index == 0
        at.stage.turn_to(4)
        await at.press("2")
        assert at.rows()[1].startswith("  pools  1 map  2 tiny ") and at.stage.index == 5
        await at.press("right", "9", "3")
        assert at.stage.index == 4


async def test_at_80_the_row_of_tabs_keeps_the_page_of_all_lessons(lessons: Sequence[Scenario]) -> None:
    async with staged((80, 24), lessons=lessons) as at:
        assert at.rows()[1].endswith("0 lessons  ? help")
        await at.pilot.click("#tabs", offset=(at.rows()[1].index("0 lessons") + 3, 0))
        assert page_of(at)


async def test_a_remote_goes_through_all_lessons_in_their_order(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("p", *["pagedown"] * 5)
        assert at.stage.index == 5 and "6 / 8" in at.text and "tiny tasks" in at.text
        await at.press(*["pageup"] * 6)
        assert at.stage.index == 7


async def test_a_lesson_that_cannot_be_read_has_a_tab_in_every_group(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons, broken=BROKEN) as at:
        at.stage.turn_to(4)
        await at.press("3")
        assert at.rows()[1].startswith("  pools  1 map  2 tiny  3 bank") and "title is missing" in at.text
        await at.press("0", "3")
        assert title(at) == "crossing the border"
        await at.press("5")
        assert "title is missing" in at.text and "cannot be read" in at.text
        await at.press("enter")
        assert at.stage.broken_shown == BROKEN[0]


async def test_groups_are_listed_with_how_long_each_lesson_takes(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("0")
        text = at.text
        for words in ("start here ─", "pools ─", "borders and births ─", "limits ─"):
            assert words in text
        assert re.search(r"tiny tasks +21 s  ·○·", text) and "0 of 8 finished" in text
        assert "1 start here  2 pools  3 borders and births  4 limits" in at.rows()[1]
        assert "CPython 3.13" in at.rows()[0]


async def test_what_is_done_is_seen_and_what_comes_next_is_marked(
    lessons: Sequence[Scenario], learner: Learner
) -> None:
    learnt(learner, lessons[0])
    learnt(learner, lessons[2], missed=1)
    learner.runs.keep(lessons[3].name, LastRun("2026-11-30T14:05:09+00:00", "CPython 3.13.0", ()))
    async with staged(lessons=lessons, learner=learner) as at:
        await at.press("0")
        signs = dict(re.findall(r"([a-z][\w ]+\S) +[\d.]+ s  ([●○✗·]{3})", at.text))
        assert signs["threads vs processes"] == "●●●" and signs["producers and consumers"] == "○○○"
        assert signs["shared memory"] == "○●○" and "●●✗" in at.text
        assert title(at) == lessons[2].title, "a missed question comes first"
        assert "You have finished 1 of 8 lessons. Your predictions were right all 2 times." in at.text
        assert "Next in start here: counters with and without a lock. You missed one question of it." in at.text
        left = sum(its.expected_s for its in (lessons[1], *lessons[4:]))
        assert f"7 lessons left, about {span(left)} of runs" in at.text
        learnt(learner, lessons[2])
        await at.press("escape", "0")
        assert title(at) == "producers and consumers" and "2 of 8 finished" in at.text


async def test_a_question_missed_elsewhere_is_told_besides(lessons: Sequence[Scenario], learner: Learner) -> None:
    learnt(learner, lessons[0], missed=2)
    async with staged(lessons=lessons, learner=learner) as at:
        at.stage.turn_to(4)
        await at.press("0")
        assert title(at) == "four ways to map" and "Next in pools: four ways to map." in at.text
        assert "You missed two questions elsewhere: y asks again in threads vs processes." in at.text


async def test_the_marked_lesson_is_explained_with_its_own_last_run(
    lessons: Sequence[Scenario], learner: Learner
) -> None:
    took = (VariantTook("threads", "thread", 2.0), VariantTook("processes", "process", 1.0))
    run = LastRun("2026-11-30T14:05:09+00:00", "CPython 3.13.0", took, "Processes were faster.", "", True)
    learner.runs.keep(lessons[0].name, run)
    async with staged(lessons=lessons, learner=learner) as at:
        await at.press("0")
        assert "your last run 2026-11-30 14:05" in at.text and "Processes were faster." in at.text
        bars = [row.count("█") for row in at.rows() if " s" in row and "█" in row]
        assert len(bars) == 2 and 0 <= 2 * bars[1] - bars[0] <= 1
        assert "you predict  One by one is 1." in at.text and "then         producers" in at.text
        await at.press("down")
        assert "your last run" not in at.text and "it compares" in at.text


async def test_a_run_that_came_to_its_end_is_kept_for_the_page(lessons: Sequence[Scenario], learner: Learner) -> None:
    async with staged(lessons=lessons, learner=learner) as at:
        await at.start_unasked()
        await until(lambda: bool(learner.runs.read()), what="the run is kept")
        assert not learner.is_new and learner.runs.read()[lessons[0].name].is_default
        await at.press("0")
        assert "○●○" in at.text and "your last run" in at.text


async def test_a_run_that_was_stopped_is_none(lessons: Sequence[Scenario], learner: Learner) -> None:
    async with staged(lessons=lessons, learner=learner) as at:
        await at.press("space", "escape")
        await at.advance(0.5)
        await at.press("space")
        await until(lambda: not at.comparison.is_on, what="it is over")
        assert not learner.runs.read()


async def test_typing_finds_and_esc_takes_it_away_then_leaves(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("0", *"tiny q")
        assert "find: tiny q▁" in at.text and "No lesson holds these words." in at.text
        await at.press("enter", "down", "right")
        assert page_of(at) and not title(at)
        await at.press("backspace", "backspace")
        assert [its.title for its in page_of(at).page.found] == ["tiny tasks"] and title(at) == "tiny tasks"
        await at.press("escape")
        assert len(page_of(at).page.found) == 8 and title(at) == "tiny tasks"
        await at.press("escape")
        assert at.app.screen is at.stage and at.stage.index == 0


async def test_keys_choose_and_enter_opens(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("0")
        told = []
        for key in ("down", "up", "up", "right", "left", "4", "2", "tab", "shift+tab", "end", "home", "pagedown", "9"):
            await at.press(key)
            told.append(title(at))
        assert told == [
            "producers and consumers", "threads vs processes", "threads vs processes", "crossing the border",
            "threads vs processes", "amdahl's wall", "four ways to map", "crossing the border", "four ways to map",
            "amdahl's wall", "threads vs processes", "four ways to map", "four ways to map",
        ]  # fmt: skip
        await at.press("enter")
        assert at.app.screen is at.stage and at.stage.index == 4 and at.comparison.scenario == lessons[4]


async def test_the_key_that_opens_it_closes_it_and_help_says_its_keys(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("0", "?")
        assert "keys of all lessons" in at.text
        await at.press("?", "0")
        assert at.app.screen is at.stage


async def test_it_works_by_mouse(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("0")
        row = next(y for y, text in enumerate(at.rows()) if "amdahl's wall" in text)
        place = (at.rows()[row].index("amdahl's"), row)
        await at.pilot.click(offset=place)
        assert title(at) == "amdahl's wall"
        await at.pilot.click(offset=(at.rows()[1].index("pools"), 1))
        assert title(at) == "four ways to map"
        await at.pilot.click(offset=place)
        await at.pilot.click(offset=(2, 39))
        await until(lambda: at.app.screen is at.stage and at.stage.index == 7)


async def test_a_run_goes_on_behind_it_and_ends_when_another_lesson_is_opened(lessons: Sequence[Scenario]) -> None:
    async with staged(lessons=lessons) as at:
        await at.press("space", "escape")
        await until(lambda: at.comparison.is_on, what="a run")
        await at.press("0", "escape")
        assert at.comparison.is_on
        await at.press("0", "2", "enter")
        await until(lambda: at.stage.index == 4, what="the lesson is open")
        assert not at.stage.shelf.comparisons[0].is_on


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_it_has_room_everywhere_and_is_used_by_keys_alone(
    lessons: Sequence[Scenario], learner: Learner, size: tuple[int, int]
) -> None:
    learnt(learner, lessons[0], missed=1)
    async with staged(size, lessons=lessons, learner=learner, broken=BROKEN) as at:
        await at.press("0")
        for key in (*["down"] * 4, "up", "m", "backspace", "3", "end"):
            await at.press(key)
            assert title(at) in at.text and "esc" in at.rows()[-1]
        await at.press("home", "3", "enter")
        assert at.stage.index == 6


@pytest.mark.parametrize("width", range(20, 210, 9))
def test_nothing_overlaps(width: int) -> None:
    for height in (5, 9, 15, 20, 24, 28, 34, 40, 61):
        cells: set[tuple[int, int]] = set()
        for its in (place for name, place in arranged(width, height).items() if name != "ground"):
            mine = {(x, y) for x in range(its.x, its.x + its.width) for y in range(its.y, its.y + its.height)}
            assert mine and not mine & cells
            assert max(x for x, _ in mine) < width and max(y for _, y in mine) < height
            cells |= mine


async def test_nothing_of_the_stage_is_seen_through_it(lessons: Sequence[Scenario]) -> None:
    async with staged((200, 60), lessons=lessons) as at:
        assert "demos/threads_vs_processes.py" in at.text and "one after the other, in one thread" in at.rows()[4]
        await at.press("0")
        assert not any(row[133].strip() for row in at.rows()[4:40]) and not at.rows()[2][:130].strip()


async def test_whoever_is_new_begins_with_it_and_one_key_leads_to_the_first_lesson(
    lessons: Sequence[Scenario], learner: Learner
) -> None:
    async with staged(lessons=lessons, learner=learner, is_new=True) as at:
        assert learner.is_new and title(at) == "threads vs processes"
        assert "Here are eight lessons" in at.text and "Begin with threads vs processes." in at.text
        assert "● " not in at.text.replace("● predicted", "")
        await at.press("space")
        assert at.app.screen is at.stage and at.stage.index == 0 and not at.comparison.is_on


async def test_a_replay_and_a_single_lesson_have_no_page() -> None:
    async with staged() as at:
        await at.press("0")
        assert at.app.screen is at.stage and "all lessons" not in at.text
