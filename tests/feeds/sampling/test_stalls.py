"""Who stands still, at which call, and who could end that: real programs, looked at from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from msgspec.structs import replace

from tests.support.waiting import wait_until
from tui.feeds.live.run_reader import RunReader
from tui.feeds.live.watched import Watched
from tui.feeds.sampling.linux import LinuxTree
from tui.feeds.sampling.machine import machine
from tui.telemetry.waits import Stall, StallsSeen

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="tests the Linux backend"),
    pytest.mark.skipif("reasons" not in machine().sees, reason="the kernel does not tell reasons here"),
]
BEGIN = "import multiprocessing as mp, os, select, signal, socket, subprocess, sys, threading, time\n"


class Looked:
    """A program, and looks at it on a clock that runs two seconds from one look to the next."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self.pid = program.pid
        self.tree = LinuxTree(program.pid)
        self.now_ns = 0

    def look(self) -> tuple[Stall, ...]:
        self.now_ns += 2_000_000_000
        return self.tree.look(self.now_ns).stalls

    def stall(self, is_it: Callable[[Stall], bool] = lambda stall: True) -> Stall:
        """Return the first that is such a one, as soon as there is one."""
        return wait_until(lambda: [stall for stall in self.look() if is_it(stall)])[0]


@contextmanager
def looked(code: str, *, stdin: int = subprocess.DEVNULL) -> Iterator[Looked]:
    command = [sys.executable, "-c", BEGIN + code]
    program = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, text=True, start_new_session=True)
    its = Looked(program)
    try:
        yield its
    finally:
        its.tree.close()
        for pid, _ in its.tree.processes():
            os.kill(pid, 9)
        os.killpg(program.pid, 9)
        program.communicate()


@pytest.mark.parametrize(
    ("code", "call", "is_timed"),
    [
        ("lock = threading.Lock(); lock.acquire(); lock.acquire()", "futex", False),
        ("lock = threading.Lock(); lock.acquire(); lock.acquire(timeout=5000)", "futex", True),
        ("threading.Event().wait()", "futex", False),
        ("threading.Event().wait(5000)", "futex", True),
        ("time.sleep(5000)", "sleep", True),
        ("poll = select.poll(); poll.register(os.pipe()[0]); poll.poll()", "poll", False),
        ("poll = select.poll(); poll.register(os.pipe()[0]); poll.poll(5000000)", "poll", True),
        ("select.select([os.pipe()[0]], [], [])", "poll", False),
        ("select.select([os.pipe()[0]], [], [], 5000)", "poll", True),
        ("signal.pause()", "other", True),
    ],
)
def test_whether_a_wait_has_a_limit(code: str, call: str, is_timed: bool) -> None:
    with looked(code) as its:
        stall = its.stall(lambda stall: stall.call == call)
        assert (stall.pid, stall.tid, stall.is_timed, stall.is_shared) == (its.pid, its.pid, is_timed, False)


def test_a_lock_of_processes_is_shared() -> None:
    with looked("lock = mp.Lock(); lock.acquire(); lock.acquire()") as its:
        assert its.stall(lambda stall: stall.call == "futex").is_shared


@pytest.mark.parametrize("wait", ["os.waitpid(child, 0)", "os.waitid(os.P_PID, child, os.WEXITED)"])
def test_the_child_that_is_waited_for(wait: str) -> None:
    with looked(f"child = os.fork() or time.sleep(5000)\n{wait}") as its:
        stall = its.stall(lambda stall: stall.call == "child")
        (child,) = {pid for pid, _ in its.tree.processes()} - {its.pid}
        assert (stall.child, stall.is_timed, stall.is_outside) == (child, False, False)


def test_any_child_has_no_number() -> None:
    with looked("child = os.fork() or time.sleep(5000)\nos.wait()") as its:
        assert its.stall(lambda stall: stall.call == "child").child is None


PIPES = """
reader, writer = os.pipe()
if os.fork() == 0:
    os.close({closes})
    time.sleep(5000)
os.close({closes_too})
{waits}
"""


def test_who_could_write_to_a_pipe() -> None:
    with looked(PIPES.format(closes="reader", closes_too="writer", waits="os.read(reader, 1)")) as its:
        stall = its.stall(lambda stall: stall.call == "read" and bool(stall.peers))
        (child,) = {pid for pid, _ in its.tree.processes()} - {its.pid}
        assert (stall.peers, stall.is_outside, stall.is_timed) == ((child,), False, False)
        assert stall.pipe is not None


def test_who_could_read_from_a_full_pipe() -> None:
    with looked(PIPES.format(closes="writer", closes_too="reader", waits="os.write(writer, bytes(1 << 20))")) as its:
        stall = its.stall(lambda stall: stall.call == "write" and bool(stall.peers))
        assert (stall.peers, stall.is_outside) == (tuple({pid for pid, _ in its.tree.processes()} - {its.pid}), False)


def test_an_end_that_nobody_else_has_is_its_own() -> None:
    with looked("reader, writer = os.pipe(); os.read(reader, 1)") as its:
        assert its.stall(lambda stall: stall.peers is not None).peers == (its.pid,)


def test_a_pipe_that_another_process_opens_later() -> None:
    """The writer's end comes to a child that is forked while the wait goes on: then the child is a peer, too."""
    code = (
        "reader, writer = os.pipe()\nthreading.Thread(target=os.read, args=(reader, 1)).start()\n"
        "sys.stdin.readline()\nos.fork() or time.sleep(5000)\nsignal.pause()"
    )
    told, tells = os.pipe()
    with looked(code, stdin=told) as its:
        its.stall(lambda stall: stall.peers == (its.pid,))
        os.write(tells, b"\n")
        assert len(its.stall(lambda stall: stall.call == "read" and len(stall.peers or ()) == 2).peers or ()) == 2
    os.close(told)
    os.close(tells)


def test_what_we_have_open_is_outside() -> None:
    told, tells = os.pipe()
    with looked("os.read(0, 1)", stdin=told) as its:
        stall = its.stall(lambda stall: stall.call == "read")
        assert (stall.peers, stall.is_outside) == (None, True)
    os.close(told)
    os.close(tells)


@pytest.mark.parametrize(
    "code",
    [
        "server = socket.create_server(('127.0.0.1', 0)); server.accept()",
        "one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); one.bind(('127.0.0.1', 0)); one.recv(1)",
        "server = socket.create_server(('127.0.0.1', 0)); select.select([server], [], [])",
        "server = socket.create_server(('127.0.0.1', 0)); its = select.epoll(); its.register(server); its.poll()",
        "import pty; pty.openpty(); os.read(pty.openpty()[1], 1)",
        "signal.pause()",
        "signal.sigwait([signal.SIGUSR1])",
    ],
)
def test_what_may_come_from_outside(code: str) -> None:
    with looked(code) as its:
        stall = its.stall()
        assert stall.is_outside
        assert stall.peers is None


@pytest.mark.parametrize("wait", ["here.recv(1)", "here.sendall(bytes(1 << 22))", "select.select([here], [], [])"])
def test_both_ends_of_a_local_pair(wait: str) -> None:
    with looked(f"here, there = socket.socketpair()\nos.fork() or time.sleep(5000)\nthere.close()\n{wait}") as its:
        stall = its.stall(lambda stall: stall.call != "sleep" and stall.peers is not None)
        (child,) = {pid for pid, _ in its.tree.processes()} - {its.pid}
        assert (stall.peers, stall.is_outside, stall.call == "poll") == ((child,), False, "select" in wait)


def test_a_local_server_is_outside(tmp_path: object) -> None:
    """Its other end is ours."""
    path = f"{tmp_path}/its"
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    with looked(f"one = socket.socket(socket.AF_UNIX); one.connect({path!r}); one.recv(1)") as its:
        assert its.stall().is_outside
    server.close()


LOOP = """
import asyncio
async def main():
    {before}
    await asyncio.get_running_loop().create_future()
asyncio.run(main())
"""


def test_a_loop_with_nothing_to_do_is_woken_by_itself_only() -> None:
    with looked(LOOP.format(before="")) as its:
        stall = its.stall(lambda stall: stall.peers is not None)
        assert (stall.call, stall.is_timed, stall.is_outside, stall.peers) == ("poll", False, False, (its.pid,))


def test_a_loop_with_a_timer_goes_on() -> None:
    with looked(LOOP.format(before="asyncio.get_running_loop().call_later(5000, print)")) as its:
        assert its.stall().is_timed


def test_a_loop_with_a_server_waits_for_the_outside() -> None:
    serves = "await asyncio.start_server(print, '127.0.0.1', 0)"
    with looked(LOOP.format(before=serves)) as its:
        assert its.stall().is_outside


def test_a_loop_that_reads_what_a_child_writes() -> None:
    starts = "its = await asyncio.create_subprocess_exec('sleep', '5000', stdout=-1); await its.stdout.read()"
    with looked(LOOP.format(before=starts)) as its:
        stall = its.stall(lambda stall: stall.call == "poll" and len(stall.peers or ()) == 2)
        assert (stall.is_outside, its.pid in (stall.peers or ()), stall.pipe) == (False, True, None)


def test_who_runs_again_does_not_stand_still_since_before() -> None:
    code = "signal.signal(signal.SIGUSR1, lambda *_: None)\nselect.select([os.pipe()[0]], [], [], 5000)"
    with looked(code) as its:
        first = its.stall()
        os.kill(its.pid, signal.SIGUSR1)
        assert its.stall(lambda stall: stall.since_s != first.since_s).since_s > first.since_s


def test_nothing_is_told_of_who_runs_or_is_stopped() -> None:
    with looked("while True: pass") as its:
        assert not any(its.look() for _ in range(5))
        os.kill(its.pid, signal.SIGSTOP)
        wait_until(lambda: any(thread.reason == "stopped" for thread in its.tree.look(its.now_ns).threads))
        assert not its.look()


def test_the_same_tuple_as_long_as_nothing_changes() -> None:
    with looked("threading.Event().wait()") as its:
        its.stall()
        first = its.look()
        assert its.look() is first


def test_the_feed_tells_it_once_and_on_its_own_clock() -> None:
    with looked("threading.Event().wait()") as its:
        watched = Watched()
        watched.pid = its.pid
        reader = RunReader(watched, 3, 0)
        told: list[StallsSeen] = []

        def stalled() -> bool:
            told.extend(item for item in reader.read() if isinstance(item, StallsSeen))
            return bool(told)

        wait_until(stalled)
        assert not any(isinstance(item, StallsSeen) for item in reader.read())
        (seen,) = told
        (stall,) = seen.stalls
        assert replace(stall, since_s=0.0) == Stall(its.pid, its.pid, 0.0, "futex", is_timed=False)
        assert 0.9 < seen.at_s - stall.since_s < 60
        assert seen.run == 3
        reader.close()
