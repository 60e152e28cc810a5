"""A dialog with one of Textual's own widgets in its page: painted rows stand above and below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.widgets import DataTable

from tui.boards.framed import BLANK
from tui.boards.space import Place
from tui.draw.cells import Row
from tui.screens.dialogs.dialog import Dialog, Told

FEWEST_ROWS = 4
"""Of the widget, in the smallest terminal."""


class Filled(Dialog):
    """The widget has the id `body`, and is composed after the page, so that it lies over it."""

    def above(self, width: int) -> Sequence[Row]:
        """Return what stands over the widget."""
        return ()

    def below(self, width: int) -> Sequence[Row]:
        """Return what stands under it."""
        return ()

    def body_rows(self, width: int) -> int:
        """Return how many rows the widget wants; with none it is not shown."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.fill())

    def fill(self) -> None:
        """Give the widget its content, in the inks of the theme."""
        raise NotImplementedError

    def on_data_table_cell_highlighted(self, message: DataTable.CellHighlighted) -> None:
        self.show()

    def on_data_table_cell_selected(self, message: DataTable.CellSelected) -> None:
        self.app.push_screen(Told(self.TITLE_HERE, lambda width: self.below(width)[1:], "enter"))

    def rows(self, width: int) -> Sequence[Row]:
        """Return the page; what has no room below the widget is left out."""
        tall = self._tall(width, self.size.height)
        return [*self.above(width), *[BLANK] * tall, *self.below(width)][: _room(self.size.height)]

    def _tall(self, width: int, height: int) -> int:
        """Return the rows that the widget has in a terminal of this height."""
        wanted, others = self.body_rows(width), len(self.above(width)) + len(self.below(width))
        return min(wanted, max(FEWEST_ROWS, _room(height) - others))

    def _arranged(self, width: int, height: int) -> Mapping[str, Place]:
        wide = min(width, self.WIDTH)
        tall, above = self._tall(wide - 6, height), len(self.above(wide - 6))
        high = min(above + tall + len(self.below(wide - 6)), _room(height)) + 2
        page, inside = Place((width - wide) // 2, (height - high) // 2, wide, high), 3 if wide >= 54 else 2
        body = Place(page.x + inside, page.y + 1 + above, wide - 2 * inside, tall)
        return {"page": page, "body": body} if tall else {"page": page}


def _room(height: int) -> int:
    """Return the rows of a page in a terminal of this height."""
    return height - (4 if height >= 20 else 2)
