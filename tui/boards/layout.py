"""What stands where on the screen, as a pure function of its size and of what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from tui.boards.board import find, of_widget
from tui.boards.space import Kind, Place, Wanted, kind_of, presenter_margin
from tui.boards.stack import NARROWEST_SLOT, TURNS, below_the_tabs, beside_the_source, places, turning
from tui.boards.words.presenter_notes import LEAST_PICTURE, rows_wanted

LINES = 12
"""Rows for the box that says at which line each worker is."""


@lru_cache(maxsize=256)
def arrange(width: int, height: int, wanted: Wanted) -> Mapping[str, Place]:
    """Return the place of every part that is shown; they never overlap and never leave the screen."""
    kind = kind_of(width, height, wanted.presenting)
    if kind == "tiny":
        return {"enlarge": Place(0, 0, width, height)}
    if kind == "presenter":
        return {"code": Place(0, 0, width, height)} if wanted.code else _presenter(width, height, wanted)
    found = {
        "header": Place(0, 0, width, 1),
        "tabs": Place(0, 1, width, 1),
        "keys": Place(0, height - 1, width, 1),
    }
    return found | _stage(kind, Place(0, 2, width, height - 3), wanted)


def _presenter(width: int, height: int, wanted: Wanted) -> dict[str, Place]:
    """Return the head, the picture with all rows that are left, the notes that were asked for, and the foot."""
    head, foot = _head_rows(height, wanted.has_numbers), 8 if height >= 30 else 4 if height >= 18 else 3
    margin, rows = presenter_margin(width), height - head - foot
    inner = width - 2 * margin
    notes = min(rows, rows_wanted(wanted.notes, inner)) if wanted.notes else 0
    notes = rows if notes and rows - notes < LEAST_PICTURE else notes
    found = {
        "presenter": Place(0, 0, width, head),
        "picture": Place(margin, head, inner, rows - notes),
        "notes": Place(margin, height - foot - notes, inner, notes),
        "foot": Place(0, height - foot, width, foot),
    }
    return {name: place for name, place in found.items() if place.height}


def _head_rows(height: int, has_numbers: bool) -> int:
    """Return the rows of the title, and of the numbers where there are any."""
    if not has_numbers:
        return 3 if height >= 30 else 2
    return 11 if height >= 30 else 9 if height >= 24 else 6


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
        return found | {str(wanted.zoomed): area if kind == "compact" else below_the_tabs(area)}
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
    if "picture" in placed:
        return max(1, min(wanted.panels, placed["picture"].width // NARROWEST_SLOT))
    return max(1, sum(of_widget(name)[0].slots > 0 for name in placed))


def turns(width: int, height: int, wanted: Wanted) -> tuple[str, ...]:
    """Return the boards that take turns in one place; none where all of them are shown."""
    return turning(wanted) if TURNS in arrange(width, height, wanted) else ()


def _sentence_rows(kind: Kind, height: int) -> int:
    if kind == "compact":
        return 3 if height < 25 else 4
    return 8 if height >= 36 else 7
