"""The fold: telemetry per second, and seeking in a recording of ten minutes."""

from __future__ import annotations

import time

from tests.benchmarks.measuring import spread
from tests.support.builders import comparison, whole_run
from tests.support.taped import taped
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play.player import Player
from tui.telemetry.tasks import TaskCount, TaskEnded, TasksCounted, TaskStarted
from tui.telemetry.vocabulary import CoresSampled, ObserverSampled, Telemetry, ThreadSample, ThreadsSampled


def main() -> None:
    running = fold(ComparisonState(), [comparison(), *whole_run(0, "processes", 0.0, 1.0, kind="process")[:-1]])
    rates = []
    for _ in range(5):
        events: list[Telemetry] = []
        for n in range(50_000):
            events += [TaskStarted(2.0, 0, 101, 101, n), TaskEnded(2.0, 0, 101, 101, n, 0.001, False)]
        start, state = time.perf_counter(), running
        for place in range(0, len(events), 1000):
            state = fold(state, events[place : place + 1000])
        rates.append(len(events) / (time.perf_counter() - start))
    print("task events folded, in batches of 1000:", spread(rates, "k/s", 1e-3))
    player = Player(None, taped(ten_minutes()))
    start = time.perf_counter()
    player.seek(600.0)
    print(f"first seek to the end of ten minutes: {(time.perf_counter() - start) * 1000:.0f} ms")
    seeks = []
    for position in range(13, 590, 37):
        start = time.perf_counter()
        player.seek(float(position))
        seeks.append(time.perf_counter() - start)
    print("seek in ten minutes, after that:", spread(seeks, "ms", 1e3))


def ten_minutes() -> list[Telemetry]:
    """Four processes on eight cores, sampled at 10 Hz."""
    told: list[Telemetry] = [comparison(), *whole_run(0, "processes", 0.0, 1.0, kind="process")[:-1]]
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
