"""`multiprocessing.shared_memory`: who made, attached, closed and unlinked a block. The rules stand in `guard`.

Its contents are read by the app from outside; those of a ShareableList say themselves what they are.
"""

from __future__ import annotations

import sys

from .. import layout, names, objects
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "shared memory"
_PASSED_BY = ("multiprocessing/shared_memory.py", "multiprocessing/managers.py")
_FAR = 8
"""So many frames lie between a list's making and ours at most."""
_list_code: list[Any] = []


def install(shared_memory: Any) -> str | None:
    """Look at blocks; return what is missing where this is not possible."""
    its, of_list = getattr(shared_memory, "SharedMemory", None), getattr(shared_memory, "ShareableList", None)
    if not all(hasattr(its, name) for name in ("__init__", "close", "unlink", "name", "size")) or of_list is None:
        return WHAT
    _list_code.append(of_list.__init__.__code__)
    replace(its, "__init__", _opening)
    replace(its, "close", _counting(layout.B_CLOSED, lambda block: block._buf is not None))
    replace(its, "unlink", _counting(layout.B_UNLINKED, lambda block: True))
    return None


def _opening(original: Callable[..., Any]) -> Callable[..., Any]:
    opened = guarded(WHAT, _opened)

    def __init__(self: Any, name: Any = None, create: Any = False, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        original(self, name, create, *args, **kwargs)
        opened(self, create)

    return __init__


def _opened(block: Any, is_new: Any) -> None:
    key = objects.block_key(block.name)
    frame = objects.maker(_PASSED_BY, what="block" if is_new else "")
    counted = objects.known(key) if not is_new or frame is None else None
    if counted is None and frame is not None:
        its = ("SharedMemory", 0) if not _is_of_list() else ("ShareableList", 1)
        type_name = names.package_of(type(block)) + its[0]
        counted = objects.made("block", key, type_name, frame, block.name, block.size, its[1])
    if counted is not None:
        counted.words[counted.base + (layout.B_CREATED if is_new else layout.B_ATTACHED)] += 1
        counted.address = counted.words[counted.base + layout.B_ADDRESS] = _address(block.name, counted.address)


def _is_of_list() -> bool:
    """Whether a list makes its block."""
    frame: Any = sys._getframe(2)
    for _ in range(_FAR):
        if frame is None or frame.f_code in _list_code:
            break
        frame = frame.f_back
    return frame is not None and frame.f_code in _list_code


def _address(name: str, before: int) -> int:
    """Return where this process has the block now, 0 where the system does not tell.

    A forked child still has what its parent had attached, at the parent's address; that is not where it looks itself.
    """
    end = "/dev/shm/" + name.lstrip("/")
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as lines:
            found = [int(line.partition("-")[0], 16) for line in lines if line.rstrip("\n").endswith(end)]
    except OSError:
        return 0
    fresh = [address for address in found if address != before]
    return (fresh or found or [0])[-1]


def _counting(word: int, is_done: Callable[[Any], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def look(block: Any) -> Any:
        return objects.known(objects.block_key(block.name)) if is_done(block) else None

    def count(counted: Any) -> None:
        counted.words[counted.base + word] += 1

    before = guarded(WHAT, look)
    after = guarded(WHAT, count)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def close(self: Any) -> None:
            counted = before(self)
            original(self)
            if counted is not None:
                after(counted)

        return close

    return wrap
