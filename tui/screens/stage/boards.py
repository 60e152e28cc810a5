"""The boards on the stage: each widget is made when it is first shown, is told what it shows, and is drawn at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.screen import Screen

from tui.boards.board import of_widget
from tui.boards.frame import Frame
from tui.boards.layout import arrange
from tui.boards.scene import view_of
from tui.widgets.board import BoardWidget
from tui.widgets.direct import Direct

ALWAYS = ("header", "tabs", "keys")
"""What stands on every stage, and is never greyed."""


class Boards:
    """The widgets by name, and the way to the terminal that they share."""

    def __init__(self, screen: Screen[Any]) -> None:
        self.widgets: dict[str, BoardWidget] = {}
        self._direct = Direct(screen, BoardWidget)

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has not taken the last frame yet: nothing is told until it has."""
        return self._direct.is_behind

    def bring(self, placed: Iterable[str]) -> list[BoardWidget]:
        """Return the widgets that are not there yet."""
        new = {name: _widget(name) for name in placed if name not in self.widgets}
        self.widgets |= new
        return [*new.values()]

    def tell(self, frame: Frame, stands: bool = True) -> None:
        """Give those that have a place what they show; between two full frames only those that move.

        `stands`: no board is about to come or to move; else all is drawn at once, when Textual has laid it out.
        """
        direct = self._direct if stands and self._direct.is_open() else None
        is_frozen = frame.comparison.is_frozen
        for name in arrange(frame.width, frame.height, frame.wanted):
            if name in self.widgets:
                widget = self.widgets[name]
                is_told = frame.is_due or of_widget(name)[0].moves
                view = view_of(frame, name) if is_told else widget.view
                widget.show(view, is_frozen and name not in ALWAYS, direct)
        self._direct.flush()


def _widget(name: str) -> BoardWidget:
    board, _ = of_widget(name)
    return BoardWidget(board.paint, board.clicked(name) if board.clicked else None, id=name)
