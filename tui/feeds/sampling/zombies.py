"""Processes that have ended and that nobody has waited for yet: who they are, and how they ended (Linux)."""

from __future__ import annotations

import os

from tui.feeds.sampling import files
from tui.feeds.sampling.descriptors import read

AGAIN_NS = 1_000_000_000
"""They are looked at again about once a second."""
MOST = 512
"""Of more zombies than this at a time the others are not followed."""


def exit_code_of(pid: int) -> int | None:
    """Return how a zombie ended: its exit code, or the signal as a negative number.

    None where nothing is wrong or nothing is told: the system then says 0 for both (proc(5), exit_code).
    """
    fields = (read(f"/proc/{pid}/stat") or b"").rpartition(b")")[2].split()
    if len(fields) < 50 or fields[0] != b"Z":
        return None
    return os.waitstatus_to_exitcode(int(fields[49])) or None


class Zombies:
    """Those of one run."""

    def __init__(self) -> None:
        self._now: dict[int, tuple[files.StatLine, int]] = {}
        """What was said of each when it had just ended, and when that was."""
        self._looked_ns = 0
        """When they were looked at last."""
        self._over: dict[int, int] = {}
        """Start time of each process that has ended, as long as its number may stay as a zombie."""
        self._codes: list[tuple[int, int]] = []
        self._left: set[int] = set()
        """Those whose parent ended without waiting."""
        self._last: tuple[int, ...] = ()

    def ended(self, pid: int, start_ticks: int) -> None:
        """Take note of the end of a process: its number may be another's by now."""
        self._over[pid] = start_ticks

    def is_one(self, pid: int, stat: files.StatLine) -> bool:
        """Whether this is a process whose end is known already."""
        return self._over.get(pid) == stat.start_ticks

    def met(self, pid: int, stat: files.StatLine, now_ns: int) -> None:
        """Follow one that has just ended."""
        if len(self._now) < MOST:
            self._now[pid] = stat, now_ns
        if (code := exit_code_of(pid)) is not None:
            self._codes.append((pid, code))

    def take_codes(self) -> tuple[tuple[int, int], ...]:
        """Return pid and exit code of those that were met since the last call, as far as that is told."""
        codes, self._codes = tuple(self._codes), []
        return codes

    def unwaited(self, now_ns: int) -> tuple[int, ...]:
        """Return those that nobody has waited for, a second or more after their end."""
        self._forget_some()
        if not self._now or now_ns - self._looked_ns < AGAIN_NS:
            return self._last
        self._looked_ns = now_ns
        for pid, (stat, _) in list(self._now.items()):
            now = files.stat_of(pid)
            if now is None or (now.state, now.start_ticks, now.parent_pid) != ("Z", stat.start_ticks, stat.parent_pid):
                self._gone(pid, stat.parent_pid)
        old = {pid for pid, (_, since) in self._now.items() if now_ns - since >= AGAIN_NS}
        self._last = tuple(sorted(old | self._left))
        return self._last

    def _forget_some(self) -> None:
        """Forget those that are gone for good, the oldest first."""
        for pid in [pid for pid, _ in zip(self._over, range(4 + len(self._over) // 32), strict=False)]:
            start_ticks, stat = self._over.pop(pid), files.stat_of(pid)
            if stat is not None and stat.start_ticks == start_ticks:
                self._over[pid] = start_ticks

    def _gone(self, pid: int, parent_pid: int) -> None:
        """Take note that one is gone: its parent has waited for it, or has ended itself."""
        del self._now[pid]
        parent = files.stat_of(parent_pid)
        if pid in self._last and (parent is None or parent.state in "ZX") and len(self._left) < MOST:
            self._left.add(pid)
