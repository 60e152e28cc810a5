"""A feed that plays what a test wrote, as far as the test has advanced it; and a plausible comparison to play."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.feeds.live.machine import Machine
from tui.lessons.catalogue import KnobValue
from tui.telemetry.tasks import TaskCount, TaskEnded, TasksCounted
from tui.telemetry.usage import Pace
from tui.telemetry.vocabulary import (
    Calibrated,
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    Kind,
    ObserverSampled,
    Outcome,
    OutputWritten,
    ProcessEnded,
    ProcessStarted,
    Reason,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)
from tui.telemetry.who import Who

Keys = list[Who]
"""The workers' process and thread ids."""

EVERYTHING = ("cores", "threads", "placement", "run_queue", "reasons")

HUES = {"sequential": "parent", "threads": "thread", "processes": "process", "interpreters": "third"}
WORDS = {"threads": "ThreadPoolExecutor", "processes": "ProcessPoolExecutor", "interpreters": "InterpreterPoolExecutor"}
SAYS = {
    "sequential": "one after the other, in one thread",
    "threads": "a pool of threads in one process",
    "processes": "a pool of processes",
    "interpreters": "a pool of threads, each with an interpreter of its own",
}


class ScriptedFeed:
    """Gives its telemetry up to the time the test has advanced it to."""

    def __init__(self, telemetry: Sequence[Telemetry]) -> None:
        self._telemetry = sorted(telemetry, key=lambda item: item.at_s)
        self._next = 0
        self._at_s = -1.0
        self.lines_hz: list[int] = []
        """How often lines were asked for, from the first to the last time."""
        self.was_stopped = self.was_missed = False
        self.was_closed = False
        self.told: list[str] = []
        """What the program was told."""
        self.paces: list[float | None] = []
        """The switch intervals that were asked for."""
        self.bursts: list[tuple[Who, ...]] = []
        self.told_paces: list[Pace] = []
        """The threads that were to be looked at closely, for each time."""

    def advance(self, to_s: float = math.inf) -> None:
        """Let everything up to this time be told."""
        self._at_s = max(self._at_s, to_s)

    def poll(self) -> Sequence[Telemetry]:
        start = self._next
        while self._next < len(self._telemetry) and self._telemetry[self._next].at_s <= self._at_s:
            self._next += 1
        return self._telemetry[start : self._next]

    @property
    def is_waiting(self) -> bool:
        """Whether something that may be told has not been asked for yet."""
        return self._next < len(self._telemetry) and self._telemetry[self._next].at_s <= self._at_s

    @property
    def is_over(self) -> bool:
        return self.was_closed or self._next >= len(self._telemetry)

    def ask_lines(self, hz: int) -> None:
        self.lines_hz.append(hz)

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        self.told.append(line)
        return True

    def ask_switch_interval(self, seconds: float | None) -> None:
        self.paces.append(seconds)

    def ask_burst(self, threads: Sequence[Who]) -> None:
        self.bursts.append(tuple(threads))

    def pace(self, pace: Pace) -> None:
        self.told_paces.append(pace)

    def missed(self) -> None:
        self.was_missed = True

    def stop(self) -> None:
        """What is left is dropped; the run that is on says that it was stopped."""
        self.was_stopped = True
        told = self._telemetry[: self._next]
        at_s = max((item.at_s for item in told), default=0.0)
        started = [item for item in told if isinstance(item, RunStarted)]
        ended = {item.run for item in told if isinstance(item, RunEnded)}
        rest: list[Telemetry] = [
            RunEnded(at_s, run.run, "stopped", -15, at_s - run.at_s, None, 1, "stopped by a person")
            for run in started
            if run.run not in ended
        ]
        self._telemetry = [*told, *rest, ComparisonEnded(at_s)]
        self._at_s = math.inf

    def close(self) -> None:
        self.was_closed = True


MACHINE = Machine(
    "CPython 3.13.0", gil=True, has=frozenset(), python="python3", cores=8, usable_cores=8.0, system="Linux"
)
"""An invented one."""


@dataclass(slots=True)
class Script:
    """Writes a comparison: `Script(workers=4).comparison()`."""

    workers: int = 4
    cores: int = 8
    usable: float | None = None
    variants: tuple[str, ...] = ("sequential", "threads", "processes")
    work_s: float = 4.0
    """How long the baseline takes."""
    sees: tuple[str, ...] = EVERYTHING
    fails: str = ""
    """The variant that ends with an exit code of 1."""
    outcome: Outcome = "failed"
    repeats: int = 1
    others: float = 0.2
    tasks: int = 40
    told: list[Telemetry] = field(default_factory=list)
    at_s: float = 0.0

    def comparison(self) -> list[Telemetry]:
        """Return all telemetry of the comparison."""
        usable = self.usable or float(self.cores)
        planned = tuple(VariantPlanned(n, HUES[n], SAYS[n], n == "sequential", WORDS.get(n)) for n in self.variants)
        knobs = (("workers", str(self.workers)), ("size", "1000000"), ("tasks", str(self.tasks)))
        self.told = [
            ComparisonStarted(
                0.0, "threads-vs-processes", "threads vs processes", "demos/threads_vs_processes.py", planned,
                self.repeats, knobs, "3.13.0", "CPython", True, 0.005, "Linux", self.cores, usable, self.sees, 0.1, 1.0,
            )
        ]  # fmt: skip
        self.at_s = 0.4
        self.told.append(Calibrated(self.at_s, "size", "1000000", 1e-7))
        index = 0
        for repeat in range(self.repeats):
            for name in self.variants:
                self._run(index, name, repeat, usable)
                index += 1
        self.told.append(ComparisonEnded(self.at_s))
        return self.told

    def _run(self, index: int, name: str, repeat: int, usable: float) -> None:
        pid = 40000 + 200 * index
        start = self.at_s + 0.1
        say = self.told.append
        say(RunStarted(start, index, name, repeat, f"python threads_vs_processes.py {name}", self.work_s, 60.0))
        say(ProcessStarted(start + 0.02, index, pid, 1, "main", "main", True))
        say(ThreadStarted(start + 0.02, index, pid, pid, "thread", "main", "MainThread"))
        parallel = name in ("processes", "interpreters")
        share = min(1.0, usable / self.workers) * 0.97 if parallel else 0.98 / self.workers
        elapsed = self.work_s if name == "sequential" else self.work_s / (share * self.workers) + 0.12 * parallel
        keys = [] if name == "sequential" else self._workers(index, name, pid, start)
        if name == self.fails:
            elapsed *= 0.4
        for step in range(1, int(elapsed * 10) + 1):
            self._sample(index, name, pid, keys, start + step / 10, step / (elapsed * 10), share, step)
        end = start + elapsed
        if keys and name != self.fails:
            self._count(index, pid, keys, end - 0.02, self.tasks)
        for owner, tid, _ in keys:
            say(ThreadEnded(end - 0.01, index, owner, tid))
        say(OutputWritten(end - 0.01, index, "stdout", f"{name:12}  {elapsed:6.2f} s  right\n", 32))
        self._end(index, name, pid, end, elapsed, share * max(1, len(keys)) * elapsed if keys else elapsed * 0.99)

    def _end(  # noqa: PLR0917
        self, index: int, name: str, pid: int, end: float, elapsed: float, cpu_s: float
    ) -> None:
        failed = name == self.fails
        if failed:
            trace = "Traceback (most recent call last):\n  File [bold]x[/bold]\nMemoryError\n"
            self.told.append(OutputWritten(end - 0.005, index, "stderr", trace, len(trace)))
        self.told.append(ProcessEnded(end, index, pid, 1 if failed else 0))
        message = "The program ended with exit code 1: MemoryError." if failed else ""
        outcome: Outcome = self.outcome if failed else "ended"
        self.told.append(RunEnded(end, index, outcome, int(failed), elapsed, cpu_s, 0, message))
        self.at_s = end

    def _workers(self, index: int, name: str, pid: int, start: float) -> Keys:
        kind: Kind = {"threads": "thread", "processes": "process", "interpreters": "interpreter"}[name]  # type: ignore[assignment]
        keys = []
        for number in range(1, self.workers + 1):
            owner = pid + number if kind == "process" else pid
            at_s = start + 0.03 + 0.002 * number
            if owner != pid:
                self.told.append(ProcessStarted(at_s, index, owner, pid, "worker", f"worker {number}", True))
            self.told.append(ThreadStarted(at_s, index, owner, pid + number, kind, "worker", f"worker {number}"))
            keys.append(Who(owner, pid + number))
        return keys

    def _sample(  # noqa: PLR0917
        self, index: int, name: str, pid: int, keys: Keys, at_s: float, done: float, share: float, step: int
    ) -> None:
        parallel = name in ("processes", "interpreters")
        reason: Reason = "core" if parallel else "gil"
        samples = [ThreadSample(pid, pid, 0.0 if keys else 0.099, 0.0, 0.1 if keys else 0.001, "lock", 0)]
        for number, (owner, tid, _) in enumerate(keys):
            wave = 0.02 * math.sin(step * 1.7 + number * 2.1)
            ran = max(0.0, min(0.1, share * 0.1 + wave * share * 0.2))
            wanted = 0.1 - ran if parallel else 0.002
            off = max(0.0, 0.1 - ran - wanted)
            here: Reason = reason if ran < 0.09 else "running"
            samples.append(ThreadSample(owner, tid, ran, wanted, off, here, number % self.cores))
        self.told.append(ThreadsSampled(at_s, index, 0.1, tuple(samples)))
        if keys:
            self._count(index, pid, keys, at_s, int(done * self.tasks))
            owner, tid, _ = keys[step % len(keys)]
            self.told.append(TaskEnded(at_s, index, owner, tid, step, 0.1, False))
        self._cores(index, at_s, min(self.cores, max(1.0, share * len(keys)) if parallel else 1.0), step)

    def _count(self, index: int, pid: int, keys: Keys, at_s: float, ended: int) -> None:
        counts = [TaskCount(pid, pid, self.tasks, 0, 0, 0, False, 0.0)]
        for number, (owner, tid, _) in enumerate(keys):
            mine = ended // len(keys) + (number < ended % len(keys))
            counts.append(TaskCount(owner, tid, 0, mine + 1, mine, 0, True, 0.0))
        self.told.append(TasksCounted(at_s, index, tuple(counts)))

    def _cores(self, index: int, at_s: float, used: float, step: int) -> None:
        ours = [0.0] * self.cores
        left = used
        for place in range(0, self.cores * 2, 2):
            core = place % self.cores + (place >= self.cores and self.cores % 2 == 0)
            ours[core] = min(1.0, left)
            left = max(0.0, left - ours[core])
        noise = [0.05 + 0.05 * math.sin(step * 0.9 + core * 1.3) for core in range(self.cores)]
        busy = tuple(min(1.0, mine + rest) for mine, rest in zip(ours, noise, strict=True))
        if "cores" in self.sees:
            by_run = tuple(ours) if "placement" in self.sees else ()
            self.told.append(CoresSampled(at_s, busy, index, by_run, self.others))
        self.told.append(ObserverSampled(at_s, 0.019))


async def until(condition: Callable[[], object], within_s: float = 10.0, what: str = "") -> None:
    """Wait for a condition while the app goes on; fail when it does not come true in time."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within_s
    while not condition():
        if loop.time() > deadline:
            raise AssertionError(f"not within {within_s:g} s: {what or condition}")
        await asyncio.sleep(0.003)
