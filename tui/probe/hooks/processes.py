"""`multiprocessing.process.BaseProcess`: a child's name, role, beginning and exit code. The rules stand in `guard`."""

from __future__ import annotations

from time import perf_counter_ns

from .. import layout, lines, segment, starts
from ..guard import guarded, replace
from ..install import exiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "processes"


def install(process: Any) -> str | None:
    """Look at multiprocessing's children; return "processes" where this is not possible."""
    if not hasattr(process.BaseProcess, "_bootstrap") or not hasattr(process.BaseProcess, "start"):
        return WHAT
    replace(process.BaseProcess, "_bootstrap", _bootstrap)
    replace(process.BaseProcess, "start", _starting)
    return None


def _bootstrap(original: Callable[..., Any]) -> Callable[..., Any]:
    name = guarded(WHAT, _name)
    end = guarded(WHAT, exiting)

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        name(self)
        exit_code = original(self, *args, **kwargs)
        end(exit_code)
        return exit_code

    return _bootstrap


def _starting(original: Callable[..., Any]) -> Callable[..., Any]:
    poke = guarded("current lines", lines.poke)
    asked, made, done = guarded(WHAT, starts.asked), guarded(WHAT, _made), guarded(WHAT, starts.done)

    def start(self: Any) -> None:
        before = asked()
        try:
            original(self)
            made(self)
        finally:
            done(before)
        poke()

    return start


def _made(process: Any) -> None:
    popen = process._popen
    starts.made(popen.pid, str(getattr(popen, "method", "")))


def _name(process: Any) -> None:
    board = segment.board()
    if board is None:
        return
    target = getattr(process, "_target", None)
    is_server = getattr(target, "__name__", "") == "_run_server"
    is_manager = is_server and str(getattr(target, "__module__", "")).startswith("multiprocessing.")
    board.name = "manager" if is_manager else str(process.name)
    board.role = layout.ROLE_HELPER if is_manager else layout.ROLE_WORKER
    board.words[layout.H_ROLE] = board.role
    board.line("P", board.name, layout.ROLE_NAMES[board.role])
    board.line("B", _target(process, target), perf_counter_ns())


def _target(process: Any, target: Any) -> str:
    """Return what it is to do: its target, or the `run` that a class of the program has of its own."""
    return starts.target_of(target) or starts.target_of(starts.run_of(process))
