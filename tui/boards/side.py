"""What a board has for the presenter layout: at most three numbers side by side, and a picture below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from tui.boards.frame import Frame
from tui.boards.sheet import Paint
from tui.play.comparison import Comparison


class PresenterSide(Struct, frozen=True):
    """What stands side by side: a big number, what it is, and a bar for each worker."""

    name: str
    hue: str
    says: str
    """A sentence, for before anything has run."""
    numbers: tuple[str, ...] = ()
    """The big number, in several lengths, the longest first; empty when there is none yet."""
    unit: str = ""
    """Stands small behind the number where it is not in it."""
    captions: tuple[str, ...] = ()
    """What the number is, or why there is none; the longest first."""
    words: str = ""
    """What names the bars below."""
    bars: tuple[float | None, ...] = ()
    """A share from 0 to 1 for each worker; None when it is not known."""


class Presented(Struct, frozen=True):
    """How a board looks as the picture of the presenter layout, which is one board's and as large as it goes."""

    paint: Paint
    view: Callable[[Frame, int], Any] | None = None
    """Returns what it shows, given 0; None for the view of the stage, where it is one board for all variants."""
    weighs: Callable[[Comparison], int] = lambda comparison: 1
    """Returns how much it should be the picture now: the heaviest board is, of equal ones the first that is listed;
    at 0 it is not. One that declares nothing weighs 1 where it stands in the middle of the stage, else 0."""
