"""How much longer a program that fills every core stands in line for one because somebody watches beside it.

A worker for each core does slices of half a second of work, again and again. A monitor in a terminal beside them is
frozen in every other slice. Each slice with the monitor is compared with the mean of its two neighbours without, so
what else the machine does, which changes in seconds, hits both alike. The number is by how much a worker's clock runs
longer for a second of its CPU (`line`); by how much the whole slice is longer, with what caches and the processor's
clock do (`slower`), stands below. Nothing frozen and thawed is the method's own noise: the target is beyond it.
One measurement is the median of its slices; ratios are of medians, as one measurement may be zero or less.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from tests.benchmarks.freezing import Freezer
from tests.benchmarks.peers import app, btop, htop
from tests.benchmarks.processes import cpu_s, dies_with_us, environment
from tests.benchmarks.registry import Numbers, Row, Setting, Target, Unit, Way
from tests.benchmarks.rows.app_cpu import MANY, is_on
from tests.benchmarks.terminal import Screen, screen

SLICES = Path(__file__).parent.parent / "programs" / "slices.py"
SLICE_S, SETTLES_S, THAWS_S = 0.5, 3.0, 0.25
PERCENT = Unit("% longer", 100)


class Slice(NamedTuple):
    """What a slice took, as means of all workers."""

    clock: float
    cpu: float

    @property
    def line(self) -> float:
        return self.clock / self.cpu


class Workers:
    """One for each core."""

    def __init__(self, stack: ExitStack) -> None:
        count = len(os.sched_getaffinity(0))
        self._all = [stack.enter_context(_worker()) for _ in range(count)]
        self._rounds = 200
        self._rounds = max(int(200 * SLICE_S / median(self.slice().cpu for _ in range(3))), 1)

    def slice(self) -> Slice:
        """Let all of them work for a slice."""
        for worker in self._all:
            assert worker.stdin is not None
            worker.stdin.write(f"{self._rounds}\n")
            worker.stdin.flush()
        took = [tuple(map(float, worker.stdout.readline().split())) for worker in self._all if worker.stdout]
        return Slice(mean(clock for clock, _ in took), mean(cpu for _, cpu in took))


@contextmanager
def _worker() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-S", "-E", str(SLICES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=dies_with_us,  # noqa: PLW1509
    ) as worker:  # fmt: skip
        try:
            yield worker
        finally:
            worker.kill()


Monitor = Callable[[Setting, ExitStack], Screen | None]


def _way(name: str, monitor: Monitor, *, is_ours: bool = False, missing: str = "") -> Way:
    def measure(setting: Setting) -> Numbers:
        with ExitStack() as stack:
            its = monitor(setting, stack)
            if its is not None:
                its.read(setting.seconds(SETTLES_S, 1.0))
            freezer = stack.enter_context(Freezer(its.pid)) if its else None
            if freezer is not None and freezer.group is None:
                setting.notes["frozen"] = "by signals"
            return _compared(Workers(stack), its, freezer, int(setting.seconds(8, 2)))

    return Way(name, measure, is_ours, missing)


def _compared(workers: Workers, its: Screen | None, freezer: Freezer | None, pairs: int) -> Numbers:
    slices: list[Slice] = []
    watched = 0.0
    for number in range(2 * pairs + 1):
        if freezer is not None and its is not None:
            freezer.freeze(number % 2 == 0)
            its.read(THAWS_S)
        before = cpu_s(its.pid) if its else 0.0
        slices.append(_read_meanwhile(workers, its))
        watched += (cpu_s(its.pid) if its else 0.0) - before
    line, slower = [], []
    for place in range(1, len(slices), 2):
        off, on = (slices[place - 1], slices[place + 1]), slices[place]
        line.append(on.line / mean(its.line for its in off) - 1)
        slower.append(on.clock / mean(its.clock for its in off) - 1)
    on_s = sum(its.clock for its in slices[1::2])
    return {"line": median(line), "slower": median(slower), "monitor": watched / on_s}


def _read_meanwhile(workers: Workers, its: Screen | None) -> Slice:
    """Let the workers work, and take in what the monitor writes, as a terminal does."""
    if its is None:
        return workers.slice()
    with its.read_by_a_thread():
        return workers.slice()


def _nothing(_setting: Setting, _stack: ExitStack) -> None:
    return None


def _alone(words: Sequence[str]) -> Monitor:
    def start(setting: Setting, stack: ExitStack) -> Screen:
        config = setting.folder / "btop" / "btop.conf"
        config.parent.mkdir(exist_ok=True)
        config.write_text("update_ms = 100\n")
        return stack.enter_context(screen(words, environment(setting.folder)))

    return start


def _watch(setting: Setting, stack: ExitStack) -> Screen:
    its = stack.enter_context(app(setting, ["watch", MANY, "processes", "8"]))
    assert its.read(60, lambda: is_on(its)), its.words()
    return its


WAYS = (
    _way("app", _watch, is_ours=True),
    _way("htop", _alone(["htop", "-d", "1"]), missing=htop().missing),
    _way("btop", _alone(["btop", "--utf-force"]), missing=btop().missing),
    _way("nothing", _nothing),
)
ROWS = [
    Row("slow-down", "how much longer a saturating program stands in line beside `watch` of 8 idle processes", WAYS,
        PERCENT, "line", Target(1.0, stretch=0.5), ("slower", "monitor"), by_medians=True, warms=False),
]  # fmt: skip
