"""The variants on one clock: a slim row each above the panels, lanes of several rows where they have the stage."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain
from tui.boards.sheet import Sheet
from tui.boards.side import Presented
from tui.boards.space import Room
from tui.boards.speed import runner_words
from tui.boards.speed.race import RunnersView, column, columns_of, end_of, picture
from tui.boards.variants import shown_readings, turn_of
from tui.draw import numbers, ramp
from tui.draw.cells import Row, fit, join
from tui.draw.cells import width as row_width
from tui.model.said.verdict import verdict
from tui.model.speed.runners import Runner, clock_s, runners, scale_s
from tui.play.comparison import Comparison

TITLE = "on one clock"
TIME, RUN = 9, 7
"""Cells for a time behind a lane, and for which run it is of where each variant runs several times."""


def paint(view: RunnersView, sheet: Sheet) -> Sequence[Row]:
    """As a strip a row each, below a blank one where there is room; else in a frame, as high as it goes."""
    count = len(view.runners)
    if sheet.height <= count + 1:
        return [*[BLANK] * (sheet.height > count), *(_row(view, runner, sheet) for runner in view.runners)]
    if view.is_strip:
        return [BLANK, *paint(replace(view, is_strip=False), sheet.part(sheet.width, sheet.height - 1))]
    inside = sheet.part(sheet.inner, sheet.room)
    if inside.height < 3 * count + 1:
        rows: list[Row] = [_row(view, runner, inside) for runner in view.runners]
    else:
        rows = picture(view, inside)
    span = f"0 … {view.axis_s:.0f} s" if any(runner.shown for runner in view.runners) else ""
    return framed(rows, sheet, title=TITLE, facts=view.doubt or span)


def _row(view: RunnersView, runner: Runner, sheet: Sheet) -> Row:
    """Return `sequential  ▁▂▃▄▅▆▇█ 4.15 s    1.0 cores busy   1.00×`."""
    reading = runner.reading
    names = max(len(one.reading.called) for one in view.runners)
    name: Row = ((f" {fit(reading.called, names)}  ", f"{reading.hue} bold"),)
    tail = _tail(view, runner, sheet.width)
    behind = TIME + RUN * (runner.repeats > 1)
    cells = max(8, sheet.width - row_width(name) - row_width(tail) - behind)
    if runner.shown is None:
        says = view.waits or reading.says
        return join(name, plain(fit(says, max(0, sheet.width - row_width(name) - 1)), "muted"))
    shares, lit = columns_of(view, runner, cells)
    grid = ramp.lane(shares, lit, cells + behind, 1, reading.hue, sheet.glyphs)
    if view.clock_s is not None and (clock := column(view.clock_s, view.axis_s, cells) - 1) < len(shares):
        ramp.put(grid, clock, 0, sheet.glyphs.disc if runner.running else sheet.glyphs.ring, f"{reading.hue} bold")
    time, ink = end_of(view, runner)
    ramp.put(grid, len(shares) + 1, 0, f"{time} s{_which(runner)}", ink)
    return join(name, *ramp.rows(grid), tail)


def _which(runner: Runner) -> str:
    """Return of which run the time at the end of a lane is, where another one is on."""
    is_ghost = runner.running and runner.last and runner.last.elapsed_s > runner.running.elapsed_s
    return f" run {runner.last.number}" if is_ghost and runner.last else ""


def _tail(view: RunnersView, runner: Runner, width: int) -> Row:
    """Return how far a runner is, or how it compares, in columns of the same width in all rows."""
    reading, attempt = runner.reading, runner.shown
    is_long = any((one.reading.speed_up.count if one.reading.speed_up else 1) > 1 for one in view.runners)
    size = 12 if is_long or width >= 100 else 11
    used = "" if reading.cores_used is None else f"{numbers.decimal(reading.cores_used, 1)} cores busy"
    busy: Row = plain(fit(used, 18, "right"), "muted") if width >= 100 else ()
    if attempt is not None and attempt.ending not in ("", "ended"):
        return join(busy, plain(fit(attempt.ending, size, "right") + " ", "bad"))
    said = runner_words.progress(reading, "running") if runner.running is not None else runner_words.speed(reading)
    return join(busy, plain(fit(said, size, "right") + " ", "foreground"))


def _view(frame: Frame, _: int) -> RunnersView:
    comparison = frame.comparison
    found = runners(comparison.state) or tuple(Runner(reading) for reading in shown_readings(comparison))
    found = tuple(replace(runner, reading=frame.slow.told(runner.reading)) for runner in found)
    on = next((runner.reading.name for runner in found if runner.running), "")
    doubt = verdict(comparison.state).doubt
    return RunnersView(
        found,
        axis_s=scale_s(found, comparison.state),
        clock_s=clock_s(found),
        shown_s=frame.slow.shown.get(on, (clock_s(found),))[0],
        baseline="" if doubt else next((runner.reading.called for runner in found if runner.reading.baseline), ""),
        doubt=doubt,
        waits=turn_of(comparison),
        is_strip=frame.look.zoomed is None,
    )


def _rows(room: Room) -> int:
    """Return a row for each runner as far as a quarter of the stage goes, and a blank one above; on a high stage the
    rows of a frame with lanes of two rows.
    """
    framed_rows = 3 * room.wants + 4
    if room.kind != "compact" and room.height >= 4 * framed_rows - room.wants:
        return framed_rows
    most = max(1, room.height // 4)
    return min(room.wants, most) + (room.kind != "compact" and room.height >= 25)


def _wants(comparison: Comparison) -> int:
    readings = shown_readings(comparison)
    return len(readings) if len(readings) > 1 else 0


def _to_a_room(view: RunnersView, sheet: Sheet) -> Sequence[Row]:
    """Return the lanes without a frame, their times as text: the large numbers stand above them."""
    count = len(view.runners)
    if sheet.height >= 2 * count + 1:
        return picture(view, sheet, most=1)
    gap = sheet.height >= 2 * count - 1
    return [row for runner in view.runners for row in (_row(view, runner, sheet), *[BLANK] * gap)][: sheet.height]


BOARD = Board(
    "runners", paint, _view, title=TITLE, wants=_wants, strip=_rows,
    presented=Presented(_to_a_room, weighs=lambda comparison: 2),
)  # fmt: skip
