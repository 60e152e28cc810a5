"""`threading.Condition.wait`, on which a `queue.Queue` waits. The rules stand in `guard`."""

from __future__ import annotations

from .. import objects
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "waits for a queue"


def install(threading: Any) -> str | None:
    """Look at conditions that carry a mark; return what is missing where this is not possible."""
    if not hasattr(getattr(threading, "Condition", None), "wait"):
        return WHAT
    setattr(threading.Condition, objects.MARK, None)
    replace(threading.Condition, "wait", _waiting)
    return None


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded(WHAT, _begin)
    end = guarded(WHAT, _end)

    def wait(self: Any, timeout: Any = None) -> Any:
        mark = self._coreograph
        if mark is None:
            return original(self, timeout)
        begun = begin(mark)
        try:
            return original(self, timeout)
        finally:
            end(mark, begun)

    return wait


def _begin(mark: tuple[objects.Counted, int, int, int]) -> Any:
    return objects.begin_wait(mark[0], mark[1])


def _end(mark: tuple[objects.Counted, int, int, int], begun: Any) -> None:
    """The condition's lock is held again here, so the wait can be added up at once."""
    if begun is not None:
        objects.end_wait(mark[0], begun)
        mark[0].settle(mark[1], mark[2], mark[3])
