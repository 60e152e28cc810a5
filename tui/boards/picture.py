"""What a picture is: its boards, their places, what they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tui.boards.sheet import Painter, Shown
from tui.boards.space import Kind, Place, Wanted
from tui.boards.speed.views import Slow
from tui.boards.words.presenter_board import PresenterSide
from tui.boards.words.tab_bar import TabsView
from tui.play.comparison import Comparison
from tui.play.look import Look


class Frame(Protocol):
    """One frame, as far as a picture needs it; `Scene` is one."""

    comparison: Comparison
    look: Look
    slow: Slow
    tabs: TabsView
    width: int
    height: int

    def shown(self) -> int:
        """How many variants have a panel on the screen."""

    def turning(self) -> tuple[str, ...]:
        """The boards that take turns in one place; none where all of them are shown."""


class Picture(Protocol):
    """How one kind of lesson is drawn. It holds no state: everything comes from the frame."""

    enlargeable: tuple[str, ...]
    """The ids of its boards that can fill the stage. Ids are unique among all pictures."""
    moving: tuple[str, ...]
    """Those whose numbers move with every sample; the others are told a frame that shows everything, twice a second."""
    slots: tuple[str, ...]
    """Those that show one variant each, side by side, when there are more variants than fit."""

    def boards(self) -> Iterable[Painter]:
        """Return how its boards are painted."""

    def places(self, kind: Kind, area: Place, wanted: Wanted, low: int) -> dict[str, Place]:
        """Return the places within the area between tabs and sentence, in reading order.

        `kind` is compact, full or wide; `low` is how many rows the events beside the area take at its lower end, 0
        when there are none.
        """

    def beside(self, area: Place, wanted: Wanted) -> dict[str, Place]:
        """Return the places in a column beside the source."""

    def tell(self, frame: Frame, name: str, board: Shown, due: bool) -> None:
        """Give a board its view; `due` when it is time for what changes slowly."""

    def sides(self, comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
        """Return what stands side by side in the presenter layout: one to three."""
