"""Which updates are lost: forms side by side, all forms in a table, and one lost update under the microscope."""

from __future__ import annotations

from collections.abc import Iterable

from tui.boards.counter import counter_panel, form_table, update_microscope
from tui.boards.counter import views as counter_views
from tui.boards.counter.form_table import STRIP
from tui.boards.picture import Frame
from tui.boards.sheet import Painter, Shown, choosing
from tui.boards.space import Kind, Place, Wanted
from tui.boards.speed.views import Slow
from tui.boards.words.presenter_board import PresenterSide
from tui.model.counter.readings import first_shown, forms
from tui.play.comparison import Comparison

NARROWEST_PANEL = 38
TALLEST_PANEL = 27
NARROWEST_LANES = 60
"""Columns that the microscope needs to show numbers of six digits in their places."""
NARROWEST_TABLE = 40
FEWEST_LANES, MOST_LANES = 7, 13
"""Rows of the microscope's box."""


class CounterPicture:
    """Two or three forms, the table, the microscope."""

    slots: tuple[str, ...] = ("form0", "form1", "form2")
    enlargeable: tuple[str, ...] = (*slots, "microscope", "forms")
    moving: tuple[str, ...] = slots

    def boards(self) -> Iterable[Painter]:
        for slot in self.slots:
            yield Painter(slot, counter_panel.paint, choosing(slot))
        yield Painter("microscope", update_microscope.paint)
        yield Painter("forms", form_table.paint)

    def places(self, kind: Kind, area: Place, wanted: Wanted, low: int) -> dict[str, Place]:
        x, y, width, height = area
        found: dict[str, Place] = {}
        beside = kind != "compact" and width >= NARROWEST_LANES + NARROWEST_TABLE
        if not beside and wanted.panels > 1:
            rows = min(STRIP - 1, -(-wanted.panels // 4))
            found["forms"] = Place(x, y, width, rows)
            y, height = y + rows, height - rows
        wants = FEWEST_LANES if kind == "compact" else min(MOST_LANES, height * 2 // 5)
        lanes = max(low, wants, height - TALLEST_PANEL)
        count = max(1, min(wanted.panels, 3 if kind == "wide" else 2, width // NARROWEST_PANEL))
        edges = [x + width * place // count for place in range(count + 1)]
        for place in range(count):
            found[f"form{place}"] = Place(edges[place], y, edges[place + 1] - edges[place], height - lanes)
        y += height - lanes
        table = min(64, width - NARROWEST_LANES) if beside and wanted.panels > 1 else 0
        found["microscope"] = Place(x, y, width - table, lanes)
        if table:
            found["forms"] = Place(x + width - table, y, table, lanes)
        return found

    def beside(self, area: Place, wanted: Wanted) -> dict[str, Place]:
        x, y, width, height = area
        rows = min(wanted.panels + 3, max(0, height - 12)) if wanted.panels > 1 else 0
        count = max(1, min(wanted.panels, 2, (height - rows) // 10))
        edges = [y + (height - rows) * place // count for place in range(count + 1)]
        found = {f"form{p}": Place(x, edges[p], width, edges[p + 1] - edges[p]) for p in range(count)}
        return found | ({"forms": Place(x, y + height - rows, width, rows)} if rows else {})

    def tell(self, frame: Frame, name: str, board: Shown, due: bool) -> None:
        if due and name == self.slots[0]:
            _turn(frame)
        match name:
            case _ if name in self.slots:
                board.view = counter_views.panel(frame, frame.look.first + self.slots.index(name))
            case "forms" if due or board.view is None:
                board.view = counter_views.table(frame)
            case "microscope" if due or board.view is None:
                board.view = counter_views.microscope(frame)

    def sides(self, comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
        return counter_views.sides(comparison)


def _turn(frame: Frame) -> None:
    """Show the forms worth looking at, as long as nobody has chosen others."""
    look, found = frame.look, forms(frame.comparison.state)
    if look.focus < 0 and look.zoomed is None:
        look.first = first_shown(found or counter_views.not_run(frame.comparison), frame.shown())
