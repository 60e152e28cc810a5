"""The stage: what stands on it at every size and in every state, and what its keys do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.scripted import MACHINE, Script, until
from tests.support.staging import SIZES, Staged, staged
from tests.support.taped import taped
from tui.boards.variants import panels_of
from tui.draw import numbers
from tui.feeds.live.plan import Plan
from tui.lessons.catalogue import BrokenLesson
from tui.play.opening import open_recording
from tui.telemetry.vocabulary import Telemetry

RECORDINGS = Path(__file__).parents[1] / "recordings"
MID_THREADS = 6.2
"""A moment of the script at which the threads are running."""


def _script(**settings: object) -> object:
    def write(plan: Plan) -> list[Telemetry]:
        names = tuple(variant.name for variant in plan.variants)
        return Script(**{"variants": names, **settings}).comparison()  # type: ignore[arg-type]

    return write


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_size_shows_idle_running_and_done_within_the_screen(size: tuple[int, int]) -> None:
    async with staged(size, tabs=8) as at:
        at.rows()
        await at.start(MID_THREADS)
        at.rows()
        await at.advance()
        text = at.text
        if size[0] < 50 or size[1] < 15:
            assert "Please enlarge" in text and "coreograph run threads-vs-processes --plain" in text.replace("\n", " ")
        else:
            assert "done" in text and "PROCESSES" in text.upper()


async def test_idle_says_what_to_press_and_what_will_happen() -> None:
    async with staged() as at:
        for words in ("Nothing is running yet.", "space  start this scenario", "takes about 11 s, 4 workers", "○ idle"):
            assert words in at.text


async def test_the_numbers_shown_are_the_numbers_folded() -> None:
    async with staged() as at:
        await at.start()
        text = at.text
        for reading in at.comparison.readings:
            assert reading.speed_up is not None and reading.elapsed_s is not None
            if reading.baseline:
                assert numbers.seconds(reading.elapsed_s).strip() in text
                assert "1.00×" in text
            else:
                assert reading.workers_text in text
                for lane in reading.lanes:
                    ident = lane.pid if lane.kind == "process" else lane.tid
                    share = re.escape(numbers.percent(lane.share, 1))
                    assert re.search(rf"{lane.label} +{ident} +{share} c{lane.core} ", text)
                shown = at.stage._slow.shown[reading.name]
                assert shown == (reading.elapsed_s, reading.speed_up.median, reading.cores_used)


async def test_running_shows_the_badge_the_reason_and_the_cost_of_watching() -> None:
    async with staged() as at:
        await at.start(MID_THREADS)
        await at.sees("● running 00:06")
        assert re.search(r"waits: GIL \d\d %", at.text)
        assert "waits for its turn" in at.text
        assert "watching costs 1.9 % of a core" in at.text
        assert "space stop" in at.rows()[-1]


async def test_measuring_the_machine_comes_first() -> None:
    async with staged() as at:
        await at.start(0.1)
        await at.sees("◇ measuring this machine")


async def test_a_worker_has_its_row_as_soon_as_its_process_exists() -> None:
    async with staged() as at:
        # The processes start at the end of the two runs before them.
        feed = await at.start(8.0)
        started = next(i.at_s for i in feed._telemetry if getattr(i, "pid", 0) == 40402)
        await at.advance(started)
        assert re.search(r"P2 +40402 +– ", at.text)


async def test_done_says_so_and_puts_the_result_into_words() -> None:
    async with staged() as at:
        await at.start()
        await at.sees("✓ done")
        assert "3.5 times as fast" in at.text
        assert "with 5 workers" in at.text


async def test_freeze_holds_the_picture_while_the_data_goes_on() -> None:
    async with staged() as at:
        await at.start(MID_THREADS)
        await at.press(".")
        await at.sees("● frozen 00:06")
        await at.advance()
        assert "● frozen 00:06" in at.text and at.comparison.player is not None
        assert at.comparison.player.state.is_over
        await at.press(".")
        await at.sees("✓ done")


async def test_a_failed_run_says_why_and_enter_shows_all_of_it() -> None:
    async with staged(script=_script(fails="processes")) as at:  # type: ignore[arg-type]
        await at.start()
        await at.sees("✗ failed")
        assert "exit code 1: MemoryError" in at.text and "enter the whole message" in at.text
        await at.press("enter")
        assert "File [bold]x[/bold]" in at.text
        await at.press("escape")
        assert "File [bold]x[/bold]" not in at.text


async def test_a_time_limit_says_how_to_lift_it() -> None:
    async with staged(script=_script(fails="processes", outcome="time limit")) as at:  # type: ignore[arg-type]
        await at.start()
        await at.sees("✗ time limit")
        assert "L lift the limit" in at.text
        await at.press("L", "r")
        await until(lambda: len(at.plans) == 2)
        assert at.plans[1].time_limit_s is None


async def test_what_cannot_be_started_is_said_and_the_app_goes_on() -> None:
    async with staged(refuse=RuntimeError("There is no [python] here.")) as at:
        await at.press("space")
        await at.sees("There is no [python] here.")
        assert "✗ not started" in at.text
        await at.press("c")
        assert "def add_squares" in at.text


async def test_a_broken_lesson_is_a_tab_with_its_sentence() -> None:
    async with staged(broken=[BrokenLesson("odd", "The lesson odd.toml is broken: title is missing.")]) as at:
        await at.press("2")
        await at.sees("title is missing")
        await at.press("space", "1")
        await at.sees("Nothing is running yet.")


async def test_stop_ends_the_run_and_says_so() -> None:
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        await at.press("space")
        await until(lambda: feed.was_stopped and at.comparison.player is not None and at.comparison.player.is_over)
        await at.sees("■ stopped")
        assert "stopped before its end, so" in at.text


async def test_restart_ends_what_is_on_first() -> None:
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        await at.press("r")
        await until(lambda: len(at.feeds) == 2)
        assert feed.was_stopped and feed.was_closed


async def test_turning_a_knob_while_something_runs_waits_for_the_next_run() -> None:
    async with staged() as at:
        await at.start(MID_THREADS)
        await at.press("+")
        assert "next run: 5 workers" in at.text
        await at.press("r")
        await until(lambda: len(at.plans) == 2)
        assert at.plans[1].knobs["workers"] == 5


async def test_another_scenario_ends_the_run_and_both_keep_their_pictures() -> None:
    async with staged(tabs=3) as at:
        feed = await at.start(MID_THREADS)
        await at.press("right")
        await until(lambda: at.stage.index == 1)
        assert feed.was_stopped and feed.was_closed
        await at.sees("other scenario 1")
        await at.press("1")
        await at.sees("■ stopped")
        await at.press("left")
        await at.sees("other scenario 2")


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_quitting_ends_the_run_cleanly(key: str) -> None:
    async with staged() as at:
        feed = await at.start(MID_THREADS)
        await at.pilot.press(key)
        await until(lambda: feed.was_closed)
    assert feed.was_stopped


async def test_code_zoom_and_presenter_take_the_stage_and_give_it_back() -> None:
    async with staged() as at:
        await at.start()
        await at.press("c")
        assert "def add_squares" in at.text and "c hide code" in at.text
        await at.press("escape", "z")
        assert at.text.count("╭─ ") == 2 and "╭─ on one clock" in at.text
        await at.press("z", "z", "z")
        assert "╭─ cores" in at.text and "╭─ threads" not in at.text
        await at.press("z", "p")
        assert "THREADS" in at.text and "esc leave" in at.text
        await at.press("b")
        assert not at.text.strip()
        await at.press(".", "escape")
        assert "╭─ threads" in at.text and at.app.is_running


async def test_the_source_scrolls_and_lights_the_word_that_differs() -> None:
    async with staged((80, 24)) as at:
        await at.press("c")
        assert "with ThreadPoolExecutor(workers)" in at.text and "with ProcessPoolExecutor(workers)" in at.text
        before = at.text
        await at.press("down", "pagedown")
        assert at.text != before
        await at.press(*["pageup"] * 8)
        assert "The same sums: one by one" in at.text


async def test_variants_can_be_unticked_and_what_this_python_lacks_says_what_it_needs() -> None:
    async with staged() as at:
        await at.press("v")
        assert "needs Python 3.14 or later" in at.text
        await at.press("down", "space", "down", "down", "space", "escape", "space")
        await until(lambda: bool(at.plans))
        assert [variant.name for variant in at.plans[0].variants] == ["sequential", "processes"]
        await at.advance()
        assert at.text.count("cores' worth of CPU used") == 1


async def test_knobs_turn() -> None:
    async with staged() as at:
        await at.press("k")
        assert "measured first" in at.text
        await at.press("right", "down", "down", "left", "escape")
        assert at.comparison.knobs["workers"] == 5 and at.comparison.knobs["tasks"] == 36


async def test_output_shows_what_the_program_wrote() -> None:
    async with staged() as at:
        await at.start()
        await at.press("o")
        assert "$ python threads_vs_processes.py threads" in at.text
        await at.press("home")
        assert "exit code 0 · 32 bytes written · 4.00 s in all, with start-up" in at.text, at.text


async def test_three_variants_turn_over_where_two_fit() -> None:
    facts = replace(MACHINE, has=frozenset({"concurrent.futures:InterpreterPoolExecutor"}))
    async with staged((80, 24), facts=facts) as at:
        await at.start()
        assert "threads ──" in at.text and "interpreters ─" not in at.text and "1 of 3" in at.text
        await at.press("tab", "tab", "tab")
        assert "interpreters ─" in at.text and "3 of 3" in at.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 4), (256, 64)])
async def test_any_number_of_cores_and_workers(size: tuple[int, int], cores: int, workers: int) -> None:
    facts = replace(MACHINE, cores=cores, usable_cores=float(cores))
    async with staged(size, _script(cores=cores, workers=workers), facts=facts) as at:  # type: ignore[arg-type]
        await at.start()
        assert re.search(rf"{workers} (worker|in )", at.text)
        if workers == 64:
            assert re.search(r"T\d+…T64 ", at.text)


async def test_fewer_usable_cores_are_said() -> None:
    async with staged(facts=replace(MACHINE, cores=8, usable_cores=2.0)) as at:
        assert "2 of 8 cores" in at.text


async def test_what_a_system_cannot_tell_is_said() -> None:
    async with staged(script=_script(sees=("cores", "threads"))) as at:  # type: ignore[arg-type]
        await at.start()
        assert "Workers cannot be placed on cores" in at.text and "partly known" in at.text


async def test_the_wide_screen_has_source_events_and_the_curve() -> None:
    async with staged((200, 60)) as at:
        await at.start()
        text = at.text
        for words in ("demos/threads_vs_processes.py", "events", "speed-up by number of workers", "switch interval"):
            assert words in text
        spread = at.comparison.measured[4, "processes"]
        assert f"{spread.median:.2f}" in text


async def test_a_replay_is_marked_and_can_be_paused() -> None:
    async with staged(replay=taped(Script().comparison())) as at:
        await at.play_to(MID_THREADS)
        await at.sees("◆ replay 00:06")
        await at.press("+", "k", "v", "r", "2")
        assert "◆ replay" in at.text


async def test_autostart_starts() -> None:
    async with staged(autostart=True) as at:
        await until(lambda: len(at.plans) == 1)


async def test_clicks_on_tabs_keys_and_panels() -> None:
    async with staged(tabs=3) as at:
        at_x = at.rows()[1].index("other 1")
        await at.pilot.click(offset=(at_x, 1))
        await until(lambda: at.stage.index == 1)
        bottom = at.rows()[-1]
        await at.pilot.click(offset=(bottom.index("space"), len(at.rows()) - 1))
        await until(lambda: len(at.plans) == 1)
        await at.pilot.click("#panels1")
        await until(lambda: at.stage.look.focus == 1)


@pytest.mark.parametrize("board", ["block", "ways", "cores"])
async def test_a_click_on_a_board_of_all_variants_chooses_it(board: str) -> None:
    name = "threads-vs-processes-gil" if board == "cores" else "shared-memory"
    async with staged((120, 40), replay=open_recording(RECORDINGS / f"{name}.jsonl")) as at:
        at.stage.look.focus = 0
        await at.pilot.click(f"#{board}")
        await until(lambda: at.stage.look.focus == len(panels_of(at.comparison)) > 0)


async def test_a_frame_on_which_nothing_changed_touches_no_board() -> None:
    async with staged() as at:
        await at.start()
        views = {board.id: board.view for board in at.stage._boards.widgets.values()}
        for _ in range(20):
            at.stage.tick()
        assert all(board.view is views[board.id] for board in at.stage._boards.widgets.values())


@pytest.mark.parametrize("size", [s for s in SIZES if s[0] >= 80], ids=str)
async def test_the_key_bar_is_never_cut(size: tuple[int, int]) -> None:
    async with staged(size, tabs=8) as at:
        await _check_bar(at)
        await at.start(MID_THREADS)
        await _check_bar(at)


async def _check_bar(at: Staged) -> None:
    bar = at.rows()[-1]
    assert "? help" in bar and bar.endswith("^p palette")
    assert "space st" in bar and "…" not in bar


async def test_resizing_while_it_runs() -> None:
    async with staged() as at:
        await at.start(MID_THREADS)
        for size in (*SIZES, (120, 40)):
            await at.pilot.resize_terminal(*size)
            await _until_size(at, size)
            await at.pilot.pause()
            at.stage.show()
            await at.pilot.pause()
            at.rows()
        await at.sees("● running")


async def _until_size(at: Staged, size: tuple[int, int]) -> None:
    await until(lambda: at.app.size == size)
