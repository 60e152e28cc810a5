"""What the probe costs a program: each load alone and with the probe, in turn.

One run is one interpreter that times a few batches of its load, its own start excluded; the starts of interpreters are
timed from outside. Printed for each load: what an operation costs alone, and what the probe adds to it by the medians
of all batches, with the middle half of the batches' spread, and by the cheapest batch of each side, which on a busy
machine is the steadier number. CPU is that of all processes of the load.
COREOGRAPH_TRAFFIC=1: the probe also tells who puts and who takes, item by item. COREOGRAPH_PROBES: folders of probes to
compare, separated like PATH, instead of this tree's. COREOGRAPH_BENCH: only these loads, separated by commas.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.measuring import ROOT
from tests.support.interpreters import interpreters
from tui.feeds.live.control import Control, ProbeOrder
from tui.feeds.run_directory import probe_environment

PAIRS = int(os.environ.get("COREOGRAPH_PAIRS", "5"))
TRAFFIC = os.environ.get("COREOGRAPH_TRAFFIC") == "1"
PROBES = [Path(entry) for entry in os.environ.get("COREOGRAPH_PROBES", str(ROOT / "tui" / "probe")).split(os.pathsep)]
LOADS = Path(__file__).with_name("probe_loads.py")
STARTS = {
    # an interpreter's start: its code
    "start": "pass",
    "start_imports": "import multiprocessing, concurrent.futures, threading, queue",
}
IN_A_BATCH = 10
"""Starts of interpreters."""
NAMES: dict[str, tuple[int, float | None]] = {
    # load: operations, most microseconds that the probe may add to one
    "start": (IN_A_BATCH, 3000.0),
    "start_imports": (IN_A_BATCH, None),
    "os_fork": (200, 400.0),
    "process_fork": (150, 400.0),
    "process_spawn": (15, None),
    "process_forkserver": (50, None),
    "cpu_bound": (2_000, None),
    "cpu_bound_threads": (2_000, None),
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
    "process_condition": (20_000, 0.6),
    "thread_event": (50_000, 1.0),
    "process_event": (10_000, 2.0),
    "thread_barrier": (2_000, None),
    "process_barrier": (1_000, None),
    "value": (100_000, 0.3),
    "pool_map": (5_000, 10.0),
    "pool_imap": (5_000, 10.0),
    "pool_apply": (5_000, 10.0),
    "thread_pool": (5_000, 10.0),
    "thread_executor": (5_000, 10.0),
    "process_executor": (2_500, 10.0),
    "realistic": (2_500, None),
    "realistic_threads": (2_500, None),
}
Batch = tuple[float, float]
"""Seconds of CPU and of the clock for one operation."""


def main() -> None:
    chosen = os.environ.get("COREOGRAPH_BENCH", "").split(",") if os.environ.get("COREOGRAPH_BENCH") else list(NAMES)
    for python in interpreters():
        for probe in PROBES:
            subprocess.run([python.path, "-I", "-m", "compileall", "-q", str(probe)], check=True)
        for name in chosen:
            ways: list[Path | None] = [None, *PROBES]
            batches: list[list[Batch]] = [[] for _ in ways]
            for _ in range(PAIRS):
                for found, way in zip(batches, ways, strict=True):
                    found.extend(run(python.path, name, way))
            for probe, its in zip(PROBES, batches[1:], strict=True):
                among = f"  {probe.parent.parent.name}" if len(PROBES) > 1 else ""
                print(f"{python!s:6} {name:20}{told(batches[0], its, NAMES[name][1])}{among}", flush=True)


def told(alone: Sequence[Batch], watched: Sequence[Batch], limit_us: float | None) -> str:
    """Return what the probe adds, in CPU and by the clock."""
    words = f"(at most {limit_us} µs)" if limit_us is not None else ""
    for kind, what in enumerate(("CPU", "clock")):
        before, after = ([batch[kind] * 1e6 for batch in batches] for batches in (alone, watched))
        base = median(before)
        low, _, high = (value - base for value in quantiles(after, n=4))
        words += (
            f"  {what} {base:9.3f} {median(after) - base:+9.3f} ({low:+.3f} to {high:+.3f}; "
            f"least {min(after) - min(before):+.3f}) µs {(median(after) / base - 1) * 100:+5.1f} %"
        )
    return words + f"  n={len(alone)}"


def run(python: str, name: str, probe: Path | None) -> list[Batch]:
    """Return what the operations of one load cost, batch by batch."""
    env: Mapping[str, str] = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COREOGRAPH_RUN")}
    with tempfile.TemporaryDirectory(prefix="coreograph-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as at:
        if probe is not None:
            Control(Path(at), ProbeOrder(traffic=TRAFFIC)).close()
            if (probe / "pack.py").exists():
                tag, _, pack = packed(python, probe).partition(b"\n")
                Path(at, "code-" + tag.decode()).write_bytes(pack)
            paths = {"PYTHONPATH": str(probe / "boot")}
            env = {**probe_environment(Path(at), env, is_own=True), **paths}
        if name in STARTS:
            return [started([python, "-c", STARTS[name]], env)]
        command = [python, str(LOADS), name, str(NAMES[name][0])]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=300)
    # One batch of five is a fifth of the operations.
    each = NAMES[name][0] // 5
    return [(float(cpu) / each, float(wall) / each) for cpu, wall in map(str.split, done.stdout.splitlines())]


@cache
def packed(python: str, probe: Path) -> bytes:
    """Return what a probe prints of its code for a Python."""
    return subprocess.run([python, "-I", "-S", str(probe / "pack.py")], capture_output=True, check=True).stdout


def started(command: Sequence[str], env: Mapping[str, str]) -> Batch:
    """Return what one start of an interpreter costs."""
    cpu = wall = 0.0
    for _ in range(IN_A_BATCH):
        start = time.perf_counter()
        process = subprocess.Popen(command, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        cpu += usage.ru_utime + usage.ru_stime
        wall += time.perf_counter() - start
    return cpu / IN_A_BATCH, wall / IN_A_BATCH


if __name__ == "__main__":
    main()
