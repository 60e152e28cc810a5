"""`threading.Thread`: a slot for each thread, from its first to its last line of Python. The rules stand in `guard`."""

from __future__ import annotations

import sys
from _thread import get_ident

from .. import errors, layout, lines, names, objects, segment, starts, whose
from ..guard import before, guarded, replace

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
    _look_at_life(threading.Thread)
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
    error = sys.exc_info()[1]
    errors.tell(layout.ERROR_THREAD, error)
    pools = sys.modules.get(__name__.rpartition(".")[0] + ".pools")
    if pools is not None:
        pools.died(error)


def _look_at_life(its: Any) -> None:
    """Begin when a thread's first method is looked up, end when the last one is: before threading forgets the thread,
    and without a frame of ours below the program's, so a debugger that steps out of it comes where it would alone.

    Up to Python 3.10 nothing is looked up last. There our frame lies below, and no tracer is asked while it ends.
    """
    if "_delete" in its._bootstrap_inner.__code__.co_names:
        before(its, "_bootstrap_inner", "threads", _begin)
        before(its, "_delete", "threads", _end)
    else:
        replace(its, "_bootstrap_inner", _bootstrap_inner)


def _bootstrap_inner(original: Callable[..., Any]) -> Callable[..., Any]:
    begin, end = guarded("threads", _begin), guarded("threads", _end)

    def _bootstrap_inner(self: Any) -> Any:
        begin(self)
        frame = sys._getframe()
        frame.f_trace_lines = False
        try:
            return original(self)
        finally:
            tracer, profiler = sys.gettrace(), sys.getprofile()
            sys.settrace(None)
            sys.setprofile(None)
            end(self)
            if frame.f_trace is not None and frame.f_back is not None:
                frame.f_back.f_trace = frame.f_trace  # Whoever steps out of the original comes to its caller.
                frame.f_trace = None
            del self, frame
            sys.setprofile(profiler)
            sys.settrace(tracer)

    return _bootstrap_inner


def _begin(thread: Any) -> None:
    board = segment.board()
    if board is None:
        return
    board.see_gil()
    lines.poke()
    if board.role == layout.ROLE_HELPER:
        segment.threads.slot = None  # nobody asks what a manager's many threads do
        return
    its = segment.threads
    if getattr(its, "slot", None) is not None:
        its.green = getattr(its, "green", 0) + 1  # A greenlet in a Thread's place: its thread has a row, and a name.
        return
    kind = layout.KIND_INTERPRETER if _is_interpreter(thread) else layout.KIND_THREAD
    slot = segment.claim(thread.name, _role(thread), kind, starts.target_of(_work_of(thread)) + _after(thread))
    segment.threads.begun = slot  # A process that this thread forks has other `threads`: nothing ends there.


def _end(thread: Any) -> None:
    its = segment.threads
    if getattr(its, "green", 0):
        its.green -= 1
        return
    slot = getattr(its, "begun", None)
    if slot is not None:
        segment.threads.begun = None
        objects.ended(get_ident(), slot.words[slot.base + layout.S_NATIVE_ID])
    segment.leave(slot)


def _after(thread: Any) -> str:
    """Return ` after 8 s` for a timer, behind what it is to do then."""
    interval = thread.__dict__.get("interval") if "function" in thread.__dict__ else None
    return " after " + format(interval, "g") + " s" if type(interval) in (int, float) else ""


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
    return type(path) is str and whose.is_library(path)


def _is_library(module: str) -> bool:
    """Whether a module is part of Python itself."""
    path = getattr(sys.modules.get(module), "__file__", None)
    return type(path) is str and path.startswith(whose.LIBRARY) and "-packages" not in path


def _is_interpreter(thread: Any) -> bool:
    if getattr(getattr(thread, "_target", None), "__module__", None) != "concurrent.futures.thread":
        return False
    return any(type(argument).__module__ == "concurrent.futures.interpreter" for argument in thread._args)
