"""The runners at full size: a lane of several rows each, one time axis for all, times at the ends of the lanes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import BLANK, plain
from tui.boards.sheet import Sheet
from tui.boards.speed import runner_words
from tui.draw import digits, ramp
from tui.draw.cells import Ink, Row, cut, join
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.draw.ramp import Grid
from tui.model.speed.runners import Attempt, Runner

TALLEST = 12
"""Rows of the highest lane."""
CLOSEST = 8
"""Cells between two times on the axis."""


class RunnersView(Struct, frozen=True):
    """What the lanes show."""

    runners: tuple[Runner, ...] = ()
    axis_s: float = 2.0
    """The length of the time axis."""
    clock_s: float | None = None
    """How long the run that is on has been on; None where none is."""
    shown_s: float | None = None
    """The same, changing twice a second only, so that it can be read: what is written is of then."""
    baseline: str = ""
    """What the others are compared with; empty where no comparison can be relied on."""
    doubt: str = ""
    """Why, in a few words."""
    waits: str = ""
    """Why one that has not run does not; empty before anything was started."""
    is_strip: bool = False
    """Whether it stands above other boards: then a row above it is blank."""


def picture(view: RunnersView, sheet: Sheet, most: int = 5) -> list[Row]:
    """Return the lanes with a heading each, and the axis below; no frame around. Needs two rows a lane and one.

    Times are written in `most` rows at most.
    """
    each = (sheet.height - 1) // max(1, len(view.runners))
    high = min(TALLEST, each - 1 - (each >= 4))
    face = _face(view, sheet.width, min(high, most), sheet.glyphs)
    cells = max(8, sheet.width - face.width(view.axis_s) - face.gap)
    found: list[Row] = []
    for runner in view.runners:
        found += [_heading(view, runner, sheet.width), *_lane(view, runner, sheet, cells, high, face)]
        found += [BLANK] * (each >= 4)
    is_timed = any(runner.shown for runner in view.runners)
    return [*found[: sheet.height - 1], axis(view.axis_s, cells) if is_timed else BLANK]


def column(time_s: float, axis_s: float, cells: int) -> int:
    """Return how many of `cells` columns a time takes: one at least of whatever took any."""
    return min(cells, max(1, round(time_s / axis_s * cells)))


def shares_of(attempt: Attempt, axis_s: float, cells: int, from_cell: int = 0) -> list[float | None]:
    """Return the share done at the end of each column that a run takes; what comes before `from_cell` is none."""
    taken = column(attempt.elapsed_s, axis_s, cells)
    if not attempt.shares:
        return [None] * (taken - from_cell)
    return [attempt.at(min(attempt.elapsed_s, (x + 1) / cells * axis_s)) for x in range(from_cell, taken)]


def columns_of(view: RunnersView, runner: Runner, cells: int) -> tuple[list[float | None], int]:
    """Return a lane's shares, a column each, and how many of them lie before the clock: the others are a ghost's."""
    own = shares_of(runner.running, view.axis_s, cells) if runner.running else []
    ghost = shares_of(runner.last, view.axis_s, cells, len(own)) if runner.last else []
    if runner.running is not None:
        return own + ghost, len(own)
    lit = len(ghost) if view.clock_s is None else min(len(ghost), column(view.clock_s, view.axis_s, cells))
    return ghost, lit


def axis(length_s: float, cells: int) -> Row:
    """Return `0       1       2 …     5 s`: as many round times as stand apart."""
    fitting = [s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if s / length_s * cells >= CLOSEST] or [1000]
    step = next((s for s in fitting if length_s % s == 0), fitting[0])  # At best one that meets the end.
    line = [" "] * (cells + 8)
    for time_s in range(0, int(length_s) + 1, step):
        at = round(time_s / length_s * cells)
        text = f"{time_s} s" if time_s + step > length_s else str(time_s)
        line[at : at + len(text)] = text
    return plain("".join(line).rstrip(), "muted")


class _Face(Struct, frozen=True):
    """How large times are written: in blocks of five rows, in lines of three, or as text."""

    rows: int
    glyphs: Glyphs

    @property
    def gap(self) -> int:
        """The cells between a lane and its time."""
        return 1 if self.rows == 1 else 3

    def write(self, time: str) -> Sequence[str]:
        if self.rows == 5:
            return tuple(f"{row} {'s' if last else ' '}" for row, last in self._blocks(time))
        return digits.big(time, self.glyphs, " s") if self.rows == 3 else (f"{time} s",)

    def _blocks(self, time: str) -> list[tuple[str, bool]]:
        drawn = digits.block(time, 1, self.glyphs)
        return [(row, place == len(drawn) - 1) for place, row in enumerate(drawn)]

    def width(self, axis_s: float) -> int:
        """Return the cells of the widest time that there can be on the axis."""
        return len(self.write(runner_words.time_of(axis_s))[0])


def _face(view: RunnersView, width: int, high: int, glyphs: Glyphs) -> _Face:
    """Return the largest face that leaves the lanes most of the width; at most three numbers are large."""
    if len(view.runners) > 3 or high < 3 or width < 50:
        return _Face(1, glyphs)
    return _Face(5 if high >= 5 and width >= 100 else 3, glyphs)


def _heading(view: RunnersView, runner: Runner, width: int) -> Row:
    """Return the name and what is known of it, as much as fits."""
    row = plain(f"{runner.reading.called}  ", f"{runner.reading.hue} bold")
    for place, (text, ink) in enumerate(runner_words.facts(runner, view.shown_s, view.baseline, view.waits)):
        piece: Row = ((" · " if place else "", "muted"), (text, ink))
        if place and row_width(row) + row_width(piece) > width:
            break
        row = join(row, piece)
    return cut(row, width, "…")


def _lane(view: RunnersView, runner: Runner, sheet: Sheet, cells: int, high: int, face: _Face) -> list[Row]:  # noqa: PLR0917
    hue, glyphs = runner.reading.hue, sheet.glyphs
    shares, lit = columns_of(view, runner, cells)
    grid = ramp.lane(shares, lit, sheet.width, high, hue, glyphs)
    if view.clock_s is not None:
        clock = column(view.clock_s, view.axis_s, cells) - 1
        _mark(grid, runner, shares, clock, glyphs)
        ramp.line_down(grid, clock, glyphs)
    if runner.shown is not None:
        _write(grid, len(shares) + face.gap, face, *end_of(view, runner))
    return ramp.rows(grid)


def _mark(grid: Grid, runner: Runner, shares: Sequence[float | None], clock: int, glyphs: Glyphs) -> None:
    """Set the runner, or the ghost that runs beside it, on its place."""
    if not 0 <= clock < len(shares):
        return
    mark = glyphs.disc if runner.running else glyphs.ring
    ramp.put(grid, clock, ramp.row_of(shares[clock], len(grid)), mark, f"{runner.reading.hue} bold")


def end_of(view: RunnersView, runner: Runner) -> tuple[str, Ink]:
    """Return the time at the end of a lane, and its ink: of a ghost still ahead of the clock it is muted."""
    hue, last = runner.reading.hue, runner.last
    if runner.running is not None and (last is None or last.elapsed_s <= runner.running.elapsed_s):
        return runner_words.time_of(view.shown_s or 0.0), f"{hue} bold"
    assert last is not None
    is_ahead = view.clock_s is not None and last.elapsed_s > view.clock_s
    ink = "bad bold" if last.ending != "ended" else "muted" if is_ahead else f"{hue} bold"
    return runner_words.time_of(last.elapsed_s), ink


def _write(grid: Grid, x: int, face: _Face, time: str, ink: Ink) -> None:
    """Write a time behind the end of a lane, on its lowest rows, apart from all that stands there."""
    rows = face.write(time)
    for y, text in enumerate(rows, len(grid) - len(rows)):
        ramp.put(grid, x - 1, y, f" {text} ", ink)
