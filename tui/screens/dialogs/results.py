"""All results since the app was opened, and their export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui import theme
from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row
from tui.play.kept import Session, SessionResults
from tui.reports.columns import shown_first
from tui.reports.writing import WritingError, write
from tui.screens.dialogs.dialog import Dialog
from tui.screens.dialogs.result_rows import drawn, page

EMPTY = (
    "Nothing has been measured since the app was opened.",
    "What a comparison measures is kept here when it is over. Close this with esc and press space to start one; "
    "replays do not count.",
)


class Results(Dialog):
    """A table for each lesson and setting; left and right choose the column that is drawn as bars."""

    TITLE_HERE = "results"
    WIDTH = 180
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "close", "close", show=False),
        Binding("left", "turn(-1)", "previous column", show=False),
        Binding("right", "turn(1)", "next column", show=False),
        Binding("x", "export", "export", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._chosen = ""
        """The column drawn as bars; before one was chosen, of each lesson what it is about."""
        self._drawn: tuple[SessionResults, tuple[str, int, str], list[Row]] | None = None
        """The page and what it was drawn from, for as long as nothing of that changes."""
        self._told: tuple[Row, ...] = ()
        """What the last export said."""

    def on_mount(self) -> None:
        self._session.when_changed = self.show

    def on_unmount(self) -> None:
        self._session.when_changed = None

    def facts(self) -> str:
        if not self._session.results.rows:
            return "esc close"
        return "◂ ▸ column · x export · esc close" if self.size.width >= 80 else "x export · esc"

    def rows(self, width: int) -> Sequence[Row]:
        if not self._session.results.rows:
            return [row for text in EMPTY for row in (*wrapped(plain(text), width), BLANK)][:-1]
        told = [piece for row in self._told for piece in _broken(row, width)]
        results, look = self._session.results, (self._chosen, width, self.app.theme)
        if self._drawn is None or self._drawn[0] is not results or self._drawn[1] != look:
            self._drawn = results, look, page(results, self._chosen, width, theme.glyphs(self.app.theme))
        return [*told, *self._drawn[2]]

    def action_turn(self, places: int) -> None:
        every = self._session.results.rows
        names = [column.name for column in shown_first(every)]
        self._chosen = names[(names.index(drawn(every, self._chosen)) + places) % len(names)]
        self.show()

    def action_export(self) -> None:
        if not self._session.results.rows:
            return
        try:
            paths = write(self._session.results)
        except WritingError as error:
            self._told = (plain(str(error), "bad"), BLANK)
        else:
            self._told = (plain("Written:", "good"), *(plain(str(path)) for path in paths), BLANK)
        self.first = 0
        self.show()


def _broken(row: Row, width: int) -> list[Row]:
    """Return a text in rows: broken at spaces, and within a word that is longer than a row, as a path may be."""
    pieces = []
    for part in wrapped(row, width) or [BLANK]:
        text, ink = part[0] if part else ("", "foreground")
        pieces += [plain(text[at : at + width], ink) for at in range(0, max(1, len(text)), width)]
    return pieces
