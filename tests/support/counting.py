"""A plausible comparison of counters to play, as the lesson's program prints it and the probe sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.telemetry.objects import Access, AccessesRecorded, LockCount, LocksCounted, ObjectFound, ValueRead, ValuesRead
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    Kind,
    Outcome,
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

HUES = {
    "raw": "bad", "default": "bad", "get-lock": "good", "own-lock": "good", "local": "key",
    "thread-plain": "thread", "thread-call": "thread", "thread-lock": "third",
}  # fmt: skip
LOST: dict[str, tuple[int, ...]] = {
    "raw": (180_000, 216_000, 204_000), "default": (198_000, 0, 190_000), "thread-call": (0, 120_000, 0),
}  # fmt: skip
TITLES = {
    "raw": "no lock", "default": "lock per step", "get-lock": "with a lock", "own-lock": "separate lock",
    "local": "each alone", "thread-plain": "plain threads", "thread-call": "calling threads",
    "thread-lock": "locked threads",
}  # fmt: skip
SPEED = {
    "raw": 4.8e6, "default": 1.6e6, "get-lock": 0.6e6, "own-lock": 1.2e6, "local": 19.2e6,
    "thread-plain": 12e6, "thread-call": 6e6, "thread-lock": 1.5e6,
}  # fmt: skip
EXPECTED = 600_000
VALUE, LOCK = 7, 8

MET = (
    (1, 0, False, 41_000), (2, 80, False, 41_000), (1, 400, True, 41_001), (2, 480, True, 41_001),
)  # fmt: skip
"""Two additions that started from the same number: worker, nanoseconds, whether it is a write, number."""
APART = (
    (1, 0, False, 41_000), (1, 200, True, 41_001), (2, 300, False, 41_001), (2, 500, True, 41_002),
)  # fmt: skip


@dataclass(slots=True)
class Counting:
    """Writes a comparison: `Counting().comparison()`. Every run lasts one second."""

    names: Sequence[str] = tuple(HUES)
    repeats: int = 3
    records: tuple[str, ...] = ("raw", "default", "get-lock", "own-lock")
    """The forms whose accesses are recorded."""
    lost: dict[str, tuple[int, ...]] = field(default_factory=lambda: dict(LOST))
    fails: str = ""
    outcome: Outcome = "failed"
    others: float = 0.0
    gil: bool = True
    told: list[Telemetry] = field(default_factory=list)

    def comparison(self) -> list[Telemetry]:
        """Return all telemetry of the comparison."""
        planned = tuple(VariantPlanned(n, HUES[n], f"how {n} counts", False, None, TITLES[n]) for n in self.names)
        knobs = (("workers", "2"), ("adds", "300000"), ("repeats", str(self.repeats)))
        self.told = [
            ComparisonStarted(
                0.0, "counters", "counters with and without a lock", "demos/counters.py", planned, 1, knobs, "3.13.0",
                "CPython", self.gil, 0.005, "Linux", 2, 2.0, ("cores", "threads"), 0.1, 1.0,
                boards=("forms", "microscope", "form-table"),
            )
        ]  # fmt: skip
        for index, name in enumerate(self.names):
            self._run(index, name, index + 0.1)
        self.told.append(ComparisonEnded(len(self.names) + 0.2))
        return self.told

    def _run(self, index: int, name: str, start: float) -> None:
        say, pid = self.told.append, 500 + 10 * index
        kind: Kind = "thread" if name.startswith("thread") else "process"
        say(RunStarted(start, index, name, 0, f"python counters.py --form {name}", None, 60.0, True))
        say(ProcessStarted(start + 0.01, index, pid, 1, "main", "main", True))
        workers = [pid + 1, pid + 2]
        for worker in workers:
            owner = worker if kind == "process" else pid
            if kind == "process":
                say(ProcessStarted(start + 0.02, index, owner, pid, "worker", "worker", True))
            say(ThreadStarted(start + 0.02, index, owner, worker, kind, "worker", ""))
        if name not in ("raw", "thread-plain", "thread-call"):
            guards = VALUE if name in ("default", "get-lock", "local") else None
            say(ObjectFound(start + 0.03, index, LOCK, "lock", "multiprocessing.Lock", "lock", "counters.py:75", pid,
                            None, None, None, guards, None, None))  # fmt: skip
            say(LocksCounted(start + 0.2, index, (LockCount(LOCK, "lean", 1200, 0.25, None, None, None, None, None),)))
        if kind == "process":
            self._share(index, name, pid, start, workers)
        for repeat in range(self.repeats):
            lost = self.lost.get(name, ())
            missing = lost[repeat % len(lost)] if lost else 0
            readings = (("expected", EXPECTED), ("got", EXPECTED - missing), ("lost", missing),
                        ("adds_per_s", SPEED[name] * (1 if repeat or kind == "thread" else 0.25)))  # fmt: skip
            say(ResultPrinted(start + 0.3 + 0.6 * repeat / self.repeats, index, readings))
        self._sampled(index, pid, start, workers if kind == "thread" else [])
        failed = name == self.fails
        message = "The program ended with exit code 1: MemoryError." if failed else ""
        outcome: Outcome = self.outcome if failed else "ended"
        say(RunEnded(start + 0.95, index, outcome, int(failed), 0.95, 1.0, 0, message))

    def _share(self, index: int, name: str, pid: int, start: float, workers: Sequence[int]) -> None:
        say = self.told.append
        say(ObjectFound(start + 0.03, index, VALUE, "value", "multiprocessing.Value('q')", "counter", "counters.py:75",
                        pid, None, None, None, None, 8, None))  # fmt: skip
        for step in range(1, 9):
            now = EXPECTED * step // 10
            say(ValuesRead(start + 0.05 + step / 10, index, (ValueRead(VALUE, (float(now),)),)))
        if name in self.records:
            rows = MET if HUES[name] == "bad" else APART
            at_ns = int((start + 0.1) * 1e9)
            seen = tuple(Access(pid + who, pid + who, at_ns + ns, write, float(v)) for who, ns, write, v in rows)
            say(AccessesRecorded(start + 0.15, index, VALUE, seen))

    def _sampled(self, index: int, pid: int, start: float, workers: Sequence[int]) -> None:
        for step in range(1, 9):
            samples = tuple(ThreadSample(pid, tid, 0.05, 0.0, 0.05, "lock", 0) for tid in workers)
            self.told.append(ThreadsSampled(start + 0.06 + step / 10, index, 0.1, samples))
            self.told.append(CoresSampled(start + 0.06 + step / 10, (0.5, 0.5), index, (0.5, 0.5), self.others))
