"""The second line: a tab for each lesson of the group at hand."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.board import Board
from tui.boards.frame import TabsView
from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, apart, join
from tui.draw.cells import width as row_width

LESSONS = "0"
"""The key of all lessons."""


def paint(view: TabsView, sheet: Sheet) -> Sequence[Row]:
    """`start  1 threads  2 queue  3 counter`; scrolls when there are more than fit."""
    width, head = sheet.width, _head(view)
    tabs = [_tab(view, place) for place in range(len(view.tabs))]
    first, count = _window([row_width(tab) for tab in tabs], view.active, width - 4 - row_width(head))
    more = "◂" if first else " "
    strip = join(head, plain(more, "muted"), *tabs[first : first + count])
    if first + count < len(tabs):
        strip = join(strip, plain(" ▸", "muted"))
    return [apart(strip, first_that_fits(_hints(view, width), width - row_width(strip) - 3), width)]


def _head(view: TabsView) -> Row:
    return plain(f"  {view.group}", "muted") if view.group else ()


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


def _hints(view: TabsView, width: int) -> Sequence[Row]:
    """Return what stands at the right in several lengths; a narrow terminal has the short ones only."""
    switch: Row = (("◂ ▸", "key"), (" switch   ", "muted")) if len(view.tabs) > 1 else ()
    help_: Row = (("?", "key"), (" help ", "muted"))
    palette: Row = (("ctrl+p", "key"), (" all commands   ", "muted"))
    long, short = (((LESSONS, "key"), (f" {words}", "muted")) for words in ("all lessons   ", "lessons  "))
    every: tuple[Row, Row] = (long, short) if view.count > 1 else ((), ())
    brief = [join(every[1], help_), help_]
    return [*([join(every[0], switch, palette, help_), join(every[0], switch, help_)] if width >= 100 else []), *brief]


def clicked(view: TabsView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return that the tab under the pointer is to be shown, or what the hint there says."""
    widths, head = [row_width(_tab(view, place)) for place in range(len(view.tabs))], row_width(_head(view))
    first, count = _window(widths, view.active, sheet.width - 4 - head)
    at = 1 + head
    for place in range(first, first + count):
        if at <= x < at + widths[place]:
            return f"show_tab({place + 1})"
        at += widths[place]
    return _hinted("".join(text for text, _ in paint(view, sheet)[0]), x)


_HINTED = {
    f"{LESSONS} all lessons": "lessons", f"{LESSONS} lessons": "lessons", "◂ ▸ switch": "right",
    "ctrl+p all commands": "app.command_palette", "? help": "help",
}  # fmt: skip
"""What the hints ask for."""


def _hinted(row: str, x: int) -> str | None:
    """Return the action of the hint under the pointer."""
    found = ((action, row.rfind(words), len(words)) for words, action in _HINTED.items())
    return next((action for action, at, size in found if at >= 0 and at <= x < at + size), None)


BOARD = Board("tabs", paint, lambda frame, _: frame.tabs, clicked=lambda _: clicked, moves=False)
