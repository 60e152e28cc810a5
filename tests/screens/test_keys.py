"""The key table: everything in it is bound, in the help screen, in the palette and in the README's section."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding
from textual.command import CommandPalette

from tests import key_table
from tests.support.scripted import until
from tests.support.staging import staged
from tui import keys, theme
from tui.app import CoreographApp
from tui.boards.board import all_keys
from tui.boards.words import key_bar
from tui.lessons.catalogue import Scenario, catalogue, find
from tui.play.lesson_keys import keys_of
from tui.screens.bindings import bindings
from tui.screens.dialogs.explanation import explanation
from tui.screens.dialogs.help import every_key
from tui.screens.stage.actions.table import ACTIONS
from tui.screens.stage.commands import KeyCommands, commands

NEVER = {"ctrl+b", "ctrl+a", "f1", "f10", "f11", "ctrl+w", "ctrl+t"}


def test_every_action_exists() -> None:
    """And every action has a key."""
    names = {key.action.partition("(")[0] for key in (*keys.KEYS, *all_keys())}
    ours = {name for name in names if not name.startswith("app.")}
    assert ours | {"lesson_key", "scroll", "choose"} == set(ACTIONS)
    assert all(hasattr(CoreographApp, f"action_{name.removeprefix('app.')}") for name in names - ours)


def test_every_key_is_bound_once_and_none_is_forbidden() -> None:
    bound = [b.key for b in (*bindings(), *bindings(of_app=True)) if isinstance(b, Binding)]
    assert not [key for key, count in Counter(bound).items() if count > 1]
    assert not NEVER & set(bound)
    assert "f5" not in bound or keys.find("present_start").where == "presenter"


def test_every_key_is_in_the_help_the_palette_and_the_readme() -> None:
    page = "\n".join("".join(text for text, _ in row) for row in every_key(None, all_keys()).rows(78))
    palette = {action for _, _, action in (*commands(), *commands(all_keys()))}
    for key in (*keys.KEYS, *all_keys()):
        assert key.shown in page
        assert {key.action_for(name) for name in key.keys} & palette
        assert key.says in key_table.table()


@pytest.mark.parametrize("scenario", catalogue()[0], ids=lambda scenario: scenario.name)
def test_the_keys_of_a_lesson_are_free_and_stand_in_the_help_and_the_palette(scenario: Scenario) -> None:
    bound = {name for key in keys.KEYS for name in key.keys} | {"."} | set(keys.SAME)
    own = [name for key in keys_of(scenario) for name in key.keys]
    assert own and not set(own) & bound and len(set(own)) == len(own)
    page = "\n".join("".join(text for text, _ in row) for row in every_key(scenario).rows(78))
    palette = {says for _, says, _ in commands(keys_of(scenario))}
    for key in keys_of(scenario):
        assert key.shown in page and key.says in palette
        assert keys.names(key) == key.shown  # each key once


async def test_commands_stand_in_the_key_bar_only_while_a_program_listens() -> None:
    lesson = find("producer-consumer")
    async with staged((200, 60), lessons=(lesson,)) as at:
        told = {command.label for command in lesson.control.commands} if lesson.control else set()

        def offered() -> set[str]:
            return told & {cap.label for cap in key_bar.BOARD.view(at.stage.frame, 0).caps}

        assert told and not offered()
        await at.press("space", "escape")
        await until(lambda: at.comparison.is_steered, what="a steered run")
        assert offered() == told


@pytest.mark.parametrize(
    ("lesson", "key", "there", "back"),
    [("producer-consumer", "u", "no bound", "bound 16"), ("shared-memory", "U", "", "forget unlink off")],
)
async def test_a_key_that_turns_a_knob_back_says_so(lesson: str, key: str, there: str, back: str) -> None:
    async with staged((200, 60), lessons=(find(lesson),)) as at:

        def offered() -> str:
            return str(next(cap.label for cap in key_bar.BOARD.view(at.stage.frame, 0).caps if cap.shown == key))

        before = offered()
        assert before == (there or before) != back
        await at.press("escape", key)
        await until(lambda: offered() == back, what="the way back")
        await at.press(key)
        await until(lambda: offered() == before, what="the way there")


async def test_a_key_of_the_presenter_does_nothing_elsewhere() -> None:
    async with staged() as at:
        await at.press("f5", "b")
        assert not at.plans and not at.stage.look.is_blank
        await at.press("p", "f5")
        assert len(at.plans) == 1
        await at.press("escape", "escape")
        assert at.app.is_running


async def test_a_remote_turns_the_scenarios_in_the_presenter_layout() -> None:
    async with staged(tabs=3) as at:
        await at.press("p", "pagedown", "pagedown")
        assert at.stage.index == 2
        await at.press("pageup", ".")
        assert at.stage.index == 1 and at.stage.look.is_blank


async def test_the_palette_does_what_a_key_does() -> None:
    async with staged() as at:
        await at.press("ctrl+p")
        await until(lambda: isinstance(at.app.screen, CommandPalette))
        await at.press(*"zoom")
        palette = at.app.screen
        await until(lambda: "zoom" in at.text and "enlarge a panel" in at.text)
        await at.press("enter")
        if at.app.screen is palette:
            await at.press("enter")
        await until(lambda: at.stage.look.zoomed is not None)


async def test_over_a_dialog_the_palette_offers_only_what_works_there() -> None:
    async with staged() as at:
        await at.press("l")
        offered = [action for _, _, action in KeyCommands(at.app.screen)._offered()]
        assert offered and all(action.startswith("app.") for action in offered)
        before = at.app.theme
        await KeyCommands(at.app.screen)._do("app.turn_theme")
        assert at.app.theme != before or len(theme.offered(at.app.console.color_system)) == 1


async def test_help_opens_and_closes_with_its_key() -> None:
    async with staged() as at:
        await at.press("?")
        assert "start the comparison" in at.text
        await at.press("?")
        assert "start the comparison" not in at.text


@pytest.mark.parametrize("size", [(50, 15), (80, 24), (200, 60)], ids=str)
async def test_dialogs_fit_every_screen(size: tuple[int, int]) -> None:
    async with staged(size) as at:
        for key in ("?", "v", "k", "o"):
            await at.press(key)
            assert "esc" in at.text
            at.rows()
            await at.press("down", "end", "escape")


@pytest.mark.parametrize("scenario", catalogue()[0], ids=lambda scenario: scenario.name)
async def test_every_lesson_explains_itself(scenario: Scenario) -> None:
    async with staged(lessons=(scenario,)) as at:
        await at.press("l")
        page = "\n".join("".join(text for text, _ in row) for row in explanation(scenario).rows(78))
        words = " ".join(page.split())
        assert all(paragraph in words for paragraph in scenario.explanation) and scenario.explanation
        assert all(variant.says in words for variant in scenario.variants)
        await at.sees("what this lesson is about")
        await at.press("l")
        assert "what this lesson is about" not in at.text


@pytest.mark.parametrize("key", ["?", "v", "k", "o", "a", "l", "y"])
async def test_the_first_frame_of_a_dialog_is_whole(key: str) -> None:
    """What stands in the page is never seen without its frame."""
    async with staged(lessons=(catalogue()[0][0],)) as at:
        seen: list[str] = []
        at.app.post_display_hook = lambda: seen.append(at.text)  # type: ignore[method-assign]
        await at.press(key)
        assert seen
        assert all("esc" in frame for frame in seen), seen[0]
