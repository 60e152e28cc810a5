"""Telemetry of a comparison of ways to hand small tasks over, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui.telemetry.objects import ObjectFound
from tui.telemetry.tasks import (
    PoolCount,
    PoolsCounted,
    TaskCount,
    TaskDelivered,
    TaskEnded,
    TasksCounted,
    TaskStarted,
    TaskTimes,
)
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    ProcessBegan,
    ProcessEnded,
    ProcessMade,
    ProcessStarted,
    ResultPrinted,
    RowPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)

WAYS = {
    "loop": ("loop", "parent"),
    "chunks-of-1": ("map, chunks of 1", "process"),
    "own-chunks": ("map, own chunks", "good"),
    "executor": ("executor map", "third"),
    "threads": ("threads", "thread"),
    "large-chunks": ("map, big chunks", "bad"),
    "sweep": ("the sweep", "key"),
}
TOOK_S = {"loop": 2.0, "chunks-of-1": 5.0, "own-chunks": 1.0, "executor": 11.0, "threads": 3.0, "large-chunks": 1.5}
CHUNKS = {"chunks-of-1": 100_000, "own-chunks": 16, "executor": 100_000, "threads": 100_000, "large-chunks": 2}
POOL = 7
SIZES: Mapping[str, Sequence[Sequence[float]]] = {
    # way: for each size the microseconds of a task, one for each repeat
    "loop": ((1.0, 1.0, 1.1), (10.0, 10.5, 11.0), (100.0, 101.0, 102.0), (1000.0, 1001.0, 1002.0)),
    "chunks-of-1": ((50.0, 51.0, 52.0), (55.0, 56.0, 57.0), (70.0, 71.0, 72.0), (510.0, 520.0, 530.0)),
    "own-chunks": ((2.0, 2.1, 2.2), (6.0, 6.1, 6.2), (51.0, 52.0, 53.0), (505.0, 506.0, 507.0)),
}


@dataclass(slots=True)
class Tiny:
    """Writes a comparison: `Tiny().comparison()`. A run starts 20 s after the one before.

    A worker of a pool is there after 0.1 s, begins its first task after 0.2 s and computes 0.25 s of each second.
    """

    workers: int = 2
    ways: Sequence[str] = tuple(WAYS)
    took_s: Mapping[str, float] = field(default_factory=lambda: TOOK_S)
    sizes: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=lambda: SIZES)
    usable_cores: float = 4.0
    others: float = 0.0
    """Cores' worth of CPU that other programs use."""
    unused: int = 0
    """Workers of each pool of processes that get no task."""
    told: list[Telemetry] = field(default_factory=list)

    def comparison(self) -> list[Telemetry]:
        """Return all telemetry of the comparison."""
        planned = tuple(
            VariantPlanned(way, WAYS[way][1], f"{way} says", way == "loop", None, WAYS[way][0], way == "sweep")
            for way in self.ways
        )
        knobs = (("workers", str(self.workers)), ("steps", "300"), ("tasks", "100000"), ("chunk", "75000"))
        self.told = [
            ComparisonStarted(
                0.0, "tiny-tasks", "tiny tasks", "demos/tiny_tasks.py", planned, 1, knobs, "3.13.0", "CPython", True,
                0.005, "Linux", 4, self.usable_cores, ("cores", "threads"), 0.1, 1.0,
                ("time-split", "crossover", "large-chunk"),
            )
        ]  # fmt: skip
        for index, way in enumerate(self.ways):
            self._run(index, way, 20.0 * index)
        self.told.append(ComparisonEnded(20.0 * len(self.ways)))
        return self.told

    def _run(self, index: int, way: str, start: float) -> None:
        say, pid = self.told.append, 40000 + 100 * index
        say(RunStarted(start, index, way, 0, f"python tiny_tasks.py {way}", None, 90.0))
        say(ProcessStarted(start + 0.1, index, pid, 1, "main", "main", True))
        say(ThreadStarted(start + 0.1, index, pid, pid, "thread", "main", "MainThread"))
        if way == "sweep":
            end = self._sweep(index, start + 1.0)
        else:
            took_s = self.took_s[way]
            if way != "loop":
                self._pool(index, way, start + 1.0, pid)
            end = start + 1.0 + took_s
            in_tasks_s = took_s if way == "loop" else 0.3 * took_s * self.workers
            times = (("all_tasks_s", took_s), ("inside_tasks_s", in_tasks_s))
            numbers = (*times, ("one_task_s", 20e-6), ("main_cpu_s", 0.9 * took_s))
            say(ResultPrinted(end, index, numbers))
        say(CoresSampled(end, (1.0,) * 4, index, (0.5,) * 4, self.others))
        say(ProcessEnded(end + 0.1, index, pid, 0))
        say(RunEnded(end + 0.1, index, "ended", 0, end + 0.1 - start, 1.0, 0, ""))

    def _pool(self, index: int, way: str, start: float, pid: int) -> None:
        """Write a pool's work: 50 ms at both ends of what the program says it took are not seen."""
        say, took_s, chunks = self.told.append, self.took_s[way], CHUNKS[way]
        from_s, until_s = start + 0.05, start + took_s - 0.05
        kind = "threads" if way == "threads" else "pool"
        for me in range(self.workers + (0 if kind == "threads" else self.unused)):
            tid = pid + me + 1
            if kind == "threads":
                say(ThreadStarted(from_s + 0.05, index, pid, tid, "thread", "worker", f"ThreadPoolExecutor-0_{me}"))
                continue
            say(ProcessStarted(from_s + 0.05, index, tid, pid, "worker", f"ForkPoolWorker-{me + 1}", True))
            say(ProcessMade(from_s + 0.05, index, tid, "fork", from_s, from_s + 0.01, pid, ""))
            say(ThreadStarted(from_s + 0.05, index, tid, tid, "process", "worker", "MainThread"))
            say(ProcessBegan(from_s + 0.1, index, tid, "worker in pool.py", None))
        say(ObjectFound(from_s + 0.1, index, POOL, "pool", "multiprocessing.Pool", "pool", "x.py:1", pid,
                        limit=self.workers))  # fmt: skip
        whose = [(pid if kind == "threads" else pid + me + 1, pid + me + 1) for me in range(self.workers)]
        for step in range(1, 11):
            samples = tuple(ThreadSample(of, tid, 0.04 * took_s, 0.0, 0.06 * took_s, "queue", 0) for of, tid in whose)
            say(ThreadsSampled(from_s + 0.1 + (until_s - from_s - 0.1) * step / 10, index, 0.1 * took_s, samples))
        counts = []
        for me in range(self.workers):
            of, tid = whose[me]
            mine = max(1, chunks // self.workers)
            share = 1.0 if way != "large-chunks" or me == 0 else 0.4
            last_s = from_s + 0.2 + (until_s - from_s - 0.2) * share
            calls = 100_000 // chunks
            say(TaskStarted(from_s + 0.2, index, of, tid, me, 1, POOL, "work", calls))
            in_tasks_s = 0.3 * took_s * share
            say(TaskEnded(last_s, index, of, tid, me, last_s - from_s - 0.2, False, 1, POOL))
            pickles = (0.0, 0.0) if kind == "threads" else (0.01 * took_s, 0.02 * took_s)
            times = TaskTimes(from_s + 0.2, last_s, in_tasks_s, 0.25 * took_s * share, *pickles)
            counts.append(TaskCount(of, tid, 0, mine, mine, 0, False, 0.3, mine * calls, times))
        say(TasksCounted(until_s, index, tuple(counts)))
        say(PoolsCounted(until_s, index, (PoolCount(POOL, chunks, chunks, chunks, 0, 0, chunks, 100_000, 1, took_s),)))
        say(TaskDelivered(until_s, index, pid, pid, POOL, 1, -1, chunks))

    def _sweep(self, index: int, at_s: float) -> float:
        repeats = max(len(times) for found in self.sizes.values() for times in found)
        for place in range(len(self.sizes["loop"])):
            for repeat in range(repeats):
                for way, found in self.sizes.items():
                    if place < len(found) and repeat < len(found[place]):
                        at_s += 0.01
                        cells = (("steps", 10.0 * 4**place), ("way", way), ("microseconds", found[place][repeat]))
                        self.told.append(RowPrinted(at_s, index, "sizes", cells))
        return at_s
