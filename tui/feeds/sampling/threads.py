"""One thread of the run on Linux: its open file, and the arithmetic of one interval.

`schedstat` holds time on a core, time waited for one, and turns (Documentation/scheduler/sched-stats.rst), in
nanoseconds. On-core time of a running thread advances with the scheduler's tick; waiting is counted when it ends.
"""

from __future__ import annotations

from tui.feeds.sampling.files import TICKS_PER_S, parse_stat
from tui.telemetry.vocabulary import Reason, ThreadSample

_NS = 1_000_000_000


class ThreadRecord:
    """What is known of one thread since the last look."""

    __slots__ = (
        "_carried_ns",
        "_credited_ns",
        "_ran_total_ns",
        "_waited_total_ns",
        "core",
        "fd",
        "idle",
        "idle_s",
        "last",
        "path",
        "pid",
        "reason",
        "runnable",
        "settled",
        "tid",
    )

    def __init__(self, pid: int, tid: int, path: str, fd: int) -> None:
        self.pid = pid
        self.tid = tid
        self.path = path
        """The file with the times: `schedstat`, or `stat` where the kernel keeps no run-queue times."""
        self.fd = fd
        """Its descriptor, or -1 when the budget of descriptors is spent."""
        self.last = b""
        """Its text at the last look; the same text means that the thread has not run."""
        self.reason: Reason = "unknown"
        self.core: int | None = None
        self.runnable = False
        """Whether it was in state R at the last look."""
        self.settled = False
        """Whether its reason stays as it is until it runs again."""
        self._ran_total_ns = 0
        self._waited_total_ns: int | None = 0
        self._carried_ns = 0
        self._credited_ns = 0
        self.idle: ThreadSample | None = None
        """Its last sample, if it did nothing; serves again while its interval is about right, because 2 000 new ones
        would cost more than reading 2 000 files."""
        self.idle_s = 0.0
        """The interval of that sample."""

    def advance(self, text: bytes, elapsed_ns: int) -> tuple[float, float | None, float | None]:
        """Take the file's new text; return seconds run, wanted and off of the time since the last look, or since birth.

        A thread that stood in the run queue at both looks without a turn wanted all of the interval, although the
        kernel counts it later; what is told early is not told again.
        """
        first = not self.last
        ran_ns, waited_ns = _times(text)
        new_ns = ran_ns - self._ran_total_ns + self._carried_ns
        took_ns = min(new_ns, elapsed_ns)
        self._carried_ns = 0 if first else new_ns - took_ns
        wanted_s: float | None = None
        off_s: float | None = None
        if waited_ns is not None and self._waited_total_ns is not None:
            wanted_ns = self._wanted(waited_ns - self._waited_total_ns, elapsed_ns - took_ns, text == self.last)
            wanted_s, off_s = wanted_ns / _NS, (elapsed_ns - took_ns - wanted_ns) / _NS
        self._ran_total_ns, self._waited_total_ns = ran_ns, waited_ns
        self.last, self.idle = text, None
        return took_ns / _NS, wanted_s, off_s

    def _wanted(self, counted_ns: int, room_ns: int, no_turn: bool) -> int:
        if no_turn and self.runnable:
            self._credited_ns += room_ns
            return room_ns
        repaid_ns = min(self._credited_ns, counted_ns)
        self._credited_ns = 0
        return min(counted_ns - repaid_ns, room_ns)

    def idle_sample(self, elapsed_s: float) -> ThreadSample:
        """Return, and keep as `idle`, the sample of a thread that has not run and goes on waiting."""
        knows = self._waited_total_ns is not None
        self.idle = self.sample(0.0, 0.0 if knows else None, elapsed_s if knows else None)
        self.idle_s = elapsed_s
        return self.idle

    def sample(self, ran_s: float, wanted_s: float | None, off_s: float | None) -> ThreadSample:
        """Return the vocabulary's form of one interval."""
        return ThreadSample(self.pid, self.tid, ran_s, wanted_s, off_s, self.reason, self.core)

    @property
    def total_s(self) -> float:
        """CPU seconds since the thread started."""
        return self._ran_total_ns / _NS


def _times(text: bytes) -> tuple[int, int | None]:
    """Return nanoseconds run and waited for a core from `schedstat`, or from `stat`, which knows no waiting."""
    if b")" in text:
        return int(parse_stat(text).cpu_s * TICKS_PER_S) * (_NS // TICKS_PER_S), None
    ran, waited = text.split()[:2]
    return int(ran), int(waited)
