"""What is said of libraries whose workers are not seen, and that a copy of multiprocessing is seen like the original.

The libraries are stand-ins that a test writes: modules of the same names with classes of the same names. The copy is
made of this Python's own multiprocessing.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import shutil
from pathlib import Path

import pytest

from tests.probe.observing import read_all, run
from tests.support.watched import program, watched
from tui.probe import install
from tui.probe.hooks import foreign

MODULES = sorted(foreign.UNSEEN)


def written(folder: Path, module: str, code: str) -> None:
    """Write a module of a library, with the packages that it lies in."""
    *packages, name = module.split(".")
    for package in packages:
        folder /= package
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    (folder / f"{name}.py").write_text(code, encoding="utf-8")


def library(folder: Path, module: str) -> tuple[str, str]:
    """Write a stand-in; return the program that imports it, and what one adds that uses it twice."""
    owner, _, method = foreign.UNSEEN[module][0].partition(".")
    body = f"class {owner}:\n    def {method}(self):\n        '''Begins.'''\n        return None\n" if owner else ""
    written(folder, module, body)
    uses = f"one = its.{owner}()\none.{method}()\none.{method}()\n" if owner else ""
    return f"import {module} as its\n", uses


def told(folder: Path, code: str) -> list[tuple[str, str]]:
    """Run a program with the probe in it; return what was said not to be observed."""
    program(folder, code, "uses.py")
    (folder / "run").mkdir(exist_ok=True)
    ran = run(str(folder / "uses.py"), run_directory=folder / "run")
    assert (ran.stdout, ran.stderr) == ("done\n", "")
    return read_all(folder / "run").not_observed


@pytest.mark.parametrize("module", [name for name in MODULES if name != "asyncio.base_events"])
def test_it_is_told_of_a_library_that_is_used(tmp_path: Path, module: str) -> None:
    imports, uses = library(tmp_path, module)
    after = "assert 'Once' not in str(vars(its)), vars(its)\nprint('done')\n"
    assert told(tmp_path, imports + uses + after) == [foreign.UNSEEN[module][1:]]


def test_nothing_is_told_of_one_that_is_only_imported(tmp_path: Path) -> None:
    modules = [name for name in MODULES if foreign.UNSEEN[name][0] and name != "asyncio.base_events"]
    imports = "".join(library(tmp_path, module)[0] for module in modules)
    looks = "import inspect\nassert inspect.signature(its.Loop.__init__).parameters.keys() == {'self'}\n"
    assert told(tmp_path, f"import asyncio.base_events\n{imports}{looks}print('done')\n") == []


def test_an_event_loop_is_told_of_once_it_runs(tmp_path: Path) -> None:
    code = """
import asyncio, threading
async def nothing():
    return None
asyncio.run(nothing())
threading.Thread(target=asyncio.run, args=(nothing(),)).start()
print("done")
"""
    assert told(tmp_path, code) == [foreign.UNSEEN["asyncio.base_events"][1:]]


def test_a_version_without_that_method_is_told_of_when_it_is_imported(tmp_path: Path) -> None:
    written(tmp_path, "gevent.hub", "class Hub:\n    pass\n")
    written(tmp_path, "curio.kernel", "class Nucleus:\n    pass\n")
    both = [foreign.UNSEEN["curio.kernel"][1:]]
    assert told(tmp_path, "import gevent.hub, curio.kernel\nprint('done')\n") == both


def test_every_library_is_in_both_tables() -> None:
    """The probe's start does not read what is said of them: most programs use none."""
    assert sorted(name for name, hooks in install.FOREIGN.items() if hooks == ("foreign",)) == MODULES


USES = """
import sys, {package} as mp

def work(items, squares, total, lock, board):
    while (number := items.get()) is not None:
        with total.get_lock():
            total.value += number
        with lock:
            board["last"] = number
        squares.put(number * number)

def square(number):
    return number * number

if __name__ == "__main__":
    context = mp.get_context(sys.argv[1])
    items, squares, lock, total = context.Queue(), context.Queue(), context.Lock(), context.Value("i", 0)
    with context.Manager() as manager:
        board = manager.dict()
        workers = [context.Process(target=work, args=(items, squares, total, lock, board)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for number in [*range(100), None, None]:
            items.put(number)
        whole = sum(squares.get() for _ in range(100))
        for worker in workers:
            worker.join()
    here, there = context.Pipe(duplex=False)
    there.send("a")
    here.recv()
    with context.Pool(2) as pool:
        mapped = pool.map(square, range(40), chunksize=4)
    print(whole, total.value, sum(mapped))
"""


def copied(folder: Path) -> Path:
    """Make a copy of multiprocessing that is called multiprocess, as an installed package; return where it lies."""
    packages = folder / "site-packages"
    shutil.copytree(Path(multiprocessing.__file__).parent, packages / "multiprocess")
    for path in packages.rglob("*.py"):
        path.write_text(re.sub(r"\bmultiprocessing\b", "multiprocess", path.read_text("utf-8")), "utf-8")
    return packages


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_copy_of_multiprocessing_is_seen_like_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(copied(tmp_path)))
    name = program(tmp_path, USES.format(package="multiprocess"))
    seen = watched(tmp_path, ("--json",), name, method)
    assert seen.returncode == 0 and seen.stderr.decode().strip() == "328350 4950 20540", seen.stderr.decode()
    report = json.loads(seen.stdout)
    queues = {queue["name"]: (queue["type"], queue["puts"], queue["gets"], queue["lost"]) for queue in report["queues"]}
    assert queues["items"] == ("multiprocess.Queue", 102, 102, 0)
    assert queues["squares"] == ("multiprocess.Queue", 100, 100, 0)
    assert queues["here, there"] == ("multiprocess.Pipe", 1, 1, 0)
    (pool,) = report["pools"]
    counts = [pool[key] for key in ("type", "submitted", "ended", "delivered", "calls", "lost")]
    assert counts == ["multiprocess.Pool", 10, 10, 10, 40, 0]
    memory = {one["name"]: one for one in report["memory"]}
    assert memory["board"]["type"] == "multiprocess.Manager.dict" and memory["board"]["calls"] == 100
    assert (memory["total"]["type"], repr(memory["total"]["items"])) == ("multiprocess.Value('i')", "[4950]")
    assert {lock["name"]: lock["type"] for lock in report["locks"]}["lock"] == "multiprocess.Lock"
    work = [process for process in report["processes"] if process["target"] == "work in program.py"]
    assert [(one["role"], one["method"], one["exit_code"]) for one in work] == [("worker", method, 0)] * 2
