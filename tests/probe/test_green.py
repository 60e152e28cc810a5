"""Greenlets in the place of threads, as gevent and eventlet make them: all run in one thread, which has one row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probe.observing import read_all, run
from tests.support.watched import program

CODE = """
import sys, threading

class Green(threading.Thread):
    '''One whose code runs in the thread that asks for it.'''
    def __init__(self, target, name):
        super().__init__(target=target, name=name, daemon=True)
    def start(self):
        threading._limbo[self] = self
        known = dict(threading._active)
        self._bootstrap_inner()
        threading._active.update(known)
    def _set_tstate_lock(self):
        pass

def inner():
    Green(lambda: None, "green-1").start()

def outer():
    for number in range(2):
        Green(inner, f"green-{number}").start()
    threading.Lock().acquire()

if sys.argv[1] == "main":
    outer()
else:
    threads = [threading.Thread(target=outer, name="real") for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
print("done")
"""


@pytest.mark.parametrize(("where", "names"), [("main", ["MainThread"]), ("thread", ["MainThread", "real", "real"])])
def test_their_thread_keeps_its_name_and_its_row(tmp_path: Path, where: str, names: list[str]) -> None:
    (tmp_path / "run").mkdir()
    path = str(tmp_path / program(tmp_path, CODE))
    ran = run(path, where, run_directory=tmp_path / "run")
    assert (ran.stdout, ran.stderr) == ("done\n", "")
    lines = [line.split("\t") for file in (tmp_path / "run").glob("*.meta") for line in file.read_text().splitlines()]
    assert [line[7] for line in lines if line[0] == "T"] == names
    assert len([line for line in lines if line[0] == "t"]) == len(names) - 1
    assert not [what for what, _ in read_all(tmp_path / "run").not_observed if "threads" in what]
