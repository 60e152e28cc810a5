"""Whether watching stays as cheap as it was: 100 processes that come and go, for as long as asked.

    python -m tests.benchmarks.soak --minutes 60

Prints a line for every tenth of the time: how many processes have come, what the app and its reaper take of a core, how
much memory and how many descriptors they hold. All of these should stay what they were after the first lines.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import psutil

from tests.benchmarks.registry import ROOT
from tests.benchmarks.terminal import Screen

COMES_AND_GOES = '''
import os, random, sys, threading, time
alive, most, come = set(), 100, 0
def live():
    threading.Thread(target=time.sleep, args=(random.uniform(1, 2),), daemon=True).start()
    until = time.monotonic() + random.uniform(4, 16)
    while time.monotonic() < until:
        sum(range(1000))
        time.sleep(0.25)
    os._exit(0)
while True:
    while len(alive) < most:
        pid = os.fork()
        if pid == 0:
            live()
        alive.add(pid)
        come += 1
    pid, _ = os.wait()
    alive.discard(pid)
    with open(sys.argv[1], "w") as told:
        told.write(str(come))
'''


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--tree", type=Path, default=ROOT, help="another checkout of coreograph")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        _soak(Path(folder), asked.minutes * 60, asked.tree)


def _soak(folder: Path, seconds: float, tree: Path) -> None:
    program, told = folder / "comes_and_goes.py", folder / "come"
    program.write_text(COMES_AND_GOES, encoding="utf-8")
    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(folder)}
    for name in ("SSH_CONNECTION", "NO_COLOR", "COLUMNS", "LINES", "PYTHONPATH", "XDG_STATE_HOME"):
        env.pop(name, None)
    python = tree / ".venv-test/bin/python"
    screen = Screen([python, "-m", "tui", "watch", program, told], env, tree)
    screen.keeps = False
    try:
        print(f"{'after':>7}{'processes':>11}{'CPU':>8}{'memory':>10}{'descriptors':>13}")
        _settle(screen)
        for part in range(1, 11):
            began_s, before_s = time.monotonic(), _cpu_s(screen.pid)
            screen.read(seconds / 10)
            share = (_cpu_s(screen.pid) - before_s) / (time.monotonic() - began_s)
            app = psutil.Process(screen.pid)
            come = told.read_text(encoding="ascii") if told.exists() else "0"
            memory = app.memory_info().rss / 1e6
            print(f"{part * seconds / 10:6.0f}s{come:>11}{share:8.2%}{memory:7.1f} MB{app.num_fds():13}", flush=True)
    finally:
        screen.close(b"\x03")


def _settle(screen: Screen) -> None:
    """Let the app start its program; a watched one starts by itself."""
    screen.read(5)


def _cpu_s(pid: int) -> float:
    """Return the CPU seconds of the app and of its reapers, what they look after excluded."""
    app = psutil.Process(pid)
    its = [app, *app.children()]
    return sum(sum(one.cpu_times()[:2]) for one in its)


if __name__ == "__main__":
    main()
