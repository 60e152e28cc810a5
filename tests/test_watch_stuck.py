"""Real programs in which nobody can go on, and others that only look so: what is said while they run and after."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tui.feeds.live.interpreter import known_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.machine import this_machine
from tui.feeds.live.own_program import program_scenario
from tui.feeds.live.plan import make_plan
from tui.model.found.findings import finding
from tui.model.said.verdict import verdict
from tui.model.stuck.rows import rows
from tui.play.player import Player
from tui.play.tape import Tape
from tui.reports.as_json.told import json_of

SOON_S = 60.0
STILL_S = 3.5
"""How long somebody stands still before it is believed that nothing is said of it."""
STUCK = {
    "a pool that waits for itself": ("""
from concurrent.futures import ThreadPoolExecutor
cooks = ThreadPoolExecutor(2)
def dish(): return cooks.submit(int).result()
first, second = cooks.submit(dish), cooks.submit(dish)
print(first.result(), second.result())
""", "Deadlock of the pool cooks: both its workers are in a task that waits for another task of this pool"),
    "join before get": ("""
import multiprocessing
def bake(plates): plates.put("x" * 300_000)
if __name__ == "__main__":
    plates = multiprocessing.Queue()
    baker = multiprocessing.Process(target=bake, args=(plates,), name="baker")
    baker.start()
    baker.join()
""", "main waits for baker to end, which cannot end before what it has put into plates"),
    "a lock that a process has taken with it": ("""
import multiprocessing, os
def leaves(key, taken):
    key.acquire(); taken.release(); os._exit(1)
def waits(key, taken):
    taken.acquire(); key.acquire()
if __name__ == "__main__":
    key, taken = multiprocessing.Lock(), multiprocessing.Semaphore(0)
    both = [multiprocessing.Process(target=f, args=(key, taken), name=f.__name__) for f in (leaves, waits)]
    for one in both: one.start()
    for one in both: one.join()
""", "leaves ended with exit code 1"),
    "a notice before anybody waits": ("""
import threading, time
rings = threading.Condition()
def sleeper():
    while not rung.is_set(): time.sleep(0.01)
    time.sleep(0.3)
    with rings: rings.wait()
rung = threading.Event()
late = threading.Thread(target=sleeper, name="late")
late.start()
with rings: rings.notify()
rung.set()
late.join()
""", "late waits for rings (program.py:3) to be notified, and nobody is left to do so; the last notice was given"),
    "a child whose output nobody reads": ("""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "print('x' * 300_000)"], stdout=subprocess.PIPE)
child.wait()
""", "for room in a pipe that main does not read"),
    "a copy of a lock at a fork": ("""
import os, threading, time
ink = threading.Lock()
def holds():
    with ink: held.set(); time.sleep(3)
held = threading.Event()
threading.Thread(target=holds, name="writer").start()
held.wait()
child = os.fork()
if not child:
    with ink: os._exit(0)
os.waitpid(child, 0)
""", "waits for its copy of ink (program.py:3), made at the fork while writer of main held the lock"),
}  # fmt: skip
STANDING = {
    "a server": "import socket\nsocket.create_server(('127.0.0.1', 0)).accept()",
    "a signal that may come": """
import signal, threading
done = threading.Event()
signal.signal(signal.SIGUSR1, lambda number, frame: done.set())
done.wait()
""",
    "a child that sleeps": """
import multiprocessing, time
def work(items): time.sleep(600)
if __name__ == "__main__":
    items = multiprocessing.Queue()
    multiprocessing.Process(target=work, args=(items,), daemon=True).start()
    items.get()
""",
    "a lock that another may release": """
import threading, time
gate = threading.Lock()
def shuts(): gate.acquire()
def opens():
    time.sleep(600)
    gate.release()
shut = threading.Thread(target=shuts)
shut.start()
shut.join()
threading.Thread(target=opens, daemon=True).start()
gate.acquire()
""",
}  # fmt: skip


@contextmanager
def _played(folder: Path, text: str) -> Iterator[Player]:
    """Play a program as `watch` does; it is ended in any case."""
    path = folder / "program.py"
    path.write_text(text, encoding="utf-8")
    facts = this_machine([], sys.executable)
    plan = make_plan(
        program_scenario([str(path)]), python=facts.python, has=facts.has, usable_cores=facts.usable_cores,
        time_limit_s=None, is_own=True,
    )  # fmt: skip
    player = Player(LiveFeed(plan, known_interpreter(plan.python), tee=lambda stream, data: True), Tape(None))
    try:
        yield player
        player.stop()
        wait_until(lambda: _ticked(player).is_over, SOON_S, "its end")
    finally:
        player.close()


def _ticked(player: Player) -> Player:
    player.tick()
    return player


def _says(player: Player) -> str:
    """Return what is said once somebody is found stuck."""
    state = _ticked(player).state
    return verdict(state).text if state.runs and rows(state.runs[-1]) else ""


@pytest.mark.parametrize("name", STUCK)
def test_who_is_stuck_is_said_while_it_runs_and_after(name: str, tmp_path: Path) -> None:
    text, expected = STUCK[name]
    with _played(tmp_path, text) as player:
        wait_until(lambda: expected in _says(player), SOON_S, expected)
    state = player.state
    assert finding(state, state.runs[-1]).bound in ("stuck", "deadlock")
    told = json_of(state)
    assert told["stuck"] and all(row["waits_for"] and row["why_not"] for row in told["stuck"])
    assert bool(told["deadlock"]) is (told["bound"] == "deadlock")


@pytest.mark.parametrize("name", STANDING)
def test_who_waits_for_the_outside_or_for_somebody_who_may_come_is_not_stuck(name: str, tmp_path: Path) -> None:
    with _played(tmp_path, STANDING[name]) as player:
        wait_until(lambda: _stands_still(_ticked(player)), SOON_S, "the main thread stands still")
        assert rows(player.state.runs[-1]) == ()
    assert json_of(player.state)["stuck"] == json_of(player.state)["deadlock"] == []


def _stands_still(player: Player) -> bool:
    run = player.state.newest()
    main = next((worker for worker in run.workers if worker.role == "main"), None) if run else None
    return run is not None and main is not None and main.stall is not None and (
        run.started_s + run.elapsed_s - main.stall.since_s > STILL_S
    )
