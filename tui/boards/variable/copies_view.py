"""What the board of the copies shows: a variable of each kind, in every process, in one run."""

from __future__ import annotations

from msgspec import Struct

from tui.draw.cells import Row
from tui.model.variable.readings import Seen


class Found(Struct, frozen=True):
    """What the children of one variant found in the global that main had set."""

    variant: str
    hue: str
    says: str
    """`10`, or `0 or 10`; `–` while it is not told."""


class CopiesView(Struct, frozen=True):
    """One run, what the learner expected of it, and the first row of the others."""

    variant: str
    hue: str
    seen: Seen | None = None
    predicted: tuple[tuple[str, bool], ...] = ()
    """Kind, and whether the learner said that main sees it changed; empty without a guess."""
    found: tuple[Found, ...] = ()
    set_to: int | None = None
    """What main had set the global to, in all runs; None where that is not known or differs."""
    says: tuple[Row, ...] = ()
    """Instead of numbers, while there are none."""
    trouble: str = ""
    facts: str = ""
    focused: bool = False

    def expected(self, kind: str) -> bool | None:
        """Return whether the learner said that main sees this kind changed; None without a guess."""
        return dict(self.predicted).get(kind)
