"""A dialog in which one row is chosen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.play.comparison import Comparison
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.page import Page


class Choices(Dialog):
    """Moves a mark over entries of two rows each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "choose(1)", "choose", show=False),
        Binding("right", "choose(1)", "more", show=False),
        Binding("left", "choose(-1)", "less", show=False),
    ]
    ROWS_EACH: ClassVar[int] = 2

    def __init__(self, comparison: Comparison) -> None:
        super().__init__()
        self.comparison = comparison
        self.at = 0
        """The entry that is marked."""

    def count(self) -> int:
        """Return how many entries there are."""
        raise NotImplementedError

    def choose(self, direction: int) -> None:
        """Do what the marked entry is for."""
        raise NotImplementedError

    def action_move(self, rows: int) -> None:
        self.at = max(0, min(self.at + rows, self.count() - 1))
        room = self._place().height - 2
        top = self.at * self.ROWS_EACH
        self.first = max(min(self.first, top), top + self.ROWS_EACH - room)
        self.show()

    def action_choose(self, direction: int) -> None:
        self.choose(direction)
        self.show()

    def on_page_row_clicked(self, message: Page.RowClicked) -> None:
        at = message.row // self.ROWS_EACH
        if at < self.count():
            self.at = at
            self.action_choose(1)
