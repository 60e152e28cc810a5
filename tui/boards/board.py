"""What a board is: one declaration of what it wants, where it likes to stand, what it shows and how it is painted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from msgspec import Struct

from tui.board_names import BOARDS, FRAME
from tui.boards.frame import Frame
from tui.boards.sheet import Clicked, Paint
from tui.boards.side import Presented, PresenterSide
from tui.boards.space import Room
from tui.keys import Key
from tui.model.state.state import RunState
from tui.play.comparison import Comparison

T = TypeVar("T")

LOWEST = 3
"""Rows of the lowest board: its frame and a line."""


MOST_WANTED = 12
"""Rows that a board beside the main one may ask for."""


def always(comparison: Comparison) -> int:
    """The rows of a board that is there whatever runs."""
    return 1


def all_it_can_get(comparison: Comparison) -> int:
    """The rows of a board that is there whatever runs, and has a use for as many as there are."""
    return MOST_WANTED


def up_to_a_sixth(room: Room) -> int:
    """The rows in the column beside the source, frame included, of a board that wants the more the more it has."""
    return min(room.wants + 2, room.height // 6)


def of_run(read: Callable[[RunState], T], nothing: T) -> Callable[..., T]:
    """Return a function of a comparison or frame that reads its newest run; `nothing` as long as there is none."""

    def read_newest(of: Frame | Comparison, *_: int) -> T:
        run = (of.comparison if isinstance(of, Frame) else of).state.newest()
        return nothing if run is None else read(run)

    return read_newest


def no_count(run: RunState) -> str:
    return ""


class Board(Struct, frozen=True):
    """One board. Nothing else knows it but the line with its name in `tui.board_names`."""

    name: str
    paint: Paint
    view: Callable[[Frame, int], Any]
    """Returns what it shows, a frozen value, or None for nothing yet. It is given its slot, counted from 0."""
    title: str = ""
    """What it is called where boards take turns; empty for its name."""
    wants: Callable[[Comparison], int] = always
    """Returns how many rows it would like inside its frame; 0 when it has nothing to show."""
    least: int = LOWEST
    """Rows it needs, its frame included."""
    strip: Callable[[Room], int] | None = None
    """Returns its rows where it stands at the top; 0 where it does not. None: it never does."""
    foot: Callable[[Room], int] | None = None
    """Returns its rows at the lower end; 0 for none. None: it stands in the middle."""
    foot_columns: Callable[[Room], int] | None = None
    """Returns its columns where it stands at the foot to the right of another one; 0 where it has a row of its own."""
    column: Callable[[Room], int] | None = None
    """Returns its rows in the column beside the source; None: of one that stands in the middle a few, else none."""
    slots: int = 0
    """How many of it can stand side by side, for one variant each; 0 where it is one for all."""
    abreast: Callable[[Room], int] | None = None
    """Returns how many of these may be seen at once; None: as many as have room."""
    first: Callable[[Frame], int] | None = None
    """Returns which variant stands in the first slot as long as nobody has chosen another."""
    yields: bool = False
    """Whether, as the main one, it stands below the others where there is room: they are the answer."""
    grows: bool = False
    """Whether rows are of use to it that no board asks for."""
    zooms: bool = True
    """Whether it can fill the stage."""
    moves: bool = True
    """Whether it is told each frame; the others are told twice a second."""
    clicked: Callable[[str], Clicked] | None = None
    """Returns for the name of a widget what a click on it asks for."""
    keys: tuple[Key, ...] = ()
    """Keys that are there while it is on the stage; how often each was pressed stands in the frame's look."""
    tries: tuple[tuple[str, str], ...] = ()
    """Keys worth pressing while it is there, and what each does in a word or two."""
    sides: Callable[[Frame], tuple[PresenterSide, ...]] | None = None
    """Returns its numbers for the presenter layout, the most important first."""
    presented: Presented | None = None
    """How it looks as the presenter's picture; None: as on the stage, its slots side by side."""
    count: Callable[[RunState], str] = no_count
    """Returns how much there is of it, for the line of the boards that take turns."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of its widgets: its own, or one for each slot."""
        return tuple(f"{self.name}{slot}" for slot in range(self.slots)) or (self.name,)


@cache
def find(name: str) -> Board:
    """Return a board, imported when it is first shown: all of them would keep the first screen waiting."""
    board: Board = import_module({**FRAME, **BOARDS}[name]).BOARD
    return board


def slot_of(name: str) -> int | None:
    """Return the slot of a widget, counted from 0; None for a board that is one for all variants."""
    board, slot = of_widget(name)
    return slot if board.slots else None


def all_keys() -> tuple[Key, ...]:
    """Return the keys of all boards there are; this imports every board."""
    return tuple(key for name in BOARDS for key in find(name).keys)


@cache
def of_widget(name: str) -> tuple[Board, int]:
    """Return the board and the slot, counted from 0, of a widget."""
    bare = name.rstrip("0123456789")
    return find(bare), int(name[len(bare) :] or 0)
