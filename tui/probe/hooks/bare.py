"""What the library has for itself and each task passes: it gets the methods back that it had without the probe.

The rules stand in `guard`. Only objects that no program gets to see, and nobody pickles: a pipe that wakes a pool's own
thread, what an executor keeps until it hands it on, the locks of a pool's queues in a worker. They become of a class of
the same name that is made from theirs.

Only with the interpreter lock: without it, giving an object another class stops all threads, and a child that is forked
while a thread of the parent does so hangs.
"""

from __future__ import annotations

import sys

from .. import guard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WHAT = "what pools have for themselves"
_HAS_LOCK = "t" not in sys.abiflags
_classes: dict[type, type] = {}


def _bare(*objects: Any) -> None:
    for its in objects if _HAS_LOCK else ():
        of = type(its)
        if of not in _classes:
            _classes[of] = _class_like(of)
        its.__class__ = _classes[of]


bare = guard.guarded(WHAT, _bare)


def bare_queue(queue: Any) -> None:
    """Do so with a queue that processes share, of which this process alone uses this copy."""
    for name in ("_rlock", "_wlock"):
        lock = getattr(queue, name, None)
        if lock is not None:
            bare(lock)


def _class_like(of: type) -> type:
    names = dict.fromkeys(name for its in of.__mro__ for name in vars(its))
    own = {name: _original(getattr(of, name, None)) for name in names}
    own = {name: method for name, method in own.items() if method is not None}
    looks = {name: getattr(of, name) for name in ("__module__", "__qualname__", "__doc__")}
    made = type(of)(of.__name__, (of,), {"__slots__": (), **looks, **own})
    _classes[made] = made
    return made


def _original(method: Any) -> Any:
    """Return what one of our functions stands for; None for all others."""
    original = None
    while getattr(getattr(method, "__wrapped__", None), "__code__", None) in guard.originals - {None}:
        method = original = method.__wrapped__
    return original
