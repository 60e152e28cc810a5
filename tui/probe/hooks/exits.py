"""Children's exit codes, as their parent learns them from multiprocessing or subprocess. The rules stand in `guard`."""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns

from .. import segment
from ..guard import guarded, replace, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

_BODY = {"returncode", "os", "waitpid", "pid", "OSError", "waitstatus_to_exitcode"}
"""What `poll` of a forked child uses, where its work is done in place of it."""


def install(module: Any) -> str | None:
    """Look at how a module's `Popen` learns exit codes; return "exit codes" where this is not possible."""
    name = "_handle_exitstatus" if module.__name__ == "subprocess" else "poll"
    if not hasattr(module.Popen, name):
        return "exit codes"
    replace(module.Popen, name, _telling if set(getattr(module.Popen, name).__code__.co_names) != _BODY else _polling)
    return None


def _telling(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded("exit codes", _tell)

    def learn(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = self.returncode
        result = original(self, *args, **kwargs)
        is_new = before is None and self.returncode is not None
        if is_new and sys._getframe(1).f_code.co_name != "_execute_child":  # else there was no such command
            tell(self)
        return result

    return learn


def _polling(original: Callable[..., Any]) -> Callable[..., Any]:
    """A pool's own thread asks all its workers with each result that comes: the original's work is done in place."""
    tell, not_yet, code_of = guarded("exit codes", _tell), os.WNOHANG, os.waitstatus_to_exitcode
    hooked = os.waitpid
    native = getattr(hooked, "__wrapped__", hooked)

    def poll(self: Any, flag: Any = not_yet) -> Any:
        if self.returncode is not None:
            return self.returncode
        if flag != not_yet:
            original(self, flag)
            tell(self)
            return self.returncode
        try:
            pid, status = native(self.pid, flag) if os.waitpid is hooked else os.waitpid(self.pid, flag)
        except OSError:
            return None
        except BaseException as error:
            original(_Again(error), flag)
            raise
        if pid == self.pid:
            self.returncode = code_of(status)
            tell(self)
        return self.returncode

    return poll


class _Again:
    """Stands for a child of which asking has raised: the original raises it, with its own frame."""

    returncode = None

    def __init__(self, error: BaseException) -> None:
        unseen(error)
        self._errors = [error]

    @property
    def pid(self) -> NoReturn:
        raise self._errors.pop()


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
