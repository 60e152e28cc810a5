"""Real programs with one thing wrong each, and what is found."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.watched import program, watched

BUSY = {
    "gil": """
import threading
def count():
    n = 0
    for i in range(6_000_000): n += i
workers = [threading.Thread(target=count, name=f"counter-{n}") for n in range(4)]
for worker in workers: worker.start()
for worker in workers: worker.join()
""",
    "overhead": """
from concurrent.futures import ProcessPoolExecutor
def double(n): return 2 * n
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool: print(sum(pool.map(double, range(8000))))
""",
    "imbalance": """
import time
from concurrent.futures import ProcessPoolExecutor
def work(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end: pass
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool: list(pool.map(work, [0.05, 0.05, 0.05, 1.2]))
""",
}
WAITING = {
    "lock": """
import threading, time
balance_lock = threading.Lock()
def serve():
    for _ in range(25):
        with balance_lock: time.sleep(0.01)
workers = [threading.Thread(target=serve, name=f"clerk-{n}") for n in range(4)]
for worker in workers: worker.start()
for worker in workers: worker.join()
""",
    "deadlock": """
import threading, time
ledger = threading.Lock()
drawer = threading.RLock()
both = threading.Barrier(2)
def serve(mine, other):
    with mine:
        both.wait()
        with other: pass
pairs = ("anna", ledger, drawer), ("bert", drawer, ledger)
for name, *locks in pairs: threading.Thread(target=serve, args=locks, name=name, daemon=True).start()
time.sleep(1.6)
""",
    "lock of processes": """
import multiprocessing, time
def serve(gate):
    for _ in range(25):
        with gate: time.sleep(0.01)
if __name__ == "__main__":
    gate = multiprocessing.Lock()
    workers = [multiprocessing.Process(target=serve, args=(gate,), name=f"clerk-{n}") for n in range(4)]
    for worker in workers: worker.start()
    for worker in workers: worker.join()
""",
    "queue": """
import multiprocessing, time
def take(jobs):
    while jobs.get() is not None: pass
if __name__ == "__main__":
    jobs = multiprocessing.Queue()
    takers = [multiprocessing.Process(target=take, args=(jobs,), name=f"taker-{n}") for n in range(2)]
    for taker in takers: taker.start()
    for n in range(40):
        time.sleep(0.03)
        jobs.put(n)
    for taker in takers: jobs.put(None)
    for taker in takers: taker.join()
""",
    "queue of threads": """
import queue, threading, time
jobs = queue.Queue(3)
def make():
    for n in range(60): jobs.put(n)
    jobs.put(None)
def take():
    while jobs.get() is not None: time.sleep(0.02)
workers = [threading.Thread(target=make, name="maker"), threading.Thread(target=take, name="taker")]
for worker in workers: worker.start()
for worker in workers: worker.join()
""",
    "io": """
import socket, threading, time
def read(end): end.recv(1)
pairs = [socket.socketpair() for _ in range(3)]
workers = [threading.Thread(target=read, args=(pair[0],)) for pair in pairs]
for worker in workers: worker.start()
time.sleep(1.2)
for pair in pairs: pair[1].send(b"x")
for worker in workers: worker.join()
""",
    "sleep": """
import threading, time
workers = [threading.Thread(target=time.sleep, args=(1.2,)) for _ in range(3)]
for worker in workers: worker.start()
for worker in workers: worker.join()
""",
    "waiting": """
import time
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    for _ in range(6):
        list(pool.map(abs, range(50)))
        time.sleep(0.2)
""",
}
"""They wait for most of their time, so that several can be watched at once."""
SAYS = {
    "gil": "four workers took turns",
    "deadlock": "anna held ledger, waited for drawer (program.py:4) in program.py:9; bert held drawer, waited for led",
    "lock": "Bound by the lock balance_lock: clerk-",
    "lock of processes": "Bound by the lock gate: clerk-",
    "queue of threads": "Bound by who takes from jobs: maker waited",
    "sleep": "three workers slept",
    "waiting": "four workers, 0.",
    "queue": "Bound by who puts into jobs: taker-",
    "overhead": "8 000 tasks of ",
    "io": "three workers waited for disk, network or an event",
    "imbalance": "longer than the other one",
}


@pytest.mark.parametrize("bound", BUSY)
def test_what_holds_a_real_program_up_is_found(tmp_path: Path, bound: str) -> None:
    _is_found(tmp_path, bound, BUSY[bound])


def test_what_real_programs_wait_for_is_found(tmp_path: Path) -> None:
    with ThreadPoolExecutor(len(WAITING)) as pool:
        for found in [pool.submit(_is_found, tmp_path / name, name, code) for name, code in WAITING.items()]:
            found.result()


def _is_found(folder: Path, name: str, code: str) -> None:
    folder.mkdir(exist_ok=True)
    done = watched(folder, ["--json"], program(folder, code))
    found = json.loads(done.stdout)
    bound = name.partition(" of ")[0]
    assert done.returncode == 0 and found["bound"] == bound, found["verdict"]
    assert SAYS[name] in found["verdict"], found["verdict"]
    assert bound == "waiting" or (found["try"] and "Try " in found["verdict"])


def test_what_it_used_is_in_the_lists(tmp_path: Path) -> None:
    code = (
        "import multiprocessing as m, queue, threading\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "from multiprocessing import shared_memory\njobs = queue.Queue(3)\ngate = threading.Lock()\n"
        "def fails(n): return 1 / (n - 2)\n"
        "total = m.Value('i', 7)\nshelf = shared_memory.SharedMemory(create=True, size=4096)\n"
        "jobs.put(1)\njobs.put(2)\njobs.get()\nwith gate: pass\n"
        "with ThreadPoolExecutor(1, 'cook') as pool: calls = [pool.submit(fails, n) for n in range(4)]\n"
        "print([type(call.exception()).__name__ for call in calls])\n"
        "import time; time.sleep(0.3)\nshelf.close(); shelf.unlink()\n"
    )
    found = json.loads(watched(tmp_path, ["--json", "--locks", "counts"], program(tmp_path, code)).stdout)
    (jobs,) = found["queues"]
    assert [jobs[name] for name in ("name", "place", "maxsize", "puts", "gets", "depth")] == [
        "jobs", "program.py:4", 3, 2, 1, 1,
    ]  # fmt: skip
    gate = next(lock for lock in found["locks"] if lock["name"] == "gate")
    assert gate["acquired"] == 1 and gate["waits"] == 0
    (cook,) = found["tasks"]
    assert (cook["worker"], cook["ended"], cook["failed"]) == ("cook_0", 4, 1)
    assert [task["failed"] for task in cook["newest"]] == [False, False, True, False]
    assert all(0 <= task["began_s"] <= task["ended_s"] for task in cook["newest"])
    assert {what["name"]: what["kind"] for what in found["memory"]} == {"total": "value", "shelf": "block"}
    assert next(what for what in found["memory"] if what["name"] == "total")["items"] == [7.0]
    (error,) = found["errors"]
    assert [error[name] for name in ("kind", "name", "type", "task", "message")] == [
        "task", "cook_0", "ZeroDivisionError", 2, "division by zero",
    ]  # fmt: skip
    assert {task["what"] for task in cook["newest"]} == {"fails"} and cook["calls"] == 4
    assert all(task["submitted_s"] <= task["began_s"] and task["pool"] == "pool" for task in cook["newest"])
    (pool,) = found["pools"]
    assert [pool[name] for name in ("name", "type", "place", "workers", "submitted", "ended", "failed")] == [
        "pool", "concurrent.futures.ThreadPoolExecutor", "program.py:13", 1, 4, 4, 1,
    ]  # fmt: skip
