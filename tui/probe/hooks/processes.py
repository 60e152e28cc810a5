"""`multiprocessing.process.BaseProcess`: a child's name, role and exit code. The rules stand in `guard`."""

from __future__ import annotations

from .. import layout, lines, segment
from ..guard import guarded, replace
from ..install import exiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def install(process: Any) -> str | None:
    """Look at multiprocessing's children; return "processes" where this is not possible."""
    if not hasattr(process.BaseProcess, "_bootstrap") or not hasattr(process.BaseProcess, "start"):
        return "processes"
    replace(process.BaseProcess, "_bootstrap", _bootstrap)
    replace(process.BaseProcess, "start", _starting)
    return None


def _bootstrap(original: Callable[..., Any]) -> Callable[..., Any]:
    name = guarded("processes", _name)
    end = guarded("processes", exiting)

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        name(self)
        exit_code = original(self, *args, **kwargs)
        end(exit_code)
        return exit_code

    return _bootstrap


def _starting(original: Callable[..., Any]) -> Callable[..., Any]:
    poke = guarded("current lines", lines.poke)

    def start(self: Any) -> None:
        original(self)
        poke()

    return start


def _name(process: Any) -> None:
    board = segment.board()
    if board is None:
        return
    target = getattr(process, "_target", None)
    is_server = getattr(target, "__name__", "") == "_run_server"
    is_manager = is_server and str(getattr(target, "__module__", "")).startswith("multiprocessing.")
    board.name = str(process.name)
    board.role = layout.ROLE_HELPER if is_manager else layout.ROLE_WORKER
    board.words[layout.H_ROLE] = board.role
    board.line("P", board.name, layout.ROLE_NAMES[board.role])
