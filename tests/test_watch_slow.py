"""Real programs that work, slowly: what takes the time, found also beside other programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.watched import program, watched

SLOW = {
    "pickling": """
from multiprocessing import get_context
TABLE = {n: str(n) for n in range(60_000)}
def size(table, n): return len(table) + n
if __name__ == "__main__":
    with get_context("spawn").Pool(2) as pool:
        for result in [pool.apply_async(size, (TABLE, n)) for n in range(40)]: result.get()
""",
    "manager": """
import multiprocessing
def fill(shelf, n):
    for k in range(3000): shelf[k % 20] = n
if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        shelf = manager.dict()
        workers = [multiprocessing.Process(target=fill, args=(shelf, n), name=f"filler-{n}") for n in range(2)]
        for worker in workers: worker.start()
        for worker in workers: worker.join()
""",
    "handing over": """
import multiprocessing
def take(parts):
    while parts.get() is not None: pass
if __name__ == "__main__":
    parts = multiprocessing.Queue()
    taker = multiprocessing.Process(target=take, args=(parts,), name="taker")
    taker.start()
    for n in range(40_000): parts.put((n, "x"))
    parts.put(None)
    taker.join()
""",
    "cores": """
from multiprocessing import get_context
def part(n): return sum(range(100_000))
if __name__ == "__main__":
    import os
    with get_context("spawn").Pool(12 * len(os.sched_getaffinity(0))) as pool: pool.map(part, range(100), chunksize=1)
""",
}
SAYS = {
    "pickling": " were pickled for each of 40 tasks, ",
    "manager": " of their time in 6 000 calls of it, ",
    "handing over": " went through parts one at a time; ",
    "cores": "Starting them took ",
}


@pytest.mark.parametrize("bound", SLOW)
def test_what_takes_the_time_is_found(tmp_path: Path, bound: str) -> None:
    found = json.loads(watched(tmp_path, ["--json"], program(tmp_path, SLOW[bound])).stdout)
    assert found["bound"] == bound and SAYS[bound] in found["verdict"], found["verdict"]


@pytest.mark.parametrize("pool", ["multiprocessing.Pool", "concurrent.futures.ThreadPoolExecutor"])
def test_the_lines_that_take_the_cpu_are_told_on_request(tmp_path: Path, pool: str) -> None:
    module, _, name = pool.rpartition(".")
    code = (
        f"from {module} import {name} as Workers\n"
        "def load():\n"
        "    return {n: str(n * n) for n in range(100_000)}\n"
        "def look_up(n):\n"
        "    return load()[n]\n"
        "if __name__ == '__main__':\n"
        "    with Workers(2) as pool: list(pool.map(look_up, range(24)))\n"
    )
    found = json.loads(watched(tmp_path, ["--json", "--lines"], program(tmp_path, code)).stdout)
    top = found["top_lines"][0]
    assert (top["path"], top["line"], top["function"]) == ("program.py", 3, "load") and top["share"] > 0.5
    assert "load (program.py:3)" in found["verdict"]
