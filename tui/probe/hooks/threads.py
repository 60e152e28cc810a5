"""`threading.Thread`: a slot for each thread, from its first to its last line of Python. The rules stand in `guard`."""

from __future__ import annotations

from _thread import get_ident

from .. import layout, lines, objects, segment
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_MACHINERY = ("multiprocessing.", "concurrent.futures.", "asyncio.", "logging.handlers")


def install(threading: Any) -> str | None:
    """Look at threads; return "threads" where this is not possible."""
    if not hasattr(threading.Thread, "_bootstrap_inner"):
        return "threads"
    replace(threading.Thread, "_bootstrap_inner", _bootstrap_inner)
    return None


def _bootstrap_inner(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded("threads", _begin)
    end = guarded("threads", _end)

    def _bootstrap_inner(self: Any) -> Any:
        slot = begin(self)
        try:
            return original(self)
        finally:
            end(slot)
            del self, slot

    return _bootstrap_inner


def _begin(thread: Any) -> segment.ThreadSlot | None:
    board = segment.board()
    if board is None:
        return None
    board.see_gil()
    lines.poke()
    kind = layout.KIND_INTERPRETER if _is_interpreter(thread) else layout.KIND_THREAD
    return segment.claim(thread.name, _role(thread, board), kind)


def _end(slot: segment.ThreadSlot | None) -> None:
    if slot is not None:
        objects.ended(get_ident(), slot.words[slot.base + layout.S_NATIVE_ID])
    segment.leave(slot)


def _role(thread: Any, board: segment.Board) -> int:
    """Threads of the library's own machinery are helpers; pool workers and the user's threads are workers."""
    if board.role == layout.ROLE_HELPER:
        return layout.ROLE_HELPER
    of_class = type(thread).__module__ + "."
    if of_class.startswith(_MACHINERY) and not of_class.startswith("multiprocessing.dummy."):
        return layout.ROLE_HELPER
    target = getattr(thread, "_target", None)
    module = str(getattr(target, "__module__", "")) + "."
    name = str(getattr(target, "__name__", ""))
    if module.startswith("multiprocessing.managers."):
        return layout.ROLE_HELPER
    if module.startswith(_MACHINERY) and name.startswith("_") and name != "_worker":
        return layout.ROLE_HELPER
    return layout.ROLE_WORKER


def _is_interpreter(thread: Any) -> bool:
    if getattr(getattr(thread, "_target", None), "__module__", None) != "concurrent.futures.thread":
        return False
    return any(type(argument).__module__ == "concurrent.futures.interpreter" for argument in thread._args)
