"""What a newcomer stumbled over: leaving, replays, notes, the presenter layout, what is offered and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.screens.test_stage import MID_THREADS
from tests.support.scripted import Script, until
from tests.support.staging import staged
from tests.support.taped import taped, unpacked_file
from tui.boards.lane_rows import lane_row
from tui.boards.sheet import Sheet
from tui.boards.words import presenter_head
from tui.boards.words.sentence_box import SentenceView, brief
from tui.draw.cells import Row
from tui.draw.glyphs import UNICODE
from tui.play.opening import open_recording
from tui.screens.stage import stage as stage_module
from tui.screens.stage.commands import KeyCommands
from tui.telemetry.vocabulary import Reason


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
@pytest.mark.parametrize("dialog", ["v", "k", "?", "o", "ctrl+p"])
async def test_every_screen_can_be_left_for_good(dialog: str, key: str) -> None:
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        await at.press(dialog)
        await at.pilot.press(key)
        await until(lambda: feed.was_closed)
    assert feed.was_stopped


async def test_a_note_stands_in_the_key_bar_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_module, "NOTE_S", 0.3)
    async with staged() as at:
        await at.press("+", "]", "L")
        assert at.rows()[-1].startswith(" From the next run on: no time limit.")
        await until(lambda: "From the next run" not in at.text)


async def test_a_knob_that_cannot_be_turned_says_so_in_its_dialog() -> None:
    async with staged() as at:
        await at.press("k", "up", "up", "up", "right", "down", "right", "down", "right", "down", "right")
        assert "is measured at the first start" in at.text


async def test_a_replay_shows_the_catalogues_program() -> None:
    async with staged(replay=taped(Script().comparison())) as at:
        await at.play_to(MID_THREADS)
        await at.sees("◆ replay 00:06")
        await at.press("c")
        assert "def add_squares" in at.text
        at.comparison.known = {}
        at.stage.show()
        await at.sees("The source is not in the recording.")


async def test_a_replay_plays_again_from_its_end() -> None:
    async with staged(replay=taped(Script().comparison())) as at:
        assert at.comparison.player is not None
        at.comparison.player.seek(1e9)
        at.stage.show()
        await at.sees(" end ")
        assert "space play again" in at.rows()[-1]
        before = at.text
        await at.press("L", "]", "v", "k")
        assert at.rows()[-1] in before and "time limit" not in at.text
        await at.press("space")
        await at.sees("◆ replay 00:00")
        assert "space pause" in at.rows()[-1]


async def test_a_recording_with_a_broken_line_says_which_when_it_comes_there(tmp_path: Path) -> None:
    whole = taped(Script().comparison()).path
    assert whole is not None
    lines = unpacked_file(whole).splitlines(keepends=True)
    lines[-1] = lines[-1].replace(b"}", b',"more":1}')
    (tmp_path / "r.jsonl").write_bytes(b"".join(lines))
    async with staged((200, 60), replay=open_recording(tmp_path / "r.jsonl")) as at:
        await at.play_to(MID_THREADS)
        assert "◆ replay 00:06" in at.text and "cannot be used" not in at.text
        await at.play_to(1e9)
        assert f"line {len(lines)}: " in at.text and not at.comparison.is_played


async def test_a_replay_that_is_frozen_stands_still_and_goes_on_as_before() -> None:
    async with staged(replay=taped(Script().comparison())) as at:
        await at.play_to(MID_THREADS)
        await at.press(".")
        at.play_on(1.0)
        assert "◆ replay paused 00:06" in at.text and at.comparison.is_frozen
        await at.press(".")
        at.play_on(1.0)
        await at.sees("◆ replay 00:07")
        await at.press("space", ".", ".")
        await at.sees("◆ replay paused 00:07")
        await at.press(".", "space")
        at.play_on(1.0)
        await at.sees("◆ replay 00:08")
        assert not at.comparison.is_frozen


async def test_nothing_is_offered_that_is_not_there() -> None:
    async with staged() as at:
        assert "1-9" not in at.text and "pick another" not in at.text and "switch" not in at.text
        offered = [name for name, _, _ in KeyCommands(at.stage)._offered()]
        assert "scenario 1  (1)" in offered and "scenario 2  (2)" not in offered
        at.comparison.knobs["workers"] = 64
        await at.start()
        assert "with 65" not in at.text and "with 63 workers" in at.text
    async with staged(tabs=3) as at:
        assert "1-3    pick another" in at.text


async def test_takes_about_is_said_of_the_lessons_own_run_only() -> None:
    async with staged() as at:
        assert "takes about 11 s, 4 workers" in at.text
        await at.press("+")
        assert "takes about" not in at.text and "5 workers" in at.text


async def test_after_a_stop_the_screen_says_stopped() -> None:
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        await at.press(".", "space")
        await until(lambda: feed.was_stopped and at.comparison.player is not None and at.comparison.player.is_over)
        at.stage.show()
        await at.sees("■ stopped")
        assert "frozen" in at.text and "the program has ended" in at.text and "runs on" not in at.text
        await at.press(".")
        await at.sees("did not run: the comparison ended")
        assert "Nothing is running yet" not in at.text


async def test_the_presenter_layout_names_what_it_shows() -> None:
    async with staged((120, 40)) as at:
        await at.press("p")
        assert at.text.count("who gets a core") == 1 and "████" not in at.text, at.text
        await at.start(2.0)
        assert "so far · " in at.text and "% of the work done" in at.text, at.text
        await at.advance()
        assert at.text.count("times the speed of sequential") == at.text.count(" times as fast as sequential") == 2
        assert "sequential 4.0 s, threads" in at.text and "◂ ▸ next" not in at.text
        await at.press("c")
        assert "def add_squares" in at.text
        await at.press("escape")
        assert "times the speed" in at.text


@pytest.mark.parametrize(("width", "share"), [(36, ""), (46, " 42 %")])
async def test_a_narrow_lane_says_that_it_waits_and_for_whom_to_look(width: int, share: str) -> None:
    async with staged() as at:
        await at.start(MID_THREADS)
        (lane, *_) = at.comparison.readings[1].lanes
        every: tuple[tuple[Reason, str], ...] = (("gil", f"waits GIL{share}"), ("core", f"wants core{share}"))
        for reason, words in every:
            waiting = replace(lane, reason=reason, reason_share=0.42)
            row = "".join(text for text, _ in lane_row(waiting, width, "thread", UNICODE))
            assert f" {words} " in row and f" {waiting.tid} " in row and len(row) <= width


async def test_a_long_title_leaves_room_for_the_counter() -> None:
    async with staged((60, 20), tabs=3) as at:
        view = at.stage._boards.widgets["presenter"].view
        rows = presenter_head.paint(replace(view, title="long " * 20), Sheet(60, 2, UNICODE))
        head = "".join(text for text, _ in rows[0])
        assert head.rstrip().endswith("…  1 / 3")


async def test_the_verdict_keeps_a_sentence_for_each_at_80x24() -> None:
    async with staged((80, 24)) as at:
        await at.start()
        foot = at.rows()[-4:]
        assert any("Threads: " in row for row in foot) and any("Processes: " in row for row in foot)


def test_a_brief_sentence_has_no_reason() -> None:
    said: Row = (("Threads", "thread bold"), (" share a lock: two workers, ", "foreground"), ("one core", "thread"))
    assert "".join(text for text, _ in brief(said)) == "Threads: two workers, one core"
    assert SentenceView((said,)).sentences == (said,)


async def test_the_curve_has_a_legend_and_no_points_that_cannot_be_trusted() -> None:
    async with staged((200, 60)) as at:
        await at.start()
        assert "● threads  ◆ processes" in at.text and at.comparison.measured
    async with staged((200, 60), lambda plan: Script(others=4.0).comparison()) as at:
        await at.start()
        assert not at.comparison.measured and "not counted" in at.text and "nothing measured" not in at.text


async def test_a_dialog_leaves_the_stage_in_sight() -> None:
    async with staged() as at:
        await at.press("v")
        assert "coreograph" in at.text and "variants to compare" in at.text
