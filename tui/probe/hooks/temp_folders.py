"""multiprocessing's temporary folder of a process: told to the reaper, for a killed process leaves it behind.

The rules stand in `guard`.
"""

from __future__ import annotations

import os

from .. import layout, segment
from ..files import FLAGS
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "temporary folders"
_told: set[str] = set()


def install(util: Any) -> str | None:
    """Look at temporary folders; return what is missing where this is not possible."""
    if not hasattr(util, "get_temp_dir"):
        return WHAT
    replace(util, "get_temp_dir", _getting)
    return None


def _getting(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _tell)

    def get_temp_dir() -> Any:
        path = original()
        if path not in _told:
            tell(path)
        return path

    return get_temp_dir


def _tell(path: str) -> None:
    _told.add(path)
    board = segment.board()
    if board is None or not os.path.basename(path).startswith(layout.TEMP_PREFIX):
        return
    its = os.lstat(path)
    file = os.open(
        board.directory + "/" + layout.TEMP_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT | FLAGS, 0o600
    )
    try:
        os.write(file, b"%d %d " % (its.st_dev, its.st_ino) + os.fsencode(path) + b"\n")
    finally:
        os.close(file)
