"""What the board of shared memory shows."""

from __future__ import annotations

from msgspec import Struct

from tui.draw.cells import Row
from tui.model.memory.readings import Memory
from tui.model.workers.palette import WRITERS


class MemoryView(Struct, frozen=True):
    """One run of one variant."""

    variant: str
    hue: str
    seen: Memory | None = None
    second_ago: bytes = b""
    """The block's cells as they were a second ago, and a moment ago: what is fresh is lighter."""
    moment_ago: bytes = b""
    painter_bits: int | None = None
    """How many of a byte's lower bits say who wrote it; None where that is not known."""
    hues: tuple[str, ...] = WRITERS
    """The hue of each writer."""
    is_hex: bool = False
    focused: bool = False
    facts: str = ""
    """Said in front of the block's own facts: `run 2 of 3`."""
    trouble: str = ""
    """Why the run failed."""
    says: tuple[Row, ...] = ()
    """Instead of a picture, while there is none: what to press, or what it waits for."""
