"""Below the workers of a pool: when results were finished, how many were held back, when the program got them."""

from __future__ import annotations

from msgspec import Struct

from tui.boards.framed import plain
from tui.draw.cells import Row, fit, join
from tui.draw.glyphs import Glyphs
from tui.draw.parts.hand_over import Clock, Place, joined, numbers, wedge

LEAST = 3
"""Rows: finished, held back, delivered."""
MOST_WEDGE = 3


class Handing(Struct, frozen=True):
    """The results of one pool."""

    finished: tuple[Place, ...] = ()
    delivered: tuple[Place, ...] = ()
    held: tuple[tuple[float, int], ...] = ()
    """When how many were held back; each count holds until the next."""
    top: int = 1
    """How many held back make the highest wedge."""
    joined: tuple[float, float] | None = None
    """When the one that was held back longest was finished, and when it was got, or now."""
    said: tuple[str, ...] = ()
    """What is said of those that were held back, the longest first."""


def rows_for(handing: Handing | None, room: int) -> int:
    """Return how many of `room` rows the results take: none, or three to seven."""
    if handing is None or room < LEAST:
        return 0
    return min(room, LEAST + 2 + MOST_WEDGE - 1)


def handing_rows(handing: Handing, clock: Clock, name: int, high: int, glyphs: Glyphs) -> list[Row]:
    """Return so many rows, from three on: of four one joins what was finished with what was got, of five one is blank.
    """
    is_joined, has_gap = high > LEAST, high > LEAST + 1
    tall = high - LEAST + 1 - is_joined - has_gap
    rows: list[Row] = [()] if has_gap else []
    rows.append(_labelled("finished", numbers(handing.finished, clock, "foreground"), name, "muted"))
    if is_joined:
        ends = handing.joined
        line: Row = () if ends is None else joined(*ends, clock, handing.said, ("muted", "third"), glyphs)
        rows.append(_labelled("", line, name, "muted"))
    drawn = wedge(handing.held, handing.top, clock, tall, glyphs)
    rows += [_labelled("held back" if row is drawn[-1] else "", row, name, "third") for row in drawn]
    rows.append(_labelled("delivered", numbers(handing.delivered, clock, "good", "at once"), name, "muted"))
    return rows


def _labelled(name: str, row: Row, width: int, ink: str) -> Row:
    return join(plain(fit(name, width), ink), row)
