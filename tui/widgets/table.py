"""Textual's table in our inks: sorted by any column, and copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.style import Style
from rich.text import Text
from textual.app import App
from textual.binding import BindingType
from textual.widgets import DataTable

from tui import theme
from tui.draw.cells import Row, cut, width

WIDEST = 44
"""Cells of a column; a longer text is cut."""


class Cell(NamedTuple):
    """What stands in a cell, and what it is sorted by: numbers first, then texts by the alphabet."""

    row: Row
    number: float = 0.0

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.row)


Entry = TypeVar("Entry")
Line = tuple[Entry, tuple[Cell, ...]]
"""What a row of the table is about, and its cells."""


class Table(DataTable["_Inked"], Generic[Entry]):
    """`s` or a click on a title sorts, `y` copies the marked row with the titles, `Y` all of it."""

    BINDINGS: ClassVar[list[BindingType]] = [("s", "sort"), ("y", "copy(False)"), ("Y", "copy(True)")]
    widest = WIDEST
    """Cells of a column in this table."""
    titles: Sequence[str] = ()
    lines: Sequence[Line[Entry]] = ()
    """In the order in which they stand."""
    sorted_by: str = ""
    """The title of a column; empty for the order in which the lines came."""
    is_reversed: bool = False

    @property
    def marked(self) -> Entry | None:
        """What the marked row is about; None in an empty table."""
        return self.lines[self.cursor_row][0] if self.lines else None

    def fill(self, titles: Sequence[str], lines: Sequence[Line[Entry]]) -> None:
        """Show these lines in the order that was asked for; the mark stays in its place."""
        self.titles, self.lines, cursor = titles, lines, self.cursor_coordinate
        if self.sorted_by in titles:
            at = titles.index(self.sorted_by)
            self.lines = sorted(
                lines, key=lambda line: (line[1][at].number, line[1][at].text.casefold()), reverse=self.is_reversed
            )
        self.clear(columns=True)
        for place, title in enumerate(titles):
            wide = max([len(title) + 2, *(width(cells[place].row) for _, cells in lines)])
            sign = f" {'↓' if self.is_reversed else '↑'}" if title == self.sorted_by else ""
            self.add_column(inked(self.app, ((title + sign, ""),)), width=min(wide, self.widest))
        for _, cells in self.lines:
            self.add_row(*(_Inked(self.app, cut(cell.row, self.widest, "…")) for cell in cells))
        self.cursor_coordinate = cursor

    def on_data_table_header_selected(self, message: DataTable.HeaderSelected) -> None:
        self.sort_by(message.column_index)

    def action_sort(self) -> None:
        self.sort_by(self.cursor_column)

    def sort_by(self, column: int) -> None:
        """Sort by a column; the other way round when it is sorted by it already."""
        title = self.titles[column] if self.lines else ""
        self.is_reversed = title == self.sorted_by and not self.is_reversed
        self.sorted_by = title
        self.fill(self.titles, self.lines)

    def action_copy(self, everything: bool) -> None:
        """Put lines on the clipboard under their titles, with tabs between cells."""
        lines = self.lines if everything else self.lines[self.cursor_row : self.cursor_row + 1]
        texts = [self.titles, *([cell.text for cell in cells] for _, cells in lines)]
        if lines:
            self.app.copy_to_clipboard("\n".join("\t".join(row) for row in texts))
        copied = "The table is copied." if everything else "The row is copied."
        self.notify(copied if lines else "There is nothing to copy yet.")


class _Inked(NamedTuple):
    """A cell's row, which gets its inks only when it comes into sight: a table measures every cell that it has."""

    app: App[object]
    row: Row

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(width(self.row), width(self.row))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield inked(self.app, self.row)


def inked(app: App[object], *rows: Row) -> Text:
    """Return rows as Textual's own widgets take them.

    The ground is the widget's own; only where the terminal has no colour for it is what stands on another one reversed.
    """
    inks, glyphs = theme.inks(app.theme, app.no_color, False), theme.glyphs(app.theme)
    lines = []
    for row in rows:
        line = Text(no_wrap=True, end="")
        for piece, ink in row:
            full = inks.style(ink)
            style = Style(color=full.color, bold=full.bold, dim=full.dim, reverse=full.reverse) if ink else ""
            line.append(glyphs.spell(piece), style)
        lines.append(line)
    return Text("\n", end="").join(lines)
