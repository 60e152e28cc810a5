"""Speed-up by number of workers: only what was measured in this session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.variants import shown_readings
from tui.draw.cells import Row
from tui.draw.curve import CurvePoint, curve

SHAPES = "●◆■○"


@dataclass(frozen=True, slots=True)
class CurveView:
    """The points, and how far the scale goes."""

    points: tuple[CurvePoint, ...]
    top: float
    legend: tuple[tuple[str, str, str], ...] = ()
    """Shape, name and hue of each variant that has a point."""


def paint(view: CurveView, sheet: Sheet) -> Sequence[Row]:
    """Grows by one point a variant whenever a comparison with another number of workers ends."""
    glyphs, inner, room = sheet.glyphs, sheet.inner, sheet.room
    rows: list[Row] = list(curve(view.points, inner, room, view.top, glyphs))
    if not view.points:
        says = "Each comparison puts a point here for every variant. Turn the workers with + and -, then press r."
        rows = [BLANK, *wrapped(plain(says, "muted"), inner)]
    legend: Row = tuple((f"{shape[:1]} {name}  ", hue) for shape, name, hue in view.legend)
    return framed(
        rows, sheet, title="speed-up by number of workers", facts=legend if view.points else "nothing measured yet"
    )


def _view(frame: Frame, _: int) -> CurveView:
    """Return the measured speed-ups by number of workers."""
    comparison = frame.comparison
    found = shown_readings(comparison)
    hues = {r.name: (r.hue, SHAPES[place % len(SHAPES)]) for place, r in enumerate(r for r in found if not r.baseline)}
    points = [
        CurvePoint(workers, spread.median, spread.low, spread.high, *hues.get(name, ("muted", "○")))
        for (workers, name), spread in sorted(comparison.measured.items())
    ]
    top = max([2.0, comparison.facts.usable_cores, *(point.high for point in points)])
    named = {name for _, name in comparison.measured}
    legend = tuple((shape, name, hue) for name, (hue, shape) in hues.items() if name in named)
    return CurveView(tuple(points), top, legend)


def _rows(room: Room) -> int:
    """Return as many rows as the events beside it have, where the terminal is high."""
    return room.low if room.height >= 36 else 0


BOARD = Board("curve", paint, _view, foot=_rows, zooms=False, moves=False)
