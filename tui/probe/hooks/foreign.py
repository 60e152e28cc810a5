"""Other libraries that start workers, and what of them is not seen. The rules stand in `guard`.

Told when a program uses a library, not when it imports it: as a method is first called by which that library makes its
workers. From then on the method is its own again. Nothing of these libraries is looked at.
"""

from __future__ import annotations

from .. import segment
from ..guard import Before, guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_EXECUTOR = "its executor is not the standard library's; its processes are seen"
_PIPES = "it hands them out by pipes of its own; its processes and threads are seen"
_GREEN = "they take turns in one thread and share its row, which has the CPU of them all"
_LOOP = "they take turns in one thread, which is seen; what each of them waits for is not"
UNSEEN: dict[str, tuple[str, str, str]] = {
    "aiomultiprocess.core": ("Process.__init__", "tasks of aiomultiprocess", _PIPES),
    "anyio._backends._asyncio": ("WorkerThread.__init__", "calls in anyio's worker threads", "its threads are seen"),
    "anyio.to_process": ("", "calls in anyio's worker processes", _PIPES),
    "asyncio.base_events": ("BaseEventLoop.run_forever", "tasks of asyncio's event loop", _LOOP),
    "billiard.pool": ("Pool.__init__", "tasks of billiard's pools", _PIPES),
    "billiard.queues": ("Queue.__init__", "queues of billiard", "they have another shape than multiprocessing's"),
    "billiard.synchronize": ("Lock.__init__", "locks of billiard", "they have another shape than multiprocessing's"),
    "curio.kernel": ("Kernel.__init__", "tasks of curio", _LOOP),
    "distributed.worker": ("Worker.__init__", "tasks of dask's workers", _EXECUTOR),
    "eventlet.hubs.hub": ("BaseHub.__init__", "green threads of eventlet", _GREEN),
    "faster_fifo": ("Queue.__init__", "queues of faster_fifo", "they lie in memory of its own"),
    "gevent.hub": ("Hub.__init__", "greenlets of gevent", _GREEN),
    "joblib.externals.loky.backend.popen_loky_posix": ("Popen.__init__", "tasks of loky", _EXECUTOR),
    "loky.backend.popen_loky_posix": ("Popen.__init__", "tasks of loky", _EXECUTOR),
    "luigi.worker": ("TaskProcess.__init__", "tasks of luigi", "its scheduler hands them out; its processes are seen"),
    "mpire.pool": ("WorkerPool._start_workers", "tasks of mpire's pools", _PIPES),
    "pebble.common.types": ("ProcessFuture.__init__", "tasks of pebble", _PIPES),
    "pebble.pool.base_pool": ("BasePool.__init__", "tasks of pebble", _PIPES),
    "ray._private.node": ("Node.__init__", "tasks and actors of ray", _EXECUTOR),
    "trio._core._run": ("Runner.init", "tasks of trio", _LOOP),
    "twisted.internet.base": ("ReactorBase.startRunning", "what twisted's reactor calls", _LOOP),
    "uvloop": ("Loop.__init__", "tasks of asyncio's event loop", _LOOP),
}
"""Module → what it calls once it starts workers, what of it is not seen, and why. Without a method the import is that
call; where a version of a library has no such method, the import is told, too."""


def install(module: Any) -> str | None:
    """Have a library's use told."""
    name, what, why = UNSEEN[module.__name__]
    owner, _, method = name.partition(".")
    its = getattr(module, owner, None)
    if its is not None and hasattr(its, method):
        setattr(its, method, Once(its, method, what, lambda: segment.not_observed(what, why)))
    else:
        segment.not_observed(what, why)
    return None


class Once(Before):
    """A method that tells before its first call, and then is what it was."""

    def __init__(self, owner: Any, name: str, what: str, tell: Callable[[], None]) -> None:
        before = vars(owner).get(name)

        def first(_: Any) -> None:
            if before is None:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
            tell()

        super().__init__(getattr(owner, name), guarded(what, first))
