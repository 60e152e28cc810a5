"""`threading.Thread`: a slot for each thread, from its first to its last line of Python. The rules stand in `guard`."""

from __future__ import annotations

import sys
from _thread import get_ident

from .. import errors, layout, lines, names, objects, segment, starts
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_ENDINGS = ("ManagerThread", "FeederThread", "Feeder", "Monitor", "Watcher", "Heartbeat", "Reaper", "Tracker")
"""How packages call the threads that look after their workers."""
_WORKS = ("work", "run", "call", "execute", "target")
"""How the name of a package's private function begins, if it does the program's work."""


def install(threading: Any) -> str | None:
    """Look at threads; return "threads" where this is not possible."""
    if not hasattr(threading.Thread, "_bootstrap_inner"):
        return "threads"
    replace(threading.Thread, "_bootstrap_inner", _bootstrap_inner)
    if not hasattr(threading, "_make_invoke_excepthook"):
        return "exceptions of threads"
    replace(threading, "_make_invoke_excepthook", _raising)
    return None


def _raising(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded("exceptions of threads", _tell)

    def _make_invoke_excepthook() -> Any:
        invoke = original()

        def invoke_excepthook(thread: Any) -> None:
            tell()
            invoke(thread)

        return invoke_excepthook

    return _make_invoke_excepthook


def _tell() -> None:
    errors.tell(layout.ERROR_THREAD, sys.exc_info()[1])


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
    if board.role == layout.ROLE_HELPER:
        segment.threads.slot = None  # nobody asks what a manager's many threads do
        return None
    kind = layout.KIND_INTERPRETER if _is_interpreter(thread) else layout.KIND_THREAD
    return segment.claim(thread.name, _role(thread), kind, starts.target_of(_work_of(thread)))


def _end(slot: segment.ThreadSlot | None) -> None:
    if slot is not None:
        objects.ended(get_ident(), slot.words[slot.base + layout.S_NATIVE_ID])
    segment.leave(slot)


def _work_of(thread: Any) -> Any:
    """Return the function that a thread is to call: its target, a timer's function, or a `run` of its class's own."""
    known = thread.__dict__
    given = known.get("_target") if known.get("_target") is not None else known.get("function")
    return starts.run_of(thread) if given is None else given


def _role(thread: Any) -> int:
    """Threads of a library's own machinery are helpers; pool workers and the program's own threads are workers.

    Which they are follows from where their class or function comes from, and what it is called: a class of a package
    with a private name, or a private function that does not work or run something, serves the package alone.
    """
    its = type(thread)
    of_class = its.__module__
    if of_class != "threading" and _is_installed(of_class):
        is_library = _is_library(of_class)
        is_helper = of_class not in names.DUMMIES if is_library else _is_private(its.__name__)
        return layout.ROLE_HELPER if is_helper else layout.ROLE_WORKER
    work = starts.function_of(_work_of(thread))
    if work is None:
        return layout.ROLE_WORKER
    module, name = str(work.__module__), work.__name__
    if module in names.MANAGERS:
        return layout.ROLE_HELPER
    is_helper = name.startswith("_") and not name.lstrip("_").startswith(_WORKS) and _is_installed(module)
    return layout.ROLE_HELPER if is_helper and module != "threading" else layout.ROLE_WORKER


def _is_private(name: str) -> bool:
    return name.startswith("_") or name.endswith(_ENDINGS)


def _is_installed(module: str) -> bool:
    """Whether a module is part of Python or of an installed package."""
    path = getattr(sys.modules.get(module), "__file__", None)
    return type(path) is str and names.is_library(path)


def _is_library(module: str) -> bool:
    """Whether a module is part of Python itself."""
    path = getattr(sys.modules.get(module), "__file__", None)
    return type(path) is str and path.startswith(names.LIBRARY) and "-packages" not in path


def _is_interpreter(thread: Any) -> bool:
    if getattr(getattr(thread, "_target", None), "__module__", None) != "concurrent.futures.thread":
        return False
    return any(type(argument).__module__ == "concurrent.futures.interpreter" for argument in thread._args)
