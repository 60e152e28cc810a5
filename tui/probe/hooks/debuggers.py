"""`bdb`, on which pdb and its kin rest: whoever steps, and whoever looks at the stack, passes by the probe.

Nothing is told of it; the rules stand in `guard`. Frames of ours are none to the debugger, nor are those of Python's
own code that ours has called, unless that is what the program called. A debugger that waits for a frame of ours to
return waits for its caller then.
"""

from __future__ import annotations

from .. import guard, whose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

WHAT = "debuggers"


def install(bdb: Any) -> str | None:
    """Have debuggers pass us by; return what is missing where this is not possible."""
    its = getattr(bdb, "Bdb", None)
    if not hasattr(its, "trace_dispatch") or not hasattr(its, "get_stack"):
        return WHAT
    guard.replace(its, "trace_dispatch", _dispatching)
    guard.replace(its, "get_stack", _stacking)
    return None


def _is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(whose.PROBE)


def _serves_us(frame: FrameType) -> bool:
    """Whether a frame is of Python's own code that the probe has called for itself."""
    above: FrameType | None = None
    found: FrameType | None = frame
    while found is not None and not _is_ours(found):
        path = found.f_code.co_filename
        if not path.startswith("<frozen") and not whose.is_pythons_own(path):
            return False
        above, found = found, found.f_back
    return found is not None and above is not None and above.f_code not in guard.originals


def _dispatching(original: Callable[..., Any]) -> Callable[..., Any]:
    is_ours, serves_us = guard.guarded(WHAT, _is_ours), guard.guarded(WHAT, _serves_us)
    pass_on, stop_at_callers = guard.guarded(WHAT, _pass_on), guard.guarded(WHAT, _stop_at_callers)

    def trace_dispatch(self: Any, frame: Any, event: Any, arg: Any) -> Any:
        if is_ours(frame):
            return pass_on(self, frame, event)
        if event == "call" and serves_us(frame):
            return None
        stop_at_callers(self)
        return original(self, frame, event, arg)

    return trace_dispatch


def _pass_on(debugger: Any, frame: FrameType, event: str) -> Any:
    """Return the trace function for a frame of ours; when it returns, its caller is traced."""
    if event == "call" or debugger.quitting:
        return None
    if event == "return" and frame.f_back is not None and frame.f_back.f_trace is None:
        frame.f_back.f_trace = debugger.trace_dispatch
    return debugger.trace_dispatch


def _stop_at_callers(debugger: Any) -> None:
    """Have a debugger that is to stop when a frame of ours goes on stop when its caller does."""
    while debugger.stopframe is not None and _is_ours(debugger.stopframe):
        debugger.stopframe = debugger.stopframe.f_back


def _stacking(original: Callable[..., Any]) -> Callable[..., Any]:
    without = guard.guarded(WHAT, _without)

    def get_stack(self: Any, f: Any, t: Any) -> Any:
        found = original(self, f, t)
        return without(*found) or found

    return get_stack


def _without(stack: Any, index: int) -> Any:
    """Return the stack and the index of its current entry, without frames of ours."""
    kept = [entry for entry in stack if not _is_ours(entry[0])]
    return (kept, max(0, index - sum(_is_ours(entry[0]) for entry in stack[: index + 1]))) if kept else None
