"""The locks of `logging`: one for each handler, and its own. The rules stand in `guard`.

They are made like an RLock of the program, but told of only when a thread has to wait for one: until then they cost
a row and a line to nobody. Who holds one says the lock itself, so its past is not needed. They are looked at as at the
lean level, whatever level is asked for.
"""

from __future__ import annotations

import _thread
import os
from time import perf_counter_ns

from .. import holding, layout, names, objects, segment, whose
from ..guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

WHAT = "locks of logging"
PATH = whose.LIBRARY + os.path.join("logging", "__init__.py")
_NATIVE: Any = _thread.RLock
_try = _NATIVE.acquire


def lock_for(frame: FrameType) -> Any:
    """Return the lock that logging makes at this frame; None for what is none of its known ones."""
    function = frame.f_code.co_name
    if function == "createLock":
        called = "logging's handler " + type(frame.f_locals.get("self")).__name__
    elif function == "<module>":
        called = "logging itself"
    else:
        return None
    maker = objects.maker(("logging",), 4) if function == "createLock" else None
    made = LogLock()
    made._about = objects.own_key(), called, (maker.f_code.co_filename, maker.f_lineno) if maker is not None else None
    made._coreograph = None
    return made


def _told(lock: Any) -> objects.Counted | None:
    """Return a lock's row; tell of the lock first when it has none yet. Two threads at once tell the same twice."""
    board = segment.board()
    key, called, at = lock._about
    found = objects.counted(key)
    if board is None or found is None:
        return None
    found.level = layout.LEVEL_LEAN
    holding.announce(found)
    place = names.place_of(at[0]) + ":" + str(at[1]) if at is not None else ""
    board.line("O", key, "lock", "threading.RLock", called, place, perf_counter_ns(), 0)
    lock._coreograph = found
    return found


_tell = guarded(WHAT, _told)


class LogLock(_NATIVE):  # type: ignore[misc]
    __slots__ = ("_about", "_coreograph")

    def acquire(self, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs:
            return _try(self, *args, **kwargs)
        return True if _try(self, False) else self._wait()

    def __enter__(self) -> Any:
        return True if _try(self, False) else self._wait()

    def _wait(self) -> Any:
        counted = self._coreograph or _tell(self)
        return _try(self) if counted is None else holding.blocked(counted, self, _try, self)

    def __repr__(self) -> str:
        return str(_NATIVE.__repr__(self)).replace(" RLock ", " _thread.RLock ", 1)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle '_thread.RLock' object")


for _name in ("__name__", "__qualname__", "__doc__"):
    setattr(LogLock, _name, getattr(_NATIVE, _name))
LogLock.__module__ = "_thread"
