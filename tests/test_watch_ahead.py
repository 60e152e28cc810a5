"""A program whose pool reads its input to the end before the first result is taken, under `coreograph watch`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.watched import program, watched

CODE = """
import sys, threading
from multiprocessing.pool import Pool, ThreadPool

is_read = threading.Event()

def pages(count):
    for number in range(count):
        yield bytearray(1_000_000)
    is_read.set()

def read(page):
    is_read.wait()
    sum(range(1_000_000))
    return len(page)

if __name__ == "__main__":
    way, given = sys.argv[1:]
    with ThreadPool(2) as pool:
        items = pages(120) if given == "generator" else list(pages(120))
        results = getattr(pool, way)(read, items)
        is_read.wait()
        print(sum(results))
"""


@pytest.mark.parametrize("way", ["imap", "imap_unordered"])
def test_all_that_was_taken_ahead_is_told(tmp_path: Path, way: str) -> None:
    done = watched(tmp_path, ("--json",), program(tmp_path, CODE), way, "generator")
    assert done.stderr == b"120000000\n"
    report = json.loads(done.stdout)
    (pool,) = report["pools"]
    assert (pool["input_read"], pool["results_out"]) == (120, 0) and pool["taken_ahead"] == 120
    assert "pool had read all 120 tasks of its input when no results were out, 120 tasks ahead" in report["verdict"]


def test_of_a_list_nothing_is_told(tmp_path: Path) -> None:
    done = watched(tmp_path, ("--json",), program(tmp_path, CODE), "imap", "list")
    report = json.loads(done.stdout)
    (pool,) = report["pools"]
    assert (pool["submitted"], pool["taken_ahead"], pool["input_read"]) == (120, 0, 0)
    assert "ahead" not in report["verdict"]
