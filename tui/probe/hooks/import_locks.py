"""The lock that each module has while it is imported: who waits until another thread has imported it.

Python makes one for each import, and asks for it once; it is told of only when a thread has to wait for it. A circle of
nothing but such locks is seen and dissolved by Python itself. The rules stand in `guard`.
"""

from __future__ import annotations

import sys
from _thread import get_ident
from time import perf_counter_ns

from .. import holding, layout, objects, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "locks of imports"
_MOST = 16
"""Modules of one process whose locks are told."""
_rows: dict[str, objects.Counted] = {}


def install(_threading: Any) -> str | None:
    """Look at these locks where there may be several threads; return what is missing where that is not possible."""
    its: Any = getattr(sys.modules.get("_frozen_importlib"), "_ModuleLock", object)
    if "acquire" not in vars(its) or "owner" not in its.acquire.__code__.co_names:
        return WHAT
    replace(its, "acquire", _acquiring)
    return None


def _acquiring(original: Callable[..., Any]) -> Callable[..., Any]:
    begin, end = guarded(WHAT, _begin), guarded(WHAT, _end)

    def acquire(self: Any) -> Any:
        owner = self.owner
        if owner is None or owner == get_ident():
            return original(self)
        begun = begin(self.name, owner)
        try:
            return original(self)
        finally:
            if begun is not None:
                end(*begun)

    return acquire


def _begin(name: str, owner: int) -> tuple[objects.Counted, Any] | None:
    counted = _rows.get(name) or _told(name)
    if counted is None:
        return None
    counted.last = owner
    return counted, holding._begin(counted, None)


def _end(counted: objects.Counted, begun: Any) -> None:
    holding._end(counted, begun, is_got=True)
    counted.settle(*holding.PERMIT)


def _told(name: str) -> objects.Counted | None:
    board = segment.board()
    key = objects.own_key()
    counted = objects.counted(key) if board is not None and len(_rows) < _MOST else None
    if board is None or counted is None:
        return None
    counted.level = layout.LEVEL_LEAN
    holding.announce(counted)
    board.line("O", key, "lock", "importlib.ModuleLock", "the import of " + name, "", perf_counter_ns(), 0)
    return _rows.setdefault(name, counted)
