"""Telemetry of a comparison of births, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.usage import BornMemory, ProcessesUsed, ProcessUse
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
    ThreadStarted,
    VariantPlanned,
)

HUES = {"thread": "thread", "fork": "process", "forkserver": "process", "spawn": "process", "interpreter": "third",
        "no-guard": "bad"}  # fmt: skip
FIRST_S = {"thread": 0.00015, "fork": 0.0022, "forkserver": 0.1591, "spawn": 0.1811, "interpreter": 0.1628}
IMPORTS_S = {"thread": 0.0, "fork": 0.0, "forkserver": 0.140, "spawn": 0.142, "interpreter": 0.130}
REFUSED = (
    "RuntimeError: An attempt has been made to start a new process before the current process has finished its "
    "bootstrapping phase"
)
WARNED = "DeprecationWarning: This process (pid=7) is multi-threaded, use of fork() may lead to deadlocks in the child."
ALONE = {
    "thread": (1, "a first line", 0.21, "no error"),
    "fork": (1, "a first line", 0.22, "no error"),
    "forkserver": (2, "no first line", 0.31, REFUSED),
    "spawn": (2, "no first line", 0.24, REFUSED),
}


@dataclass(slots=True)
class Bearing:
    """Writes a comparison: `Bearing(rounds=2).comparison()`. Each run starts 5 s after the one before."""

    workers: int = 2
    rounds: int = 2
    ways: tuple[str, ...] = ("thread", "fork", "forkserver", "spawn", "no-guard")
    imports: int = 12
    usable_cores: float = 4.0
    others: float = 0.0
    warned: str = "no warning"
    dead: tuple[str, ...] = ()
    """Ways whose workers all die before their first line."""
    serves: bool = False
    """Whether the fork server imports the file, once."""
    first_s: dict[str, float] = field(default_factory=lambda: dict(FIRST_S))
    told: list[Telemetry] = field(default_factory=list)
    pid: int = 1000

    def comparison(self) -> Sequence[Telemetry]:
        variants = tuple(VariantPlanned(way, HUES[way], "", False, None) for way in self.ways)
        knobs = (("workers", str(self.workers)), ("imports", str(self.imports)))
        self.told.append(ComparisonStarted(
            0.0, "birth-of-a-worker", "birth of a worker", "demos/birth_of_a_worker.py", variants, 1, knobs, "3.13.0",
            "CPython", True, 0.005, "Linux", 4, self.usable_cores, ("cores", "threads", "placement"), 0.1, 0.0,
            ("births", "guard"),
        ))  # fmt: skip
        for index, way in enumerate(self.ways):
            self._run(index, way, 5.0 * index)
        self.told.append(ComparisonEnded(5.0 * len(self.ways)))
        return self.told

    def _run(self, index: int, way: str, at_s: float) -> None:
        main = self._new_pid()
        self.told += [
            RunStarted(at_s, index, way, 0, f"python demos/birth_of_a_worker.py {way}", None, 60.0),
            ProcessStarted(at_s, index, main, 1, "main", "birth_of_a_worker.py", True),
            ThreadStarted(at_s, index, main, main, "thread", "main", "MainThread"),
            CoresSampled(at_s + 0.1, (0.2,) * 4, index, (0.1,) * 4, self.others),
        ]
        if way == "no-guard":
            self._alone(index, at_s)
        else:
            if way == "forkserver":
                self._helper(index, at_s, main, "fork server", 9_800_000)
            for number in range(self.rounds):
                self._round(index, way, main, at_s + 0.2 + number, number)
        if way == "fork":
            self.told.append(RowPrinted(at_s + 4.0, index, "warning", (("said", self.warned),)))
        self.told += [
            CoresSampled(at_s + 4.1, (0.2,) * 4, index, (0.1,) * 4, self.others),
            ProcessEnded(at_s + 4.5, index, main, 0), RunEnded(at_s + 4.5, index, "ended", 0, 4.5, 1.0, 0, ""),
        ]  # fmt: skip

    def _round(self, index: int, way: str, main: int, at_s: float, number: int) -> None:
        firsts = []
        for me in range(self.workers):
            first_s = self.first_s[way] * (1 + 0.01 * me)
            has_it = self.serves and way == "forkserver" and number + me > 0
            imports_s = IMPORTS_S[way] * (self.imports > 0) * (not has_it)
            is_process = way not in ("thread", "interpreter")
            pid = self._process(index, way, main, at_s, first_s, imports_s) if is_process else main
            if way in self.dead:
                cells: tuple[tuple[str, str | float], ...] = (("way", way), ("worker", f"W{me + 1}"))
                self.told.append(RowPrinted(at_s + first_s, index, "died", cells))
                continue
            firsts.append(first_s)
            up_s = 0.012 if way == "interpreter" else 0.0
            row = ("way", way), ("worker", f"W{me + 1}"), ("pid", float(pid)), ("first_line", first_s)
            self.told.append(
                RowPrinted(at_s + first_s, index, "births", (*row, ("imports", imports_s), ("up", up_s)))
            )
        if firsts:
            numbers = ("first_line_s", firsts[len(firsts) // 2]), ("imports_again_s", imports_s)
            self.told.append(ResultPrinted(at_s + 0.9, index, numbers))

    def _process(  # noqa: PLR0917
        self, index: int, way: str, main: int, at_s: float, first_s: float, imports_s: float
    ) -> int:
        """A process, asked for now; Python is up in it after a tenth of its way, at least; 1 ms is not told apart."""
        pid = self._new_pid()
        end_s = at_s + first_s - min(0.001, first_s / 10)
        up_s = at_s + (imports_s if self.serves and way == "forkserver" else 0.0) + first_s / 20
        self.told += [
            ProcessStarted(up_s, index, pid, main, "worker", f"W{len(self.told)}", True),
            ThreadStarted(up_s, index, pid, pid, "process", "worker", "MainThread"),
            ProcessMade(up_s, index, pid, way, at_s, at_s + first_s / 25, main, ""),
        ]
        if way in self.dead:
            error = ErrorSeen(end_s, index, pid, pid, "process", None, "RuntimeError", "An attempt has been made")
            self.told += [error, ProcessEnded(end_s, index, pid, 1)]
            return pid
        again: tuple[float, float, int] | tuple[()] = ()
        if way != "fork":
            again = (up_s + first_s / 40, max(up_s + first_s / 40, end_s - 0.002), 40)
        memory = (1_400_000, 24_100_000) if way == "fork" else (41_000_000, 8_900_000)
        self.told += [
            ProcessBegan(end_s, index, pid, "live in birth_of_a_worker.py", 0.01, *again),
            BornMemory(end_s + 0.05, index, pid, *memory),
            ProcessEnded(at_s + 0.9, index, pid, 0),
        ]
        return pid

    def _helper(self, index: int, at_s: float, main: int, name: str, size: int) -> None:
        pid = self._new_pid()
        self.told += [
            ProcessStarted(at_s, index, pid, main, "helper", name, True),
            ProcessesUsed(at_s + 0.1, index, (ProcessUse(pid, 0.1, size),)),
        ]

    def _alone(self, index: int, at_s: float) -> None:
        for number, (way, (mains, born, took_s, error)) in enumerate(ALONE.items()):
            cells = ("way", way), ("mains", float(mains)), ("born", born), ("took", took_s), ("error", error)
            self.told.append(RowPrinted(at_s + 0.5 * (number + 1), index, "guard", cells))

    def _new_pid(self) -> int:
        self.pid += 1
        return self.pid
