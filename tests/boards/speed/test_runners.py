"""The lanes of the runners: length is time, a ghost is an outline, what is unknown is only a line."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.draw.picture import check_row, picture, text
from tests.support.scripted import Script
from tui.boards.layout import arrange
from tui.boards.sheet import Sheet, painted
from tui.boards.space import Wanted
from tui.boards.speed.race import RunnersView, axis, column, columns_of
from tui.boards.speed.runners import paint
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.model.fold.fold import fold
from tui.model.speed.runners import clock_s, runners, scale_s
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import RunStarted, Telemetry


def view_at(at_s: float = 1e9, told: list[Telemetry] | None = None) -> RunnersView:
    told = told or Script(workers=2, cores=2).comparison()
    state = fold(ComparisonState(), [item for item in told if item.at_s <= at_s])
    found = runners(state)
    clock = clock_s(found)
    return RunnersView(found, scale_s(found, state), clock, clock, "sequential", waits="waits for its turn")


def strip(view: RunnersView, width: int = 80) -> list[str]:
    return picture(paint(view, Sheet(width, 3, UNICODE))).splitlines()


def test_a_strip_has_a_row_each_with_its_time_at_its_end() -> None:
    sequential, threads, processes = strip(view_at())
    assert sequential.startswith(" sequential  ▁▁") and "█ 4.00 s" in sequential and sequential.endswith("1.00×")
    assert threads.endswith("0.98×") and processes.endswith("1.83×")
    assert processes.index(" s ") < sequential.index(" s ") <= threads.index(" s ")


def test_length_is_time_on_one_scale() -> None:
    view = view_at()
    for runner in view.runners:
        assert runner.last is not None
        shares, lit = columns_of(view, runner, 50)
        assert len(shares) == lit == column(runner.last.elapsed_s, view.axis_s, 50)
        assert len(shares) == pytest.approx(runner.last.elapsed_s / view.axis_s * 50, abs=0.5)


def test_who_waits_has_words_in_place_of_a_lane() -> None:
    sequential, threads, processes = strip(view_at(2.0))
    assert "● 1.50 s" in sequential and sequential.endswith("about 37 %")
    assert threads == " threads     waits for its turn" and processes == " processes   waits for its turn"


def test_one_that_is_over_is_a_ghost_beyond_the_clock() -> None:
    sequential, threads, _ = strip(view_at(5.5))
    assert "○" in sequential and "···" in sequential and "4.00 s" in sequential
    assert "●" in threads and "·" not in threads
    assert sequential.index("○") == threads.index("●")


def test_at_full_size_a_ghost_says_how_far_it_was_by_then() -> None:
    drawn = picture(paint(view_at(5.5), Sheet(110, 26, UNICODE)))
    assert "about 22 % by then" in drawn and "20 % of the work done" in drawn
    assert "│  0 " in drawn and "4 s" in drawn and "waits for its turn" in drawn


def test_when_all_are_over_nobody_is_a_ghost() -> None:
    drawn = picture(paint(view_at(), Sheet(110, 26, UNICODE)))
    assert "by then" not in drawn and "○" not in drawn and "●" not in drawn
    assert "1.83 times as fast as sequential" in drawn


def test_an_unknown_place_is_a_line_and_is_said() -> None:
    told = [
        replace(item, expected_cpu_s=None) if isinstance(item, RunStarted) else item
        for item in Script(workers=2, cores=2).comparison()
    ]
    drawn = picture(paint(view_at(2.0, told), Sheet(110, 26, UNICODE)))
    assert "how far it has come is not known" in drawn and "━━━" in drawn and "▄" not in drawn
    assert strip(view_at(2.0, told))[0].endswith("running")


def test_of_several_runs_the_last_and_the_median_are_told_apart() -> None:
    drawn = picture(paint(view_at(told=Script(workers=2, cores=2, repeats=3).comparison()), Sheet(200, 40, UNICODE)))
    assert "run 3 of 3" in drawn and "median 4.00 s" in drawn
    assert "1.83 times as fast as sequential, median of 3" in drawn
    once = picture(paint(view_at(), Sheet(200, 40, UNICODE)))
    assert "median" not in once and "run 1" not in once


def test_while_the_second_run_is_on_it_is_said_which() -> None:
    told = Script(workers=2, cores=2, repeats=2).comparison()
    begins = next(item.at_s for item in told if isinstance(item, RunStarted) and item.repeat == 1)
    drawn = picture(paint(view_at(begins + 1.0, told), Sheet(160, 40, UNICODE)))
    assert "run 2 of 2" in drawn and "s so far" in drawn


def test_one_that_failed_is_not_compared() -> None:
    told = Script(workers=2, cores=2, fails="threads").comparison()
    drawn = picture(paint(view_at(told=told), Sheet(110, 26, UNICODE)))
    (heading,) = [row for row in drawn.splitlines() if "threads" in row]
    assert "failed after 1.6" in heading and "times as fast" not in heading


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("size", [(60, 3), (60, 5), (60, 14), (80, 4), (100, 20), (110, 30), (190, 50), (12, 6)])
@pytest.mark.parametrize("at_s", [0.2, 2.0, 5.5, 1e9])
def test_it_fits_on_any_sheet(size: tuple[int, int], glyphs: Glyphs, at_s: float) -> None:
    for row in painted(paint, view_at(at_s), Sheet(*size, glyphs)):
        check_row(row, size[0], glyphs)


def test_the_axis_has_as_many_times_as_stand_apart() -> None:
    assert text(axis(5.0, 50)).split() == ["0", "1", "2", "3", "4", "5", "s"]
    assert text(axis(60.0, 50)).split() == ["0", "10", "20", "30", "40", "50", "60", "s"]
    assert text(axis(5.0, 50)).index("5 s") == 50


def test_a_high_stage_has_lanes_of_several_rows_a_low_one_of_one() -> None:
    wanted = Wanted((("runners", 3), ("panels", 12), ("cores", 2), ("curve", 1)), 2)
    rows = [arrange(*size, wanted)["runners"].height for size in ((80, 24), (120, 40), (160, 45), (200, 60))]
    assert rows == [3, 4, 4, 13]
    high = picture(paint(replace(view_at(), is_strip=True), Sheet(120, 13, UNICODE))).splitlines()
    assert not high[0] and high[1].startswith("╭─ on one clock") and "5 s" in high[-2]
