"""`multiprocessing.process.BaseProcess`: a child's name, role, beginning and exit code; when a child that is no copy of
its parent has imported the main module again. The rules stand in `guard`."""

from __future__ import annotations

import sys
from _thread import get_ident
from time import perf_counter_ns, process_time_ns

from .. import install as probe
from .. import layout, lines, names, segment, starts
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "processes"


def install(module: Any) -> str | None:
    """Look at multiprocessing's children, and at a function that makes some; return what is not as it is known."""
    if module.__name__.endswith(".util"):
        if not hasattr(module, "spawnv_passfds"):
            return "when the system has made a process"
        replace(module, "spawnv_passfds", _spawning)
        return None
    if module.__name__.endswith(".spawn"):
        if not hasattr(module, "prepare"):
            return "when a child has imported the main module again"
        replace(module, "prepare", _preparing)
        return None
    its = module.BaseProcess
    if not hasattr(its, "_bootstrap") or not hasattr(its, "start"):
        return WHAT
    replace(its, "_bootstrap", _bootstrap)
    replace(its, "start", _starting)
    probe.HOOKS.update(probe.LATER)
    for name in probe.LATER:
        if name in sys.modules:
            probe.look_at(sys.modules[name])
    return None


def _spawning(original: Callable[..., Any]) -> Callable[..., Any]:
    made = guarded(WHAT, starts.made_now)

    def spawnv_passfds(*args: Any, **kwargs: Any) -> Any:
        pid = original(*args, **kwargs)
        made()
        return pid

    return spawnv_passfds


def _preparing(original: Callable[..., Any]) -> Callable[..., Any]:
    def prepare(data: Any) -> None:
        since_ns, modules = perf_counter_ns(), len(sys.modules)
        original(data)
        starts.again = since_ns, perf_counter_ns(), len(sys.modules) - modules

    return prepare


def _bootstrap(original: Callable[..., Any]) -> Callable[..., Any]:
    name = guarded(WHAT, _name)
    end = guarded(WHAT, probe.exiting)

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
    made_ns = starts.now.made_ns or perf_counter_ns()
    starts.made(popen.pid, str(getattr(popen, "method", "")), starts.asked_ns.get(get_ident(), made_ns), made_ns)


def _name(process: Any) -> None:
    board = segment.board()
    if board is None:
        return
    target = getattr(process, "_target", None)
    is_server = getattr(target, "__name__", "") == "_run_server"
    is_manager = is_server and str(getattr(target, "__module__", "")) in names.MANAGERS
    board.name = "manager" if is_manager else str(process.name)
    board.role = layout.ROLE_HELPER if is_manager else layout.ROLE_WORKER
    board.words[layout.H_ROLE] = board.role
    again, starts.again = starts.again, ()
    its = perf_counter_ns(), process_time_ns(), *again
    board.line("P", board.name, layout.ROLE_NAMES[board.role], _target(process, target), *its)


def _target(process: Any, target: Any) -> str:
    """Return what it is to do: its target, or the `run` that a class of the program has of its own."""
    return starts.target_of(target) or starts.target_of(starts.run_of(process))
