"""The sampler beside real programs: what it says of their threads, on every CPython found here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.interpreters import Interpreter, interpreters
from tests.support.waiting import wait_until
from tests.support.ways import EDGES
from tui.feeds.sampling.linux import LinuxTree
from tui.feeds.sampling.machine import machine
from tui.feeds.sampling.portable import PortableCores, PortableTree
from tui.feeds.sampling.sampler import ProcessSampler, Sample

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tests the Linux backend")

EVERY_PYTHON = pytest.mark.parametrize("python", interpreters(), ids=str)
sees_reasons = pytest.mark.skipif("reasons" not in machine().sees, reason="the kernel does not tell reasons here")

WAITS = """
import json, multiprocessing as mp, os, queue, select, socket, subprocess, sys, threading, time, warnings
warnings.simplefilter("ignore")
tids, ready = {}, threading.Semaphore(0)
def start(name, wait, *arguments):
    def run():
        tids[name] = threading.get_native_id()
        ready.release()
        wait(*arguments)
    threading.Thread(target=run, daemon=True).start()
    ready.acquire()
lock, rlock = threading.Lock(), threading.RLock()
lock.acquire(); rlock.acquire()
shared = mp.get_context("fork").Lock()
shared.acquire()
full = mp.get_context("fork").Semaphore(0)
reader, writer = os.pipe()
never_read, filled = os.pipe()
here, there = mp.Pipe()
left, right = socket.socketpair()
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
served = server.accept()
child = subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
poller = select.poll()
poller.register(reader, select.POLLIN)
def fill():
    while True:
        os.write(filled, b"x" * 4096)
start("lock", lock.acquire)
start("lock, timed", lock.acquire, True, 500)
start("rlock", rlock.acquire)
start("event", threading.Event().wait)
start("event, timed", threading.Event().wait, 500)
start("condition", queue.Queue().get)
start("condition, timed", queue.Queue().get, True, 500)
start("simple queue, timed", queue.SimpleQueue().get, True, 500)
start("mp lock", shared.acquire)
start("mp lock, timed", shared.acquire, True, 500)
start("mp semaphore", full.acquire)
start("mp queue", mp.get_context("fork").Queue().get)
start("mp queue, timed", mp.get_context("fork").Queue().get, True, 500)
start("mp simple queue", mp.get_context("fork").SimpleQueue().get)
start("mp pipe", here.recv)
start("mp poll", there.poll, 500)
start("pipe select", select.select, [reader], [], [], 500)
start("pipe poll", poller.poll, 500000)
start("socket", left.recv, 1)
start("inet socket", client.recv, 1)
start("inet select", select.select, [client], [], [], 500)
start("accept", server.accept)
start("sleep", time.sleep, 500)
start("empty select", select.select, [], [], [], 500)
start("child", child.wait)
start("full pipe", fill)
print(json.dumps(tids), flush=True)
sys.stdin.read()
os._exit(0)
"""

EXPECTED = {
    "lock": (
        "lock; lock, timed; rlock; event; event, timed; condition; condition, timed; simple queue, timed;"
        " mp lock; mp lock, timed; mp semaphore"
    ),
    "queue": "mp queue; mp queue, timed; mp simple queue; mp pipe; mp poll; pipe select; pipe poll; full pipe",
    "io": "socket; inet socket; inet select; accept",
    "sleep": "sleep; empty select",
    "join": "child",
}
REASONS = {name: reason for reason, names in EXPECTED.items() for name in names.split("; ")}

SPIN_THREADS = """
import json, sys, threading
tids, ready = [], threading.Semaphore(0)
def spin():
    tids.append(threading.get_native_id())
    ready.release()
    while True:
        pass
for _ in range(4):
    threading.Thread(target=spin, daemon=True).start()
for _ in range(4):
    ready.acquire()
print(json.dumps(tids), flush=True)
sys.stdin.read()
"""

SPIN_PROCESSES = """
import json, os, sys
pids = []
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        while True:
            pass
    pids.append(pid)
print(json.dumps(pids), flush=True)
sys.stdin.read()
"""

ONE_CHILD = """
import json, os, subprocess, sys
child = subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read(1)"], stdin=subprocess.PIPE)
print(json.dumps(child.pid), flush=True)
sys.stdin.readline()
child.stdin.close()
print(json.dumps(child.wait()), flush=True)
sys.stdin.read()
"""

GRANDCHILD = """
import json, os, sys
if os.fork() == 0:
    os.setsid()
    pid = os.fork()
    if pid:
        print(json.dumps(pid), flush=True)
        os._exit(0)
    sys.stdin.read()
    os._exit(0)
os.wait()
sys.stdin.read()
"""

BRIEF_WORK = """
import json, os, sys, time
def work():
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
print(json.dumps(0), flush=True)
sys.stdin.readline()
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    os.waitpid(pid, 0)
print(json.dumps(0), flush=True)
sys.stdin.read()
"""

BRIEF_THREADS = """
import json, sys, threading, time
def work():
    end = time.thread_time() + 0.05
    while time.thread_time() < end:
        pass
print(json.dumps(0), flush=True)
sys.stdin.readline()
for _ in range(4):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(json.dumps(0), flush=True)
sys.stdin.read()
"""

EXECUTES = """
import json, os, sys
print(json.dumps(0), flush=True)
sys.stdin.readline()
os.execv(sys.executable, [sys.executable, "-S", "-u", "-c", %r])
"""


@dataclass
class Program:
    """A program that is ready, and the sampler beside it."""

    process: subprocess.Popen[str]
    sampler: ProcessSampler
    told: Any
    """What it said when it was ready."""
    samples: list[Sample] = field(default_factory=list)

    def sample(self) -> Sample:
        self.samples.append(self.sampler.sample())
        return self.samples[-1]

    def say(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def reasons(self) -> dict[int, str]:
        return {thread.tid: thread.reason for thread in self.sample().tree.threads}

    def until(self, condition: Callable[[Sample], Any], what: str) -> Any:
        return wait_until(lambda: condition(self.sample()), 20, what)

    def watch(self, seconds: float) -> list[Sample]:
        """Sample ten times a second for a while, as the app does; the rest of the loop is not timed."""
        self.sample()
        begun = len(self.samples)
        end = time.monotonic() + seconds
        pause = threading.Event()
        while time.monotonic() < end:
            pause.wait(0.1)
            self.sample()
        return self.samples[begun:]


@contextmanager
def running(python: str, code: str, portable: bool = False, env: dict[str, str] | None = None) -> Iterator[Program]:
    process = subprocess.Popen(
        [python, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **(env or {})},
    )
    sampler = (
        ProcessSampler(process.pid, backend=PortableTree(process.pid), core_reader=PortableCores())
        if portable
        else ProcessSampler(process.pid)
    )
    try:
        assert process.stdout is not None
        yield Program(process, sampler, json.loads(process.stdout.readline()))
    finally:
        sampler.close()
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@sees_reasons
@EVERY_PYTHON
def test_each_wait_has_its_name(python: Interpreter) -> None:
    with running(python.path, WAITS) as program:
        wanted = {tid: REASONS[name] for name, tid in program.told.items()}
        assert len(wanted) == len(REASONS)
        names = {tid: name for name, tid in program.told.items()}
        missing: dict[str, str] = {}

        def is_named(sample: Sample) -> bool:
            missing.clear()
            seen = {t.tid: t.reason for t in sample.tree.threads}
            missing.update({names[tid]: seen[tid] for tid in seen if wanted.get(tid, seen[tid]) != seen[tid]})
            return not missing and wanted.keys() <= {thread.tid for thread in sample.tree.threads}

        try:
            program.until(is_named, "every wait has its name")
        except AssertionError as failed:
            raise AssertionError(f"wrongly named: {missing}") from failed


@sees_reasons
@EDGES
def test_threads_of_one_program_share_a_core_unless_it_is_free_threaded(python: Interpreter) -> None:
    with running(python.path, SPIN_THREADS) as program:
        tids = set(program.told)
        samples = program.watch(1.5)
        seen = Counter(thread.reason for sample in samples for thread in sample.tree.threads if thread.tid in tids)
        ran = sum(thread.ran_s for sample in samples for thread in sample.tree.threads if thread.tid in tids)
        cores_worth = ran / sum(sample.interval_s for sample in samples)
        assert set(seen) <= {"running", "core", "gil"}, seen
        if python.free_threaded:
            assert "gil" not in seen
        else:
            assert 0 < cores_worth < 1.1
            assert seen["gil"] > (seen.total() - seen["core"]) / 4, seen  # others may have the cores


@sees_reasons
@pytest.mark.skipif(not any(one.free_threaded for one in interpreters()), reason="no free-threaded CPython here")
def test_a_free_threaded_python_with_the_gil_switched_on_waits_for_it() -> None:
    python = next(one for one in interpreters() if one.free_threaded)
    with running(python.path, SPIN_THREADS, env={"PYTHON_GIL": "1"}) as program:
        program.until(
            lambda sample: "gil" in {thread.reason for thread in sample.tree.threads}, "a thread waits for the GIL"
        )


@sees_reasons
@EDGES
def test_processes_run_or_want_a_core(python: Interpreter) -> None:
    with running(python.path, SPIN_PROCESSES) as program:
        pids = set(program.told)
        samples = program.watch(1.5)
        threads = [thread for sample in samples for thread in sample.tree.threads if thread.pid in pids]
        assert {thread.pid for thread in threads} == pids
        assert {thread.reason for thread in threads} <= {"running", "core"}
        off = sum(thread.off_s or 0.0 for thread in threads)
        assert off < 0.2 * sum(thread.ran_s + (thread.wanted_s or 0.0) for thread in threads)


@sees_reasons
def test_own_gils_of_subinterpreters_are_not_taken_for_locks() -> None:
    python = next((one for one in interpreters() if one.version >= (3, 13) and not one.free_threaded), None)
    if python is None:
        pytest.skip("no CPython with subinterpreters that have their own GIL")
    code = (
        "import _interpreters, json, sys, threading\n"
        "lock = threading.Lock(); lock.acquire(); tids = []; ready = threading.Semaphore(0)\n"
        "def wait():\n"
        "    tids.append(threading.get_native_id()); ready.release(); lock.acquire(timeout=500)\n"
        "threading.Thread(target=wait, daemon=True).start(); ready.acquire()\n"
        "print(json.dumps(tids), flush=True); sys.stdin.read()\n"
    )
    with running(python.path, code) as program:
        tid = program.told[0]
        program.until(lambda sample: program.reasons().get(tid) == "unknown", "lock or GIL, nobody can tell")


@sees_reasons
def test_a_stopped_program_is_stopped_and_uses_nothing() -> None:
    with running(sys.executable, SPIN_THREADS) as program:
        os.killpg(program.process.pid, signal.SIGSTOP)
        program.until(lambda sample: {thread.reason for thread in sample.tree.threads} == {"stopped"}, "all stopped")
        assert sum(thread.ran_s for thread in program.sample().tree.threads) == 0
        os.killpg(program.process.pid, signal.SIGCONT)
        program.until(lambda sample: any(thread.ran_s for thread in sample.tree.threads), "they run again")


def test_a_sleep_goes_on_being_a_sleep_after_a_stop() -> None:
    code = "import json, time; print(json.dumps(0), flush=True); time.sleep(500)"
    with running(sys.executable, code) as program:
        for number, reason in ((0, "sleep"), (signal.SIGSTOP, "stopped"), (signal.SIGCONT, "sleep")):
            os.killpg(program.process.pid, number)
            program.until(lambda sample, reason=reason: sample.tree.threads[0].reason == reason, reason)  # type: ignore[misc]


@pytest.mark.parametrize("portable", [False, True], ids=["linux", "portable"])
class TestTree:
    def test_a_child_without_the_probe_is_found_and_its_end_is_told(self, portable: bool) -> None:
        with running(sys.executable, ONE_CHILD, portable) as program:
            child, root = program.told, program.process.pid
            found = program.until(
                lambda sample: [f for s in program.samples for f in s.tree.found if f.pid == child], "child"
            )
            assert found[0].parent_pid == root
            assert "sys.stdin.read(1)" in " ".join(found[0].command or ())
            program.say()
            assert program.hear() == 0
            program.until(lambda sample: child in sample.tree.gone, "its end")
            assert root not in {pid for sample in program.samples for pid in sample.tree.gone}
            assert child not in {thread.pid for thread in program.sample().tree.threads}

    def test_the_end_of_everything_is_no_error(self, portable: bool) -> None:
        with running(sys.executable, SPIN_PROCESSES, portable) as program:
            program.until(lambda sample: len({thread.pid for thread in sample.tree.threads}) == 5, "all five")
            os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()
            program.until(lambda sample: not sample.tree.threads, "nothing is left")
            gone = [pid for sample in program.samples for pid in sample.tree.gone]
            assert sorted(gone) == sorted([program.process.pid, *program.told])

    def test_cpu_time_goes_up_and_its_shares_are_possible(self, portable: bool) -> None:
        with running(sys.executable, SPIN_PROCESSES, portable) as program:
            samples = program.watch(1.0)
            root_and_children = {program.process.pid, *program.told}
            threads = [thread for sample in samples for thread in sample.tree.threads]
            assert sum(thread.ran_s for thread in threads if thread.pid == program.told[0]) > 0
            for sample in samples:
                assert {thread.pid for thread in sample.tree.threads} <= root_and_children
                assert all(0 <= thread.ran_s <= sample.interval_s * 1.01 + 0.02 for thread in sample.tree.threads)
                assert all(0 <= share <= 1 for share in (*sample.busy, *sample.by_run))
                assert all(run <= busy for run, busy in zip(sample.by_run, sample.busy, strict=False))
                assert sample.others is not None
                assert sample.others >= 0
                assert sample.observer_share >= 0

    def test_a_pid_that_the_probe_names_is_watched_wherever_it_hangs(self, portable: bool) -> None:
        with running(sys.executable, GRANDCHILD, portable) as program:
            orphan = program.told
            program.sampler.know([orphan, 2**22 + 1])
            program.until(lambda sample: orphan in {thread.pid for thread in sample.tree.threads}, "the orphan")
            os.kill(orphan, signal.SIGKILL)
            program.until(lambda sample: orphan in {pid for s in program.samples for pid in s.tree.gone}, "its end")


def test_the_portable_backend_knows_running_stopped_and_else_nothing() -> None:
    with running(sys.executable, SPIN_THREADS, portable=True) as program:
        tids = set(program.told)
        samples = program.watch(1.0)
        threads = [thread for sample in samples for thread in sample.tree.threads]
        assert {thread.reason for thread in threads if thread.tid in tids} <= {"running", "unknown"}
        assert {thread.reason for thread in threads[-5:] if thread.tid not in tids} == {"unknown"}
        assert {(thread.wanted_s, thread.off_s, thread.core) for thread in threads} == {(None, None, None)}
        os.killpg(program.process.pid, signal.SIGSTOP)
        program.until(lambda sample: {thread.reason for thread in sample.tree.threads} == {"stopped"}, "all stopped")


def test_orphans_fall_to_the_reaper_and_stay_the_runs() -> None:
    reaper = (
        "import ctypes, json, subprocess, sys\n"
        "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\n"
        "run = subprocess.Popen([sys.executable, '-c', sys.argv[1]])\n"
        "print(json.dumps(run.pid), flush=True)\n"
        "run.wait()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", reaper, GRANDCHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    root, orphan = json.loads(process.stdout.readline()), json.loads(process.stdout.readline())
    sampler = ProcessSampler(root, observer_pids=[process.pid])
    try:
        seen: set[int] = set()

        def sees_the_orphan() -> bool:
            seen.update(thread.pid for thread in sampler.sample().tree.threads)
            return orphan in seen

        wait_until(sees_the_orphan, what="the orphan")
        assert process.pid not in seen
    finally:
        sampler.close()
        process.communicate()


@pytest.mark.parametrize("code", [BRIEF_WORK, BRIEF_THREADS], ids=["processes", "threads"])
def test_work_that_comes_and_goes_between_two_looks_is_not_lost(code: str) -> None:
    with running(sys.executable, code) as program:
        program.sample()
        program.say()
        program.hear()
        program.until(lambda sample: sum(s.tree.unseen_s or 0.0 for s in program.samples) >= 0.1, "what no sample held")
        assert sum(sample.tree.unseen_s or 0.0 for sample in program.samples) < 1.0


def test_a_program_that_executes_another_is_seen_anew() -> None:
    with running(sys.executable, EXECUTES % SPIN_THREADS) as program:
        program.sample()
        program.say()
        tids = set(program.hear())
        program.until(lambda sample: [r for s in program.samples for r in s.tree.renamed], "another program")
        if "reasons" in machine().sees:
            reasons = {"gil", "core"}
            program.until(lambda s: {t.reason for t in s.tree.threads if t.tid in tids} & reasons, "GIL")


@pytest.mark.parametrize(("run_queue", "descriptors"), [(False, None), (True, 2), (True, 0)])
def test_it_does_with_less(run_queue: bool, descriptors: int | None) -> None:
    with running(sys.executable, SPIN_THREADS) as program:
        program.sampler.close()
        open_before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        backend = LinuxTree(program.process.pid, run_queue=run_queue, descriptors=descriptors)
        program.sampler = ProcessSampler(program.process.pid, backend=backend)
        samples = program.watch(0.5)
        assert len(os.listdir("/proc/self/fd")) - open_before <= (99 if descriptors is None else descriptors + 1)  # noqa: PTH208
        assert {len(sample.tree.threads) for sample in samples} == {5}
        assert sum(thread.ran_s for sample in samples for thread in sample.tree.threads) > 0
        assert all((thread.wanted_s is None) is (not run_queue) for thread in samples[-1].tree.threads)


def test_what_a_thread_did_adds_up_to_the_time_that_passed() -> None:
    with running(sys.executable, SPIN_THREADS) as program:
        samples = program.watch(1.0)
        passed = sum(sample.interval_s for sample in samples)
        for tid in {thread.tid for sample in samples for thread in sample.tree.threads}:
            own = [thread for sample in samples for thread in sample.tree.threads if thread.tid == tid]
            told = sum(thread.ran_s + (thread.wanted_s or 0.0) + (thread.off_s or 0.0) for thread in own)
            assert told == pytest.approx(passed, abs=0.05)


def test_close_frees_every_descriptor_and_may_be_called_twice() -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    sampler = ProcessSampler(os.getpid())
    sampler.sample()
    sampler.close()
    sampler.close()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
