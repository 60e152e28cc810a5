"""`os`: which children a process waits for itself, its signals, its end by `_exit`. The rules stand in `guard`.

multiprocessing and subprocess tell of their children by themselves: those are passed by here.
"""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns

from .. import install as probe
from .. import segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

WHAT = "ends of children"
_TELLS_ITSELF = ("subprocess", "multiprocessing.popen_fork")
_TOOLS = (
    "subprocess", "multiprocessing.popen_fork", "multiprocessing.popen_forkserver", "multiprocessing.popen_spawn_posix",
    "multiprocessing.process", "psutil",
)  # fmt: skip
"""Modules by which one sends a signal: who calls them is who sends it."""
_FAR = 8
_EXITED, _KILLED = (1,), (2, 3)
"""Why a child changed, as `waitid` says it: it ended; a signal ended it, with or without a core dump."""
sent: dict[int, bool] = {}
"""Whom this process gave a signal, and whether a library did so."""
_MOST_SENT = 4096


def install(module: Any) -> str | None:
    """Look at waits and signals; where a system has none of them nothing is missing."""
    for name in ("waitpid", "wait", "wait3", "wait4"):
        _replace(module, name, _waiting)
    _replace(module, "waitid", _waiting_by_id)
    _replace(module, "kill", _sending)
    _replace(module, "killpg", _sending_group)
    _replace(module, "_exit", _leaving)
    return None


def _replace(module: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    if hasattr(module, name):
        replace(module, name, make)
        getattr(module, name).__module__ = module.__name__  # It is the system module that has the original.


def _leaving(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded("last words", lambda status: probe.exiting(status & 0xFF))

    def _exit(status: Any) -> Any:
        tell(status)
        return original(status)

    return _exit


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _ended)

    def waitpid(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        if found[0]:
            tell(found[0], found[1])
        return found

    return waitpid


def _ended(pid: int, status: int) -> None:
    if os.WIFEXITED(status) or os.WIFSIGNALED(status):
        _tell(pid, os.waitstatus_to_exitcode(status))


def _waiting_by_id(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _ended_by_id)

    def waitid(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        if found is not None:
            tell(found)
        return found

    return waitid


def _ended_by_id(found: Any) -> None:
    if found.si_code in _EXITED:
        _tell(found.si_pid, found.si_status)
    elif found.si_code in _KILLED:
        _tell(found.si_pid, -found.si_status)


def _tell(pid: int, exit_code: int) -> None:
    board = segment.board()
    if board is not None and sys._getframe(4).f_globals.get("__name__") not in _TELLS_ITSELF:
        board.line("X", pid, exit_code, perf_counter_ns())


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _signal)

    def kill(*args: Any) -> Any:
        tell(*args)
        return original(*args)

    return kill


def _sending_group(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, lambda group, number: _signal(-group, number))

    def killpg(*args: Any) -> Any:
        tell(*args)
        return original(*args)

    return killpg


def _signal(pid: int, number: int) -> None:
    board = segment.board()
    if board is None or not number or pid == os.getpid() or _has_ended(pid):
        return
    by_library = _is_by_library(sys._getframe(3))
    if len(sent) < _MOST_SENT:
        sent[pid] = by_library
    to = 0 if pid in (0, -1) or (pid < 0 and -pid == os.getpgrp()) else abs(pid)
    board.line("K", to, int(number), int(by_library), perf_counter_ns())


def _has_ended(pid: int) -> bool:
    """Whether a process has ended already: then it is not the signal that ends it."""
    if pid <= 0:
        return False
    try:
        file = os.open("/proc/" + str(pid) + "/stat", os.O_RDONLY)
    except OSError:
        return os.path.exists("/proc/self/stat")
    try:
        return os.read(file, 512).rpartition(b")")[2].split()[0] in (b"Z", b"X")
    finally:
        os.close(file)


def _is_by_library(frame: FrameType | None) -> bool:
    """Whether the signal is sent by code of Python or an installed package for its own ends."""
    from .. import whose  # noqa: PLC0415 - few programs send signals

    for _ in range(_FAR):
        if frame is None:
            return True
        module = str(frame.f_globals.get("__name__"))
        path = frame.f_code.co_filename
        if not path.startswith(whose.PROBE) and module.partition(".")[0] != "psutil" and module not in _TOOLS:
            return bool(whose.is_library(path))
        frame = frame.f_back
    return True
