"""`threading.Lock` and `RLock` that the program makes. The rules stand in `guard`.

Both are made in C. An RLock of the program is a subclass of the native one. A native lock cannot have subclasses: the
type `_thread.lock` is replaced by one of the same look that holds a native lock, whose bound methods do the rest.
`with` finds what it calls in the lock's own slots, where a function costs less than a method; who asks the type for it,
as `contextlib.ExitStack` does, gets a function that takes the lock. The library's own locks and those beyond the
board's rows stay native, and count as instances of the replaced type. What the names stand for has the names' identity
in both `threading` and `_thread`, so it pickles by reference as before.
"""

from __future__ import annotations

import _thread
import sys
from _thread import get_ident

from .. import control, holding, layout, objects, replaced
from ..guard import guarded, replace
from ..whose import own_files, path_at
from . import log_handlers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "thread locks"
_NATIVE: Any = _thread.LockType
_NATIVE_R: Any = _thread.RLock
_allocate: Any = _thread.allocate_lock
_IS_LEAN = control.level() == layout.LEVEL_LEAN
_IS_HOLD = control.level() >= layout.LEVEL_HOLD
_ARGUMENTS = ("blocking", "timeout")
_blocked, _has, _gives = holding.blocked, holding.has, holding.gives
_try_r, _exit_r, _release_r = _NATIVE_R.acquire, _NATIVE_R.__exit__, _NATIVE_R.release


def install(threading: Any) -> str | None:
    """Give the program locks that count; return what is missing where this is not possible."""
    if getattr(threading, "_CRLock", None) is not _NATIVE_R or threading.Lock not in (_NATIVE, _allocate):
        return WHAT
    factory: Any = lock if threading.Lock is _NATIVE else Allocate()
    original = threading.Lock
    for module in (threading, _thread):
        for name, value in list(vars(module).items()):
            if value is original and name in ("Lock", "allocate_lock", "lock", "LockType"):
                setattr(module, name, factory)
    if original is not _NATIVE:
        setattr(_thread, "LockType", lock)  # noqa: B010 - a type for the type checker
    replace(threading, "RLock", _making_recursive)
    replaced.say_when(threading, factory)
    return None


def _made(name: str) -> objects.Counted | None:
    frame = objects.maker((), what="lock")
    if frame is None:
        return None
    counted = objects.made("lock", objects.own_key(), "threading." + name, frame, 0)
    if counted is not None:
        holding.announce(counted)
    return counted


_make = guarded(WHAT, _made)
_make_for_logging = guarded(log_handlers.WHAT, log_handlers.lock_for)


def _new_lock() -> Any:
    native = _allocate()
    counted = None if own_files[path_at(2)] else _make("Lock")
    if counted is None:
        return native
    made: Any = object.__new__(lock)
    made._try = native.acquire
    made._coreograph = counted
    made._native = native
    made.__enter__ = _entering(native.acquire, counted)
    if not _IS_HOLD:
        made.__exit__ = native.__exit__
        made.release = made.release_lock = native.release
    for name in _SAME:
        setattr(made, name, getattr(native, name))
    return made


def _entering(try_: Callable[..., Any], counted: objects.Counted) -> Callable[..., Any]:
    def __enter__() -> Any:  # noqa: N807
        if try_(False):
            counted.last = get_ident()
            return True
        return _blocked(counted, None, try_)

    def enter_counted() -> Any:
        if try_(False):
            counted.last = get_ident()
            _has(counted)
            return True
        return _blocked(counted, None, try_)

    return __enter__ if _IS_LEAN else enter_counted


_SAME = tuple(name for name in ("locked", "locked_lock", "_at_fork_reinit") if hasattr(_NATIVE, name))


class _LikeNative(type):
    """The type of the replaced type: calling it makes a lock, and native locks are its instances."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs or not _HAS_CONSTRUCTOR:
            return _NATIVE(*args, **kwargs)
        return _new_lock()

    def __instancecheck__(cls, instance: Any) -> bool:
        return type(instance) in (cls, _NATIVE)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass in (cls, _NATIVE)

    def __getattribute__(cls, name: str) -> Any:
        found = type.__getattribute__(cls, name)
        return _of_the_type(name) if type(found) is _MEMBER and name in _IN_SLOTS else found


_MEMBER: Any = type(type("", (), {"__slots__": ("x",)}).x)  # type: ignore[attr-defined]


def _of_the_type(name: str) -> Callable[..., Any]:
    """Return what the type has under a name that each lock has in a slot: a function that takes the lock."""

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(self, name)(*args, **kwargs)

    call.__name__ = name
    return call


def _has_constructor() -> bool:
    try:
        _NATIVE()
    except TypeError:
        return False
    return True


_HAS_CONSTRUCTOR = _has_constructor()


_IN_SLOTS = ("__enter__", *_SAME, *(() if _IS_HOLD else ("__exit__", "release", "release_lock")))


class lock(metaclass=_LikeNative):  # noqa: N801
    __slots__ = ("__weakref__", "_coreograph", "_native", "_try", *_IN_SLOTS)
    if TYPE_CHECKING:
        _coreograph: objects.Counted
        _native: Any
        _try: Callable[..., Any]

    def __init_subclass__(cls) -> None:
        raise TypeError("type '_thread.lock' is not an acceptable base type")

    def acquire(self, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs:
            got = holding.particular(self._coreograph, self._block, self._try, (args, kwargs), _ARGUMENTS)
            if got:
                self._coreograph.last = get_ident()
            return got
        if self._try(False):
            self._coreograph.last = get_ident()
            if not _IS_LEAN:
                _has(self._coreograph)
            return True
        return _blocked(self._coreograph, None, self._try)

    def _block(self, *args: Any, **kwargs: Any) -> Any:
        return _blocked(self._coreograph, None, self._try, *args, **kwargs)

    acquire_lock = acquire

    if _IS_HOLD:

        def release(self) -> None:
            _gives(self._coreograph)
            self._native.release()

        release_lock = release

        def __exit__(self, *args: Any) -> None:
            _gives(self._coreograph)
            self._native.release()

    def __repr__(self) -> str:
        return repr(self._native).rpartition(" at ")[0] + " at " + hex(id(self)) + ">"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle '_thread.lock' object")


class RLock(_NATIVE_R):  # type: ignore[misc]
    __slots__ = ("_coreograph",)

    if _IS_LEAN:

        def __enter__(self) -> Any:
            return True if _try_r(self, False) else _blocked(self._coreograph, self, _try_r, self)
    else:

        def __enter__(self) -> Any:
            return self.acquire()

    def acquire(self, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs:
            return holding.particular(self._coreograph, self._block, super().acquire, (args, kwargs), _ARGUMENTS)
        if _try_r(self, False):
            if not _IS_LEAN:
                _has(self._coreograph)
            return True
        return _blocked(self._coreograph, self, _try_r, self)

    def _block(self, *args: Any, **kwargs: Any) -> Any:
        return _blocked(self._coreograph, self, _try_r, self, *args, **kwargs)

    if _IS_HOLD:

        def release(self) -> None:
            _gives(self._coreograph)
            _release_r(self)

        def __exit__(self, *args: Any) -> None:
            _gives(self._coreograph)
            _release_r(self)

        def _release_save(self) -> Any:
            self._coreograph.depth = 1
            _gives(self._coreograph)
            return super()._release_save()

        def _acquire_restore(self, state: Any) -> None:
            super()._acquire_restore(state)
            _has(self._coreograph)
            self._coreograph.depth = state[0]

    def __repr__(self) -> str:
        return str(_NATIVE_R.__repr__(self)).replace(" RLock ", " _thread.RLock ", 1)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle '_thread.RLock' object")


for _its, _native_type in ((lock, _NATIVE), (RLock, _NATIVE_R)):
    _its.__module__, _its.__qualname__, _its.__doc__ = "_thread", _native_type.__qualname__, _native_type.__doc__


class Allocate:
    """Stands for the built-in function `_thread.allocate_lock`: no descriptor, and pickled by its name."""

    __slots__ = ()
    __module__ = "_thread"

    def __call__(self, *args: Any) -> Any:
        return _allocate(*args) if args else _new_lock()

    def __repr__(self) -> str:
        return repr(_allocate)

    def __reduce__(self) -> str:
        return "allocate_lock"

    def __getattr__(self, name: str) -> Any:
        if name in ("__name__", "__qualname__", "__self__", "__text_signature__"):
            return getattr(_allocate, name)
        raise AttributeError("'builtin_function_or_method' object has no attribute '" + name + "'")


Allocate.__doc__ = _allocate.__doc__


def _making_recursive(original: Callable[..., Any]) -> Callable[..., Any]:
    def RLock_(*args: Any, **kwargs: Any) -> Any:  # noqa: N802
        if args or kwargs:
            return original(*args, **kwargs)
        path = path_at(1)
        if own_files[path]:
            return original() if path != log_handlers.PATH else _make_for_logging(sys._getframe(1)) or original()
        counted = _make("RLock")
        return original() if counted is None else recursive(counted)

    return RLock_


def recursive(counted: objects.Counted) -> RLock:
    """Return an RLock that is counted in this row."""
    made = RLock()
    made._coreograph = counted
    return made
