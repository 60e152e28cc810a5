"""One thread of the run on Linux: its open file, and the arithmetic of one interval.

`schedstat` holds time on a core, time waited for one, and turns (Documentation/scheduler/sched-stats.rst), in
nanoseconds. On-core time of a running thread advances with the scheduler's tick; waiting is counted when it ends.
"""

from __future__ import annotations

from collections import deque

from tui.feeds.sampling.descriptors import DescriptorBudget, KeptFile
from tui.feeds.sampling.files import TICKS_PER_S, StatLine
from tui.feeds.sampling.wait_reason import BlockedCall, parse_call
from tui.telemetry.median import median
from tui.telemetry.vocabulary import Reason, ThreadSample

_NS = 1_000_000_000
_TICK_NS = 20_000_000
"""Within this time a running thread's numbers have moved: two ticks of the slowest kernel, HZ = 100."""


class ThreadRecord:
    """What is known of one thread since the last look."""

    __slots__ = (
        "_budget",
        "_call_text",
        "_carried_ns",
        "_credited_ns",
        "_idle",
        "_idle_s",
        "_last_call",
        "_waited_total_ns",
        "call",
        "call_file",
        "channel",
        "core",
        "fd",
        "is_awaited",
        "is_gone",
        "last",
        "last_wait",
        "path",
        "pid",
        "ran_ns",
        "reason",
        "runnable",
        "settled",
        "stat_file",
        "stirred_at",
        "tid",
        "total_ns",
    )

    def __init__(self, pid: int, tid: int, times: str, budget: DescriptorBudget) -> None:
        """`times` names the file with its times: `schedstat`, or `stat` where the kernel keeps no run-queue times."""
        folder = f"/proc/{pid}/task/{tid}"
        self.pid = pid
        self.tid = tid
        self.path = f"{folder}/{times}"
        """The file with the times."""
        self.fd = -1
        """Its descriptor, or -1 when the budget of descriptors is spent."""
        self._budget = budget
        self.stat_file = KeptFile(budget, f"{folder}/stat" if tid != pid else f"/proc/{pid}/stat")
        self.call_file = KeptFile(budget, f"{folder}/syscall")
        self.last = b""
        """Its text at the last look; the same text means that the thread has not run."""
        self.reason: Reason = "unknown"
        self.last_wait: Reason = "unknown"
        """What it was last seen waiting for."""
        self.core: int | None = None
        self.runnable = False
        """Whether it was in state R at the last look."""
        self.settled = False
        """Whether its reason stays as it is until it runs again."""
        self.call: BlockedCall | None = None
        """The call that it sleeps in, as long as it is settled; None where it does not sleep or that is not told."""
        self.channel = ""
        """As for `reason_of_wait`."""
        self.ran_ns = 0
        """The look at which it was last seen to have run."""
        self.is_awaited = False
        """Whether it is looked at again when it has stood still for a second; see `stalls`."""
        self.is_gone = False
        self.stirred_at = 0
        """The number of the last look at which it was examined."""
        self.total_ns = 0
        """CPU time since the thread started."""
        self._call_text = b""
        self._last_call: BlockedCall | None = None
        """What that text says."""
        self._waited_total_ns: int | None = 0
        self._carried_ns = 0
        self._credited_ns = 0
        self._idle: ThreadSample | None = None
        """Its last sample, if it did nothing; see `IdleClock`."""
        self._idle_s = 0.0
        """The interval of that sample."""

    def advance(self, text: bytes, elapsed_ns: int) -> tuple[float, float | None, float | None]:
        """Take the file's new text; return seconds run, wanted and off of the time since the last look, or since birth.

        A thread that executes another program takes the main thread's place: then the numbers are others, and may fall.
        A thread that stood in the run queue at both looks without a turn wanted all of the interval, although the
        kernel counts it later; what is told early is not told again.
        """
        first = not self.last
        ran_ns, waited_ns = _times(text)
        new_ns = max(ran_ns - self.total_ns, 0) + self._carried_ns
        took_ns = min(new_ns, elapsed_ns)
        self._carried_ns = 0 if first else new_ns - took_ns
        wanted_s: float | None = None
        off_s: float | None = None
        if waited_ns is not None and self._waited_total_ns is not None:
            wanted_ns = self._wanted(max(waited_ns - self._waited_total_ns, 0), elapsed_ns - took_ns, text == self.last)
            wanted_s, off_s = wanted_ns / _NS, (elapsed_ns - took_ns - wanted_ns) / _NS
        self.total_ns, self._waited_total_ns = ran_ns, waited_ns
        self.last, self._idle = text, None
        return took_ns / _NS, wanted_s, off_s

    def _wanted(self, counted_ns: int, room_ns: int, no_turn: bool) -> int:
        if no_turn and self.runnable and room_ns >= _TICK_NS:
            self._credited_ns += room_ns
            return room_ns
        repaid_ns = min(self._credited_ns, counted_ns)
        self._credited_ns = 0
        return min(counted_ns - repaid_ns, room_ns)

    def idle_sample(self, elapsed_s: float) -> ThreadSample:
        """Return the sample of a thread that has not run and goes on waiting; the same one for the same interval."""
        if self._idle is not None and self._idle_s == elapsed_s:
            return self._idle
        knows = self._waited_total_ns is not None
        self._idle = self.sample(0.0, 0.0 if knows else None, elapsed_s if knows else None)
        self._idle_s = elapsed_s
        return self._idle

    def sample(self, ran_s: float, wanted_s: float | None, off_s: float | None) -> ThreadSample:
        """Return one interval as telemetry tells it."""
        return ThreadSample(self.pid, self.tid, ran_s, wanted_s, off_s, self.reason, self.core)

    def called(self, text: bytes) -> BlockedCall | None:
        """Return what the text of `syscall` says; that of a thread that sleeps in the same place is the same again."""
        if text != self._call_text:
            self._call_text, self._last_call = text, parse_call(text.decode("ascii"))
        return self._last_call

    def close(self) -> None:
        """Let go of its files. Safe to call twice."""
        self._budget.release(self.fd)
        self.fd = -1
        self.stat_file.close()
        self.call_file.close()


class IdleClock:
    """Gives all waiting threads the same interval, as long as it is right on the whole.

    The ticks of an app jitter; a new sample for each of 2 000 waiting threads would cost more than reading their files.
    So they are told the usual interval, and what that owes to the real one is never more than a fifth of it.
    """

    def __init__(self) -> None:
        self._last_s: deque[float] = deque(maxlen=5)
        self._told_s = 0.0
        self._owed_s = 0.0

    def tell(self, elapsed_s: float) -> float:
        """Return the interval to tell. The sum of what was told follows the sum of what elapsed."""
        self._last_s.append(elapsed_s)
        usual_s = median(self._last_s)
        if abs(usual_s - self._told_s) > 0.02 * self._told_s:
            self._told_s = usual_s
        owed_s = self._owed_s + elapsed_s
        if abs(owed_s - self._told_s) > 0.2 * self._told_s:
            self._owed_s = min(owed_s, 0.0)
            return max(owed_s, 0.0)
        self._owed_s = owed_s - self._told_s
        return self._told_s


def _times(text: bytes) -> tuple[int, int | None]:
    """Return nanoseconds run and waited for a core from `schedstat`, or from `stat`, which knows no waiting."""
    if b")" in text:
        return round(StatLine(text).cpu_s * TICKS_PER_S) * (_NS // TICKS_PER_S), None
    ran, waited = text.split()[:2]
    return int(ran), int(waited)
