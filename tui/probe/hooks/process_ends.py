"""`multiprocessing.util`: which exception ends a process, and when the system has made one. The rules stand in `guard`.

`BaseProcess._bootstrap` catches what `run` raises and prints it itself. On its way there, while the exception is being
handled, it calls `_exit_function`: so what is printed has no frame of ours in it.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns

from .. import errors, layout, starts
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "exceptions of processes"


def install(util: Any) -> str | None:
    """Look at the ends of processes; return what is missing where this is not possible."""
    if not hasattr(util, "_exit_function") or not hasattr(util, "spawnv_passfds"):
        return WHAT
    replace(util, "_exit_function", _exiting)
    replace(util, "spawnv_passfds", _spawning)
    return None


def _exiting(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _tell)

    def _exit_function(*args: Any, **kwargs: Any) -> Any:
        tell()
        return original(*args, **kwargs)

    return _exit_function


def _tell() -> None:
    errors.tell(layout.ERROR_PROCESS, sys.exc_info()[1])


def _spawning(original: Callable[..., Any]) -> Callable[..., Any]:
    def spawnv_passfds(*args: Any, **kwargs: Any) -> Any:
        pid = original(*args, **kwargs)
        starts.now.made_ns = perf_counter_ns()
        return pid

    return spawnv_passfds
