"""The second line: a tab for each scenario."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.board import Board
from tui.boards.frame import TabsView
from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, apart, join
from tui.draw.cells import width as row_width


def paint(view: TabsView, sheet: Sheet) -> Sequence[Row]:
    """`1 threads  2 queue  3 counter`; scrolls when there are more than fit."""
    width = sheet.width
    tabs = [_tab(view, place) for place in range(len(view.tabs))]
    first, count = _window([row_width(tab) for tab in tabs], view.active, width - 4)
    more = "◂" if first else " "
    strip = join(plain(more, "muted"), *tabs[first : first + count])
    if first + count < len(tabs):
        strip = join(strip, plain(" ▸", "muted"))
    return [apart(strip, first_that_fits(_hints(len(tabs)), width - row_width(strip) - 3), width)]


def _tab(view: TabsView, place: int) -> Row:
    number = f"{place + 1}" if place < 9 else " "
    name = view.tabs[place]
    if place == view.active:
        return ((f" {number} ", "key bold on select"), (f"{name} ", "foreground bold on select"))
    return ((f" {number} ", "key"), (f"{name} ", "bad" if place in view.broken else "foreground"))


def _window(widths: Sequence[int], active: int, room: int) -> tuple[int, int]:
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


def _hints(tabs: int) -> Sequence[Row]:
    switch: Row = (("◂ ▸", "key"), (" switch   ", "muted")) if tabs > 1 else ()
    help_: Row = (("?", "key"), (" help ", "muted"))
    palette: Row = (("ctrl+p", "key"), (" all commands   ", "muted"))
    return [join(switch, palette, help_), join(switch, help_), help_]


def clicked(view: TabsView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return that the tab under the pointer is to be shown."""
    widths = [row_width(_tab(view, place)) for place in range(len(view.tabs))]
    first, count = _window(widths, view.active, sheet.width - 4)
    at = 1
    for place in range(first, first + count):
        if at <= x < at + widths[place]:
            return f"show_tab({place + 1})"
        at += widths[place]
    return None


BOARD = Board("tabs", paint, lambda frame, _: frame.tabs, clicked=lambda _: clicked, moves=False)
