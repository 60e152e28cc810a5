"""Updates in two steps: which of them overlap, over all processes.

A lock, a turn or a message keeps two updates apart. Two that overlap were kept apart by nothing.
"""

from __future__ import annotations

import math
import struct
from collections import deque
from collections.abc import Sequence

from msgspec.structs import replace

from tui.feeds.board.board_file import Record, whole
from tui.feeds.board.read_batch import ReadBatch
from tui.telemetry.updates import SplitUpdate
from tui.telemetry.who import Who

MOST_UPDATES = 1024
"""Objects and items, of each process."""
MOST_SPANS = 512
"""Of an item, the newest."""


class UpdateBook:
    """What is known of updates in two steps."""

    def __init__(self) -> None:
        self._of: dict[tuple[int, int], SplitUpdate] = {}
        """By pid and the number that the process gave it."""
        self._spans: dict[tuple[int, str], deque[tuple[int, int, Who]]] = {}
        self._changed: set[tuple[int, int]] = set()

    def made(self, pid: int, fields: Sequence[str], batch: ReadBatch | None = None) -> None:
        """Take a `V` line's fields; what does not fit is passed by."""
        if len(fields) == 4 and len(self._of) < MOST_UPDATES:
            number, key = whole(fields[0], 1), whole(fields[1], 1)
            if number is not None and key is not None:
                self._of.setdefault((pid, number), SplitUpdate(key, pid, fields[2], fields[3], 0, 0))

    def record(self, who: Who, record: Record) -> None:
        """Take one update."""
        until_ns, _, number, took_ns = record
        place = who.pid, number
        known = self._of.get(place)
        if known is None:
            return
        span = until_ns - max(0, took_ns), until_ns, who
        spans = self._spans.setdefault((known.key, known.item), deque(maxlen=MOST_SPANS))
        met = took_ns == 0 or any(_overlaps(span, other) for other in spans)
        spans.append(span)
        self._of[place] = replace(known, times=known.times + 1, met=known.met + met)
        self._changed.add(place)

    def tell(self) -> tuple[SplitUpdate, ...]:
        """Return those of which there is news since the last call."""
        changed, self._changed = self._changed, set()
        return tuple(self._of[place] for place in sorted(changed))


def _overlaps(one: tuple[int, int, Who], other: tuple[int, int, Who]) -> bool:
    return one[2] != other[2] and one[0] < other[1] and other[0] < one[1]


def double(bits: int) -> float:
    """Return the float that has these bits; 0 for one that is none, or too large."""
    value: float = struct.unpack("=d", struct.pack("=q", bits))[0]
    return value if math.isfinite(value) and abs(value) < 1e15 else 0.0
