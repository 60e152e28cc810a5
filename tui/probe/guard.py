"""How a hook is put into the program without the program noticing.

The rules of every hook:
- Its body never raises into the program; an error is counted, the first is told, after 100 the hook goes quiet.
- It never captures the object it looks at: no reference cycle, no later finalizer than without the probe.
- A replaced function keeps `__module__`, `__qualname__`, `__name__`, `__doc__` and signature, and stands in the module
  under its name, so it pickles by reference as before and a process without the probe can unpickle it.
- It prints nothing, holds no lock, and works in a forked child and when the run directory is gone.
"""

from __future__ import annotations

from . import layout, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_QUIET_AFTER = 100
originals: set[Any] = set()
"""Code of the functions that have been replaced: what the program calls, though ours stands between."""


def failing(what: str, errors: list[None] | None = None) -> Callable[[Exception], None]:
    """Return what a hook does with an error of its own: counts it, and tells the first."""
    seen = [] if errors is None else errors

    def failed(error: Exception) -> None:
        if len(seen) < _QUIET_AFTER:
            seen.append(None)
            _count(what, type(error).__name__, len(seen) == 1)

    return failed


def guarded(what: str, body: Callable[..., Any]) -> Callable[..., Any]:
    """Return `body` as a function that never raises an Exception: it then returns None."""
    errors: list[None] = []
    failed = failing(what, errors)

    def call(*arguments: Any) -> Any:
        if len(errors) >= _QUIET_AFTER:
            return None
        try:
            return body(*arguments)
        except Exception as error:  # noqa: BLE001
            failed(error)
        return None

    return call


def replace(owner: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put `make(original)` in the place of a module's or class's function, looking like the original."""
    original = getattr(owner, name)
    replacement = make(original)
    for attribute in ("__module__", "__qualname__", "__name__", "__doc__"):
        setattr(replacement, attribute, getattr(original, attribute))
    replacement.__wrapped__ = original  # type: ignore[attr-defined]
    setattr(owner, name, replacement)
    originals.add(getattr(original, "__code__", None))


def unseen(error: BaseException) -> None:
    """Take the frame that has caught this out of its traceback; it raises on. `pack` has each function of ours do so.

    Whatever class of the program it is of, nothing of its own is asked or run.
    """
    BaseException.with_traceback(error, getattr(_TRACEBACK.__get__(error), "tb_next", None))


_TRACEBACK: Any = vars(BaseException)["__traceback__"]


class Before:
    """A method that tells before each call: when it is looked up, so no frame of ours is on the stack while it runs.

    The class gives the method itself, which pickles, looks and is called as ever.
    """

    def __init__(self, original: Callable[..., Any], tell: Callable[..., Any] | None = None) -> None:
        """Without `tell` it is a subclass that tells, in its own `__get__`: what each task passes costs one call less.
        """
        self.__wrapped__ = original
        self._bind = original.__get__
        self._tell: Any = tell

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        self._tell(instance)
        return self._bind(instance, owner)


def before(owner: Any, name: str, what: str, tell: Callable[..., Any]) -> None:
    """Have `tell(instance)` called whenever a method of this class is about to be called on an instance."""
    setattr(owner, name, Before(vars(owner)[name], guarded(what, tell)))


def _count(what: str, error: str, first: bool) -> None:
    try:
        board = segment.board()
        if board is not None:
            board.errors.append(None)
            board.count_up_to(layout.H_HOOK_ERRORS, board.errors)
            if first:
                board.line("N", what, "the probe met an unexpected " + error)
    except Exception:  # noqa: BLE001
        return
