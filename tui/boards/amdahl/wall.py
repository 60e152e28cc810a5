"""Amdahl's wall: how long one job takes with more and more workers, and how fast that is."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from tui.boards.amdahl import elapsed_box, speed_box
from tui.boards.amdahl.wall_view import WallView
from tui.boards.board import Board, all_it_can_get
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, lines_of, plain, wrapped
from tui.boards.sheet import Sheet, choosing
from tui.boards.side import Presented, PresenterSide
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import instead, panels_of, repeat_of, shown_run
from tui.boards.words.guess import curve_guess
from tui.draw.cells import Row, join, pad
from tui.model.amdahl.jobs import Point, fitted, knob_of, points_of, within
from tui.play.comparison import Comparison
from tui.words.numbers import plural

NARROWEST = 72
"""Columns from which on bars and chart stand side by side."""
STARTING: tuple[Row, ...] = (plain("The workers are started; then the clock is.", "muted"),)
MOST = 1024
"""Workers that a knob may ask for."""
LEAST_CHART = 10
"""Rows of the lowest chart below bars, its frame included."""


def paint(view: WallView, sheet: Sheet) -> Sequence[Row]:
    """Return the bars beside the chart; where it is narrow one above the other, and the bars alone where it is low."""
    width, height = sheet.width, sheet.height
    if width >= NARROWEST:
        left = round(width * 0.43)
        boxes = elapsed_box.box(view, sheet.part(left, height)), speed_box.box(view, sheet.part(width - left, height))
        return [join(*rows) for rows in zip(*boxes, strict=True)]
    bars = min(height, max(9, len(view.points) + 4))
    if height - bars < LEAST_CHART:
        return elapsed_box.box(view, sheet)
    return [*elapsed_box.box(view, sheet.part(width, bars)), *speed_box.box(view, sheet.part(width, height - bars))]


def present(view: WallView, sheet: Sheet) -> Sequence[Row]:
    """Return the same without frames, for a room: the bars alone where there is little of it."""
    width, height = sheet.width, sheet.height
    if view.trouble:
        return wrapped(plain(view.trouble, "bad"), width)
    if not view.points:
        return lines_of(view.says, width)
    if width < NARROWEST:
        return elapsed_box.body(view, sheet, width, height)
    left = round(width * 0.4)
    bars = elapsed_box.body(view, sheet, left, height)[:height]
    chart = speed_box.body(view, width - left - 4, height, sheet.glyphs)
    bars += [BLANK] * (height - len(bars))
    return [join(pad(row, left + 4), beside) for row, beside in zip(bars, chart, strict=False)]


def _view(frame: Frame, _: int) -> WallView:
    """Return what was measured in the newest run; before it what will be tried."""
    comparison = frame.comparison
    reading = panels_of(comparison)[0]
    run = shown_run(comparison, frame.look.focus)
    points = points_of(run) if run else ()
    cores, percents = _cores(comparison), _knob(comparison, "serial", 100)
    is_on = run is not None and run.phase != "over"
    return WallView(
        most=max(1, _knob(comparison, "workers", MOST) or 1, *(point.workers for point in points)),
        cores=cores,
        serial=None if percents is None else percents / 100,
        points=points,
        fit=fitted(points, cores),
        guess=curve_guess(comparison),
        facts=" · ".join(filter(None, (repeat_of(comparison, reading), _rounds(points)))),
        focused=frame.look.zoomed == "wall",
        trouble=reading.message if reading.phase in FAILED else "",
        says=() if points else STARTING if is_on else instead(frame, reading),
    )


def _rounds(points: Sequence[Point]) -> str:
    rounds = min((len(point.times_s) for point in points), default=0)
    return f"median of {plural(rounds, 'round')}" if rounds > 1 else "one round" if rounds else ""


def _cores(comparison: Comparison) -> float:
    told = comparison.state.header
    return told.usable_cores if told else comparison.facts.usable_cores


def _knob(comparison: Comparison, name: str, most: int) -> int | None:
    """Return a knob as the run that is shown was given it, else as the next one will be."""
    told = comparison.state.header
    knobs = told.knobs if told else [(name, str(value)) for name, value in comparison.knobs.items()]
    return knob_of(knobs, name, most)


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return how fast it was with the cores at hand and with the most workers, and the wall."""
    view = _view(frame, 0)
    most = within(view.points, view.cores)
    asked = [most, *(point for point in view.points[-1:] if point is not most and point.workers > 1)]
    sides = [_side(point) for point in asked if point is not None]
    if view.wall is not None:
        captions = ("times, by Amdahl's law", "never beyond it")
        sides.append(PresenterSide("the wall", "parent", "", (f"{view.wall:.2f}", f"{view.wall:.1f}"), "×", captions))
    return tuple(sides)


def _side(point: Point) -> PresenterSide:
    speed = point.speed.median
    numbers = (f"{speed:.2f}", f"{speed:.1f}") if isfinite(speed) else ()
    captions = ("times as fast as one", "as fast as one", "times")
    return PresenterSide(plural(point.workers, "worker"), "process", "", numbers, "×" if numbers else "", captions)


BOARD = Board(
    "wall", paint, _view, title="amdahl's wall", wants=all_it_can_get, least=9, clicked=choosing, moves=False,
    sides=_sides, presented=Presented(present),
)  # fmt: skip
