"""What being watched costs the program: the same run alone, and in the app at 10 Hz, in turn."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import ROOT, App, spread
from tests.support.taped import told_in
from tui.telemetry.vocabulary import RunEnded

PAIRS = 8
OPTIONS = {"size": "1500000", "tasks": "40", "workers": "2"}


def main() -> None:
    for variant in ("threads", "processes"):
        alone, watched = [], []
        for _ in range(PAIRS):
            alone.append(_alone(variant))
            watched.append(_watched(variant))
        ratios = [b / a for a, b in zip(alone, watched, strict=True)]
        print(f"{variant} alone:", spread(alone, "s"))
        print(f"{variant} watched:", spread(watched, "s"))
        print(f"{variant} slow-down, pair by pair: {(median(ratios) - 1) * 100:+.1f} % "
              f"({(min(ratios) - 1) * 100:+.1f} to {(max(ratios) - 1) * 100:+.1f}, n={PAIRS})")


def _alone(variant: str) -> float:
    options = [word for name, value in OPTIONS.items() for word in (f"--{name}", value)]
    program = ROOT / "demos" / "threads_vs_processes.py"
    start = time.perf_counter()
    subprocess.run([sys.executable, str(program), variant, *options], stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def _watched(variant: str) -> float:
    options = [word for name, value in OPTIONS.items() for word in ("--knob", f"{name}={value}")]
    with tempfile.TemporaryDirectory() as folder:
        app = App(["run", "threads-vs-processes", "--variant", variant, *options], Path(folder))
        while True:
            app.read(0.3)
            for recording in Path(folder).rglob("*.jsonl"):
                ended = [item for item in told_in(recording) if isinstance(item, RunEnded)]
                if ended:
                    app.close()
                    return ended[0].elapsed_s


if __name__ == "__main__":
    main()
