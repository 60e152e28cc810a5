"""What a board has for the presenter layout, where at most three stand side by side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PresenterSide:
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
