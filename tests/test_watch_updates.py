"""Programs that update something shared in two steps, under `coreograph watch`: some may lose, others cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.watched import program, watched

CODE = """
import fcntl, multiprocessing, sys, threading, time

def read_then_write(shared):
    now = shared.value
    shared.value = now + 1

def in_an_array(shared):
    shared[1] += 1

def in_a_dict(shared):
    shared["votes"] += 1

def in_a_namespace(shared):
    shared.votes = shared.votes + 1

def work(update, shared, guard, until):
    while time.monotonic() < until:
        if guard is None:
            update(shared)
        elif guard == "own place":
            shared[multiprocessing.current_process().name] += 1
        elif guard == "file":
            with open(__file__) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                update(shared)
        elif hasattr(guard, "get"):
            turn = guard.get()
            update(shared)
            guard.put(turn)
        else:
            with guard:
                update(shared)

if __name__ == "__main__":
    update, kept_by, method, seconds = sys.argv[1:]
    mp = multiprocessing.get_context(method)
    with mp.Manager() as manager:
        shared = {
            "read_then_write": mp.Value("i", 0), "in_an_array": mp.Array("i", 3),
            "in_a_dict": manager.dict({"votes": 0, "worker-0": 0, "worker-1": 0}),
            "in_a_namespace": manager.Namespace(votes=0),
        }[update]
        turns = mp.Queue()
        guard = {
            "nothing": None, "own place": "own place", "file": "file", "a lock": mp.Lock(), "turns": turns,
            "a semaphore": mp.Semaphore(1), "a manager's lock": manager.Lock(),
            "its own lock": shared.get_lock() if hasattr(shared, "get_lock") else None,
        }[kept_by]
        turns.put(1)
        until = time.monotonic() + float(seconds)
        given = globals()[update], shared, guard, until
        workers = [mp.Process(target=work, args=given, name=f"worker-{n}") for n in range(2)]
        for worker in workers:
            worker.start()
        while time.monotonic() < until and hasattr(shared, "get_lock"):
            shared[:] if update == "in_an_array" else shared.value
        for worker in workers:
            worker.join()
"""


def _told(tmp_path: Path, update: str, kept_by: str, method: str, seconds: float) -> tuple[list[object], str]:
    done = watched(tmp_path, ("--json",), program(tmp_path, CODE), update, kept_by, method, str(seconds))
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    return [told for one in report["memory"] for told in one["may_lose"]], report["verdict"]


@pytest.mark.parametrize(
    ("update", "item", "method"),
    [("read_then_write", None, "fork"), ("in_an_array", "1", "spawn"), ("in_a_dict", "'votes'", "spawn"),
     ("in_a_namespace", "'votes'", "fork")],
)  # fmt: skip
def test_it_is_told_where_nothing_keeps_two_updates_apart(
    tmp_path: Path, update: str, item: str | None, method: str
) -> None:
    told: list[object] = []
    seconds, said = 2.0, ""
    while not told and seconds < 64:
        told, said = _told(tmp_path, update, "nothing", method, seconds)
        seconds *= 2
    (one,) = told
    assert isinstance(one, dict)
    assert (one["item"], len(one["pids"])) == (item, 2) and one["times"] >= one["met"] >= 1
    assert "Updates may be lost: worker-" in said and one["place"].startswith("program.py:")


@pytest.mark.parametrize(
    ("update", "kept_by"),
    [("read_then_write", "its own lock"), ("read_then_write", "a lock"), ("in_an_array", "a semaphore"),
     ("in_a_dict", "a lock"), ("in_a_dict", "a manager's lock"), ("in_a_dict", "file"), ("in_a_dict", "turns"),
     ("in_a_dict", "own place")],
)  # fmt: skip
def test_nothing_is_told_where_something_does(tmp_path: Path, update: str, kept_by: str) -> None:
    told, said = _told(tmp_path, update, kept_by, "fork", 2.0)
    assert told == [] and "may be lost" not in said
