"""`signal.signal`: whether the program handles a signal itself, which may end any wait. The rules stand in `guard`.

Python's own handler of an interrupt is none of the program's, nor is the one that `asyncio.run` puts in its place, nor
is what multiprocessing's fork server has.
"""

from __future__ import annotations

import sys

from .. import layout, segment, starts
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "handlers of signals"
_OWN = ("asyncio.runners", "multiprocessing.forkserver", "multiprocess.forkserver")
_handled: list[None] = []
"""Not empty when a handler was set in this process, or in one that it was forked from."""


def install(signal: Any) -> str | None:
    """Look at handlers as they are set; return what is missing where this is not possible."""
    if not hasattr(signal, "signal") or not hasattr(signal, "default_int_handler"):
        return WHAT
    replace(signal, "signal", _setting)
    return None


def _setting(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _tell)

    def signal(signalnum: Any, handler: Any) -> Any:
        before = original(signalnum, handler)
        tell(handler)
        return before

    return signal


def _tell(handler: Any) -> None:
    its = sys.modules["signal"]
    if callable(handler) and handler is not its.default_int_handler and not isinstance(handler, int):
        function = starts.function_of(handler)
        if function is None or function.__module__ not in _OWN:
            _handled[:] = [None]
            segment.begins_anew(_begin)
            _begin()


def _begin() -> None:
    board = segment.board()
    if board is not None and _handled:
        board.words[layout.H_SIGNALS] = 1
