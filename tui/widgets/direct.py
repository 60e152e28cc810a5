"""Changed cells straight to the terminal: one synchronised write a frame, in place of Textual's compositor.

Used only while Textual has nothing of its own to draw: our own terminal driver, this screen on top, nothing but boards
on it, no layout, repaint or resize pending. In every other frame (a dialog, a palette, a toast or a tooltip over it,
no terminal, a page in a browser) `is_open` is False and a board asks Textual to refresh. Both draw a board's rows in
the same styles, and Textual keeps no copy of the screen: whatever it draws later it asks the boards for, so what was
written here needs no telling. It took 3.5 of 9.1 ms a tick (sums) and 3.8 of 14.9 (queue) to go through Textual.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.color import ColorSystem
from rich.control import Control
from rich.style import Style
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.console.driver import TerminalDriver
from tui.draw.cells import Row
from tui.theme import Inks

RESET = "\x1b[0m"


class Direct:
    """Collects the cells of one frame, and writes them."""

    def __init__(self, screen: Screen[Any], board: type[Widget]) -> None:
        """`board` is the kind of widget that may stand on the screen."""
        self._screen, self._board = screen, board
        self._seen: object = None
        """What Textual has laid out, as it was last looked at."""
        self._is_ours = False
        """Whether all of that are boards."""
        self._places: dict[Widget, Region] = {}
        self._text: list[str] = []
        self._style: Style | None = None
        self._turns: dict[tuple[Style | None, Style], str] = {}

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has not taken the last frame yet: another one would wait, or make the loop wait."""
        driver = self._screen.app._driver
        return isinstance(driver, TerminalDriver) and driver.is_behind

    def is_open(self) -> bool:
        """Whether cells can be written now; to be asked once a frame."""
        screen, app = self._screen, self._screen.app
        compositor = screen._compositor
        is_settled = not (
            screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets
            or compositor._dirty_regions or app._batch_count
        )  # fmt: skip
        if not (is_settled and isinstance(app._driver, TerminalDriver) and app.screen is screen):
            return False
        return compositor.size == app.size and self._finds_boards(compositor.visible_widgets)

    def _finds_boards(self, visible: dict[Widget, tuple[Region, Region]]) -> bool:
        """Whether nothing but boards is on the screen. Textual makes a new table when something comes or goes."""
        if visible is not self._seen:
            self._seen = visible
            self._places = {widget: region for widget, (region, _) in visible.items() if widget is not self._screen}
            self._is_ours = all(isinstance(widget, self._board) for widget in self._places)
        return self._is_ours

    def write(self, board: Widget, changes: Iterable[tuple[int, int, Row]], inks: Inks) -> bool:
        """Take cells of a board: its line, the first cell, the pieces from there. False where it has no place."""
        place = self._places.get(board)
        if place is None or place.size != board.outer_size:
            return False
        for y, x, pieces in changes:
            self._text.append(f"\x1b[{place.y + y + 1};{place.x + x + 1}H")
            for text, ink in pieces:
                self._text.append(self._turned(inks.style(ink)))
                self._text.append(text)
        return True

    def _turned(self, style: Style) -> str:
        """Return what turns the terminal from the style before into this one."""
        before, self._style = self._style, style
        if style is before:
            return ""
        turn = self._turns.get((before, style))
        if turn is None:
            system = self._screen.app.console._color_system or ColorSystem.TRUECOLOR
            turn = self._turns[before, style] = turned(before, style, system)
        return turn

    def flush(self) -> None:
        """Write the frame, if there is any."""
        if not self._text:
            return
        app = self._screen.app
        begin, end = (SYNC_START, SYNC_END) if app._sync_available else ("", "")
        home = Control.move_to(*app.size.clamp_offset(app.cursor_position)).segment.text
        frame = "".join((begin, *self._text, RESET, home, end))
        self._text, self._style = [], None
        assert app._driver is not None
        app._driver.write(frame)


def turned(before: Style | None, style: Style, system: ColorSystem) -> str:
    """Return the shortest sequence from a style, or from none, to another one, as Textual writes them."""
    whole = Strip.render_ansi(style, system)
    if before is None:
        return f"\x1b[{whole}m" if whole else ""
    if before._attributes != style._attributes:
        return f"\x1b[0;{whole}m" if whole else RESET
    colours = ";".join([*_colour(before, style, system, True), *_colour(before, style, system, False)])
    return f"\x1b[{colours}m" if colours else ""


def _colour(before: Style, style: Style, system: ColorSystem, is_front: bool) -> tuple[str, ...]:
    """Return what changes the colour of the text, or that of the ground."""
    was, now = (before.color, style.color) if is_front else (before.bgcolor, style.bgcolor)
    if was == now:
        return ()
    return ("39" if is_front else "49",) if now is None else now.downgrade(system).get_ansi_codes(is_front)
