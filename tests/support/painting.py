"""Telemetry of a comparison of ways to share a picture, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.telemetry.grid import columns_of, offsets
from tui.telemetry.objects import (
    BlockSeen,
    BlocksSeen,
    BlockUse,
    ObjectFound,
    QueueCount,
    QueuesCounted,
)
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    Outcome,
    OutputWritten,
    ProcessEnded,
    ProcessStarted,
    ResultPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)

WAYS = {"shared": "good", "queue": "process", "pipe": "third"}
TIMES_S = {"shared": 50e-6, "queue": 1250e-6, "pipe": 700e-6}
COMPLAINT = "UserWarning: resource_tracker: There appear to be 1 leaked shared_memory objects to clean up at shutdown\n"


@dataclass(slots=True)
class Painting:
    """Writes a comparison: `Painting(workers=2).comparison()`. Each run starts 5 s after the one before, paints 2 s."""

    workers: int = 2
    width: int = 96
    height: int = 60
    overlap: int = 0
    """Rows at each side of a border that both neighbours write, in turns of a pixel."""
    rounds: int = 200
    ways: tuple[str, ...] = ("shared", "queue", "pipe")
    is_forgotten: bool = False
    fails: str = ""
    same_address: bool = False
    told: list[Telemetry] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.width * self.height

    def picture(self, done: float = 1.0) -> bytes:
        """Return the block when each painter has done a share of its rows, from the top."""
        band = -(-self.height // self.workers)
        rows = []
        for y in range(self.height):
            me = y // band
            near = [n for n in (me - 1, me + 1) if 0 <= n < self.workers and self._distance(y, n, band) < self.overlap]
            writers = [me, *near]
            row = [(1 + (x + y) % 31) << 3 | writers[x % len(writers)] for x in range(self.width)]
            rows.append(bytes(row) if y % band < done * band else bytes(self.width))
        return b"".join(rows)

    @staticmethod
    def _distance(y: int, neighbour: int, band: int) -> int:
        return neighbour * band - y - 1 if y < neighbour * band else y - (neighbour + 1) * band

    def torn(self) -> int:
        rows = (self.picture()[at : at + self.width] for at in range(0, self.size, self.width))
        return sum(len({byte & 7 for byte in row}) > 1 for row in rows)

    def comparison(self) -> list[Telemetry]:
        """Return all telemetry of the comparison."""
        planned = tuple(VariantPlanned(way, WAYS[way], f"{way} says", False, None) for way in self.ways)
        knobs = (("workers", str(self.workers)), ("width", str(self.width)), ("height", str(self.height)),
                 ("overlap", str(self.overlap)), ("rounds", str(self.rounds)))  # fmt: skip
        self.told = [
            ComparisonStarted(
                0.0, "shared-memory", "shared memory", "demos/shared_memory.py", planned, 1, knobs, "3.13.0", "CPython",
                True, 0.005, "Linux", 4, 4.0, ("cores", "threads"), 0.1, 1.0,
                ("block", "ways"),
            )
        ]  # fmt: skip
        for index, way in enumerate(self.ways):
            self._run(index, way, 5.0 * index)
        self.told.append(ComparisonEnded(5.0 * len(self.ways)))
        return self.told

    def _run(self, index: int, way: str, start: float) -> None:
        say, pid = self.told.append, 40000 + 100 * index
        say(RunStarted(start, index, way, 0, f"python shared_memory.py {way}", None, 90.0))
        say(ProcessStarted(start + 0.1, index, pid, 1, "main", "main", True))
        say(ThreadStarted(start + 0.1, index, pid, pid, "thread", "main", "MainThread"))
        for me in range(self.workers):
            at_s = start + 0.2 - me / 100  # the last one is the first to be seen
            say(ProcessStarted(at_s, index, pid + me + 1, pid, "worker", f"P{me + 1}", True))
            say(ThreadStarted(at_s, index, pid + me + 1, pid + me + 1, "process", "worker", "MainThread"))
        if way == "shared":
            say(ObjectFound(start + 0.2, index, 1, "block", "multiprocessing.SharedMemory", "block", "x.py:1", pid,
                            None, None, None, None, self.size, None))  # fmt: skip
        else:
            say(ObjectFound(start + 0.2, index, 2, "queue" if way == "queue" else "pipe", "multiprocessing.Queue", way,
                            "x.py:1", pid, None, "first", None, None, None, None))  # fmt: skip
        for step in range(1, 11 if way == self.fails else 23):
            at_s = start + 0.2 + step * 0.2
            pids = [pid + me + 1 for me in range(self.workers)]
            samples = tuple(ThreadSample(one, one, 0.2, 0.0, 0.0, "running", 0) for one in pids)
            say(ThreadsSampled(at_s, index, 0.2, samples))
            if way == "shared" and step <= 10:
                say(BlocksSeen(at_s, index, (self.seen(pid, self.picture(step / 10)),)))
        if way == self.fails:
            trace = "Traceback (most recent call last):\nMemoryError\n"
            say(OutputWritten(start + 2.5, index, "stderr", trace, len(trace)))
            self._end(index, pid, start + 2.5, "failed", "It ended with exit code 1: MemoryError")
            return
        copied = 0 if way == "shared" else self.size * self.rounds
        for step in range(1, 5):
            if way != "shared":
                self._count(start + 2.5 + step / 2, index, copied * step // 4 + 100)
        line = f"{way:8} 2.00 s {TIMES_S[way] * 1e6:.0f} µs\n"
        say(OutputWritten(start + 4.8, index, "stdout", line, len(line)))
        torn = float(self.torn()) if way == "shared" else 0.0
        shared = float(self.size) if way == "shared" else 0.0
        numbers = [("hand_over_s", TIMES_S[way]), ("bytes_shared", shared), ("bytes_copied", float(copied))]
        say(ResultPrinted(start + 4.8, index, (*numbers, ("torn_rows", torn))))
        if way == "shared":
            say(BlocksSeen(start + 4.8, index, (self.seen(pid, self.picture(), is_over=True),)))
            if self.is_forgotten:
                say(OutputWritten(start + 4.8, index, "stderr", COMPLAINT, len(COMPLAINT)))
        self._end(index, pid, start + 4.9, "ended", "")

    def _end(self, index: int, pid: int, at_s: float, outcome: Outcome, message: str) -> None:
        for me in range(self.workers + 1):
            self.told.append(ProcessEnded(at_s, index, pid + me, 0))
        self.told.append(RunEnded(at_s, index, outcome, 0 if outcome == "ended" else 1, 4.9, 4.0, 0, message))

    def _count(self, at_s: float, run: int, size: int) -> None:
        count = QueueCount(2, 100, 100, 100, 0, size, size, 0, 0.0, 0, 0.0, None)
        self.told.append(QueuesCounted(at_s, run, (count,)))

    def seen(self, pid: int, picture: bytes, *, is_over: bool = False) -> BlockSeen:
        """Return a look at the block."""
        cells = bytes(picture[place] for place in offsets(self.size, self.width))
        uses = [BlockUse(pid, 1, 0, int(is_over), int(is_over and not self.is_forgotten), 0x7F0000000000)]
        for me in range(self.workers):
            address = 0x7F0000000000 + (0 if self.same_address else 0x1000 * (me + 1))
            uses.append(BlockUse(pid + me + 1, 0, 1, int(is_over), 0, address))
        file = "/dev/shm/psm_1234abcd"
        return BlockSeen(1, not is_over, tuple(uses), file, self.width, columns_of(self.width), cells.hex())


def shared_only(**settings: object) -> Sequence[Telemetry]:
    """Return a comparison of one way."""
    return Painting(ways=("shared",), **settings).comparison()  # type: ignore[arg-type]
