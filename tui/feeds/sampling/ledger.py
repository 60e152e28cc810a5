"""CPU time that no thread's sample holds, found by comparing what was seen with what the kernel has in its books.

A thread that ended between two looks is still in its process's account, a process in the account of whoever waited for
it. What the books said at one look is compared with what was seen by the next one: only then has everything that was
in the books had its chance to be seen. So what is found comes one look late, and is never too much.
"""

from __future__ import annotations


class CpuAccount:
    """What one process has used, as far as it is known. Seconds."""

    __slots__ = ("booked_s", "cpu_s", "of_ended_threads_s", "unseen_s", "waited_s")

    def __init__(self) -> None:
        self.cpu_s = 0.0
        """All CPU time of the process; never falls."""
        self.booked_s = 0.0
        """The kernel's book on it at the last look, rounded down to ticks."""
        self.of_ended_threads_s = 0.0
        """What samples told of its threads that have ended."""
        self.unseen_s = 0.0
        """What no sample told."""
        self.waited_s = 0.0
        """What its children had used when it waited for them."""


class CpuLedger:
    """The books of a run."""

    def __init__(self) -> None:
        self._unseen_s = 0.0
        self._waited_s = 0.0
        self._waited_before_s = 0.0
        self._closed_s = 0.0
        self._of_ended_s = 0.0
        self._taken_s = 0.0
        self._reaper_before_s: float | None = None

    def compare(self, account: CpuAccount, of_threads_s: float) -> None:
        """Find what the book said at the last look and no sample has told by now."""
        unseen_s = account.booked_s - account.of_ended_threads_s - of_threads_s
        if unseen_s > account.unseen_s:
            self._unseen_s += unseen_s - account.unseen_s
            account.unseen_s = unseen_s

    def enter(self, account: CpuAccount, of_threads_s: float, booked_s: float, waited_s: float) -> None:
        """Take a process's state: what its living threads were seen to use, and the books on it and its children."""
        self.compare(account, of_threads_s)
        seen_s = account.of_ended_threads_s + of_threads_s
        account.booked_s = booked_s
        account.cpu_s = max(account.cpu_s, booked_s, seen_s)
        self._waited_s += max(waited_s - account.waited_s, 0.0)
        account.waited_s = max(waited_s, account.waited_s)

    def close_account(self, account: CpuAccount, of_threads_s: float) -> None:
        """Note that a process has ended: what is known of it comes back in the account of whoever waits for it."""
        self.compare(account, of_threads_s)
        self._closed_s += account.cpu_s + account.waited_s

    def take(self, reaper_waited_s: float) -> float:
        """Return the CPU seconds newly found. `reaper_waited_s` is what the reaper's children had used."""
        before_s = reaper_waited_s if self._reaper_before_s is None else self._reaper_before_s
        self._waited_s += max(reaper_waited_s - before_s, 0.0)
        self._reaper_before_s = reaper_waited_s
        self._of_ended_s = max(self._of_ended_s, self._waited_before_s - self._closed_s)
        self._waited_before_s = self._waited_s
        total_s = self._unseen_s + self._of_ended_s
        found_s, self._taken_s = total_s - self._taken_s, total_s
        return found_s
