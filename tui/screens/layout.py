"""What stands where, as a pure function of the terminal's size and of what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["tiny", "presenter", "compact", "full", "wide"]
"""Too small to use · one number a side · no boxes, meters · as drawn · source and events at the side."""

SLOTS = 8
"""Panels that can stand side by side at most; more variants turn over."""
CORES = SLOTS
"""Stands for the cores where a slot is chosen."""
NARROWEST_PANEL = 38


class Place(NamedTuple):
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the stage has to show."""

    panels: int
    baseline: bool = False
    cores: int = 1
    workers: int = 4
    """How many are listed beside the source."""
    presenting: bool = False
    code: bool = False
    zoomed: int | None = None
    """The panel that is enlarged: a slot, or `CORES`."""
    says_cores: bool = False
    """Whether the cores need room for words on what this system cannot tell."""


def kind_of(width: int, height: int, presenting: bool = False) -> Kind:
    """Return the kind of layout for a terminal."""
    if width < 50 or height < 15:
        return "tiny"
    if presenting or width < 80 or height < 24:
        return "presenter"
    if width < 100 or height < 36:
        return "compact"
    return "wide" if width >= 180 else "full"


def slots(width: int, panels: int) -> int:
    """Return how many panels stand side by side."""
    return max(1, min(panels, SLOTS, width // NARROWEST_PANEL))


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
    stage = Place(0, 2, width, height - 3)
    return found | _stage(kind, stage, wanted)


def _stage(kind: Kind, stage: Place, wanted: Wanted) -> dict[str, Place]:
    """Return what stands between the tabs and the keys."""
    x, y, width, height = stage
    bottom = y + height
    if wanted.code and kind == "compact":
        return {"code": stage}
    if wanted.code and kind == "full":
        side = max(42, width // 3)
        y, height = (y + 1, height - 1) if height >= 36 else (y, height)
        lines = min(14, max(8, wanted.workers + 5)) if height >= 36 else 0
        beside = {"code": Place(x, y, width - side, height)}
        if lines:
            beside["lines"] = Place(width - side, y + height - lines, side, lines)
        return beside | _stacked(Place(width - side, y, side, height - lines), wanted)
    found: dict[str, Place] = {}
    says = _sentence_rows(kind, height)
    found["sentence"] = Place(x, bottom - says, width, says)
    bottom -= says
    if kind == "wide" and wanted.zoomed is None:
        side = min(100, max(56, width - 124))
        events = max(9, height // 6)
        width -= side
        found["code"] = Place(width, y + 1, side, bottom - y - events - 1)
        found["events"] = Place(width, bottom - events, side, events)
        if height >= 46:
            found["curve"] = Place(x, bottom - events, width, events)
            bottom -= events
    if wanted.baseline:
        rows = 2 if height >= 33 else 1
        found["baseline"] = Place(x, y, width, rows)
        y += rows
    return found | _panels(kind, Place(x, y, width, bottom - y), wanted)


def _panels(kind: Kind, area: Place, wanted: Wanted) -> dict[str, Place]:
    """Return the variants' panels side by side with the cores below, or the one that is enlarged."""
    x, y, width, height = area
    count = slots(width, wanted.panels)
    if wanted.zoomed is not None:
        return {"cores" if wanted.zoomed == CORES else f"panel{wanted.zoomed}": area}
    cores = _core_rows(kind, width, height, wanted) + 2
    found = {"cores": Place(x, y + height - cores, width, cores)}
    edges = [x + width * place // count for place in range(count + 1)]
    for place in range(count):
        found[f"panel{place}"] = Place(edges[place], y, edges[place + 1] - edges[place], height - cores)
    return found


def _stacked(area: Place, wanted: Wanted) -> dict[str, Place]:
    """Return panels one above the other, beside the source."""
    x, y, width, height = area
    count = max(1, min(wanted.panels, SLOTS, height // 12))
    edges = [y + height * place // count for place in range(count + 1)]
    return {f"panel{p}": Place(x, edges[p], width, edges[p + 1] - edges[p]) for p in range(count)}


def panels_shown(width: int, height: int, wanted: Wanted) -> int:
    """Return how many panels stand on the screen while none is enlarged."""
    placed = arrange(width, height, replace(wanted, zoomed=None))
    return max(1, sum(name.startswith("panel") for name in placed))


def _sentence_rows(kind: Kind, height: int) -> int:
    if kind == "compact":
        return 3 if height < 25 else 4
    return 8 if height >= 36 else 7


def _core_rows(kind: Kind, width: int, height: int, wanted: Wanted) -> int:
    """Return the rows inside the box of cores."""
    words = 2 if wanted.says_cores else 0
    if kind == "compact":
        a_row = max(1, (width - 4) // 19)
        most = 4 if height >= 24 or wanted.cores > 64 else 2
        return min(max(1, -(-wanted.cores // a_row)), most) + words
    most = max(4, height // 6)
    a_row = 1 if wanted.cores <= most else 2
    return min(max(2, -(-wanted.cores // a_row)), most) + words
