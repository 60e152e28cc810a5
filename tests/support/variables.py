"""Telemetry of a comparison of start methods, whose children change variables of seven kinds, written by hand.

The lines are those of the program; the lesson's own tables read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tui.lessons.catalogue import Scenario, find
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    Outcome,
    OutputWritten,
    ProcessEnded,
    ProcessStarted,
    RowPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)

METHODS = {"fork": "thread", "spawn": "process", "forkserver": "third"}
COPIED = ("a global", "an argument")
SHARED = ("Value", "Array", "Manager().dict()", "Manager().list()", "SharedMemory")
COSTS_NS = {
    "a global": 40.0, "an argument": 38.0, "SharedMemory": 160.0, "Value, no lock": 210.0, "Value, get_lock()": 1400.0,
    "Array": 1900.0, "Manager().dict()": 61000.0, "Manager().list()": 62000.0,
}  # fmt: skip
LONG_S = 4.0


@cache
def lesson() -> Scenario:
    return find("whose-variable")



@dataclass(slots=True)
class Variables:
    """Writes a comparison: `Variables(workers=2).comparison()`. Each run starts 4 s after the one before.

    The children tell after 1 s, the costs come after 3 s.
    """

    workers: int = 2
    begin: int = 10
    methods: tuple[str, ...] = ("fork", "spawn", "forkserver")
    fails: str = ""
    """The method whose run ends before its children tell anything."""
    leaks: bool = False
    """Whether main sees the global changed, which no Python does: nothing may then be said of copies."""
    others: float = 0.0
    """Cores that other programs use."""
    own: str = "fork"
    told: list[Telemetry] = field(default_factory=list)

    def comparison(self) -> list[Telemetry]:
        """Return all telemetry of the comparison."""
        its = lesson()
        planned = tuple(VariantPlanned(name, METHODS[name], f"{name} says", False, None) for name in self.methods)
        knobs = (("workers", str(self.workers)), ("begin", str(self.begin)), ("rounds", "50"))
        self.told = [
            ComparisonStarted(
                0.0, its.name, its.title, "demos/whose_variable.py", planned, 1, knobs, "3.13.0", "CPython",
                True, 0.005, "Linux", 4, 4.0, ("cores", "threads"), 0.1, 1.0, its.boards,
                tuple((table.name, table.title) for table in its.tables),
            )
        ]  # fmt: skip
        for index, method in enumerate(self.methods):
            self._run(index, method, LONG_S * index)
        self.told.append(ComparisonEnded(LONG_S * len(self.methods)))
        return self.told

    def held(self, method: str) -> Iterator[tuple[str, str, int, int, int]]:
        """Yield kind, process, pid, what it found and what it holds, in the order in which they are printed."""
        first = 1000 + 100 * self.methods.index(method)
        for kind in (*COPIED, *SHARED):
            start = 0 if kind == "a global" and method != "fork" else self.begin
            for child in range(1, self.workers + 1):
                found = start + (child - 1 if kind in SHARED else 0)
                yield kind, f"P{child}", first + child, found, start + (self.workers if kind in SHARED else 1)
            seen = self.workers if kind in SHARED or (self.leaks and kind == "a global") else 0
            yield kind, "main", first, self.begin, self.begin + seen

    def _run(self, index: int, method: str, start: float) -> None:
        say, pid = self.told.append, 1000 + 100 * index
        say(RunStarted(start, index, method, 0, f"python whose_variable.py {method}", None, 90.0))
        say(ProcessStarted(start + 0.1, index, pid, 1, "main", "main", True))
        say(ThreadStarted(start + 0.1, index, pid, pid, "thread", "main", "MainThread"))
        self._print(start + 0.2, index, f"{method}: n += 1 in each of {self.workers} children; "
                    f"this Python's own start method is {self.own}")  # fmt: skip
        for child in range(1, self.workers + 1):
            say(ProcessStarted(start + 0.5, index, pid + child, pid, "worker", f"P{child}", True))
            say(ThreadStarted(start + 0.5, index, pid + child, pid + child, "process", "worker", "MainThread"))
        for step in range(1, 10):
            say(CoresSampled(start + step / 10, (0.3, 0.1, 0.0, 0.0), index, (0.3, 0.0, 0.0, 0.0), self.others))
            say(ThreadsSampled(start + step / 10, index, 0.1, (ThreadSample(pid, pid, 0.05, 0.0, 0.0, "running", 0),)))
        if method == self.fails:
            trace = "threading.BrokenBarrierError\n"
            say(OutputWritten(start + 2, index, "stderr", trace, len(trace)))
            self._end(index, pid, start + 2, "failed", "It ended with exit code 1: BrokenBarrierError")
            return
        for kind, process, its, found, holds in self.held(method):
            self._print(start + 1, index, f"{kind:18} {process:7} {its:9} {found:7} {holds:7}")
        for place, kind in enumerate(SHARED):
            what = f"P{1 + place % self.workers}: {self.begin + self.workers}, {place + 0.25:.3f} ms"
            self._print(start + 1, index, f"{kind:18} last written by {what} after the first n += 1 of all")
        for kind, took in COSTS_NS.items():
            half = f"{took * 0.9:,.1f} to {took * 1.2:,.1f}"
            self._print(start + 3, index, f"{kind:18} costs {took:12,.1f} ns, half of all {half} ns")
        self._end(index, pid, start + 3.5, "ended", "")

    def _print(self, at_s: float, run: int, line: str) -> None:
        self.told.append(OutputWritten(at_s, run, "stdout", line + "\n", len(line) + 1))
        rows = [(table.name, cells) for table in lesson().tables if (cells := table.read(line))]
        assert len(rows) == 1, (line, rows)
        self.told.append(RowPrinted(at_s, run, *rows[0]))

    def _end(self, index: int, pid: int, at_s: float, outcome: Outcome, message: str) -> None:
        for child in range(self.workers + 1):
            self.told.append(ProcessEnded(at_s, index, pid + child, 0))
        self.told.append(RunEnded(at_s, index, outcome, 0 if outcome == "ended" else 1, 3.4, 0.9, 0, message))
