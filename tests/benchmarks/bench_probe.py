"""What the probe costs a program that uses queues and locks: each load alone and with the probe, in turn.

One run is one interpreter; it times its own load, start-up excluded. Prints microseconds for each operation and ratios.
With COREOGRAPH_TRAFFIC=1 the probe also tells who puts and who takes, item by item.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import ROOT
from tests.support.interpreters import interpreters
from tui.feeds.control import Control, ProbeOrder
from tui.telemetry.objects import Level

PAIRS = int(os.environ.get("COREOGRAPH_PAIRS", "7"))
TRAFFIC = os.environ.get("COREOGRAPH_TRAFFIC") == "1"
BOOT = ROOT / "tui" / "probe" / "boot"
LOADS = Path(__file__).with_name("probe_loads.py")
NAMES: dict[str, tuple[int, float | None]] = {
    # load: operations, most microseconds that the probe may add to one
    "thread_queue": (100_000, 0.5),
    "simple_queue": (100_000, 0.5),
    "process_queue": (40_000, 0.5),
    "process_simple_queue": (40_000, 0.5),
    "pipe": (40_000, 0.5),
    "thread_lock": (200_000, 0.1),
    "thread_rlock": (200_000, 0.1),
    "process_lock": (200_000, 0.1),
    "thread_semaphore": (50_000, 0.1),
    "process_semaphore": (100_000, 0.1),
    "thread_condition": (50_000, 0.5),
    "process_condition": (20_000, 0.5),
    "thread_event": (50_000, 0.5),
    "process_event": (10_000, 1.0),
    "thread_barrier": (2_000, None),
    "process_barrier": (1_000, None),
    "value": (100_000, 0.3),
    "pool_map": (3_000, 10.0),
    "pool_imap": (3_000, 10.0),
    "pool_apply": (3_000, 10.0),
    "thread_pool": (3_000, 10.0),
    "thread_executor": (3_000, 10.0),
    "process_executor": (2_000, 10.0),
    "realistic": (2_000, None),
    "realistic_threads": (2_000, None),
}


def main() -> None:
    chosen = os.environ.get("COREOGRAPH_BENCH", "").split(",") if os.environ.get("COREOGRAPH_BENCH") else list(NAMES)
    for python in interpreters():
        for name in chosen:
            operations, limit_us = NAMES[name]
            alone: list[float] = []
            watched: list[float] = []
            for _ in range(PAIRS):
                alone.append(timed(python.path, name, operations, None))
                watched.append(timed(python.path, name, operations, "lean"))
            added_us = (median(watched) - median(alone)) / operations * 1e6
            ratio = median(b / a for a, b in zip(alone, watched, strict=True))
            limit = f"at most {limit_us} µs" if limit_us is not None else "at most 10 %"
            print(
                f"{python!s:6} {name:18} {median(alone) / operations * 1e6:8.3f} µs alone, {added_us:+7.3f} µs, "
                f"{(ratio - 1) * 100:+6.1f} %  ({limit}; n={PAIRS})",
                flush=True,
            )


def timed(python: str, name: str, operations: int, level: Level | None) -> float:
    """Return the seconds that one load takes by its own clock."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COREOGRAPH_RUN")}
    with tempfile.TemporaryDirectory(prefix="coreograph-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as at:
        if level is not None:
            Control(Path(at), ProbeOrder(level=level, traffic=TRAFFIC)).close()
            env |= {"PYTHONPATH": str(BOOT), "COREOGRAPH_RUN": at}
        command = [python, str(LOADS), name, str(operations)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=120)
    return float(done.stdout)


if __name__ == "__main__":
    main()
