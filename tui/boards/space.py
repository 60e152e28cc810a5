"""The room on the stage: kinds of layout, rectangles, and what has to be placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["tiny", "presenter", "compact", "full", "wide"]
"""Too small to use · one number a side · no boxes, meters · as drawn · source and events at the side."""


class Place(NamedTuple):
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the stage has to show."""

    panels: int
    boards: tuple[str, ...] = ()
    """The names of the boards that the lesson lists."""
    baseline: bool = False
    cores: int = 1
    presenting: bool = False
    code: bool = False
    zoomed: str | None = None
    """The board that is enlarged."""
    uses: tuple[tuple[str, int], ...] = ()
    """The boards that have something to show, and how many rows each wants, where that depends on the program."""
    chosen: str = ""
    """Which of these stands where they take turns."""
    says_cores: bool = False
    """Whether the cores need room for words on what this system cannot tell."""

    @property
    def turning(self) -> tuple[str, ...]:
        """The boards that may take turns in one place: all that the program has something for, but the first one."""
        return tuple(name for name, _ in self.uses if name != "program-tree")


def kind_of(width: int, height: int, presenting: bool = False) -> Kind:
    """Return the kind of layout for a terminal."""
    if width < 50 or height < 15:
        return "tiny"
    if presenting or width < 80 or height < 24:
        return "presenter"
    if width < 100 or height < 36:
        return "compact"
    return "wide" if width >= 180 else "full"
