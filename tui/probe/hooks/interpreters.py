"""`concurrent.interpreters`, from Python 3.14 on: the probe is in the main interpreter only, and says so.

Where a program makes another interpreter, or a queue between some, what those do is not seen: a count of the main one's
puts alone would tell of items that are long gone. An `InterpreterPoolExecutor` is seen, as its tasks come from here.
The rules stand in `guard`.
"""

from __future__ import annotations

from .. import objects, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "concurrent.interpreters"
NOT_SEEN = {
    "concurrent.interpreters": (
        "code in other interpreters", "the probe is in the main one; queues, locks and tasks of the others are unseen",
    ),
    "concurrent.interpreters._queues": (
        "queues between interpreters", "what the others put and take is not seen, so their items are not counted",
    ),
}  # fmt: skip


def install(module: Any) -> str | None:
    """Tell when the program makes one; return what is missing where this is not possible."""
    if not hasattr(module, "create"):
        return WHAT
    replace(module, "create", _making(*NOT_SEEN[module.__name__]))
    return None


def _making(what: str, why: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    boards: list[object] = []

    def tell() -> None:
        if segment.board() not in boards and objects.maker(("concurrent",), depth=4) is not None:
            boards[:] = [segment.board()]
            segment.not_observed(what, why)

    told = guarded(WHAT, tell)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def create(*arguments: Any, **named: Any) -> Any:
            told()
            return original(*arguments, **named)

        return create

    return make
