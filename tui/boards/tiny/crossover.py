"""From which size of a task on a pool pays: loop and pool over ever larger tasks, as the program measured them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, lines_of, plain
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.tiny.split_rows import first_text
from tui.boards.variants import shown_readings, turn_of
from tui.draw.cells import Row, cut, join
from tui.draw.glyphs import Glyphs
from tui.draw.parts.xy_chart import Level, Mark, Upright, xy_chart
from tui.draw.parts.xy_scale import Axis
from tui.model.tiny.crossover import FEWEST, LOOP, ONES, OWN, Crossover, Size, crossover, sizes
from tui.model.tiny.words import SWEEP
from tui.play.comparison import Comparison
from tui.words.numbers import span

HUES = {LOOP: "parent", ONES: "process", OWN: "good"}
DECADES = tuple(10.0**power for power in range(-9, 4))
TIMES = (0.01, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 1000.0)
"""Ticks of the upright axis."""


class CrossoverView(Struct, frozen=True):
    """What was measured so far."""

    sizes: tuple[Size, ...] = ()
    found: Crossover = Crossover("not measured")
    """Of chunks of 1."""
    says: str = ""
    """Instead of a chart, while there is none."""
    has_one_core: bool = False
    focused: bool = False


def _view(frame: Frame, _: int) -> CrossoverView:
    comparison = frame.comparison
    run = comparison.state.newest(SWEEP)
    found = sizes(run) if run is not None else ()
    header = comparison.state.header
    return CrossoverView(
        found, crossover(found, ONES), _instead(comparison) if not found else "",
        bool(header and header.usable_cores < 2), frame.look.zoomed == "crossover",
    )  # fmt: skip


def _instead(comparison: Comparison) -> str:
    reading = next((reading for reading in shown_readings(comparison) if reading.name == SWEEP), None)
    if reading is None:
        return "This run does not measure it: the sweep is not among its variants."
    if reading.phase == "waiting":
        return turn_of(comparison) or "Loop and pool over ever larger tasks, measured last."
    if reading.phase in ("starting", "running"):
        return "The first size is on."
    return reading.message or "The program says nothing of it."


def paint(view: CrossoverView, sheet: Sheet) -> Sequence[Row]:
    """The chart, and what its marks are."""
    facts = first_text((*_told(view), "the same work, cut finer to the left · log axes", "log axes"), sheet.width - 42)
    title = "from which task size does it pay?" if sheet.width >= 60 else "which task size pays?"
    return framed(_chart(view, sheet.inner, sheet.room, sheet.glyphs), sheet, title=title, facts=facts,
                  focused=view.focused)  # fmt: skip


def _chart(view: CrossoverView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    if not view.sizes:
        return lines_of([plain(view.says, "muted")], width)
    foot = [_legend(view, width, glyphs)] if room >= 6 else []
    blank = [BLANK] if room >= 13 else []
    marks = [mark for way, hue in ((OWN, "good"), (ONES, "process")) for mark in _marks(view.sizes, way, hue, glyphs)]
    across, up = _axes(view.sizes)
    rows = xy_chart(
        across, up, width, room - len(foot) - 2 * len(blank), marks=marks, levels=(Level(1.0, "parent", "the loop"),),
        uprights=_upright(view), glyphs=glyphs,
    )  # fmt: skip
    return [*blank, *rows, *blank, *foot]


def _marks(found: tuple[Size, ...], way: str, hue: str, glyphs: Glyphs) -> list[Mark]:
    """Return a point for each size: how many times as long as in the loop a task took, with the spread."""
    glyph = glyphs.disc if way == ONES else glyphs.diamond
    marks = []
    for size in found:
        its = size.ways.get(way)
        if its is not None:
            low, middle, high = (value / size.size_s for value in (its.low_s, its.median_s, its.high_s))
            marks.append(Mark(size.size_s, middle, hue, glyph, low, high))
    return marks


def _axes(found: tuple[Size, ...]) -> tuple[Axis, Axis]:
    least, most = found[0].size_s, max(size.size_s for size in found)
    across = Axis(least / 1.5, max(most, least * 2) * 1.5, tuple((x, span(x)) for x in DECADES), is_log=True)
    its = [way.high_s / size.size_s for size in found for way in size.ways.values()]
    low = min(way.low_s / size.size_s for size in found for way in size.ways.values())
    top, bottom = 10.0 ** ceil(log10(max(2.0, *its))), min(0.5, 10.0 ** (floor(log10(low) * 3) / 3))
    ticks = tuple((y, f"{y:g}×") for y in sorted(TIMES, key=lambda y: abs(log10(y) - round(log10(y)))))
    return across, Axis(bottom, top, ticks, is_log=True, has_grid=True)


def _upright(view: CrossoverView) -> tuple[Upright, ...]:
    found = view.found
    if found.kind != "from" or found.faster_s is None or view.has_one_core:
        return ()
    return (Upright(found.faster_s, "key", (f"{span(found.faster_s)}: from here on chunks", "of 1 beat the loop here"),
                    "foreground bold", "top"),)  # fmt: skip


def _legend(view: CrossoverView, width: int, glyphs: Glyphs) -> Row:
    counts = [way.count for size in view.sizes for way in size.ways.values()]
    many = f"median of {max(counts)}" if max(counts) >= FEWEST else "too few to rank"
    ways = join(
        plain(f"{glyphs.thin * 2} ", "parent"), plain("loop = 1   ", "parent"),
        plain(f"{glyphs.disc} Pool.map, chunks of 1   ", "process"),
        plain(f"{glyphs.diamond} its own chunks   ", "good"),
    )  # fmt: skip
    short = join(
        plain(f"{glyphs.thin} loop  ", "parent"), plain(f"{glyphs.disc} chunks of 1  ", "process"),
        plain(f"{glyphs.diamond} its own  ", "good"),
    )  # fmt: skip
    for row in (join(ways, plain(many, "muted")), ways,
                join(short, plain(many, "muted")), short):  # fmt: skip
        if sum(len(text) for text, _ in row) <= width:
            return row
    return cut(short, width)


def _told(view: CrossoverView) -> tuple[str, ...]:
    """Return why no size is named, where none is, in words that get fewer."""
    if view.has_one_core:
        return ("one core: no pool can be faster", "one core: it cannot")
    return {
        "unclear": ("not told apart: the measurements overlap", "not told apart here"),
        "at none": ("at no size here for sure", "at no size here"),
        "at all": ("at every size measured here",),
    }.get(view.found.kind, ())


def _rows(room: Room) -> int:
    if room.kind == "compact":
        return 8 if room.height >= 17 else 0
    return min(18, max(10, room.height * 9 // 20))


def _column(room: Room) -> int:
    return 0


BOARD = Board("crossover", paint, _view, title="the crossover", foot=_rows, column=_column, moves=False)
