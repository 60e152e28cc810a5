"""What processes have in memory soon after they began: alone, and together with others. Asked once of each.

The system adds up all pages of a process for that, 0.2 to 1 ms: a few processes a look, and not those of a program that
starts hundreds.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.feeds.sampling.descriptors import read
from tui.telemetry.usage import BornMemory
from tui.telemetry.vocabulary import ProcessBegan, Telemetry

MOST_A_LOOK, MOST = 4, 256
_OWN, _SHARED = (b"Private_Clean:", b"Private_Dirty:"), (b"Shared_Clean:", b"Shared_Dirty:")


def memory_of(text: bytes) -> tuple[int, int] | None:
    """Return a process's own and shared bytes by its `smaps_rollup` (proc(5)), which counts in kB; None for no text."""
    lines = [words for line in text.splitlines() if len(words := line.split()) == 3 and words[1].isdigit()]
    found = {name: int(size) for name, size, _ in lines}
    if not found.keys() >= {*_OWN, *_SHARED}:
        return None
    own, shared = (sum(found[name] for name in names) * 1024 for names in (_OWN, _SHARED))
    return own, shared


class BornMemories:
    """Those that have begun and were not asked yet."""

    def __init__(self) -> None:
        self._due: list[int] = []
        self._asked = 0

    def take(self, told: Sequence[Telemetry]) -> None:
        """Note who has begun."""
        began = [item.pid for item in told if isinstance(item, ProcessBegan)]
        self._due += began[: max(0, MOST - self._asked - len(self._due))]

    def told(self, at_s: float, run: int) -> list[Telemetry]:
        """Return what some of them have in memory now; of one that has ended nothing is known."""
        now, self._due = self._due[:MOST_A_LOOK], self._due[MOST_A_LOOK:]
        self._asked += len(now)
        found = [(pid, memory_of(read(f"/proc/{pid}/smaps_rollup") or b"")) for pid in now]
        return [BornMemory(at_s, run, pid, *memory) for pid, memory in found if memory is not None]
