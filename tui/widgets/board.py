"""The one widget for all boards: rows painted from one frozen view, of which only changed cells are written.

Rules of this file: nothing here ever asks for a layout; a view equal to the last one costs a comparison; a row that did
not change is not converted again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui import theme
from tui.boards.sheet import GROUND, Clicked, Paint, Sheet, painted
from tui.draw.cells import Row, cell_width
from tui.messages import DoAction
from tui.telemetry.text import plain as harmless


class BoardWidget(Widget):
    """Shows what a painter makes of its view; asks for what a click on it means."""

    ALLOW_SELECT = False

    view: reactive[Any] = reactive(None, repaint=False, init=False)
    """What to show; a frozen value of the painter's own kind, None for nothing yet."""
    greyed: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether hues are drawn as greys: the picture stands still."""

    def __init__(self, paint: Paint, clicked: Clicked | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._paint, self._clicked = paint, clicked
        self._painted: tuple[Row, ...] = ()
        self._painted_for = Size(0, 0)
        """The size that the rows have."""
        self._strips: dict[int, tuple[Row, Strip]] = {}
        """By line: the row and what it became."""

    @property
    def sheet(self) -> Sheet:
        """What is painted on."""
        glyphs, no_color, here = theme.glyphs(self.app.theme), self.app.no_color, self.app.theme
        has_tones = not no_color and here != theme.TERMINAL and not glyphs.ascii_only
        return Sheet(*self.size, glyphs, no_color, has_tones)

    def on_click(self, event: events.Click) -> None:
        if self._clicked is not None and self.view is not None:
            action = self._clicked(self.view, self.sheet, event.x, event.y)
            if action:
                self.post_message(DoAction(action))

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.redraw(everything=True))

    def on_resize(self, event: events.Resize) -> None:
        self.redraw(everything=True)

    def watch_view(self) -> None:
        self.redraw()

    def watch_greyed(self) -> None:
        self.redraw(everything=True)

    def redraw(self, everything: bool = False) -> None:
        """Paint again, and write what changed."""
        if not all(self.size):
            return
        before = self._painted
        self._fill()
        if everything or len(before) != len(self._painted):
            self._strips.clear()
            self.refresh()
        elif regions := tuple(changed(before, self._painted)):
            self.refresh(*regions)

    def _fill(self) -> None:
        """Paint the rows anew."""
        self._painted_for = self.size
        rows = painted(self._paint, self.view, self.sheet)
        # An equal row stays the same object, by which its strip is known.
        before = self._painted[: len(rows)]
        self._painted = tuple(old if old == new else new for old, new in zip_longest(before, rows) if new)

    def render_line(self, y: int) -> Strip:
        """Return one row as Textual draws it; a row that did not change is the same strip as before."""
        row = self._painted[y] if y < len(self._painted) else ((" " * self.size.width, GROUND),)
        known = self._strips.get(y)
        if known is not None and known[0] is row:
            return known[1]
        inks = theme.inks(self.app.theme, self.app.no_color, self.greyed)
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


def changed(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Region]:
    """Yield the cells that differ; neighbouring rows as one region, since each region costs as much as several rows."""
    region: Region | None = None
    for row in _changed_rows(before, after):
        if region is not None and row.y == region.bottom:
            region = region.union(row)
            continue
        if region is not None:
            yield region
        region = row
    if region is not None:
        yield region


def _changed_rows(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Region]:
    """Yield the cells that differ, one region for each row that has any."""
    for y, (old, new) in enumerate(zip_longest(before, after, fillvalue=())):
        if old == new:
            continue
        width = sum(cell_width(text) for text, _ in new)
        start = _alike(old, new)
        end = width - min(_alike(old[::-1], new[::-1], backwards=True), width - start)
        if end > start:
            yield Region(start, y, end - start, 1)


def _alike(old: Row, new: Row, backwards: bool = False) -> int:
    """Return how many cells at the start (or end) of two rows are the same."""
    cells = 0
    for (old_text, old_ink), (new_text, new_ink) in zip(old, new, strict=False):
        if old_text == new_text and old_ink == new_ink:
            cells += cell_width(new_text)
            continue
        if old_ink == new_ink:
            count = _alike_characters(old_text, new_text, backwards)
            if count:
                cells += cell_width(new_text[-count:] if backwards else new_text[:count])
        break
    return cells


def _alike_characters(old: str, new: str, backwards: bool) -> int:
    """Return how many characters at the start (or end) of two texts are the same, by halving."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        same = old[-middle:] == new[-middle:] if backwards else old[:middle] == new[:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low
