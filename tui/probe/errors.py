"""Tells of exceptions that ended something: of which type, what they say, and where in the program they came from.

No code of the program runs for it. What an exception says is asked for only where its type has `__str__` from Python's
own exceptions and it holds nothing but plain numbers and texts; else only the type is told.
"""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns

from . import layout, segment, whose
from .leaves import leaf_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any

_HEAP_TYPE = 1 << 9
"""Py_TPFLAGS_HEAPTYPE: the type was made by a class statement, or by an extension module as it was loaded."""
_PLAIN = (str, bytes, int, float, complex, bool, type(None))
_MOST = 2000
"""Characters, bytes or bits of what is asked for its text."""
_FILES: tuple[Any, ...] = (OSError.filename, OSError.filename2)
MOST_FRAMES = 6
"""Frames that are told of an exception, and of who gets it: the innermost ones."""
MOST_CALLERS = 100
"""Frames that are looked at for those of the program."""
_TRACEBACK: Any = vars(BaseException)["__traceback__"]
PROGRAM = ("builtins", "__main__", "__mp_main__")


def tell(kind: int, error: BaseException | None, task: int = -1) -> None:
    """Write that an exception ended something in this thread; `kind` is a place in ERROR_NAMES. SystemExit is none."""
    if error is None or isinstance(error, SystemExit):
        return
    board, slot = segment.board(), segment.slot()
    if board is not None and slot is not None:
        its = layout.ERROR_NAMES[kind], task, name_of(type(error)), text_of(error), perf_counter_ns()
        board.line("E", slot.index, *its, 0, 0, *where(error))


def where(error: BaseException) -> list[Any]:
    """Return path, line and function of each frame of the program that an exception has come through, innermost last.
    """
    return frames_of(_TRACEBACK.__get__(error))


def frames_of(trace: TracebackType | None) -> list[Any]:
    """Return the same of a traceback."""
    found: list[Any] = []
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if _is_programs(path):
            found += path, trace.tb_lineno, trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    return found[-3 * MOST_FRAMES :]


def callers(frame: FrameType | None) -> list[Any]:
    """Return the same of a frame and those that called it."""
    found: list[Any] = []
    for _ in range(MOST_CALLERS):
        if frame is None or len(found) == 3 * MOST_FRAMES:
            break
        path = frame.f_code.co_filename
        if _is_programs(path):
            found = [path, frame.f_lineno, frame.f_code.co_name, *found]
        frame = frame.f_back
    return found


def _is_programs(path: str) -> bool:
    return not whose.is_library(path) and not path.startswith((whose.PROBE, "<frozen"))


def name_of(of: type) -> str:
    """Return a type's name, with its module unless that is Python's or the program's own."""
    module = type.__dict__["__module__"].__get__(of)
    name = type.__dict__["__qualname__"].__get__(of)
    return str(name) if type(module) is not str or module in PROGRAM else module + "." + name


def text_of(error: BaseException) -> str:
    """Return what an exception says; nothing where the program's own code would have to run for that.

    Where Python notes which part could not be pickled, the way there is told with it.
    """
    owner = next(its for its in type(error).__mro__ if "__str__" in its.__dict__)
    said = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    if owner.__flags__ & _HEAP_TYPE or not all(map(_is_plain, said)):
        return said[0] if said and type(said[0]) is str else ""
    if isinstance(error, OSError) and not all(_is_plain(its.__get__(error)) for its in _FILES):
        return ""
    leaf = leaf_of(error)
    return f"{error}, at {leaf}" if leaf else str(error)


def _is_plain(value: Any) -> bool:
    if type(value) in (str, bytes):
        return len(value) <= _MOST
    return type(value) in _PLAIN and (type(value) is not int or value.bit_length() <= _MOST)


def last() -> BaseException | None:
    """Return the exception that ended the program, as Python keeps it for debuggers; None when there was none.

    Programs that run other code keep there what they have handled, too: what ended this one came through its main file.
    """
    found = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    return found if isinstance(found, BaseException) and _came_through_main(found) else None


def _came_through_main(error: BaseException) -> bool:
    outermost = error.__traceback__
    if outermost is None:
        return isinstance(error, SyntaxError)  # Of the main file itself, which never ran.
    frame = outermost.tb_frame
    path = frame.f_code.co_filename
    if path.startswith("<frozen") or path.endswith(_RUNPY):
        return True
    return frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") in PROGRAM


_RUNPY = os.sep + "runpy.py"
