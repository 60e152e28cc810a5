"""The yardstick: one slim row for the variant that the others are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import plain
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.variants import baseline_of
from tui.draw import bars, numbers
from tui.draw.cells import Row, fit, join
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.model.speed.readings import VariantReading
from tui.play.comparison import Comparison


@dataclass(frozen=True, slots=True)
class BaselineView:
    """The baseline's reading."""

    reading: VariantReading


def paint(view: BaselineView, sheet: Sheet) -> Sequence[Row]:
    """`sequential  ━━━━━━━━━━━━ 100 %   4.02 s   1.0 cores busy   1.00×`; the last of three rows when it has them."""
    width, height, glyphs = sheet.width, sheet.height, sheet.glyphs
    row = _row(view.reading, width, glyphs)
    return [(), row][-height:] if height > 1 else [row]


def _row(reading: VariantReading, width: int, glyphs: Glyphs) -> Row:
    name: Row = ((f" {reading.name}  ", f"{reading.hue} bold"),)
    room = width - row_width(name)
    if reading.phase == "waiting":
        says = f"{reading.says}; the others are compared with it"
        return join(name, plain(fit(says, room), "muted"))
    if reading.phase in ("failed", "stopped", "time limit"):
        ink = "bad" if reading.phase != "stopped" else "muted"
        return join(name, plain(fit(reading.message or reading.phase, room), ink))
    about = "  about" if reading.progress_is_estimate and reading.progress is not None else ""
    tail: Row = (
        (about + numbers.percent(reading.progress, 6), "foreground"),
        (numbers.seconds(reading.elapsed_s, 2, 10), f"{reading.hue} bold"),
    )
    if width >= 70:
        tail = join(
            tail,
            plain(numbers.decimal(reading.cores_used, 1, 7), f"{reading.hue} bold"),
            plain(" cores busy" if width >= 76 else " busy", "muted"),
        )
    # 1.00× is the definition of the yardstick, and only said once it is known how long it takes.
    speed = reading.speed_up.median if reading.speed_up else None
    tail = join(tail, plain(numbers.speed_up(speed, 8) + " ", "foreground"))
    return join(name, bars.progress(reading.progress, room - row_width(tail), reading.hue, glyphs), tail)


def _view(frame: Frame, _: int) -> BaselineView | None:
    reading = baseline_of(frame.comparison)
    return BaselineView(reading) if reading else None


def _rows(room: Room) -> int:
    return 2 if room.kind != "compact" and room.height >= 25 else 1


def _wants(comparison: Comparison) -> int:
    return int(baseline_of(comparison) is not None)


BOARD = Board("baseline", paint, _view, wants=_wants, strip=_rows, zooms=False)
