"""The blocks of a tape: lines that lie together, and what was known before them."""

from __future__ import annotations

from msgspec import Struct, field

from tui.feeds.recorder import Place
from tui.model.state.state import ComparisonState


class Block(Struct, eq=False):
    """Lines that lie together."""

    after_s: float
    """How far the time had come before its first line."""
    line: int
    """The number of its first line in the recording, counted from 1."""
    size: int = 0
    """Of its lines, in bytes; the newest block of a run grows."""
    text: bytearray = field(default_factory=bytearray)
    """Its lines while it grows."""
    packed: bytes = b""
    """Its lines where they are in no file from which they can be read again."""
    place: Place | None = None
    """Where they are in one."""
    state: ComparisonState | None = None
    """What was known before its first line, where that is kept."""
