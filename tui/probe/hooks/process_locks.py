"""`multiprocessing.Lock` and `RLock` that the program makes, a `Value`'s own among them. The rules stand in `guard`.

Under fork a lock is known by its mark, under spawn and forkserver by its semaphore's random name, which multiprocessing
puts into the pickle anyway. `lean` tries without waiting first and looks at the clock only when that fails.
"""

from __future__ import annotations

from .. import control, holding, layout, objects
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "process locks"
_VALUES = "multiprocessing/sharedctypes.py"
_PASSED_BY = ("multiprocessing/context.py",)
_ARGUMENTS = ("block", "timeout")


def install(synchronize: Any) -> str | None:
    """Look at locks; return what is missing where this is not possible."""
    its = getattr(synchronize, "SemLock", None)
    if not all(hasattr(its, name) for name in ("__enter__", "__exit__", "_make_methods", "__setstate__")):
        return WHAT
    for name in ("Lock", "RLock"):
        replace(getattr(synchronize, name), "__init__", _making(name))
    replace(its, "__setstate__", _arriving(synchronize))
    replace(its, "__enter__", _entering)
    if control.level() >= layout.LEVEL_HOLD:
        replace(its, "__exit__", _leaving)
    return None


def _making(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(lock: Any) -> None:
        frame = objects.maker(_PASSED_BY)
        of_value, called = 0, name
        if frame is None:
            frame = objects.maker((*_PASSED_BY, _VALUES))
            of_value = objects.newest_value[0]
            from . import values  # noqa: PLC0415 - there is no value's lock without it

            called = values.called(frame)
        if frame is None:
            return
        semaphore = lock._semlock.name
        key = objects.own_key() if semaphore is None else objects.name_key(semaphore)
        counted = objects.made("lock", key, "multiprocessing." + name, frame, of_value, called=called)
        if counted is not None:
            _arm(lock, counted)

    make = guarded(WHAT, made)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *, ctx: Any) -> None:  # noqa: N807
            original(self, ctx=ctx)
            make(self)

        return __init__

    return wrap


def _arriving(synchronize: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    kinds = synchronize.Lock, synchronize.RLock

    def arrived(lock: Any) -> None:
        if isinstance(lock, kinds) and lock._semlock.name is not None:
            counted = objects.known(objects.name_key(lock._semlock.name))
            if counted is not None:
                _arm(lock, counted)

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
        return True if self._semlock.acquire(False) else self.acquire()

    del original
    return enter_lean if control.level() == layout.LEVEL_LEAN else __enter__


def _leaving(original: Callable[..., Any]) -> Callable[..., Any]:
    def __exit__(self: Any, *args: Any) -> Any:  # noqa: N807
        return self.release()

    del original
    return __exit__


def _arm(lock: Any, counted: objects.Counted) -> None:
    objects.marked(lock, counted)
    holding.announce(counted)
    native = lock._semlock
    lock.acquire = _acquiring(native.acquire, counted)
    if counted.level >= layout.LEVEL_HOLD:
        lock.release = _releasing(native.release, counted)


def _acquiring(native: Callable[..., Any], counted: objects.Counted) -> Callable[..., Any]:
    kind, waited, has = layout.WAIT_LOCK, holding.waited, holding.has
    is_lean = counted.level == layout.LEVEL_LEAN

    def acquire(*args: Any, **kwargs: Any) -> Any:
        if args or kwargs:
            return holding.particular(counted, native, args, kwargs, _ARGUMENTS)
        if native(False):
            if not is_lean:
                has(counted)
            return True
        return waited(counted, kind, native)

    return acquire


def _releasing(native: Callable[..., Any], counted: objects.Counted) -> Callable[..., Any]:
    gives = holding.gives

    def release() -> None:
        gives(counted)
        native()

    return release
