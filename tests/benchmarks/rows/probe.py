"""What the probe costs a program, on every Python found: each load with the probe and alone, in turn.

CPU: one measurement is one interpreter that times five batches of its load, its own start excluded; the CPU is that of
all its processes, and the number is the median batch for one operation. An interpreter's start and a fork are timed
whole. `least` is the cheapest batch, which on a busy machine is the steadier number.
Calls: how many Python calls of the probe one operation passes, in the program and in its worker: a profile hook counts
them, so the number is exact, whatever else the machine does.
Other Pythons than ours, and loads that no target names, are measured when they are named: `--only probe-value-3.12`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from statistics import median

from tests.benchmarks.processes import environment, finished, python_of
from tests.benchmarks.registry import CALLS, MICROSECONDS, ROOT, Numbers, Row, Setting, Target, Way
from tests.support.interpreters import Interpreter, interpreters

PROGRAMS = Path(__file__).parent.parent / "programs"
STARTS, FORKS = 10, 150
"""Starts of an interpreter in a batch; children of one."""
_CODE = {"start": "pass", "start_imports": "import multiprocessing, concurrent.futures, threading, queue"}
_ORDER = """
import sys
from pathlib import Path
from tui.feeds.live.control import Control, ProbeOrder
Control(Path(sys.argv[1]), ProbeOrder(traffic=sys.argv[2:] == ["traffic"])).close()
"""

LOADS: dict[str, tuple[str, int, float | None]] = {
    # load: what one operation is, operations in five batches, most microseconds that the probe may add to one
    "pool_apply_each": ("`Pool.apply`", 2_500, 5.0),
    "pool_apply": ("`Pool.apply_async`, many at once", 5_000, 5.0),
    "pool_imap": ("`Pool.imap_unordered`", 5_000, 5.0),
    "pool_map": ("`Pool.map`", 5_000, 5.0),
    "process_executor": ("`ProcessPoolExecutor.map`", 2_500, 5.0),
    "process_queue": ("put or get of a `multiprocessing.Queue`", 40_000, 0.4),
    "thread_queue": ("put or get of a `queue.Queue`", 100_000, 0.2),
    "thread_lock": ("`with` a `threading.Lock`", 200_000, 0.08),
    "process_lock": ("`with` a `multiprocessing.Lock`", 200_000, 0.08),
    "thread_event": ("set, wait, clear of a `threading.Event`", 50_000, 0.8),
    "process_event": ("set, wait, clear of a `multiprocessing.Event`", 10_000, 0.8),
    "process_fork": ("a forked `Process`", FORKS, 300.0),
    "start": ("an interpreter's start", STARTS, 1_500.0),
    "proxy": ("a call of a manager's proxy", 10_000, 4.0),
}
OTHERS: dict[str, tuple[str, int, float | None]] = {
    "start_imports": ("an interpreter's start, with multiprocessing and futures imported", STARTS, None),
    "os_fork": ("`os.fork`", 200, 300.0),
    "process_spawn": ("a spawned `Process`", 15, None),
    "process_forkserver": ("a `Process` of a fork server", 50, None),
    "cpu_bound": ("0.1 ms of computing", 2_000, None),
    "cpu_bound_threads": ("the same, in two threads", 2_000, None),
    "simple_queue": ("put or get of a `queue.SimpleQueue`", 100_000, 0.2),
    "process_simple_queue": ("put or get of a `multiprocessing.SimpleQueue`", 40_000, 0.4),
    "pipe": ("send or receive of a `Pipe`", 40_000, 0.4),
    "thread_rlock": ("`with` a `threading.RLock`", 200_000, 0.08),
    "thread_semaphore": ("`with` a `threading.Semaphore`", 50_000, 0.08),
    "process_semaphore": ("`with` a `multiprocessing.Semaphore`", 100_000, 0.08),
    "thread_condition": ("notify of a `threading.Condition`", 50_000, 0.5),
    "process_condition": ("notify of a `multiprocessing.Condition`", 20_000, 0.5),
    "thread_barrier": ("a `threading.Barrier`", 2_000, None),
    "process_barrier": ("a `multiprocessing.Barrier`", 1_000, None),
    "value": ("an addition to a locked `Value`", 100_000, 0.3),
    "thread_pool": ("`ThreadPool.map`", 5_000, 5.0),
    "thread_executor": ("`ThreadPoolExecutor.map`", 5_000, 5.0),
    "realistic": ("a task of 0.1 ms by queues, workers are processes", 2_500, None),
    "realistic_threads": ("a task of 0.1 ms by queues, workers are threads", 2_500, None),
}
COUNTED: dict[str, tuple[str, float | None]] = {
    # what is counted: what one operation is, most calls
    "Pool.pool_apply": ("`Pool.apply_async().get()`", 15.0),
    "Pool.pool_imap": ("`Pool.imap`", 15.0),
    "Pool.pool_map": ("`Pool.map`", 15.0),
    "ProcessPoolExecutor.executor_map": ("`ProcessPoolExecutor.map`", 15.0),
    "ProcessPoolExecutor.executor_submit": ("`ProcessPoolExecutor.submit().result()`", 15.0),
    "ThreadPool.pool_apply": ("`ThreadPool.apply_async().get()`", 15.0),
    "ThreadPoolExecutor.executor_map": ("`ThreadPoolExecutor.map`", 15.0),
    "Manager.proxy": ("a call of a manager's proxy", None),
}


@contextmanager
def probed(python: str, setting: Setting, *order: str) -> Iterator[Mapping[str, str]]:
    """Give an environment in which a Python runs with the probe of a checkout; its run directory ends with it."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="coreograph-", dir=shm if shm.is_dir() else None) as at:
        shutil.copytree(_prepared(python, setting.tree, setting.folder, order), at, dirs_exist_ok=True)
        yield environment(Path(at), COREOGRAPH_RUN=at, PYTHONPATH=str(setting.tree / "tui" / "probe" / "boot"))


@cache
def _prepared(python: str, tree: Path, folder: Path, order: Sequence[str]) -> Path:
    """Return a run directory as the app of a checkout makes it, to copy."""
    its = Path(tempfile.mkdtemp(dir=folder))
    subprocess.run([str(python_of(tree)), "-c", _ORDER, str(its), *order], cwd=tree, check=True)
    packs = [python, "-I", "-S", str(tree / "tui" / "probe" / "pack.py")]
    tag, _, pack = subprocess.run(packs, capture_output=True, check=True).stdout.partition(b"\n")
    Path(its, "code-" + tag.decode()).write_bytes(pack)
    return its


def costs(python: str, load: str, operations: int, env: Mapping[str, str]) -> Numbers:
    """Return the seconds of CPU and of the clock that one operation of a load takes."""
    if load in _CODE:
        each = [finished([python, "-c", _CODE[load]], env) for _ in range(operations)]
    else:
        command = [python, str(PROGRAMS / "probe_loads.py"), load, str(operations)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=300)
        batch = operations // 5
        each = [(float(cpu) / batch, float(wall) / batch) for cpu, wall in map(str.split, done.stdout.splitlines())]
    cpu, clock = zip(*each, strict=True)
    return {"cpu": median(cpu), "clock": median(clock), "least": min(cpu)}


def _cost_row(python: Interpreter, load: str, says: str, operations: int, most: float | None) -> Row:
    def size(setting: Setting) -> int:
        return max(operations // 20, 5) if setting.quick else operations

    def with_probe(setting: Setting) -> Numbers:
        with probed(python.path, setting) as env:
            return costs(python.path, load, size(setting), env)

    def alone(setting: Setting) -> Numbers:
        return costs(python.path, load, size(setting), environment(setting.folder))

    return Row(
        f"probe-{load}-{python}", f"probe: {says}, Python {python}",
        (Way("with the probe", with_probe, is_ours=True), Way("alone", alone)), MICROSECONDS, "cpu",
        None if most is None else Target(most, "more"), ("least",),
        quick_pairs=int(_is_own(python)), is_extra=load in OTHERS,
    )  # fmt: skip


def calls(python: str, load: str, setting: Setting) -> tuple[float, float]:
    """Return how many calls of the probe one operation passes in the program, and in its worker."""
    with probed(python, setting) as env:
        command = [python, str(PROGRAMS / "probe_calls.py"), load]
        out = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=300).stdout
    here, there = map(float, out.split("\n", 1)[0].split())
    return here, there


def _calls_row(load: str, says: str, most: float | None) -> Row:
    def on_every_python(setting: Setting) -> Numbers:
        pythons = [its for its in interpreters() if _is_own(its) or not setting.quick]
        every = {str(python): calls(python.path, load, setting) for python in pythons}
        here, there = max(every.values(), key=sum)
        each = {name: sum(its) for name, its in every.items()}
        return {"calls": here + there, "in the program": here, "in the worker": there, **each}

    return Row(
        f"calls-{load}", f"probe: {says}, most on any Python found",
        (Way("with the probe", on_every_python, is_ours=True),), CALLS, "calls",
        None if most is None else Target(most, "value"),
        ("in the program", "in the worker", *map(str, interpreters())), pairs=1, warms=False,
    )  # fmt: skip


def _is_own(python: Interpreter) -> bool:
    return Path(python.path).resolve() == python_of(ROOT).resolve()


ROWS = [
    *(_calls_row(load, *its) for load, its in COUNTED.items()),
    *(_cost_row(python, load, *its) for load, its in {**LOADS, **OTHERS}.items() for python in interpreters()),
]
