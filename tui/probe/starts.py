"""How a process came to be: who asked for it, in which way, and when it was there.

A line is written by the parent, once it has its child. Where `os.fork` is called there is nobody but the child itself:
it writes down when its parent began to fork.
"""

from __future__ import annotations

import os
import sys
from _thread import _local, get_ident
from time import perf_counter_ns

from . import layout, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

forks: list[int] = [0]
"""When the newest fork was asked for."""
asked_ns: dict[int, int] = {}
"""When multiprocessing asked for a child, by the thread that does so just now: in a forked child a look at a dictionary
touches a third of the pages that one at a thread's own values does."""
now = _local()
"""`made_ns`: when the system had made the child that this thread asked for. `command_ns`: when subprocess asked."""

again: tuple[int, ...] = ()
"""Since when this process was made ready for what it is to do, until when, and how many modules were imported for that:
those of the main module, which a child that is no copy of its parent imports again. Nothing once that is told."""


def asked() -> int:
    """Note that a child is asked for in this thread; return what stood there before, for `done`."""
    me = get_ident()
    before, asked_ns[me] = asked_ns.get(me, 0), perf_counter_ns()
    now.made_ns = 0
    return before


def made(pid: int, method: str, asked_ns: int, made_ns: int, command: str = "") -> None:
    """Tell of a child that this process has asked for."""
    board = segment.board()
    if board is not None:
        board.line("C", pid, method, asked_ns, made_ns, command)


def made_now() -> None:
    """Note that the system has made a child that this thread asked for."""
    now.made_ns = perf_counter_ns()


def done(before: int) -> None:
    """Note that the child is there, or will not be."""
    if before:
        asked_ns[get_ident()] = before
    else:
        asked_ns.pop(get_ident(), None)


def forked() -> int:
    """Return when the fork that has made this process was asked for; 0 where its parent tells that."""
    is_told = asked_ns and asked_ns.get(get_ident())
    asked_ns.clear()
    return 0 if is_told else forks[0]


def tell_execs() -> None:
    """Have the two functions of `os` that all its others call tell that this process becomes another program."""
    for name in ("execv", "execve"):
        original = getattr(os, name, None)
        if original is not None:
            told = _telling(original)
            for attribute in ("__module__", "__qualname__", "__name__", "__doc__", "__text_signature__"):
                setattr(told, attribute, getattr(original, attribute, None))
            told.__wrapped__ = original
            if original in os.supports_fd:
                os.supports_fd.add(told)
            for module in (os, sys.modules.get(original.__module__)):
                if getattr(module, name, None) is original:
                    setattr(module, name, told)


def _telling(original: Any) -> Any:
    def become(*arguments: Any, **named: Any) -> Any:
        told = _before_exec(*arguments, **named)
        try:
            return original(*arguments, **named)
        finally:
            if told is not None:
                told.line("G", 0)

    return become


def _before_exec(path: Any = None, argv: Any = (), env: Any = None, *_: Any, **__: Any) -> segment.Board | None:
    """Tell that an exec is tried; return where its failure is to be told.

    A path that cannot be executed is not told: who tries one folder after the other has many of those.
    """
    try:
        board = segment.board()
        if board is None or type(argv) not in (list, tuple) or not os.access(path, os.X_OK):
            return None
        words = [os.fsdecode(word) for word in argv[:12] if type(word) in (str, bytes)]
        its = env if type(env) in (dict, type(os.environ)) else os.environ
        has_run = all(its.get(name) == os.environ.get(name) for name in (layout.RUN_DIRECTORY_VARIABLE, "PYTHONPATH"))
        name = os.path.basename(os.fsdecode(path)) if type(path) in (str, bytes) else ""
        board.line("G", perf_counter_ns(), name, int(has_run), *words)
    except Exception:  # noqa: BLE001
        return None
    return board


def function_of(target: Any) -> Any:
    """Return the function that a call of this ends in; None when that is none of Python's own kinds of callables.

    An object of the program is not asked: it may do anything when it is.
    """
    for _ in range(4):
        if type(target) is _METHOD:
            target = target.__func__
        elif type(target).__name__ == "partial" and type(target).__module__ == "functools":
            target = target.func
        else:
            break
    return target if type(target) is _FUNCTION else None


def run_of(worker: Any) -> Any:
    """Return the `run` that the class of a thread or process has."""
    return next((its.__dict__["run"] for its in type(worker).__mro__ if "run" in its.__dict__), None)


def target_of(target: Any) -> str:
    """Return what a thread or process is to do, as `square in pools.py`; nothing for Python's own functions."""
    function = function_of(target)
    if function is None:
        return ""
    from . import whose  # noqa: PLC0415 - most programs start nothing

    path: str = function.__code__.co_filename
    if path.startswith((whose.PROBE, "<frozen")) or whose.inside(path):
        return ""
    name = str(function.__qualname__).rpartition("<locals>.")[2]
    return name + " in " + str(os.path.basename(path))


_FUNCTION: Any = type(asked)
_METHOD: Any = type(asked.__get__(0))


def name_of(arguments: list[str]) -> tuple[str, bool]:
    """Return a starting interpreter's name by its command line, and whether it is bookkeeping of multiprocessing.

    What is the interpreter's own in it is what `sys.argv` has not: a program may have a `-c` of its own.
    """
    script = sys.argv[0] if sys.argv else ""
    if script not in ("-c", "-m") or len(arguments) <= len(sys.argv):
        return os.path.basename(script) or "python", False
    word = arguments[-len(sys.argv)]
    joined, _, value = word.partition(script[1])
    said = value if joined.startswith("-") and not joined.startswith("--") and value else word
    if said == _SAMPLED and len(sys.argv) > 3:
        # Python's own sampler runs a program by a module of its own, which gets a port and a folder before it.
        its, *rest = sys.argv[3:]
        return ("-m " + rest[0] if its == "-m" and rest else os.path.basename(its)), False
    if script == "-m":
        helper = _HELPERS.get(said.rpartition(".")[2])
        return (helper, True) if helper is not None else ("-m " + said, False)
    if said[:100].partition(".spawn import")[0].endswith(_COPIES):
        return "new process", False
    before, imports, _ = said[:200].partition(" import main")
    helper = _HELPERS.get(before.rpartition(".")[2]) if imports and "from " in before else None
    if helper is not None:
        return helper, True
    words = said[:200].replace("\n", "; ").strip()
    return "python -c " + (words if len(words) <= _MOST_CODE else words[: _MOST_CODE - 2] + " …"), False


_MOST_CODE = 30
_SAMPLED = "profiling.sampling._sync_coordinator"
_COPIES = "from multiprocessing", "from multiprocess", "from billiard"
_HELPERS = {"resource_tracker": "resource tracker", "semaphore_tracker": "resource tracker",
            "forkserver": "fork server"}  # fmt: skip
"""Module whose `main` an interpreter is to run → what it does. Packages have their own copies of multiprocessing's."""
