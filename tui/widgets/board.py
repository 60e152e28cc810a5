"""The one widget for all boards: rows painted from one frozen view, of which only changed cells are written.

Rules of this file: nothing here ever asks for a layout; a view equal to the last one costs a comparison; a row that did
not change is neither padded nor converted again. Views are plain attributes: nothing of Textual's watches them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui import theme
from tui.boards.sheet import GROUND, Clicked, Paint, Sheet, rows_of, spelt
from tui.draw.cells import Row
from tui.draw.changes import between, changed_cells
from tui.draw.glyphs import PROJECTOR
from tui.messages import DoAction
from tui.telemetry.text import plain as harmless
from tui.widgets.direct import Direct

Change = tuple[int, int, int]
"""A line, the first of its cells that changed, and the one behind the last."""


class BoardWidget(Widget):
    """Shows what a painter makes of its view; asks for what a click on it means."""

    ALLOW_SELECT = False

    def __init__(self, paint: Paint, clicked: Clicked | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.view: Any = None
        """What is shown; a frozen value of the painter's own kind, None for nothing yet."""
        self.greyed = False
        """Whether hues are drawn as greys: the picture stands still."""
        self._paint, self._clicked = paint, clicked
        self._left: list[Row] = []
        """The rows as the painter left them."""
        self._painted: list[Row] = []
        """The same, each as wide as the board: what is on the screen, or will be when Textual comes to it."""
        self._painted_for = (0, 0)
        """The width and height that the rows have."""
        self._sheet: Sheet | None = None
        self._strips: dict[int, tuple[Row, Strip]] = {}
        """By line: the row and what it became."""

    @property
    def sheet(self) -> Sheet:
        """What is painted on; the same object until a size or the theme is another one."""
        if self._sheet is None or (self._sheet.width, self._sheet.height) != self.outer_size:
            glyphs, no_color, here = theme.glyphs(self.app.theme), self.app.no_color, self.app.theme
            has_tones = not no_color and here != theme.TERMINAL and not glyphs.ascii_only
            has_ramps = has_tones and glyphs is not PROJECTOR
            self._sheet = Sheet(*self.outer_size, glyphs, no_color, has_tones, has_ramps)
        return self._sheet

    @property
    def inks(self) -> theme.Inks:
        """What its rows are drawn in."""
        return theme.inks(self.app.theme, self.app.no_color, self.greyed)

    def on_click(self, event: events.Click) -> None:
        if self._clicked is not None and self.view is not None:
            action = self._clicked(self.view, self.sheet, event.x, event.y)
            if action:
                self.post_message(DoAction(action))

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw_all())

    def on_resize(self, event: events.Resize) -> None:
        if self._painted_for != self.size:  # Else the layout that made it so large has drawn it.
            self._draw_all()

    def _draw_all(self) -> None:
        self._sheet = None
        self._left.clear()
        self._draw(None, everything=True)

    def show(self, view: Any, greyed: bool = False, direct: Direct | None = None) -> None:
        """Show this from now on: straight on the terminal, or where that cannot be when Textual comes to it."""
        everything = greyed is not self.greyed
        if everything or not (view is self.view or view == self.view):
            self.view, self.greyed = view, greyed
            self._draw(direct, everything)

    def _draw(self, direct: Direct | None, everything: bool) -> None:
        """Paint again, and have written what changed."""
        sheet = self.sheet
        if not (sheet.width and sheet.height):
            return
        before = [] if everything or self._painted_for != (sheet.width, sheet.height) else self._painted
        if not before:
            self._strips.clear()
        self._fill()
        changes = [*self._changes(before)]
        if changes and not (direct is not None and direct.write(self, self._cells(changes), self.inks)):
            self.refresh(*regions(changes))

    def _fill(self) -> None:
        """Paint the rows anew; an equal row stays the same object, by which its strip is known."""
        sheet = self.sheet
        left = rows_of(self._paint, self.view, sheet)
        if self._painted_for != (sheet.width, sheet.height):
            self._left, self._painted_for = [], (sheet.width, sheet.height)
        known = zip(self._left, self._painted, strict=False)
        pairs = zip(left, known, strict=False)
        kept = [row if new is old or new == old else spelt(new, sheet) for new, (old, row) in pairs]
        self._painted = kept + [spelt(row, sheet) for row in left[len(kept) :]]
        self._left = left

    def _changes(self, before: list[Row]) -> Iterator[Change]:
        width, _ = self._painted_for
        for y, row in enumerate(self._painted):
            if y >= len(before):
                yield y, 0, width
            elif row is not before[y]:
                start, end = changed_cells(before[y], row, width)
                if end > start:
                    yield y, start, end

    def _cells(self, changes: Iterable[Change]) -> Iterator[tuple[int, int, Row]]:
        """Yield what stands now in the cells that changed."""
        width, _ = self._painted_for
        for y, start, end in changes:
            row = self._painted[y]
            pieces = row if end - start == width else between(row, (start, end))
            yield y, start, tuple((harmless(text, len(text)), ink) for text, ink in pieces)

    def render_line(self, y: int) -> Strip:
        """Return one row as Textual draws it; a row that did not change is the same strip as before."""
        row = self._painted[y] if y < len(self._painted) else ((" " * self.size.width, GROUND),)
        known = self._strips.get(y)
        if known is not None and known[0] is row:
            return known[1]
        inks = self.inks
        strip = Strip([Segment(harmless(text, len(text)), inks.style(ink)) for text, ink in row if text])
        self._strips[y] = (row, strip)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a region.

        A board has no border, padding or opacity, and its inks already know NO_COLOR and the terminal's own colours. So
        Textual's way over `StylesCache` and line filters, which costs as much again as the strips, has nothing to add.
        """
        if self._painted_for != self.size:  # It hears of its new size only after this frame.
            self._strips.clear()
            self._fill()
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]


def regions(changes: Iterable[Change]) -> list[Region]:
    """Return the cells as regions, neighbouring lines as one: each region costs Textual as much as several rows."""
    found: list[Region] = []
    for y, start, end in changes:
        line = Region(start, y, end - start, 1)
        if found and y == found[-1].bottom:
            found[-1] = found[-1].union(line)
        else:
            found.append(line)
    return found
