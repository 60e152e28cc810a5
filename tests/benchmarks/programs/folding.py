"""The fold and the seek of one checkout: prints seconds for an event, for the first seek, and for a seek after that.

Four processes on eight cores, ten minutes of them sampled at 10 Hz.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from tests.support.builders import comparison, whole_run
from tests.support.taped import taped
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play.player import Player
from tui.telemetry.tasks import TaskCount, TaskEnded, TasksCounted, TaskStarted
from tui.telemetry.vocabulary import CoresSampled, ObserverSampled, Telemetry, ThreadSample, ThreadsSampled

EVENTS, AT_ONCE = 50_000, 1000


def main() -> None:
    running = fold(ComparisonState(), begun())
    events: list[Telemetry] = []
    for n in range(EVENTS // 2):
        events += [TaskStarted(2.0, 0, 101, 101, n), TaskEnded(2.0, 0, 101, 101, n, 0.001, False)]
    whole = cpu_s(lambda: folded(running, events))
    player = Player(None, taped(ten_minutes()))
    first = cpu_s(lambda: player.seek(600.0))
    later = median(cpu_s(lambda to_s=to_s: player.seek(float(to_s))) for to_s in range(13, 590, 37))  # type: ignore[misc]
    print(whole / len(events), first, later)


def cpu_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def folded(state: ComparisonState, events: list[Telemetry]) -> None:
    for place in range(0, len(events), AT_ONCE):
        state = fold(state, events[place : place + AT_ONCE])


def begun() -> list[Telemetry]:
    return [comparison(), *whole_run(0, "processes", 0.0, 1.0, kind="process")[:-1]]


def ten_minutes() -> list[Telemetry]:
    told = begun()
    for tick in range(6000):
        at_s = 1 + tick / 10
        counts = tuple(TaskCount(101 + i, 101 + i, 0, tick, tick, 0, True, 0.0) for i in range(4))
        told.append(TasksCounted(at_s, 0, counts))
        samples = tuple(ThreadSample(101 + i, 101 + i, 0.1, 0.0, 0.0, "running", i) for i in range(4))
        told.append(ThreadsSampled(at_s, 0, 0.1, samples))
        told += [CoresSampled(at_s, (1.0,) * 8, 0, (0.5,) * 8, 0.1), ObserverSampled(at_s, 0.02)]
    return told


if __name__ == "__main__":
    main()
