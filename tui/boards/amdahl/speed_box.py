"""How fast the job was with each number of workers: points with their spread, the fit, the guess, the wall."""

from __future__ import annotations

from tui.boards.amdahl.wall_view import WallView
from tui.boards.framed import first_that_fits, framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, join
from tui.draw.glyphs import Glyphs
from tui.draw.parts.xy_chart import Level, Line, Mark, Upright, Word, xy_chart
from tui.draw.parts.xy_scale import Axis
from tui.model.amdahl.jobs import share_of, speed_up
from tui.words.numbers import percent

NEAR_WALL = 1.7
"""The wall is drawn where it is at most so many times as high as anything else that is."""
TICKS = tuple(first * 10**power for power in range(9) for first in (1, 2, 5))
"""How far apart the numbers of an axis may be."""
STEPS = 64
"""Places of a curve."""


def box(view: WallView, sheet: Sheet) -> list[Row]:
    facts = "● measured, least to most" if sheet.width >= 50 else "● measured"
    return framed(
        body(view, sheet.inner, sheet.room, sheet.glyphs), sheet,
        title="speed-up", facts=sheet.glyphs.spell(facts), focused=view.focused,
    )  # fmt: skip


def body(view: WallView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """Return the chart, and below it what is drawn how."""
    legend = _legend(view, width, glyphs)
    has_legend = room >= 9
    drawn = chart(view, width, room - 2 * has_legend if room >= 14 else room - has_legend, glyphs)
    gap: list[Row] = [()] if has_legend and room >= 14 else []
    return [*drawn, *gap, legend] if has_legend else [*drawn]


def chart(view: WallView, width: int, height: int, glyphs: Glyphs) -> tuple[Row, ...]:
    """Return the chart of what was measured, guessed and set."""
    across, up = _across(view), _up(view, height)
    wall = view.wall
    is_near = wall is not None and wall <= up.high
    words = [Word(_upto(up, across) * 0.75, _upto(up, across) * 0.75, "ideal", "muted")]
    if wall is not None and not is_near:
        words = [Word(1, up.high, f"the wall, {wall:.2f}×, is above this", "parent bold"), *words]
    if view.guess is not None:
        text = f"you: {view.guess:.2f}× with {view.most}"
        words = [Word(view.most, view.guess, text, "key"), *words]
    marks = [Mark(p.workers, p.speed.median, "foreground bold", "●", p.speed.low, p.speed.high) for p in view.points]
    end = f"{view.cores:g} {'core ends' if view.cores == 1 else 'cores end'}"
    return xy_chart(
        across, up, width, height,
        marks=marks, lines=_lines(view), words=words, glyphs=glyphs,
        uprights=[Upright(view.cores, "faint", (end,))] if view.cores < view.most else [],
        levels=[Level(wall, "parent", _named(view, wall, width))] if wall is not None and is_near else [],
    )  # fmt: skip


def guessed_curve(guess: float | None, workers: int, width: int, height: int, glyphs: Glyphs) -> tuple[Row, ...]:
    """Return the learner's own curve up to so many workers; without a guess only what would be ideal."""
    return chart(WallView(most=workers, cores=workers, serial=None, guess=guess), width, height, glyphs)


def _named(view: WallView, wall: float, width: int) -> str:
    return f"the wall: {wall:.2f}×" + (f", 1 / {percent(view.serial or 0)}" if width >= 44 else "")


def _lines(view: WallView) -> list[Line]:
    """Return the guess, the fit up to the cores and beyond, and what would be ideal."""
    lines = []
    if view.guess is not None and view.most > 1:
        lines.append(Line(_curve(share_of(view.guess, view.most), 1, view.most), "key", "guess"))
    if view.fit is not None and view.fit.is_share:
        last = min(view.cores, view.most)
        lines.append(Line(_curve(view.fit.share, 1, last), "process"))
        lines.append(Line(_curve(view.fit.share, last, view.most), "process.mid"))
    return [*lines, Line(((1, 1), (view.most, view.most)), "muted", "dotted")]


def _curve(share: float, first: float, last: float) -> tuple[tuple[float, float], ...]:
    """Return the places of Amdahl's curve from one number of workers to another."""
    every = (first + (last - first) * step / STEPS for step in range(STEPS + 1))
    return tuple((workers, speed_up(share, workers)) for workers in every) if last > first else ()


def _across(view: WallView) -> Axis:
    """Return the axis of workers, with room for a mark's neighbours at its right."""
    most = max(2, view.most)
    tried = [point.workers for point in view.points] or range(1, view.most + 1)
    ticks = sorted(tried, key=lambda workers: (workers not in (1, most), workers))
    return Axis(1, most + (most - 1) * 0.1, tuple((workers, f"{workers}") for workers in ticks), title="workers")


def _up(view: WallView, height: int) -> Axis:
    """Return the axis of speed-ups: what was measured and guessed has room, and the wall where it is not far above."""
    reached = [point.speed.high for point in view.points if point.speed.high == point.speed.high]
    low = 0.0 if any(point.speed.low < 0.9 for point in view.points) else 1.0
    top = max(2.0, min(float(view.most), 1.1 * (view.wall or view.most)), view.guess or 0.0, *reached)
    if view.wall is not None and view.wall <= NEAR_WALL * top:
        top = max(top, view.wall)
    every = next((step for step in TICKS if (top - low) / step <= max(2, (height - 2) // 2)), TICKS[-1])
    walls = [round(view.wall)] if view.wall and view.wall <= top and view.wall == round(view.wall) else []
    numbers = [*walls, int(low), *range(every, int(top) + 1, every)]
    return Axis(low, top * 1.06, tuple((number, f"{number}×") for number in dict.fromkeys(numbers)))


def _upto(up: Axis, across: Axis) -> float:
    return min(up.high, across.high)


def _legend(view: WallView, width: int, glyphs: Glyphs) -> Row:
    """Return what is drawn how, in as many words as fit."""
    you: Row = ((f"  {glyphs.hollow} you", "key"),) if view.guess is not None else ()
    ideal: Row = ((f"  {glyphs.dot} ideal", "muted"),)
    given = "" if view.serial is None else f"{percent(view.serial)} set"
    if view.fit is None or not view.fit.is_share:
        nothing = "no fit: less than two cores" if view.cores < 2 else "nothing to fit"
        why = nothing if view.fit is None else "no share fits"
        return first_that_fits((join(plain(f"{why}, {given}", "muted"), you, ideal), plain(why, "muted")), width)
    share = percent(max(0.0, view.fit.share))
    long = (f"{glyphs.thick} fitted: {share} for one alone", "process bold")
    short = (f"{glyphs.thick} fit: {share} alone", "process bold")
    tail: Row = ((f"  ({given})", "muted"),) if given else ()
    whole, brief = join((long,), tail, you, ideal), join((short,), tail, you, ideal)
    choices = (whole, brief, join((short,), tail, you), join((short,), you), (short,))
    return first_that_fits(choices, width)
