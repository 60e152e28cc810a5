"""Processes that are measured: how they are started, what CPU they took, and that none is left. Linux only.

This process takes in every orphan below it (`PR_SET_CHILD_SUBREAPER`), so whatever a program starts stays ours: when a
measurement is over, however it ends, all of them are killed and waited for. If we ourselves are killed the kernel ends
what we started (`PR_SET_PDEATHSIG`), and the terminals that we held close, which ends what was in them.
CPU seconds are those of the kernel's CPU clock of the other process: nanoseconds, all its threads, no sampling.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
_prctl = ctypes.CDLL(None).prctl


@contextmanager
def nothing_left() -> Iterator[None]:
    """End everything below this process when the block ends: by itself, by an error, by Ctrl-C or SIGTERM or SIGHUP."""
    _prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for its in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's background job ignores the first one
        signal.signal(its, _leave)
    try:
        yield
    finally:
        for its in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(its, signal.SIG_IGN)
        end_all()


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def end_all() -> None:
    """Kill and reap whatever is below this process."""
    while below := descendants(os.getpid()):
        for pid in below:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _reap()


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        time.sleep(0.005)


def dies_with_us() -> None:
    """Run in a new child: the kernel kills it when we are gone."""
    _prctl(_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


@contextmanager
def program(words: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None = None) -> Iterator[int]:
    """Start a program that says nothing and is told nothing; give its pid; end it and all below it."""
    with subprocess.Popen(
        list(map(str, words)), env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, preexec_fn=dies_with_us,  # noqa: PLW1509 (the measuring side has no locks)
    ) as child:  # fmt: skip
        try:
            yield child.pid
        finally:
            kill_tree(child.pid)


def kill_tree(pid: int) -> None:
    for one in [pid, *descendants(pid)]:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Return the pids of a process's children; none where it is gone."""
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    for child in children(pid):
        found += [child, *descendants(child)]
    return found


def cpu_s(pid: int) -> float:
    """Return the seconds of CPU that a living process took so far; 0.0 where it is gone."""
    with suppress(OSError):
        return time.clock_gettime(~pid << 3 | 2)
    return 0.0


def app_cpu_s(pid: int) -> float:
    """Return those of the app, its reaper and its guardian, which are its children; programs hang below the reaper."""
    return sum(map(cpu_s, [pid, *children(pid)]))


def memory_bytes(pid: int) -> int:
    """Return what a process holds in memory (RSS)."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    return 0


def ours_s() -> float:
    """Return the CPU seconds of this process and of all that it started and that has ended."""
    its = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in its)


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return this environment with a home of its own and nothing that changes what is measured."""
    left_out = ("COLUMNS", "LINES", "NO_COLOR", "SSH_CONNECTION", "TMUX", "COREOGRAPH_RUN")
    env = {k: v for k, v in os.environ.items() if k not in left_out and not k.startswith(("PYTHON", "TEXTUAL"))}
    folders = {name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    seen = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return {**env, **folders, **seen, **more}


def finished(words: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None = None) -> tuple[float, float]:
    """Run a command to its end; return its seconds of CPU, with all that it waited for, and of the clock."""
    start = time.perf_counter()
    child = subprocess.Popen(
        list(map(str, words)), env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, preexec_fn=dies_with_us,  # noqa: PLW1509
    )  # fmt: skip
    assert child.stdout is not None
    while child.stdout.read(65536):
        pass
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start


def python_of(tree: Path) -> Path:
    """Return the Python of a checkout: of its own test environment if it has one, else ours."""
    own = tree / ".venv-test" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)
