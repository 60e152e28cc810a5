"""The real app in its terminal with scripted telemetry of a program of any size, and what a frame of it costs.

    python frames.py RESULT cores=256 processes=8 threads=8 queues=8 settles=15 frames=25

All is made up before the app starts, tick by tick: what is told goes through the player, the fold, the boards and
their widgets to the terminal, as in a run. On every tick each core moves, and of each kind the first eight and a tenth
of the others; all are told of, as in a run. The rates are the usual ones: ten looks a second, and a picture of what
moves at every second one. Written to RESULT: CPU seconds for a tick, over `frames` after `settles`.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support import own_program
from tests.support.own_program import Does, Own, header
from tests.support.scripted import MACHINE, ScriptedFeed
from tests.support.staging import scenarios
from tui.app import CoreographApp
from tui.telemetry.objects import QueueCount, QueuesCounted
from tui.telemetry.vocabulary import CoresSampled, Reason, Telemetry, ThreadSample, ThreadsSampled

Sizes = dict[str, int]


replaced: Any = vars(own_program)["replace"]
"""That of the checkout whose app this is."""


def moves(place: int) -> bool:
    return place < 8 or place % 10 == 0


def started(sizes: Sizes) -> Own:
    """Return a program that has just started all it has."""
    own = Own()
    head: Any = replaced(header(usable_cores=float(sizes["cores"])), cores=sizes["cores"])
    own.told[0] = head
    for number in range(sizes["processes"]):
        own.process(f"worker {number}", Does())
    for number in range(sizes["threads"]):
        own.thread(f"thread {number}", Does())
    for number in range(sizes["queues"]):
        own.made(10 + number, "queue", f"tasks {number}", maxsize=100)
    return own


def tick(own: Own, sizes: Sizes, number: int) -> list[Telemetry]:
    """Return what a tenth of a second tells; every number is another one than in the tick before."""
    at_s, cores = 1 + number / 10, sizes["cores"]
    samples = []
    turn = min(1.0, cores / sum(map(moves, range(len(own.does)))))
    for place, who in enumerate(own.does):
        share = turn * ((number * 7 + place * 13) % 100) / 100 if moves(place) else 0.0
        reason: Reason = "running" if share > turn / 2 else "queue"
        samples.append(ThreadSample(*who[:2], share / 10, 0.0, (1 - share) / 10, reason, place % cores))
    busy = tuple((number * 11 + place * 17) % 100 / 100 for place in range(cores))
    puts = [number * (5 + place % 3) if moves(place) else 5 for place in range(sizes["queues"])]
    return [
        ThreadsSampled(at_s, 0, 0.1, tuple(samples)), CoresSampled(at_s, busy, 0, busy, 0.0),
        QueuesCounted(at_s, 0, tuple(_count(10 + place, its) for place, its in enumerate(puts))),
    ]  # fmt: skip


def _count(key: int, puts: int) -> QueueCount:
    return QueueCount(key, puts + puts % 50, puts, None, 0, None, None, puts, puts / 1000, 0, 0.0, None)


class Scripted(ScriptedFeed):
    """Tells one tick whenever it is asked, and takes the time."""

    def __init__(self, ticks: Sequence[Sequence[Telemetry]], result: Path, settles: int) -> None:
        super().__init__([])
        self.ticks, self.result, self.settles = ticks, result, settles
        self.asked, self.start_s = 0, 0.0

    def poll(self) -> Sequence[Telemetry]:
        self.asked += 1
        if self.asked == self.settles:
            self.start_s = time.process_time()
        if self.asked == len(self.ticks):
            part = self.result.with_suffix(".part")
            part.write_text(str((time.process_time() - self.start_s) / (self.asked - self.settles)))
            part.replace(self.result)
        return self.ticks[self.asked - 1] if self.asked <= len(self.ticks) else []

    @property
    def is_over(self) -> bool:
        return self.was_closed


def unhurried() -> None:
    """Let the rates of the app be the usual ones, whatever this machine does besides; older checkouts have no rates."""
    with suppress(ImportError):
        module: Any = importlib.import_module("tui.feeds.machine_load")
        module.Load.see = lambda *_: None


def main(result: Path, sizes: Sizes) -> None:
    unhurried()
    own = started(sizes)
    count = sizes["settles"] + sizes["frames"]
    ticks = [list(own.told), *(tick(own, sizes, number) for number in range(1, count))]
    facts: Any = replaced(MACHINE, cores=sizes["cores"], usable_cores=float(sizes["cores"]))
    feed = Scripted(ticks, result, sizes["settles"])
    CoreographApp(scenarios(), open_feed=lambda _plan: feed, facts=facts, autostart=True).run()


if __name__ == "__main__":
    os.environ.pop("COREOGRAPH_RUN", None)
    main(Path(sys.argv[1]), {name: int(value) for name, value in (word.split("=") for word in sys.argv[2:])})
