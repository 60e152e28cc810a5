"""Telemetry of workers that go wrong, written by hand: a pool whose worker is killed, and others."""

from __future__ import annotations

from msgspec.structs import replace

from tests.support.builders import comparison
from tui.telemetry.objects import ObjectFound
from tui.telemetry.tasks import PoolCount, PoolsCounted, TaskCount, TaskEnded, TasksCounted, TaskStarted, TaskSubmitted
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    ProcessEnded,
    ProcessMade,
    ProcessStarted,
    RowPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadStarted,
    VariantPlanned,
)

TOOLS = (
    VariantPlanned("process", "process", "", False, None, "Process"),
    VariantPlanned("thread", "thread", "", False, None, "Thread"),
    VariantPlanned("pool", "process", "", False, None, "Pool"),
    VariantPlanned("executor", "process", "", False, None, "ProcessPoolExecutor"),
)
POOL, EXECUTOR = "multiprocessing.Pool", "concurrent.futures.ProcessPoolExecutor"
SAW = {"told": "ZeroDivisionError: division by zero", "broken": "BrokenProcessPool: it ended", "no answer": "nothing"}


def header(kind: str = "all") -> ComparisonStarted:
    return replace(
        comparison(), scenario="things-go-wrong", title="things go wrong", variants=TOOLS,
        knobs=(("workers", "2"), ("kind", kind), ("patience", "2.0")), boards=("told", "case"),
    )  # fmt: skip


class Wrong:
    """Writes runs one after another, and in each its cases."""

    def __init__(self, kind: str = "all") -> None:
        self.told: list[Telemetry] = [header(kind)]
        self.at_s = 0.0
        self.run = -1
        self.pid = 1000
        self.called = ""

    def begins(self, variant: str) -> None:
        self.run += 1
        self.pid = 1000 * (self.run + 1)
        self.called = next(tool.title for tool in TOOLS if tool.name == variant)
        self.told += [
            RunStarted(self.at_s, self.run, variant, 0, f"python wrong.py {variant}", None, 60.0),
            ProcessStarted(self.at_s, self.run, self.pid, 1, "main", "main", True),
            ThreadStarted(self.at_s, self.run, self.pid, self.pid, "thread", "main", "MainThread"),
        ]

    def worker(self, name: str, begins_s: float, ends_s: float | None, code: int = 0) -> int:
        """A process that is asked for and ends so many seconds from now."""
        self.pid += 1
        asked_s = self.at_s + begins_s
        self.told += [
            ProcessStarted(asked_s + 0.01, self.run, self.pid, 1000 * (self.run + 1), "worker", name, True),
            ProcessMade(asked_s + 0.01, self.run, self.pid, "fork", asked_s, asked_s + 0.01, 1000 * (self.run + 1), ""),
            ThreadStarted(asked_s + 0.01, self.run, self.pid, self.pid, "process", "worker", "MainThread"),
        ]
        if ends_s is not None:
            self.told.append(ProcessEnded(self.at_s + ends_s, self.run, self.pid, code))
        return self.pid

    def pool(self, key: int, at_s: float, type_: str = POOL, limit: int = 2, tasks: int = 6) -> None:
        main = 1000 * (self.run + 1)
        self.told += [
            ObjectFound(
                self.at_s + at_s, self.run, key, "pool", type_, "pool", "wrong.py:9", main, *(None,) * 6, limit,
            ),
            TaskSubmitted(self.at_s + at_s + 0.01, self.run, main, main, key, 0, tasks - 1, tasks),
        ]  # fmt: skip

    def task(self, pid: int, key: int, number: int, begins_s: float, ends_s: float | None) -> None:
        self.told.append(TaskStarted(self.at_s + begins_s, self.run, pid, pid, number - 1, 0, key, "work"))
        if ends_s is not None:
            took_s = ends_s - begins_s
            self.told.append(TaskEnded(self.at_s + ends_s, self.run, pid, pid, number - 1, took_s, False, 0, key))

    def counted(self, key: int, at_s: float, *tasks: tuple[int, int, int]) -> None:
        """Count the tasks of a pool: for each worker's pid those that began, and those that ended."""
        counts = tuple(TaskCount(pid, pid, 0, started, ended, 0, started > ended, 0.0) for pid, started, ended in tasks)
        started, ended = (sum(task[place] for task in tasks) for place in (1, 2))
        self.told += [
            TasksCounted(self.at_s + at_s, self.run, counts),
            PoolsCounted(self.at_s + at_s, self.run, (PoolCount(key, 6, started, ended, 0, 0, 0, ended, 1, 2.0),)),
        ]

    def row(self, kind: str, told: str, after_s: float) -> None:
        """A case is over, so many seconds from now."""
        self.at_s += after_s
        saw = SAW.get(told, "")
        cells = (("kind", kind), ("tool", self.called), ("told", told), ("after_s", after_s), ("saw", saw))
        self.told.append(RowPrinted(self.at_s, self.run, "cases", cells))

    def ends(self) -> None:
        self.told.append(RunEnded(self.at_s + 0.01, self.run, "ended", 0, self.at_s, 0.1, 0, ""))
        self.at_s += 0.1

    def over(self) -> list[Telemetry]:
        return [*self.until(), ComparisonEnded(self.at_s)]

    def until(self, at_s: float = 1e9) -> list[Telemetry]:
        """Return what was told by then, in the order of time."""
        return sorted((item for item in self.told if item.at_s <= at_s), key=lambda item: item.at_s)

    def killed_in_a_pool(self, key: int = 7) -> None:
        """Two workers; the second is killed in task 2, and a third takes its place: the answer never comes."""
        first, second = self.worker("ForkPoolWorker-1", 0.0, 2.3), self.worker("ForkPoolWorker-2", 0.0, 0.3, -9)
        self.pool(key, 0.05)
        self.task(first, key, 1, 0.1, 0.2)
        self.task(second, key, 2, 0.1, None)
        third = self.worker("ForkPoolWorker-3", 0.4, 2.3)
        for number in range(3, 7):
            self.task(first if number % 2 else third, key, number, 0.4 + number / 20, 0.42 + number / 20)
        self.counted(key, 0.9, (first, 3, 3), (second, 1, 0), (third, 2, 2))
        self.row("is killed", "no answer", 2.2)


def every_tool() -> list[Telemetry]:
    """Each tool with some of its cases."""
    wrong = Wrong()
    wrong.begins("process")
    wrong.worker("is killed 1", 0.0, 0.1)
    wrong.worker("is killed 2", 0.0, 0.1, -9)
    wrong.row("is killed", "exit -9", 0.12)
    wrong.ends()
    wrong.begins("thread")
    wrong.row("raises", "not told", 0.1)
    wrong.row("exits with 3", "not told", 0.1)
    wrong.ends()
    wrong.begins("pool")
    wrong.killed_in_a_pool()
    wrong.ends()
    wrong.begins("executor")
    wrong.row("raises", "told", 0.2)
    wrong.row("is killed", "broken", 0.25)
    wrong.ends()
    return wrong.over()
