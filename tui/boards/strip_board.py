"""A line or two of facts between the tabs and the boards."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, join


class StripView(Struct, frozen=True):
    """Rows, each in several lengths, the longest first."""

    rows: tuple[tuple[Row, ...], ...] = ()


def paint(view: StripView, sheet: Sheet) -> Sequence[Row]:
    """Says each row in the longest form that fits."""
    return [join(plain("  "), first_that_fits(choices, sheet.width - 4)) for choices in view.rows]
