"""Who gets a core: a panel for each variant, the baseline as a strip, the cores, and the measured speed-ups."""

from __future__ import annotations

from collections.abc import Iterable

from tui.boards.picture import Frame
from tui.boards.sheet import Painter, Shown, choosing
from tui.boards.space import Kind, Place, Wanted, kind_of
from tui.boards.speed import baseline_strip, core_board, speed_up_curve, variant_panel, views
from tui.boards.speed.baseline_strip import BaselineView
from tui.boards.speed.views import Slow
from tui.boards.words import views as word_views
from tui.boards.words.presenter_board import PresenterSide
from tui.play.comparison import Comparison

SLOTS = 8
"""Panels that can stand side by side at most; more variants turn over."""
NARROWEST_PANEL = 38


class SpeedPicture:
    """Panels side by side over the cores."""

    slots = tuple(f"panel{slot}" for slot in range(SLOTS))
    enlargeable = (*slots, "cores")
    moving = ("baseline", *slots, "cores")

    def boards(self) -> Iterable[Painter]:
        yield Painter("baseline", baseline_strip.paint)
        for slot in self.slots:
            yield Painter(slot, variant_panel.paint, choosing(slot))
        yield Painter("cores", core_board.paint, choosing("cores"))
        yield Painter("curve", speed_up_curve.paint)

    def places(self, kind: Kind, area: Place, wanted: Wanted, low: int) -> dict[str, Place]:
        x, y, width, height = area
        found: dict[str, Place] = {}
        if wanted.baseline:
            rows = 2 if kind != "compact" and height >= 25 else 1
            found["baseline"] = Place(x, y, width, rows)
            y, height = y + rows, height - rows
        curve = low if low and area.height >= 38 else 0
        height -= curve
        count = max(1, min(wanted.panels, SLOTS, width // NARROWEST_PANEL))
        cores = core_rows(kind, width, height, wanted) + 2
        edges = [x + width * place // count for place in range(count + 1)]
        for place in range(count):
            found[f"panel{place}"] = Place(edges[place], y, edges[place + 1] - edges[place], height - cores)
        found["cores"] = Place(x, y + height - cores, width, cores)
        if curve:
            found["curve"] = Place(x, y + height, width, curve)
        return found

    def beside(self, area: Place, wanted: Wanted) -> dict[str, Place]:
        x, y, width, height = area
        count = max(1, min(wanted.panels, SLOTS, height // 12))
        edges = [y + height * place // count for place in range(count + 1)]
        return {f"panel{p}": Place(x, edges[p], width, edges[p + 1] - edges[p]) for p in range(count)}

    def tell(self, frame: Frame, name: str, board: Shown, due: bool) -> None:
        here, look = frame.comparison, frame.look
        match name:
            case "baseline":
                reading = views.baseline_of(here)
                board.view = BaselineView(reading) if reading else None
            case _ if name in self.slots:
                _tell_panel(frame, board, self.slots.index(name))
            case "cores":
                tall = look.zoomed == "cores"
                history = kind_of(frame.width, frame.height) != "compact" or tall
                focused = look.focus == len(views.panels_of(here)) or tall
                board.view = views.cores(here, focused=focused, history=history, tall=tall)
            case "curve":
                board.view = word_views.curve(here)

    def sides(self, comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
        return views.speed_sides(comparison, slow)


def _tell_panel(frame: Frame, board: Shown, slot: int) -> None:
    panels = views.panels_of(frame.comparison)
    place = frame.look.first + slot
    if place >= len(panels):
        board.view = None
        return
    more = f"{place + 1} of {len(panels)}" if frame.shown() < len(panels) else ""
    board.view = views.panel(
        frame.comparison, panels[place], frame.slow, first=slot == 0, focused=frame.look.focus == place, more=more,
        tabs=len(frame.tabs.tabs),
    )  # fmt: skip


def core_rows(kind: Kind, width: int, height: int, wanted: Wanted) -> int:
    """Return the rows inside the box of cores."""
    words = 2 if wanted.says_cores else 0
    if kind == "compact":
        a_row = max(1, (width - 4) // 19)
        most = 4 if height >= 24 or wanted.cores > 64 else 2
        return min(max(1, -(-wanted.cores // a_row)), most) + words
    most = max(4, height // 6)
    a_row = 1 if wanted.cores <= most else 2
    return min(max(2, -(-wanted.cores // a_row)), most) + words
