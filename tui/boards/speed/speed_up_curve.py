"""Speed-up by number of workers: only what was measured in this session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
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
