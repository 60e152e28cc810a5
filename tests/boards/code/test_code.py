"""The code panel: who is at which line, the remarks, what follows whom, and when the program is asked for lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.draw.picture import picture
from tests.support.scripted import Script, until
from tests.support.staging import Staged, staged
from tests.support.taped import taped
from tui.boards.code.source_panel import SourceView, paint
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import UNICODE
from tui.feeds.live.plan import Plan
from tui.lessons.catalogue import BrokenLesson, find
from tui.play import edited
from tui.telemetry.objects import LineSeen, LinesSeen
from tui.telemetry.vocabulary import ComparisonStarted, Telemetry
from tui.telemetry.waits import Wait, WaitsSeen

PROGRAM = "demos/threads_vs_processes.py"
MID_THREADS = 6.2
THREADS = 1
"""The run of the script in which the threads work."""
PID = 40200
ADDS, MAPS = 20, 30
"""Lines of the program: the sum, and the pool of threads."""


def told(places: dict[int, int], path: str = PROGRAM, at_s: float = 5.0, workers: int = 4) -> list[Telemetry]:
    """Return a comparison in which these threads of the second run are at these lines; 0 is main, which waits there."""
    lines = tuple(LineSeen(PID, PID + n, path, line, "", None if n else "lock") for n, line in places.items())
    return [*Script(workers=workers).comparison(), LinesSeen(at_s, THREADS, lines)]


def script(items: list[Telemetry]) -> Callable[[Plan], list[Telemetry]]:
    return lambda plan: items


def of_copy(items: list[Telemetry]) -> list[Telemetry]:
    """Return the comparison as one of a person's copy."""
    started = items[0]
    assert isinstance(started, ComparisonStarted)
    return [replace(started, program=f"edited/{Path(PROGRAM).name}"), *items[1:]]


def marked(at: Staged, line: int) -> str:
    """Return what is said at the right of a line of the source that somebody is at."""
    found = re.search(rf"│ +{line} +▸ +\S.*?\S {{2,}}(\S.*?) *│", at.text)
    return found.group(1) if found else ""


async def test_workers_are_named_at_their_lines_and_in_the_box_beside() -> None:
    items = told({0: MAPS, 1: ADDS, 2: ADDS, 3: ADDS + 1})
    async with staged(script=script(items)) as at:
        await at.press("c")
        await at.start(MID_THREADS)
        assert (marked(at, ADDS), marked(at, ADDS + 1)) == ("T1 T2 wait", "T3 waits")
        assert re.search(rf"T1 +{PID + 1} +waits: GIL +{ADDS} ", at.text)
        assert re.search(rf"T4 +{PID + 4} +waits: GIL +– ", at.text)
        assert re.search(rf"main +{PID} +waits: lock +{MAPS} ", at.text)
        await at.advance()
        assert "▸ " not in at.text.split("workers")[0].replace("◂ ▸", "")
        assert "Nothing runs." in at.text


async def test_who_waits_for_a_queue_by_its_own_word_waits() -> None:
    seen = LinesSeen(6.2, THREADS, (LineSeen(PID, PID + 1, PROGRAM, ADDS, "", "empty"),))
    items = [*told({1: ADDS}, workers=1), WaitsSeen(6.0, THREADS, (Wait(PID, PID + 1, 3, "empty", 6.0),)), seen]
    async with staged(script=script(items)) as at:
        await at.press("c")
        await at.start(5.9)
        assert marked(at, ADDS) == "T1"
        await at.advance(6.1)
        assert marked(at, ADDS) == "T1", "its line may be older than its waiting"
        await at.advance(6.3)
        assert marked(at, ADDS) == "T1 waits"
        assert re.search(rf"T1 +{PID + 1} +waits: queue +{ADDS} ", at.text)


async def test_a_line_is_left_out_where_its_worker_was_not_seen_waiting_there() -> None:
    """What was sampled is of another moment: it may wait where it was not looked at."""
    *others, _ = told({})
    items = [*others, LinesSeen(5.0, THREADS, (LineSeen(PID, PID, PROGRAM, MAPS),))]
    async with staged(script=script(items)) as at:
        await at.press("c")
        await at.start(MID_THREADS)
        assert re.search(rf"main +{PID} +waits: lock +– ", at.text) and marked(at, MAPS) == ""


@pytest.mark.parametrize("is_replay", [False, True], ids=["idle", "replay"])
async def test_a_large_terminal_shows_the_source_from_its_first_remark_on(is_replay: bool) -> None:
    recording = taped(Script().comparison()) if is_replay else None
    async with staged((200, 60), replay=recording) as at:
        assert at.stage.look.code_first == 14 and re.search(r"│ +16 +def add_squares", at.text)


async def test_many_workers_are_shortened() -> None:
    items = told(dict.fromkeys(range(1, 25), ADDS), workers=24)
    async with staged(script=script(items)) as at:
        await at.press("c")
        await at.start(5.2)
        assert re.fullmatch(r"T1 T2 .*\+\d+ wait", marked(at, ADDS))


@pytest.mark.parametrize(
    ("path", "is_its"),
    [
        ("threads_vs_processes.py", True),
        (f"src/{PROGRAM}", True),
        ("other.py", False),
        ("x/threads_vs_processes.py", False),
    ],
)
async def test_only_lines_of_the_program_shown_are_marked(path: str, is_its: bool) -> None:
    async with staged(script=script(told({1: ADDS}, path))) as at:
        await at.press("c")
        await at.start(MID_THREADS)
        assert bool(marked(at, ADDS)) is is_its


async def test_lines_are_asked_for_only_while_the_source_is_shown() -> None:
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        assert feed.lines_hz == []
        await at.press("c")
        assert feed.lines_hz == [5]
        await at.press("c")
        assert feed.lines_hz == [5, 0]
        await at.press("c", "r")
        await until(lambda: len(at.feeds) == 2 and at.feeds[1].lines_hz == [5])


async def test_where_the_source_is_always_shown_lines_are_asked_for_from_the_start() -> None:
    async with staged((200, 60)) as at:
        feed = await at.start(MID_THREADS)
        assert feed.lines_hz == [5]
        await at.press("p")
        assert feed.lines_hz == [5, 0]


async def test_the_view_follows_the_workers_until_a_person_moves_it() -> None:
    last = len(find("threads-vs-processes").program.read_text(encoding="utf-8").splitlines()) - 1
    items = [*told({1: ADDS}), *told({1: last}, at_s=5.5)[-1:], *told({1: ADDS}, at_s=6.0)[-1:]]
    async with staged((80, 24), script(items)) as at:
        await at.press("c")
        await at.start(5.2)
        assert marked(at, ADDS)
        await at.advance(5.6)
        assert marked(at, last)
        await at.advance(6.1)
        await at.press("pagedown", "pagedown", "pagedown")
        assert not marked(at, ADDS)
        before = at.rows()[3:12]
        await at.advance(6.4)
        assert at.rows()[3:12] == before
        await at.press("c", "c")
        assert marked(at, ADDS)


async def test_arrows_go_through_the_remarks_and_show_their_lines() -> None:
    async with staged() as at:
        await at.press("c", "down")
        assert re.search(r"│ +16 ▸ Pure Python\.", at.text) and "note 1 of 4" in at.text
        await at.press("down", "down", "down", "down")
        assert re.search(r"│ +39 ▸ … and InterpreterPoolExecutor", at.text) and "note 4 of 4" in at.text
        assert re.search(r"│ +39 +return list\(pool\.map|│ +39 +with InterpreterPoolExecutor", at.text)
        await at.press("up")
        assert "note 3 of 4" in at.text


async def test_a_long_line_is_shown_whole() -> None:
    async with staged((60, 20)) as at:
        await at.press("c")
        for _ in range(12):
            await at.press("pagedown")
            if "compared" in at.text:
                break
        text = re.sub(r"[│…\s]", "", at.text)
        assert "f\"{baseline/elapsed:5.2f}timesthespeedofthefirst\"" in text


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (120, 40), (200, 60)], ids=str)
async def test_every_size_holds_the_panel(size: tuple[int, int]) -> None:
    async with staged(size, script(told(dict.fromkeys(range(9), ADDS), workers=8))) as at:
        await at.press("c")
        await at.start(MID_THREADS)
        assert "T1" in marked(at, ADDS)
        await at.press("down", "down")
        at.rows()


async def test_what_cannot_be_edited_says_why() -> None:
    async with staged(broken=[BrokenLesson("odd", "The lesson odd.toml is broken.")]) as at:
        await at.press("p", "e")
        await at.sees("leave it with esc")
        await at.press("escape", "2", "e")
        await at.sees("There is no program to edit here.")


async def test_without_a_terminal_to_give_away_it_is_said_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("EDITOR", "true")
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        await at.press("e")
        await at.sees("There is no terminal here")
        assert feed.was_stopped
    assert not list(tmp_path.rglob("*.py"))


async def test_an_edited_copy_is_planned_shown_and_marked_and_the_original_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    program = find("threads-vs-processes").program
    copy = edited.ready_copy(program)
    copy.write_text("# a line more\n" + program.read_text(encoding="utf-8"), encoding="utf-8")

    def write(plan: Plan) -> list[Telemetry]:
        items = told({1: ADDS + 1}, copy.name)
        return of_copy(items) if plan.copy else items

    async with staged(script=write) as at:
        await at.press("E")
        await at.sees("Your copy is next")
        await at.start(MID_THREADS)
        assert at.plans[-1].program == copy
        assert at.comparison.state.header is not None
        assert marked(at, ADDS + 1).startswith("T1") and at.text.count("edited copy") == 2
        assert f"Your copy: {copy.parent.parent.parent}"[:20] in at.text
        await at.press("E")
        await at.sees("next run: the original")
        assert not marked(at, ADDS + 1) and not marked(at, ADDS)
        await at.press("r")
        await until(lambda: len(at.plans) == 2)
        assert at.plans[-1].program == program and at.comparison.measured == {}


async def test_a_recording_of_a_copy_does_not_show_the_original_as_its_source() -> None:
    async with staged(replay=taped(of_copy(told({1: ADDS})))) as at:
        await at.play_to(MID_THREADS)
        await at.press("c")
        await at.sees("person's own copy")


async def test_a_recording_shows_the_lines_it_holds() -> None:
    async with staged(replay=taped(told({1: ADDS}))) as at:
        await at.play_to(MID_THREADS)
        await at.press("c")
        await until(lambda: marked(at, ADDS).startswith("T1"))
        await at.press("e")
        assert "e edit" not in at.text


def test_lines_that_took_the_cpu_say_how_much_and_nobody_is_there() -> None:
    view = SourceView("shop.py", "def load():\n    return {}\n", hot=((2, "97 %"),))
    rows = picture(painted(paint, view, Sheet(50, 8, UNICODE))).splitlines()
    (marked,) = (row for row in rows if "97 %" in row)
    assert "return {}" in marked and "CPU 97 %" in marked and "▸" not in marked
