"""`multiprocessing.Lock`, `RLock`, `Semaphore` and `BoundedSemaphore` that the program makes, a `Value`'s own lock
among them. The rules stand in `guard`.

Under fork a lock is known by its mark, under spawn and forkserver by its semaphore's random name, which multiprocessing
puts into the pickle anyway. `lean` tries without waiting first and looks at the clock only when that fails.
"""

from __future__ import annotations

import sys

from .. import control, holders, holding, layout, names, objects, updates
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "process locks"
_VALUES = "multiprocessing/sharedctypes.py"
_PASSED_BY = ("multiprocessing/context.py",)
_ARGUMENTS = ("block", "timeout")
_SHARED = ("Semaphore", "BoundedSemaphore")
"""Those that several hold."""


def install(synchronize: Any) -> str | None:
    """Look at locks; return what is missing where this is not possible."""
    its = getattr(synchronize, "SemLock", None)
    if not all(hasattr(its, name) for name in ("__enter__", "__exit__", "_make_methods", "__setstate__")):
        return WHAT
    for name in ("Lock", "RLock", *_SHARED):
        replace(getattr(synchronize, name), "__init__", _making(name))
    replace(its, "__setstate__", _arriving(synchronize))
    replace(its, "__enter__", _entering)
    if control.level() >= layout.LEVEL_HOLD:
        replace(its, "__exit__", _leaving)
    return None


def _making(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(lock: Any, limit: Any) -> None:
        frame = objects.maker(_PASSED_BY)
        of_value, called = 0, name
        if frame is None:
            frame = objects.maker((*_PASSED_BY, _VALUES), what="lock")
            of_value = objects.newest_value[0]
            from . import values  # noqa: PLC0415 - there is no value's lock without it

            called = values.called(frame)
        if frame is None:
            return
        its = names.package_of(type(lock)) + name
        counted = objects.made("lock", key_of(lock), its, frame, of_value, limit, called=called)
        if counted is not None:
            arm(lock, counted)

    make = guarded(WHAT, made)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *, ctx: Any) -> None:  # noqa: N807
            original(self, ctx=ctx)
            make(self, 0)

        def init_shared(self: Any, value: Any = 1, *, ctx: Any) -> None:
            original(self, value, ctx=ctx)
            make(self, value)

        return init_shared if name in _SHARED else __init__

    return wrap


def key_of(lock: Any) -> int:
    """Return the key of a lock by its semaphore's name; fork hands on those without."""
    semaphore = lock._semlock.name
    return objects.own_key() if semaphore is None else objects.name_key(semaphore)


def _arriving(synchronize: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    kinds = synchronize.Lock, synchronize.RLock, synchronize.Semaphore

    def arrived(lock: Any) -> None:
        if isinstance(lock, kinds) and lock._semlock.name is not None:
            counted = objects.known(objects.name_key(lock._semlock.name))
            if counted is not None:
                arm(lock, counted)

    arrive = guarded(WHAT, arrived)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def __setstate__(self: Any, state: Any) -> None:  # noqa: N807
            original(self, state)
            arrive(self)

        return __setstate__

    return wrap


def _entering(original: Callable[..., Any]) -> Callable[..., Any]:
    def __enter__(self: Any) -> Any:  # noqa: N807
        return self.acquire()

    def enter_lean(self: Any) -> Any:
        if self._semlock.acquire(False):
            return True
        counted = self.__dict__.get(objects.MARK)
        if counted is None:
            return original(self)
        look(counted, sys._getframe(1))
        return holding.waited(counted, layout.WAIT_LOCK, original, self)

    look = guarded(WHAT, updates.blocked)
    return enter_lean if control.level() == layout.LEVEL_LEAN else __enter__


def _leaving(original: Callable[..., Any]) -> Callable[..., Any]:
    def __exit__(self: Any, *args: Any) -> Any:  # noqa: N807
        return self.release()

    del original
    return __exit__


def arm(lock: Any, counted: objects.Counted) -> None:
    """Let a lock count in this row."""
    is_shared = any(its.__name__ in _SHARED for its in type(lock).__mro__)
    objects.marked(lock, counted)
    holding.announce(counted, is_shared=is_shared)
    native = lock._semlock
    lock.acquire = _acquiring(native.acquire, counted)
    if is_shared:
        updates.guard(lock)
        return
    if counted.level >= layout.LEVEL_HOLD:
        lock.release = _releasing(native.release, counted)
    else:
        holders.add(lock, counted)


def _acquiring(native: Callable[..., Any], counted: objects.Counted) -> Callable[..., Any]:
    kind, waited, has = layout.WAIT_LOCK, holding.waited, holding.has
    is_lean, look = counted.level == layout.LEVEL_LEAN, guarded(WHAT, updates.blocked)

    def wait(*args: Any, **kwargs: Any) -> Any:
        return waited(counted, kind, native, *args, **kwargs)

    def acquire(*args: Any, **kwargs: Any) -> Any:
        if args or kwargs:
            return holding.particular(counted, wait, native, (args, kwargs), _ARGUMENTS)
        if native(False):
            if not is_lean:
                has(counted)
            return True
        look(counted, sys._getframe(1))
        return waited(counted, kind, native)

    return acquire


def _releasing(native: Callable[..., Any], counted: objects.Counted) -> Callable[..., Any]:
    gives = holding.gives

    def release() -> None:
        gives(counted)
        native()

    return release
