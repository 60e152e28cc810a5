"""A test program that hangs fails its test: with what it complained of, and with nothing of it left."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.probe import observing
from tests.support.launching import is_alive
from tests.support.waiting import wait_until

HANGS = """
import multiprocessing, sys, time
def dies(work):
    raise ValueError("the worker's own error")
def stays():
    time.sleep(1000)
context = multiprocessing.get_context("fork")
work = context.Queue()
print("begins", flush=True)
for target, args in ((stays, ()), (dies, (work,))):
    context.Process(target=target, args=args).start()
work.get()
"""


def test_a_worker_that_dies_is_told_and_those_that_wait_for_it_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "hangs.py"
    program.write_text(HANGS, encoding="utf-8")
    monkeypatch.setattr(observing, "TIMEOUT_S", 1.0)
    with observing.started(program, run_directory=None) as its:
        assert its.line() == "begins\n"
        with pytest.raises(AssertionError, match="the worker's own error"):
            its.end()
        wait_until(lambda: not _alive_in(its.process.pid), what="nothing of it is alive")


def _alive_in(group: int) -> list[int]:
    found = []
    for pid in psutil.pids():
        with suppress(ProcessLookupError):
            if os.getpgid(pid) == group and is_alive(pid):
                found.append(pid)
    return found
