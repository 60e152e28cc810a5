"""What `coreograph watch` says of what processes use: CPU time of all their threads, and memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.watched import program, watched

NATIVE = """
import _thread, multiprocessing, os, time

def spin(until_s, done):
    while time.thread_time() < until_s:
        sum(range(1000))
    done.release()

def fit():
    done = [_thread.allocate_lock() for _ in range(2)]
    for each in done:
        each.acquire()
        _thread.start_new_thread(spin, (0.4, each))
    for each in done:
        each.acquire()
    used = os.times()
    print(used.user + used.system, flush=True)

if __name__ == "__main__":
    child = multiprocessing.get_context("fork").Process(target=fit, name="fit")
    child.start()
    child.join()
"""


def test_a_process_has_the_cpu_of_threads_that_nobody_announced(tmp_path: Path) -> None:
    seen = watched(tmp_path, ("--json",), program(tmp_path, NATIVE))
    printed_s, report = float(seen.stderr), json.loads(seen.stdout)
    (fit,) = [process for process in report["processes"] if process["name"] == "fit"]
    assert printed_s > 0.7 and printed_s - 0.03 <= fit["cpu_s"] <= printed_s + 0.1
    assert fit["memory_max_bytes"] > 1_000_000
    (worker,) = report["variants"][0]["workers"]
    assert (worker["pid"], worker["cpu_s"]) == (fit["pid"], pytest.approx(fit["cpu_s"], abs=0.05))
