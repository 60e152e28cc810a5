"""What goes on at a queue now, in one word: every caption and every sentence of a run that is on begins here.

Rules of this file: it speaks of the last second and of the queue in use, so of the bound that holds now; who waits at
this very moment is never contradicted; what the last second does not show is "".
"""

from __future__ import annotations

from typing import Literal

from tui.model.queue.missing import missing
from tui.model.queue.readings import SAME, QueueReading

Pace = Literal[
    "untaken", "unmade", "emptying", "still", "grows", "braked", "hungry", "turns", "fills", "drains", "even", ""
]
"""Nobody takes · nobody puts · no producer, it empties · nothing moves · no bound, and it grows · producers wait for
room · consumers wait for items · each side waits at times · it fills · it empties · as much goes in as comes out, and
nobody waits."""

FEW, GROWS, LEAST = 4, 1.2, 3.0
"""A queue of more items than a few grows when this many times as much goes in as comes out, and so many a second."""
MORE = 2.0
"""A side is said to wait when it waits so many times as much as the other one."""


def pace(reading: QueueReading) -> Pace:
    """Return what goes on; nothing once the run is over."""
    into, out = reading.in_per_s, reading.out_per_s
    if reading.is_over or into is None or out is None:
        return ""
    gone = missing(reading)
    if not (gone or reading.producers or reading.consumers or into or out):
        return ""  # nobody has done anything yet
    if "consumers" in gone:
        return "" if out else "untaken"
    if "producers" in gone:
        return "emptying" if out and reading.depth else "" if into or out else "unmade"
    return _growing(reading, into, out) or _waiting(reading, into, out) or _moving(reading, into, out)


def _growing(reading: QueueReading, into: float, out: float) -> Pace:
    is_growing = reading.maxsize is None and reading.depth > FEW and _is_more(into, out)
    return "grows" if is_growing and not _waits(reading, "full") else ""


def _waiting(reading: QueueReading, into: float, out: float) -> Pace:
    """Return who waits for whom, by the seconds waited and by who waits at this moment."""
    full, empty = reading.full_now or 0.0, reading.empty_now or 0.0
    full_now, empty_now = _waits(reading, "full"), _waits(reading, "empty")
    if (full_now and empty_now) or (full > SAME and empty > SAME and max(full, empty) < MORE * min(full, empty)):
        return "turns"
    bound = reading.maxsize
    is_held = full_now or (full > SAME and full > empty)
    if is_held and not empty_now and bound is not None and 2 * reading.depth >= bound:
        return "braked"
    is_hungry = empty_now or (empty > SAME and empty > full)
    if is_hungry and not full_now and (reading.depth <= FEW or (empty_now and not _is_more(into, out))):
        return "hungry"
    return ""


def _moving(reading: QueueReading, into: float, out: float) -> Pace:
    waits = _waits(reading, "full") or _waits(reading, "empty")
    if into == 0 == out:
        return "" if waits else "still"
    if _is_more(into, out):
        return "fills"
    if _is_more(out, into):
        return "drains"
    return "" if waits or max(reading.full_now or 0.0, reading.empty_now or 0.0) > SAME else "even"


def _is_more(one: float, other: float) -> bool:
    return one > GROWS * other and one - other >= LEAST


def _waits(reading: QueueReading, phase: str) -> bool:
    return any(worker.phase == phase for worker in (*reading.producers, *reading.consumers))
