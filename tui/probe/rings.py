"""A thread's ring, opened when the thread has its first event: most processes have none, and import nothing for it."""

from __future__ import annotations

import itertools
from _struct import Struct

from . import layout
from .files import reserved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .segment import ThreadSlot

_put = Struct("=qqqq").pack_into


def opened(slot: ThreadSlot) -> Callable[[], int]:
    """Let a thread write events, and return what numbers them. Where there is no room they are numbered only."""
    count = slot.words[slot.base + layout.S_RING_COUNT]
    ring = layout.ring_offset(slot.index)
    here = ring + count % layout.RING_RECORDS * layout.RECORD_BYTES
    places = itertools.chain(
        range(here, ring + layout.RING_BYTES, layout.RECORD_BYTES), range(ring, here, layout.RECORD_BYTES)
    )
    slot.next_number = next_number = itertools.count(count + 1).__next__
    if reserved(slot.board.segment_path, ring, layout.RING_BYTES):
        slot.put = _put
        slot.next_offset = itertools.cycle(places).__next__
    return next_number
