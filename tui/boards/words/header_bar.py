"""The first line: what is shown, whether it is live, and on what Python and machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, apart, join, on
from tui.draw.cells import width as row_width


@dataclass(frozen=True, slots=True)
class HeaderView:
    """What the header says."""

    title: str
    badge: Row
    """Live, frozen or replayed, and the time."""
    facts: tuple[str, ...]
    """The same facts in several lengths, the longest first."""


GROUND = "foreground on panel"


def paint(view: HeaderView, sheet: Sheet) -> Sequence[Row]:
    """`coreograph  threads vs processes      ● running 00:03.3   CPython 3.13.0 · GIL on · 8 cores`."""
    width = sheet.width
    name: Row = ((" coreograph", "key bold on panel"), ("  ", GROUND))
    title: Row = ((view.title, "foreground bold on panel"),)
    badge = tuple((text, on(ink, "panel")) for text, ink in view.badge)
    left = join(name, title)
    if row_width(left) + row_width(badge) + 2 > width:
        left = join(plain(" ", GROUND), title)
    room = width - row_width(left) - row_width(badge) - 6
    facts = first_that_fits((plain(f"   {text}", "muted on panel") for text in view.facts), room)
    return [apart(left, join(badge, facts, plain(" ", GROUND)), width, GROUND)]
