"""Which exception ends a child of multiprocessing. The rules stand in `guard`.

`BaseProcess._bootstrap` catches what `run` raises and has it printed by `traceback.print_exc`. That prints the frames
of the exception, not of its caller: so what is printed has no frame of ours in it.
"""

from __future__ import annotations

import sys

from .. import errors, layout
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "exceptions of processes"


def install(traceback: Any) -> str | None:
    """Look at what is printed; return what is missing where this is not possible."""
    if not hasattr(traceback, "print_exc"):
        return WHAT
    replace(traceback, "print_exc", _printing)
    return None


def _printing(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _tell)

    def print_exc(*args: Any, **kwargs: Any) -> Any:
        if sys._getframe(1).f_code.co_name == "_bootstrap":
            tell()
        return original(*args, **kwargs)

    return print_exc


def _tell() -> None:
    errors.tell(layout.ERROR_PROCESS, sys.exc_info()[1])
