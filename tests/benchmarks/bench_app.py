"""The app at 10 Hz, 120×40, scenario running: CPU, bytes to the terminal, first paint, memory."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.measuring import App, spread

PAIRS = 5
SECONDS = 6.0
LOADS = {
    "sums": ["threads-vs-processes", "--variant", "processes", "--knob", "size=40000000", "--knob", "tasks=64",
             "--workers", "2"],
    "a queue": ["producer-consumer", "--variant", "processes", "--knob", "items=2000"],
}  # fmt: skip
"""What runs meanwhile, in words, and how it is started."""


@dataclass
class Measured:
    """One value a round."""

    first_paint_s: list[float] = field(default_factory=list)
    idle_share: list[float] = field(default_factory=list)
    running_share: dict[str, list[float]] = field(default_factory=lambda: {load: [] for load in LOADS})
    bytes_per_s: dict[str, list[float]] = field(default_factory=lambda: {load: [] for load in LOADS})
    peak_bytes: list[float] = field(default_factory=list)


def main() -> None:
    found = Measured()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(PAIRS):
            _idle(Path(folder), found)
            for load in LOADS:
                _running(Path(folder), found, load)
    print("first paint:", spread(found.first_paint_s, "ms", 1e3))
    print("app CPU, nothing running:", spread(found.idle_share, "% of a core", 100))
    for load in LOADS:
        print(f"app CPU, processes with {load} running:", spread(found.running_share[load], "% of a core", 100))
        print("to the terminal meanwhile:", spread(found.bytes_per_s[load], "kB/s", 1e-3))
    print("peak memory:", spread(found.peak_bytes, "MB", 1e-6))


def _idle(folder: Path, found: Measured) -> None:
    app = App([], folder)
    app.read(10, until=b"Nothing is running")
    found.first_paint_s.append(time.perf_counter() - app.start_s)
    app.read(1)
    before = app.cpu_s()
    app.read(4)
    found.idle_share.append((app.cpu_s() - before) / 4)
    app.close()


def _running(folder: Path, found: Measured, load: str) -> None:
    app = App(["run", *LOADS[load]], folder)
    app.read(2)
    before, bytes_before, start = app.cpu_s(), app.bytes_out, time.perf_counter()
    app.read(SECONDS)
    wall_s = time.perf_counter() - start
    found.running_share[load].append((app.cpu_s() - before) / wall_s)
    found.bytes_per_s[load].append((app.bytes_out - bytes_before) / wall_s)
    found.peak_bytes.append(app.peak_rss)
    app.close()


if __name__ == "__main__":
    main()
