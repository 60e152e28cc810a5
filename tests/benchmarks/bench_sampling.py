"""What a look at the run costs, as a share of one core at ten looks a second.

    python -m tests.benchmarks.bench_sampling

Programs of idle processes and threads, with busy ones where it says so. Medians and the middle half are printed.
Times are CPU time of this process, so a loaded machine changes them little, but cold caches do: the looks are a tenth
of a second apart, as in the app.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from tui.feeds.sampling.portable import PortableCores, PortableTree
from tui.feeds.sampling.sampler import ProcessSampler

LOOKS = 50
PERIOD_S = 0.1

IDLE = """
import os, signal, sys, threading
processes, threads, busy = map(int, sys.argv[1:])
threading.stack_size(65536)
def idle():
    never = threading.Event()
    for _ in range(threads - 1):
        threading.Thread(target=never.wait, daemon=True).start()
    os.write(1, b"x")
    signal.pause()
for number in range(processes - 1):
    if os.fork() == 0:
        if number < busy:
            os.write(1, b"x")
            while True:
                pass
        idle()
idle()
"""

TREES = (
    ("10 processes", 10, 1, 0),
    ("50 processes", 50, 1, 0),
    ("200 processes", 200, 1, 0),
    ("200 processes, 2 000 threads", 200, 10, 0),
    ("1 process, 2 000 threads", 1, 2000, 0),
    ("10 processes, 2 busy", 10, 1, 2),
    ("200 processes, 2 busy", 200, 1, 2),
)


def main() -> None:
    print(f"{'tree':32}{'median':>9}{'middle half':>16}   of a core at 10 Hz; {LOOKS} looks")
    for name, processes, threads, busy in TREES:
        _report(name, processes, threads, busy, portable=False)
    for name, processes, threads, busy in TREES[:2]:
        _report(f"{name}, psutil", processes, threads, busy, portable=True)


def _report(name: str, processes: int, threads: int, busy: int, portable: bool) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", IDLE, str(processes), str(threads), str(busy)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stdout is not None
    try:
        ready = 0
        while ready < processes:
            ready += len(program.stdout.read(1))
        sampler = _sampler(program.pid, portable)
        costs = sorted(_costs_ms(sampler.sample))
        sampler.close()
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.communicate()
    lower, _, upper = statistics.quantiles(costs, n=4)
    shares = [cost / 1000 / PERIOD_S for cost in (statistics.median(costs), lower, upper)]
    print(f"{name:32}{shares[0]:9.2%}{shares[1]:9.2%} –{shares[2]:6.2%}")


def _sampler(pid: int, portable: bool) -> ProcessSampler:
    if portable:
        return ProcessSampler(pid, backend=PortableTree(pid), core_reader=PortableCores())
    return ProcessSampler(pid)


def _costs_ms(look: Callable[[], object]) -> list[float]:
    """Return the CPU milliseconds of each look, after those that meet the tree and find out who is quiet."""
    costs = []
    at = time.perf_counter()
    for number in range(LOOKS + 15):
        at += PERIOD_S
        time.sleep(max(at - time.perf_counter(), 0))
        before = time.process_time_ns()
        look()
        if number >= 15:
            costs.append((time.process_time_ns() - before) / 1e6)
    return costs


if __name__ == "__main__":
    main()
