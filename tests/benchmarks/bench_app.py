"""The app at 10 Hz, 120×40, scenario running: CPU, bytes to the terminal, first paint, memory."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import App, spread

PAIRS = 5
SECONDS = 6.0


def main() -> None:
    paints: list[float] = []
    running: list[float] = []
    idle: list[float] = []
    rates: list[float] = []
    peaks: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(PAIRS):
            _measure(Path(folder), paints, idle, running, rates, peaks)
    print("first paint:", spread(paints, "ms", 1e3))
    print("app CPU, nothing running:", spread(idle, "% of a core", 100))
    print("app CPU, processes variant running:", spread(running, "% of a core", 100))
    print("to the terminal meanwhile:", spread(rates, "kB/s", 1e-3))
    print("peak memory:", spread(peaks, "MB", 1e-6))


def _measure(
    folder: Path, paints: list[float], idle: list[float], running: list[float], rates: list[float], peaks: list[float]
) -> None:
    app = App([], folder)
    app.read(10, until=b"Nothing is running")
    paints.append(time.perf_counter() - app.start_s)
    app.read(1)
    before = app.cpu_s()
    app.read(4)
    idle.append((app.cpu_s() - before) / 4)
    app.close()
    options = ["--variant", "processes", "--knob", "size=40000000", "--knob", "tasks=64", "--workers", "2"]
    app = App(["run", "threads-vs-processes", *options], folder)
    app.read(2)
    before, bytes_before, start = app.cpu_s(), app.bytes_out, time.perf_counter()
    app.read(SECONDS)
    wall = time.perf_counter() - start
    running.append((app.cpu_s() - before) / wall)
    rates.append((app.bytes_out - bytes_before) / wall)
    peaks.append(app.peak_rss)
    app.close()


if __name__ == "__main__":
    main()
