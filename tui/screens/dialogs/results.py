"""All results since the app was opened, and their export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable

from tui import theme
from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row
from tui.play.kept import ResultRow, Session
from tui.reports import results_words as words
from tui.reports.writing import WritingError, write
from tui.screens.dialogs.filled import Filled
from tui.screens.dialogs.result_rows import bar, levels, sheet_of
from tui.widgets.page import Page
from tui.widgets.table import Cell, Line, Table
from tui.words.readings import in_a_table

EMPTY = (
    "Nothing has been measured since the app was opened.",
    "What a comparison measures is kept here when it is over. Close this with esc and press space to start one; "
    "replays do not count.",
)
SHORTEST_BAR, LONGEST_BAR = 12, 40


class Results(Filled):
    """A line for each variant and setting; the reading in the column of the mark is drawn as bars."""

    TITLE_HERE = "results"
    WIDTH = 180
    BINDINGS: ClassVar[list[BindingType]] = [("a", "close"), ("x", "export")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sheet = sheet_of(session.results)
        self.drawn = self._sheet.first_drawn
        """What is drawn as bars."""
        self._told: tuple[Row, ...] = ()
        """What the last export said."""

    def compose(self) -> ComposeResult:
        yield Page(id="page")
        yield Table[ResultRow](id="body", fixed_columns=2)

    @property
    def table(self) -> Table[ResultRow]:
        return self.query_one(Table)

    def on_mount(self) -> None:
        self._session.when_changed = self._renewed
        self._begin()

    def on_unmount(self) -> None:
        self._session.when_changed = None

    def _renewed(self) -> None:
        was_empty, self._sheet = not self._sheet.rows, sheet_of(self._session.results)
        self._begin() if was_empty else self.fill()

    def _begin(self) -> None:
        """Mark what the newest lesson is about."""
        self.drawn = self._sheet.first_drawn
        self.fill()
        if self._sheet.rows:
            self.table.move_cursor(column=self._titles().index(self.drawn.heading))

    def facts(self) -> str:
        if not self._sheet.rows:
            return "esc close"
        if self.size.width >= 100:
            return "◂ ▸ column · x export · s sort · y copy row · Y copy all · esc close"
        return "◂ ▸ column · s sort · y copy · x export · esc" if self.size.width >= 80 else "s sort · x export · esc"

    def body_rows(self, width: int) -> int:
        return len(self._sheet.rows) + 1 if self._sheet.rows else 0

    def _titles(self) -> Sequence[str]:
        first, *others = [title for row in self._sheet.rows[:1] for title, _ in self._sheet.cells(row)] or [""]
        return [first, "bar", *others]

    def _lines(self) -> Iterator[Line[ResultRow]]:
        tops, wide = self._sheet.tops(self.drawn), max(SHORTEST_BAR, min(LONGEST_BAR, self.size.width // 5))
        glyphs = theme.glyphs(self.app.theme)
        for row in self._sheet.rows:
            first, *others = (cell for _, cell in self._sheet.cells(row))
            spread, top = row.spreads.get(self.drawn.name), tops.get(row.setting.scenario, 0.0)
            drawn = Cell(bar(spread, top, row.hue, wide, glyphs), spread.median / top if spread and top else -1.0)
            yield row, (first, drawn, *others)

    def fill(self) -> None:
        self.table.fill(self._titles(), list(self._lines()))
        self.show()

    def on_data_table_cell_highlighted(self, message: DataTable.CellHighlighted) -> None:
        """Draw the reading of the column that is marked now."""
        title = self._titles()[self.table.cursor_column] if self._sheet.rows else ""
        drawn = next((reading for reading in self._sheet.readings if reading.heading == title), self.drawn)
        if drawn is not self.drawn:
            self.drawn = drawn
            self.fill()

    def above(self, width: int) -> Sequence[Row]:
        if not self._sheet.rows:
            return [row for text in EMPTY for row in (*wrapped(plain(text), width), BLANK)][:-1]
        return [piece for row in self._told for piece in _broken(row, width)]

    def below(self, width: int) -> Sequence[Row]:
        """Return what the marked row ran on and how its knobs stood, and how its bar is to be read."""
        row = self.table.marked
        if row is None:
            return ()
        setting, _, to_median, to_highest = row.setting, *levels(theme.glyphs(self.app.theme))
        on = f" · {words.python(setting)} · {words.machine(setting)}"
        top = self._sheet.tops(self.drawn).get(setting.scenario)
        said = f"bar: {self.drawn.heading}, 0 … {in_a_table(self.drawn.unit, top)}; " if top is not None else "bar: "
        said += f"{to_median} from the lowest to the median, {to_highest} from there to the highest."
        if any(each.busy for each in self._sheet.rows):
            said += " busy: other programs used so much of the machine that times cannot be relied on."
        if self._session.results.left_out:
            said += f" {self._session.results.left_out} older runs were given up for newer ones."
        return [
            BLANK,
            *wrapped(((setting.title, "foreground bold"), (on, "muted")), width),
            *wrapped(plain(" · ".join(words.knobs(setting)) or "no knobs"), width),
            *wrapped(plain(said, "muted"), width),
        ]

    def action_export(self) -> None:
        if not self._sheet.rows:
            return
        try:
            paths = write(self._session.results)
        except WritingError as error:
            self._told = (plain(str(error), "bad"), BLANK)
        else:
            self._told = (plain("Written:", "good"), *(plain(str(path)) for path in paths), BLANK)
        self.show()


def _broken(row: Row, width: int) -> list[Row]:
    """Return a text in rows: broken at spaces, and within a word that is longer than a row, as a path may be."""
    pieces = []
    for part in wrapped(row, width) or [BLANK]:
        text, ink = part[0] if part else ("", "foreground")
        pieces += [plain(text[at : at + width], ink) for at in range(0, max(1, len(text)), width)]
    return pieces
