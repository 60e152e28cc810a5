"""The room on the stage: kinds of layout, rectangles, and what has to be placed."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

Kind = Literal["tiny", "presenter", "compact", "full", "wide"]
"""Too small to use · numbers, a picture, a sentence · no boxes, meters · as drawn · source and events at the side."""


class Place(NamedTuple):
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


class Wanted(Struct, frozen=True):
    """What the stage has to show."""

    boards: tuple[tuple[str, int], ...]
    """The boards that have something to show, and how many rows each would like inside its frame."""
    panels: int = 1
    """The variants that get a panel each."""
    presenting: bool = False
    code: bool = False
    zoomed: str | None = None
    """The board that is enlarged."""
    chosen: str = ""
    """The board that is seen where several take turns."""
    has_numbers: bool = False
    """Whether anything was started yet, so that the presenter layout needs room for numbers."""
    notes: tuple[str, ...] = ()
    """What the presenter layout shows to who speaks; empty while that is hidden."""
    says_cores: bool = False
    """Whether the cores need room for words on what this system cannot tell."""


class Room(NamedTuple):
    """What a board is asked about: the room that is left for it and those still to be placed."""

    kind: Kind
    width: int
    height: int
    wants: int
    """The rows that it would like inside its frame."""
    wanted: Wanted
    low: int = 0
    """Rows of the events beside the boards, at the lower end; 0 when there are none."""


def kind_of(width: int, height: int, presenting: bool = False) -> Kind:
    """Return the kind of layout for so many cells; the presenter's may be chosen, and is forced below 80 × 24."""
    if width < 50 or height < 15:
        return "tiny"
    if presenting or width < 80 or height < 24:
        return "presenter"
    if width < 100 or height < 36:
        return "compact"
    return "wide" if width >= 180 else "full"


def presenter_margin(width: int) -> int:
    """Return the columns that stay empty at both sides of the presenter layout."""
    return 4 if width >= 100 else 2
