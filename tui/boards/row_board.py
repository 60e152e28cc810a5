"""A frame around rows, one for each thing that workers share."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, fit, join
from tui.draw.cells import width as row_width
from tui.telemetry.objects import ObjectFound


def framed_rows(rows: Sequence[Row], sheet: Sheet, title: str, facts: str = "", *, left_out: int = 0) -> list[Row]:
    """Return as many rows as fit in a frame, which says how many do not in place of the facts.

    `left_out` is how many more there are for which no row was made.
    """
    more = len(rows) + left_out - sheet.room
    return framed(rows, sheet, title=title, facts=f"+{more} more" if more > 0 else facts)


def called(of: ObjectFound, width: int, hue: str) -> Row:
    """Return the name, and where it was made as far as there is room."""
    name = of.name
    place = f" {of.place}" if of.place and len(name) + len(of.place) + 2 <= width else ""
    shown = fit(name, min(len(name), width - 1))
    return join(plain(shown, f"{hue} bold"), plain(fit(place, width - row_width(plain(shown))), "muted"))
