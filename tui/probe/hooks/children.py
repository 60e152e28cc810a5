"""`subprocess`: which commands the program starts. The rules stand in `guard`.

What makes the child is called after everything that can be wrong with the arguments has been raised, and a command that
is not there is raised by its caller: no frame of ours is in either traceback.
"""

from __future__ import annotations

from time import perf_counter_ns

from .. import starts
from ..guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "commands"


def install(subprocess: Any) -> str | None:
    """Look at commands; return what is missing where this is not possible. There is another way on Windows."""
    if getattr(subprocess, "_mswindows", False):
        return None
    if hasattr(subprocess, "_fork_exec"):
        subprocess._fork_exec = _making(subprocess._fork_exec)
        return None
    posix = getattr(subprocess, "_posixsubprocess", None)
    if not hasattr(posix, "fork_exec"):
        return WHAT
    subprocess._posixsubprocess = _Posix(posix)
    return None


class _Posix:
    """Stands for the module `_posixsubprocess` within `subprocess`, where that has no name for its one function."""

    def __init__(self, module: Any) -> None:
        self.fork_exec = _making(module.fork_exec)


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    asked, made, done = guarded(WHAT, starts.asked), guarded(WHAT, _made), guarded(WHAT, starts.done)

    def fork_exec(*args: Any) -> Any:
        before = asked()
        try:
            pid = original(*args)
            made(pid, args)
        finally:
            done(before)
        return pid

    return fork_exec


def _made(pid: int, arguments: Any) -> None:
    starts.now.made_ns = perf_counter_ns()
    starts.made(pid, "subprocess", starts.command_of(arguments[0]))
