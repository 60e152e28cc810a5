"""What real programs lose, how their children end, and what they leave: said where it is so, and nowhere else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.waiting import wait_until
from tests.support.watched import command, environment, program, watched

POOL = """
import multiprocessing as mp, multiprocessing.pool, os, signal, sys
def work(n):
    if n == 3:
        {how}
    return n
if __name__ == "__main__":
    pool = {pool}
    call = {call}
    {then}
    pool.terminate()
"""
DIES = "os.kill(os.getpid(), signal.SIGKILL)"
NO_ANSWER = """try:
        call.get(timeout=1.5)
        print("an answer")
    except mp.TimeoutError:
        print("no answer")"""


def _told(folder: Path, code: str, *options: str) -> dict[str, Any]:
    done = watched(folder, ["--json", *options], program(folder, code))
    told: dict[str, Any] = json.loads(done.stdout)
    return told


MAP, EACH = "pool.map_async(work, range(8), chunksize=1)", "[pool.apply_async(work, (n,)) for n in range(8)][3]"


@pytest.mark.parametrize(
    ("pool", "call", "how", "says"),
    [
        ("mp.get_context('fork').Pool(2)", MAP, DIES, "was killed by signal 9 (SIGKILL) in it"),
        ("mp.get_context('spawn').Pool(2)", MAP, DIES, "was killed by signal 9 (SIGKILL) in it"),
        ("mp.get_context('forkserver').Pool(2)", EACH, "os._exit(4)", "ended with exit code 4 in it"),
        ("multiprocessing.pool.ThreadPool(2)", MAP, "sys.exit()", " ended in it"),
    ],
    ids=["fork", "spawn", "forkserver", "threads"],
)
def test_a_task_that_is_lost_with_its_worker(tmp_path: Path, pool: str, call: str, how: str, says: str) -> None:
    told = _told(tmp_path, POOL.format(pool=pool, call=call, how=how, then=NO_ANSWER))
    assert told["verdict"].startswith("1 of 8 tasks lost: ") and says in told["verdict"], told["verdict"]
    assert "and the pool never answers for it" in told["verdict"] and told["pools"][0]["lost"] == 1
    assert [(error["kind"], error["task"]) for error in told["errors"]][-1][0] == "task"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_that_is_let_go_at_its_work_has_lost_nothing(tmp_path: Path, method: str) -> None:
    """Workers that have only begun to start are let go, too, whatever they are called by then."""
    code = POOL.format(
        pool=f"mp.get_context({method!r}).Pool(4)", call="pool.imap_unordered(work, range(100))", how="pass",
        then="next(call)",
    )  # fmt: skip
    told = _told(tmp_path, code)
    assert told["errors"] == [] and "lost" not in told["verdict"] and "killed" not in told["verdict"], told["verdict"]


def test_a_pool_whose_own_thread_ended_is_told(tmp_path: Path) -> None:
    code = """
import multiprocessing as mp
class Bad(Exception):
    def __init__(self, one, two): super().__init__(f"{one} {two}")
def work(n): raise Bad(1, 2)
if __name__ == "__main__":
    pool = mp.Pool(1)
    try: pool.apply_async(work, (1,)).get(timeout=1.5)
    except mp.TimeoutError: print("no answer", flush=True)
    import os; os._exit(0)
"""
    told = _told(tmp_path, code)
    assert told["verdict"].startswith("The pool pool broke: its thread that takes its results in ended with TypeError")
    assert "thread" in [error["kind"] for error in told["errors"]]


CHILDREN = """
import os, signal, sys, time
def child(code, seconds=0.05):
    pid = os.fork()
    if pid == 0:
        time.sleep(seconds)
        code() if callable(code) else os._exit(code)
    return pid
"""


@pytest.mark.parametrize(
    "wait",
    ["os.waitpid(child(3), 0)", "child(3); os.wait()", "os.wait4(child(3), 0)", "child(3); os.wait3(0)",
     "os.waitid(os.P_PID, child(3), os.WEXITED)"],
)  # fmt: skip
def test_a_child_that_the_program_waits_for_itself_has_an_exit_code(tmp_path: Path, wait: str) -> None:
    told = _told(tmp_path, CHILDREN + wait)
    assert [(error["exit_code"], error["message"]) for error in told["errors"]] == [(3, "It ended with exit code 3.")]
    assert "ended with exit code 3" in told["verdict"]


def test_a_child_that_is_killed_is_told_and_one_that_is_asked_to_end_is_not(tmp_path: Path) -> None:
    code = CHILDREN + (
        "os.waitpid(child(lambda: os.kill(os.getpid(), 11)), 0)\n"
        "asked = child(0, 60)\nos.kill(asked, signal.SIGTERM)\nos.waitpid(asked, 0)\n"
    )
    assert [error["exit_code"] for error in _told(tmp_path, code)["errors"]] == [-11]


def test_children_that_nobody_waits_for(tmp_path: Path) -> None:
    code = CHILDREN + "for n in range(4): child(3 if n == 2 else 0)\ntime.sleep(4)\n"
    told = _told(tmp_path, code)
    assert told["verdict"].startswith("4 children ended and nobody waited for them: one ended with exit code 3")
    assert [error["exit_code"] for error in told["errors"]] == [3]


@pytest.mark.parametrize(
    "code",
    [
        "for n in range(4): child(0)\ntime.sleep(2.5)\nfor n in range(4): os.waitpid(-1, 0)\n",
        "if os.fork() == 0:\n    child(0)\n    os._exit(0)\nos.wait()\ntime.sleep(2.5)\n",
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nfor n in range(4): child(0)\ntime.sleep(2.5)\n",
        "import subprocess\none = subprocess.Popen(['true'])\ntime.sleep(2.5)\none.wait()\n",
    ],
    ids=["waited for late", "double fork", "ignored", "a command"],
)
def test_children_of_which_somebody_takes_care(tmp_path: Path, code: str) -> None:
    told = _told(tmp_path, CHILDREN + code)
    assert "nobody" not in told["verdict"] and told["errors"] == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import code\ncode.InteractiveInterpreter().runsource('1/0')\n", ""),
        ("import subprocess\nsubprocess.run(['false'])\n", ""),
        ("import sys, warnings\nwarnings.warn('careful')\nprint('2 of 40 failed')\nsys.exit(1)\n",
         "It ended with exit code 1. It had written: 2 of 40 failed"),
        ("import logging, sys\ntry: 1 / 0\nexcept ZeroDivisionError: print('handled')\nsys.exit(1)\n",
         "It ended with exit code 1. It had written: handled"),
        ("print('ok', flush=True)\ndef f(): {}['key']\nf()\n", "It ended with exit code 1: KeyError: 'key'"),
    ],
    ids=["handled", "a command's answer", "a warning", "caught", "raised"],
)  # fmt: skip
def test_the_cause_is_what_ended_it(tmp_path: Path, code: str, says: str) -> None:
    told = _told(tmp_path, code)
    assert [error["message"] for error in told["errors"] if error["name"] == "program"] == ([says] if says else [])
    assert bool([error for error in told["errors"] if error["kind"] == "program"]) == ("KeyError" in says)


LEAVES = """
import subprocess, sys, time
later = "import time; time.sleep(1.5); open('written', 'w').write('done')"
subprocess.Popen([sys.executable, "-c", later], start_new_session=True)
time.sleep(0.5)
"""


def test_what_is_left_running_is_said_and_lives_on_where_that_is_wanted(tmp_path: Path) -> None:
    told = _told(tmp_path, LEAVES)
    (left,) = told["left"]
    assert left["name"].startswith("python -c import time") and not left["is_kept"]
    assert f"({left['pid']}) was still running and was ended; --keep lets it live." in told["verdict"]
    assert not (tmp_path / "written").exists()
    told = _told(tmp_path, LEAVES, "--keep")
    assert told["left"][0]["is_kept"] and "was still running and lives on." in told["verdict"]
    wait_until((tmp_path / "written").exists, 20, "what was left has done its work")


REMOVED = """
import subprocess, sys, time
from multiprocessing import shared_memory
block = shared_memory.SharedMemory(create=True, size=4096)
other = "import os, sys; os.unlink('/dev/shm/' + sys.argv[1])"
subprocess.run([sys.executable, "-c", other, block.name.lstrip("/")])
time.sleep(1)
block.close()
try: block.unlink()
except FileNotFoundError: pass
"""


def test_shared_memory_that_is_removed_under_the_program(tmp_path: Path) -> None:
    told = _told(tmp_path, REMOVED)
    assert told["verdict"].startswith("The shared memory block was removed: another process did so")
    assert told["memory"][0]["forgotten"] is False


def test_shared_memory_that_is_unlinked_early_is_the_programs_own_doing(tmp_path: Path) -> None:
    code = REMOVED.replace("subprocess.run", "block.unlink()\n(lambda *_: None)")
    assert "removed" not in _told(tmp_path, code)["verdict"]


HANGS = """
import concurrent.futures as cf
pool = cf.ThreadPoolExecutor(1)
def outer(): return pool.submit(int, 1).result()
task = pool.submit(outer)
print("ready", flush=True)
task.result()
"""
SLEEPS = "import time\nprint('ready', flush=True)\ntime.sleep(600)\n"


@pytest.mark.parametrize("code", [HANGS, SLEEPS], ids=["hangs at its end", "ends by it"])
def test_one_interrupt_ends_it_and_is_no_error_of_the_program(tmp_path: Path, code: str) -> None:
    with subprocess.Popen(
        command("watch", "--json", program(tmp_path, code)), cwd=tmp_path, env=environment(tmp_path / "state"),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stderr is not None and process.stderr.readline() == b"ready\n"
            os.kill(process.pid, signal.SIGINT)
            said, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    told = json.loads(said)
    assert process.returncode == 130 and told["errors"] == []
    assert told["variants"][0]["outcome"] == "stopped"
    assert told["verdict"].startswith("Program was stopped before its end.")
    assert "KeyboardInterrupt" not in told["verdict"]
