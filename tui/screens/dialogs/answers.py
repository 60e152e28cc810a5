"""A dialog with a question and two to four answers, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.boards.framed import plain, wrapped
from tui.draw.cells import Ink, Row, join, on, pad
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.page import Page


class Answers(Dialog):
    """Moves a mark over answers that may take several rows each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "lock"),
        *((str(number), f"pick({number})") for number in range(1, 5)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.at: int | None = None
        """The answer that is marked, from 0; None before one was."""
        self._lines: dict[int, range] = {}
        """The rows of each answer on the page."""

    def texts(self) -> Sequence[str]:
        """Return the answers."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether an answer may be chosen now."""
        return True

    def settle(self, at: int) -> None:
        """Take the marked answer."""
        raise NotImplementedError

    def answer_rows(self, width: int, above: int, inks: dict[int, Ink] | None = None) -> list[Row]:
        """Return the answers; `above` is the number of rows over them, `inks` hold other inks than the usual."""
        rows: list[Row] = []
        for place, text in enumerate(self.texts()):
            ink = (inks or {}).get(place, "foreground")
            ground = "select" if place == self.at and self.is_open else "background"
            lines = wrapped(plain(text, on(ink, ground)), max(8, width - 6))
            self._lines[place] = range(above + len(rows), above + len(rows) + len(lines))
            for number, line in enumerate(lines):
                head = f" {self.mark(place)} {place + 1}  " if number == 0 else " " * 6
                rows.append(pad(join(((head, on("key bold", ground)),), line), width, on(ink, ground)))
        return rows

    def mark(self, place: int) -> str:
        """Return the sign in front of an answer."""
        return "●" if place == self.at else " "

    def action_pick(self, number: int) -> None:
        if self.is_open and number <= len(self.texts()):
            self.at = number - 1
            self._bring_into_view()

    def action_move(self, rows: int) -> None:
        if not self.is_open or abs(rows) != 1:
            super().action_move(rows)
            return
        last = len(self.texts()) - 1
        self.at = (0 if rows > 0 else last) if self.at is None else max(0, min(self.at + rows, last))
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        self._note = ""
        place = self._lines.get(self.at or 0)
        if place is not None:
            self.first = max(min(self.first, place.start), place.stop - (self._place().height - 2))
        self.show()

    def action_lock(self) -> None:
        if self.at is None:
            self.say("Choose first: ↑ ↓ or 1-4.")
        else:
            self.settle(self.at)

    def on_page_row_clicked(self, message: Page.RowClicked) -> None:
        for place, rows in self._lines.items():
            if message.row in rows:
                self.action_pick(place + 1)
