"""Children's exit codes, as their parent learns them from multiprocessing or subprocess. The rules stand in `guard`."""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns

from .. import segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def install(module: Any) -> str | None:
    """Look at how a module's `Popen` learns exit codes; return "exit codes" where this is not possible."""
    name = "_handle_exitstatus" if module.__name__ == "subprocess" else "poll"
    if not hasattr(module.Popen, name):
        return "exit codes"
    replace(module.Popen, name, _telling)
    return None


def _telling(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded("exit codes", _tell)

    def learn(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = self.returncode
        result = original(self, *args, **kwargs)
        if before is None and sys._getframe(1).f_code.co_name != "_execute_child":  # else there was no such command
            tell(self)
        return result

    return learn


def _tell(popen: Any) -> None:
    if popen.returncode is not None and not _is_guess(popen):
        board = segment.board()
        if board is not None:
            board.line("X", popen.pid, popen.returncode, perf_counter_ns())


def _is_guess(popen: Any) -> bool:
    """Whether the fork server is gone, which alone knows: multiprocessing then takes its children for ended by 255."""
    if popen.returncode != 255 or not hasattr(popen, "sentinel"):
        return False
    try:
        os.kill(popen.pid, 0)
    except OSError:
        return False
    return True
