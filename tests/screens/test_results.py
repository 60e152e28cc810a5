"""The dialog of results, with scripted comparisons."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.kept import compared, run
from tests.support.scripted import Script, until
from tests.support.staging import Staged, staged
from tests.support.taped import taped
from tui.draw.glyphs import ASCII, UNICODE
from tui.feeds.live.plan import Plan
from tui.model.speed.readings import Spread
from tui.play.kept import ResultRow, Session, SessionResults, taken_in
from tui.reports.columns import median
from tui.screens.dialogs.result_rows import ResultSheet, bar, sheet_of
from tui.screens.dialogs.results import Results

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def script(plan: Plan) -> Sequence[object]:
    """Three repeats with four workers; with any other number one, of which processes fail."""
    workers = int(plan.knobs["workers"])
    is_first = workers == 4
    return Script(workers=workers, repeats=3 if is_first else 1, fails="" if is_first else "processes").comparison()


async def two_comparisons(at: Staged) -> None:
    await at.start()
    await at.press("+")
    await at.start()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_everything_of_the_session_is_there_at_every_size(size: tuple[int, int]) -> None:
    async with staged(size, script) as at:  # type: ignore[arg-type]
        await two_comparisons(at)
        await at.press("a")
        seen = at.text
        for _ in range(6):
            await at.press("pagedown")
            seen += at.text
        await at.press("home")
        seen += at.text
        for word in ("workers 4 · size 1 000 000", "workers 5", "sequential", "threads", "failed", "4.00 s", "elapsed"):
            assert word in seen, word
        assert "▆▆" in seen and "esc" in seen
        await at.press("a")
        assert at.app.screen is at.stage


async def test_it_is_empty_before_anything_ran_and_says_what_to_press() -> None:
    async with staged() as at:
        await at.press("a", "right", "x")
        assert "Nothing has been measured" in at.text and "press space" in at.text
        await at.press("escape", "space")
        assert len(at.plans) == 1


async def test_left_and_right_choose_the_column_that_is_drawn() -> None:
    async with staged(script=script) as at:  # type: ignore[arg-type]
        await two_comparisons(at)
        await at.press("a")
        assert "bar: elapsed, 0 … 4.08 s" in at.text
        await at.press("right")
        assert "bar: speed-up, 0 … 3.48×" in at.text
        await at.press("right")
        assert "bar: cores busy" in at.text


async def test_s_sorts_by_the_column_of_the_mark_and_then_the_other_way_round() -> None:
    async with staged(script=script) as at:  # type: ignore[arg-type]
        await two_comparisons(at)
        await at.press("a", "s")
        dialog = at.app.screen
        assert isinstance(dialog, Results)

        def elapsed() -> list[float]:
            return [row.spreads["wall_s"].median for row, _ in dialog.table.lines if "wall_s" in row.spreads]

        assert elapsed() == sorted(elapsed()) and "elapsed ↑" in at.text
        await at.press("s")
        assert elapsed() == sorted(elapsed(), reverse=True) and "elapsed ↓" in at.text
        await at.press("home", "s")
        names = [row.variant for row, _ in dialog.table.lines]
        assert names == sorted(names)


async def test_y_copies_the_row_and_Y_the_table() -> None:  # noqa: N802
    async with staged(script=script) as at:  # type: ignore[arg-type]
        await at.press("a", "y")
        assert "There is nothing to copy yet." in at.text
        await at.press("escape")
        await two_comparisons(at)
        await at.press("a", "y")
        titles, row = at.app.clipboard.splitlines()
        assert titles.split("\t")[0] == "variant" and len(titles.split("\t")) == len(row.split("\t"))
        assert "The row is copied." in at.text
        await at.press("Y")
        assert len(at.app.clipboard.splitlines()) == 7


async def test_a_comparison_is_taken_in_once_and_a_stopped_ones_finished_runs_are() -> None:
    async with staged() as at:
        first = await at.start(6.0)
        await at.press("space")
        await until(lambda: first.was_stopped and not at.comparison.is_played)
        at.comparison.tick()
        await at.start()
        await at.press("a")
        rows = at.comparison.session.results.rows
        assert [(row.variant, len(row.runs)) for row in rows] == [("sequential", 2), ("threads", 1), ("processes", 1)]
        assert at.comparison.session.results.comparisons == 2


async def test_what_ends_while_the_results_are_open_appears_at_once() -> None:
    async with staged() as at:
        await at.start(6.0)
        await at.press("a")
        assert "Nothing has been measured" in at.text
        at.feeds[-1].advance()
        await at.sees("bar: elapsed")


async def test_tabs_share_one_session_and_a_replay_does_not_count() -> None:
    async with staged(tabs=2) as at:
        await at.start()
        await at.press("2")
        await at.start()
        assert at.comparison.session.results.comparisons == 2
    async with staged(replay=taped(Script().comparison())) as at:
        await at.play_to(1e9)
        assert not at.comparison.is_played
        await at.press("a")
        assert "Nothing has been measured" in at.text


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_x_writes_both_files_and_says_where(size: tuple[int, int], state_folder: Path) -> None:
    async with staged(size, script) as at:  # type: ignore[arg-type]
        await two_comparisons(at)
        await at.press("a", "x")
        markdown, table = sorted(state_folder.rglob("results/*"), reverse=True)
        shown = "".join(row.strip(" │").removesuffix("│").strip() for row in at.rows())
        assert str(markdown) in shown and str(table) in shown
        assert size[1] < 40 or "bar: " in at.text, "the page has grown, and its end is still seen"
        with table.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        assert len(lines) == 12 and sum(line["outcome"] == "failed" for line in lines) == 1
        assert {line["knob_workers"] for line in lines} == {"4", "5"}
        await at.press("escape", "x")
        assert len(list(state_folder.rglob("results/*"))) == 2


async def test_what_cannot_be_written_is_one_sentence(state_folder: Path) -> None:
    (state_folder / "coreograph").write_text("a file stands in the way")
    async with staged(script=script) as at:  # type: ignore[arg-type]
        await two_comparisons(at)
        await at.press("a", "x")
        said = " ".join(row.strip("│ ") for row in at.rows())
        assert "Nothing was written to" in said and "then press x again." in said


def everything() -> SessionResults:
    """Rows with every kind of number, wide ones, remarks and long names."""
    line = (
        *(("expected", 9_000_000.0), ("got", 8_999_999.0), ("lost", 1.0), ("adds_per_s", 12_345.6)),
        *(("hand_over_s", 0.000123), ("bytes_shared", 1e9), ("bytes_copied", 513.0), ("torn_rows", 77.0)),
    )
    other = tuple((name, value * 1000) for name, value in line)
    results = taken_in(
        SessionResults(),
        compared(
            [run("sequential", 4.0), run("threads", 0.5, results=[line, other]), run("threads", 900.0, 1, others=4.0)]
        ),
    )
    results = taken_in(results, compared([run("threads", 1.0, outcome="time limit")]))
    return taken_in(results, compared([run("processes", 0.01)], title="another lesson with quite a long title"))


def texts_of(row: ResultRow, sheet: ResultSheet) -> dict[str, str]:
    return {title: cell.text for title, cell in sheet.cells(row)}


def test_a_sheet_has_every_number_its_spread_and_what_is_to_be_known_before_it_is_believed() -> None:
    sheet = sheet_of(everything())
    rows = {(row.setting.title, row.variant): texts_of(row, sheet) for row in sheet.rows}
    busy = rows["threads vs processes", "threads"]
    assert list(busy)[:2] == ["variant", "remark"], "seen without turning to it in a small terminal"
    assert busy["remark"] == "1 busy, 1 time limit" and busy["lost share"].startswith("0 %")
    assert busy["elapsed"].split() == ["450.25", "s", "0.50–900.00", "s"] or "900" in busy["elapsed"]
    assert rows["another lesson with quite a long title", "processes"]["lost share"] == "–"
    assert len({tuple(row) for row in rows.values()}) == 1, "all rows have the same columns"
    for chosen in sheet.readings:
        tops = sheet.tops(chosen)
        for row in sheet.rows:
            if spread := row.spreads.get(chosen.name):
                assert median(chosen, spread) in texts_of(row, sheet)[chosen.heading]
                assert tops[row.setting.scenario] >= spread.high


def test_a_bar_has_one_scale_and_shows_the_spread() -> None:
    spread = Spread(6.0, 4.0, 8.0, 3)
    assert "".join(text for text, _ in bar(spread, 10.0, "thread", 20, UNICODE)) == "▆▆▆▆▆▆▆▆▄▄▄▄▂▂▂▂····"
    assert "".join(text for text, _ in bar(spread, 10.0, "thread", 20, ASCII)).isascii()
    assert "".join(text for text, _ in bar(None, 10.0, "thread", 5, UNICODE)) == "·····"


def test_the_lesson_that_ran_last_comes_first_and_what_it_is_about() -> None:
    line = (("expected", 600_000.0), ("got", 400_000.0), ("lost", 200_000.0), ("adds_per_s", 1e6))
    queue = (("made", 30.0), ("taken", 30.0), ("items_per_s", 9.0))
    results = taken_in(SessionResults(), compared([run("threads", 1.0, results=[queue])], title="a queue"))
    results = taken_in(results, compared([run("processes", 1.0, results=[line])], title="counters"))
    sheet = sheet_of(results)
    assert [row.setting.title for row in sheet.rows] == ["counters", "a queue"]
    counters, of_queue = (texts_of(row, sheet) for row in sheet.rows)
    assert counters["lesson"] == "counters" and counters["items taken"] == "–" and of_queue["lost"] == "–"
    assert Results(Session(results)).drawn.name == "lost_share"
