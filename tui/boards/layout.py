"""What stands where on the screen, as a pure function of its size and of what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from tui.boards.board import find, of_widget
from tui.boards.space import Kind, Place, Wanted, kind_of
from tui.boards.stack import TURNS, beside_the_source, places, turning

LINES = 12
"""Rows for the box that says at which line each worker is."""


@lru_cache(maxsize=256)
def arrange(width: int, height: int, wanted: Wanted) -> Mapping[str, Place]:
    """Return the place of every part that is shown; they never overlap and never leave the screen."""
    kind = kind_of(width, height, wanted.presenting)
    if kind == "tiny":
        return {"enlarge": Place(0, 0, width, height)}
    if kind == "presenter":
        shown = "code" if wanted.code else "presenter"
        return {shown: Place(0, 0, width, height)}
    found = {
        "header": Place(0, 0, width, 1),
        "tabs": Place(0, 1, width, 1),
        "keys": Place(0, height - 1, width, 1),
    }
    return found | _stage(kind, Place(0, 2, width, height - 3), wanted)


def _stage(kind: Kind, stage: Place, wanted: Wanted) -> dict[str, Place]:
    """Return what stands between the tabs and the keys."""
    x, y, width, height = stage
    bottom = y + height
    if wanted.code and kind == "compact":
        return {"code": stage}
    if wanted.code and kind == "full":
        return _source(stage, wanted)
    found = {}
    says = _sentence_rows(kind, height)
    found["sentence"] = Place(x, bottom - says, width, says)
    bottom -= says
    low = 0
    if kind == "wide" and wanted.zoomed is None:
        side = min(100, max(56, width - 124))
        low = max(9, height // 6)
        width -= side
        found["code"] = Place(width, y + 1, side, bottom - y - low - 1)
        found["events"] = Place(width, bottom - low, side, low)
    area = Place(x, y, width, bottom - y)
    placed = places(kind, area, wanted, low)
    if wanted.zoomed in placed or wanted.zoomed in turning(wanted):
        return found | {str(wanted.zoomed): area}
    return found | placed


def _source(stage: Place, wanted: Wanted) -> dict[str, Place]:
    """Return the source at the left, and a column of boards beside it."""
    x, y, width, height = stage
    side = max(42, width // 3)
    y, height = (y + 1, height - 1) if height >= 36 else (y, height)
    lines = LINES if height >= 36 else 0
    found = {"code": Place(x, y, width - side, height)}
    if lines:
        found["lines"] = Place(width - side, y + height - lines, side, lines)
    return found | beside_the_source(Place(width - side, y, side, height - lines), wanted)


def zooming(width: int, height: int, wanted: Wanted) -> tuple[str, ...]:
    """Return the boards that can be enlarged, in their order, of those on the screen while none is."""
    placed = arrange(width, height, replace(wanted, zoomed=None, code=False))
    boards = [board for name, _ in wanted.boards if (board := find(name)).zooms]
    return tuple(name for board in boards for name in board.ids if name in placed or name in turning(wanted))


def slots_shown(width: int, height: int, wanted: Wanted) -> int:
    """Return how many variants have a panel on the screen while none is enlarged."""
    placed = arrange(width, height, replace(wanted, zoomed=None))
    return max(1, sum(of_widget(name)[0].slots > 0 for name in placed))


def turns(width: int, height: int, wanted: Wanted) -> tuple[str, ...]:
    """Return the boards that take turns in one place; none where all of them are shown."""
    return turning(wanted) if TURNS in arrange(width, height, wanted) else ()


def _sentence_rows(kind: Kind, height: int) -> int:
    if kind == "compact":
        return 3 if height < 25 else 4
    return 8 if height >= 36 else 7
