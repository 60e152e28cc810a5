"""`subprocess`: which commands the program starts. The rules stand in `guard`.

Looked at are a function that `Popen` calls first of all, and one that it calls when the child has been made: so no
frame of ours is in the traceback of wrong arguments or of a command that is not there.
"""

from __future__ import annotations

import os
from time import perf_counter_ns

from .. import starts
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "commands"
_MOST_ARGUMENTS = 8


def install(subprocess: Any) -> str | None:
    """Look at commands; return what is missing where this is not possible. There is another way on Windows."""
    if getattr(subprocess, "_mswindows", False):
        return None
    if not hasattr(subprocess, "_cleanup") or not hasattr(subprocess.Popen, "_close_pipe_fds"):
        return WHAT
    replace(subprocess, "_cleanup", _asking)
    replace(subprocess.Popen, "_close_pipe_fds", _making)
    return None


def _asking(original: Callable[..., Any]) -> Callable[..., Any]:
    asked = guarded(WHAT, _asked)

    def _cleanup() -> Any:
        asked()
        return original()

    return _cleanup


def _asked() -> None:
    starts.now.command_ns = perf_counter_ns()


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    made = guarded(WHAT, _made)

    def _close_pipe_fds(self: Any, *args: Any) -> Any:
        made(self)
        return original(self, *args)

    return _close_pipe_fds


def _made(popen: Any) -> None:
    made_ns = perf_counter_ns()
    starts.made(popen.pid, "subprocess", getattr(starts.now, "command_ns", made_ns), made_ns, _command(popen.args))


def _command(of: Any) -> str:
    """Return a command as a person would write it, its program without a path."""
    if type(of) in (list, tuple):
        program, *arguments = map(_text, of[:_MOST_ARGUMENTS])
        return " ".join((os.path.basename(program), *arguments))
    return _text(of)


def _text(of: Any) -> str:
    """Return an argument; an object of the program is not asked what it stands for."""
    is_plain = type(of) in (str, bytes) or type(of).__module__.startswith("pathlib")
    return os.fsdecode(of) if is_plain else type(of).__name__
