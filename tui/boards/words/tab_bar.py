"""The second line: a tab for each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events

from tui.boards.framed import first_that_fits, plain
from tui.draw.cells import Row, apart, join
from tui.draw.cells import width as row_width
from tui.messages import ShowScenario
from tui.widgets.board import Board


@dataclass(frozen=True, slots=True)
class TabsView:
    """The tabs."""

    tabs: tuple[str, ...]
    active: int
    broken: frozenset[int] = frozenset()
    """Places of lessons that could not be read."""


class TabBar(Board[TabsView]):
    """`1 threads  2 queue  3 counter`; scrolls when there are more than fit."""

    def paint(self, view: TabsView, width: int, height: int) -> Sequence[Row]:
        tabs = [self._tab(view, place) for place in range(len(view.tabs))]
        first, count = self._window([row_width(tab) for tab in tabs], view.active, width - 4)
        more = self.glyphs.left if first else " "
        strip = join(plain(more, "muted"), *tabs[first : first + count])
        if first + count < len(tabs):
            strip = join(strip, plain(f" {self.glyphs.right}", "muted"))
        return [apart(strip, first_that_fits(self._hints(len(tabs)), width - row_width(strip) - 3), width)]

    def _tab(self, view: TabsView, place: int) -> Row:
        number = f"{place + 1}" if place < 9 else " "
        name = self.glyphs.spell(view.tabs[place])
        if place == view.active:
            return ((f" {number} ", "key bold on select"), (f"{name} ", "foreground bold on select"))
        return ((f" {number} ", "key"), (f"{name} ", "bad" if place in view.broken else "foreground"))

    def _window(self, widths: Sequence[int], active: int, room: int) -> tuple[int, int]:
        """Return the first tab to show and how many, so that the active one is among them."""
        first = 0
        while first < active and sum(widths[first : active + 1]) > room:
            first += 1
        count = used = 0
        for size in widths[first:]:
            used += size
            if used > room and count:
                break
            count += 1
        return first, count

    def _hints(self, tabs: int) -> Sequence[Row]:
        switch: Row = ((f"{self.glyphs.left} {self.glyphs.right}", "key"), (" switch   ", "muted")) if tabs > 1 else ()
        help_: Row = (("?", "key"), (" help ", "muted"))
        palette: Row = (("ctrl+p", "key"), (" all commands   ", "muted"))
        return [join(switch, palette, help_), join(switch, help_), help_]

    def on_click(self, event: events.Click) -> None:
        view: TabsView | None = self.view
        if view is None:
            return
        widths = [row_width(self._tab(view, place)) for place in range(len(view.tabs))]
        first, count = self._window(widths, view.active, self.size.width - 4)
        at = 1
        for place in range(first, first + count):
            if at <= event.x < at + widths[place]:
                self.post_message(ShowScenario(place))
            at += widths[place]
