"""Speed-up by number of workers: only what was measured in this session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.variants import shown_readings
from tui.draw.cells import Row, join
from tui.draw.curve import CurvePoint, curve
from tui.model.said.verdict import verdict
from tui.model.speed.readings import Spread
from tui.play.comparison import Comparison

SHAPES = "●◆■○"


class CurveView(Struct, frozen=True):
    """The points, and how far the scale goes."""

    points: tuple[CurvePoint, ...]
    top: float
    legend: tuple[tuple[str, str, str], ...] = ()
    """Shape, name and hue of each variant that has a point."""
    left_out: str = ""
    """Why the comparison that is shown, which is over, put no point here, in a few words; empty when it did."""


def paint(view: CurveView, sheet: Sheet) -> Sequence[Row]:
    """Grows by one point a variant whenever a comparison with another number of workers ends."""
    glyphs, inner, room = sheet.glyphs, sheet.inner, sheet.room
    rows: list[Row] = list(curve(view.points, inner, room, view.top, glyphs))
    if not view.points:
        rows = [BLANK, *wrapped(plain(_instead(view.left_out), "muted"), inner)]
    return framed(rows, sheet, title="speed-up by number of workers", facts=_facts(view, inner))


def _instead(left_out: str) -> str:
    how = "Turn the workers with + and -, then press r."
    if left_out:
        return f"The comparison above is not counted: {left_out}. Press r to run it again."
    return f"Each comparison puts a point here for every variant. {how}"


def _facts(view: CurveView, inner: int) -> Row:
    """Return the shapes of the variants, and whether the newest comparison is among them."""
    legend: Row = tuple((f"{shape[:1]} {name}  ", hue) for shape, name, hue in view.legend)
    if not view.points:
        return plain("not counted" if view.left_out else "nothing measured yet", "muted")
    missing = plain("the last one is not counted  ", "muted") if view.left_out else ()
    return join(missing, legend) if inner >= 80 else legend


def _view(frame: Frame, _: int) -> CurveView:
    """Return the measured speed-ups by number of workers."""
    comparison = frame.comparison
    found, measured = shown_readings(comparison), _measured(comparison)
    hues = {r.name: (r.hue, SHAPES[place % len(SHAPES)]) for place, r in enumerate(r for r in found if not r.baseline)}
    points = [
        CurvePoint(workers, spread.median, spread.low, spread.high, *hues.get(name, ("muted", "○")))
        for (workers, name), spread in sorted(measured.items())
    ]
    top = max([2.0, comparison.facts.usable_cores, *(point.high for point in points)])
    named = {name for _, name in measured}
    legend = tuple((shape, name, hue) for name, (hue, shape) in hues.items() if name in named)
    return CurveView(tuple(points), top, legend, _left_out(comparison))


def _measured(comparison: Comparison) -> Mapping[tuple[int, str], Spread]:
    """Return the speed-ups by number of workers and variant: of the session, or of the recording that is played."""
    told = comparison.state.header
    workers = dict(told.knobs).get("workers", "") if told else ""
    if not comparison.is_replay:
        return comparison.measured
    if not workers.isdigit() or not comparison.state.is_over or _left_out(comparison):
        return {}
    final = [r for r in comparison.readings if not r.baseline and r.speed_up_is_final]
    return {(int(workers), reading.name): reading.speed_up for reading in final if reading.speed_up}


def _left_out(comparison: Comparison) -> str:
    """Return why the comparison that is shown, if it is over, puts no point here."""
    if comparison.state.header is None or not comparison.state.is_over:
        return ""
    if comparison.plan is not None and comparison.plan.copy is not None:
        return "it ran your copy of the program"
    is_compared = any(r.speed_up_is_final and not r.baseline for r in comparison.readings)
    return verdict(comparison.state).doubt or ("" if is_compared else "there is nothing to compare with")


def _rows(room: Room) -> int:
    """Return as many rows as the events beside it have, where the terminal is high."""
    return room.low if room.height >= 36 else 0


BOARD = Board("curve", paint, _view, foot=_rows, zooms=False, moves=False)
