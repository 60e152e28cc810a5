"""Where a thread is in the program: its innermost frame there, as a slot tells it.

Which file a function's code is from is looked up once. Who begins to wait at something of the program writes the line
itself, so that it is known also in a process where nobody looks from outside.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns

from . import layout, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import itertools
    from types import CodeType, FrameType

_BEGINS = "multiprocessing/process.py", "multiprocess/process.py", "billiard/process.py"
FRAMES = range(60)
_MOST_FILES, _MOST_CODES = 1000, 4000
_MOST_LINES = 2000
_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
_PASSED_BY, _END = 0, -1
_named: set[int] = set()
"""Lines whose function was told."""
_files: dict[str, int] = {}
_numbers: dict[str, itertools.count[int]] = {}
"""Gives every file another number, whichever thread asks."""
codes: dict[int, tuple[CodeType, int]] = {}
"""Of each function seen the number of its file; by where its code lies in memory, as comparing codes takes long."""


def begin() -> None:
    """Begin anew in a forked child, whose board knows no files yet."""
    if codes:
        _files.clear()
        codes.clear()
        _named.clear()


def of_wait(slot: segment.ThreadSlot, since_ns: int, depth: int = 2) -> None:
    """Write where the calling thread begins a wait. That is written next, with the same time."""
    line = line_of(sys._getframe(depth), slot.board)
    if line:
        slot.own[layout.S_LINE] = layout.OF_WAIT | line
        slot.own[layout.S_LINE_NS] = since_ns


def stays(depth: int = 2) -> segment.ThreadSlot | None:
    """Write where the calling thread begins what may take long, though it may be no wait; `left` takes it back."""
    slot = segment.slot()
    line = 0 if slot is None else line_of(sys._getframe(depth), slot.board)
    if slot is None or not line:
        return None
    slot.own[layout.S_LINE_NS] = perf_counter_ns()
    slot.own[layout.S_LINE] = layout.OF_STAY | line
    return slot


def left(slot: segment.ThreadSlot) -> None:
    """Write that this is over."""
    slot.own[layout.S_LINE] = 0


def line_of(frame: FrameType | None, board: segment.Board, is_named: bool = False) -> int:
    """Return file number << 32 | line of the innermost frame of the program, 0 when there is none.

    `is_named`: its function's name is told, too.
    """
    for _ in FRAMES:
        if frame is None:
            break
        code = frame.f_code
        known = codes.get(id(code))
        number = _number(code, board) if known is None else known[1]
        if number > _PASSED_BY:
            line = number << 32 | (frame.f_lineno or 0)
            if is_named and line not in _named and len(_named) < _MOST_LINES:
                _named.add(line)
                board.line("F", number, frame.f_lineno or 0, _name_of(frame))
            return line
        if number == _END:
            break
        frame = frame.f_back
    return 0


def _name_of(frame: FrameType) -> str:
    """Return the name of a frame's function; a comprehension is a part of the function that it stands in."""
    while frame.f_code.co_name in _COMPREHENSIONS and frame.f_back is not None:
        if frame.f_back.f_code.co_filename != frame.f_code.co_filename:
            break
        frame = frame.f_back
    name = frame.f_code.co_name
    return "" if name.startswith("<") else name


def function_of(frame: FrameType | None) -> tuple[str, str, int] | None:
    """Return name, path and line of the innermost function of the program; None where there is none."""
    from . import names  # noqa: PLC0415 - most processes are not looked at

    for _ in FRAMES:
        if frame is None or _is_beginning(frame.f_code):
            break
        code = frame.f_code
        if _is_of_program(code.co_filename):
            line, outer = frame.f_lineno or 0, frame.f_back
            while code.co_name.startswith("<") and outer is not None and outer.f_code.co_filename == code.co_filename:
                code, outer = outer.f_code, outer.f_back  # A comprehension is part of the function it stands in.
            name: str = getattr(code, "co_qualname", code.co_name)
            return name.rpartition("<locals>.")[2], names.place_of(code.co_filename), line
        frame = frame.f_back
    return None


def _is_of_program(path: str) -> bool:
    from . import whose  # noqa: PLC0415 - most processes are not looked at

    return not path.startswith((whose.PROBE, "<")) and not whose.is_library(path)


def _is_beginning(code: CodeType) -> bool:
    """Whether what lies further out in a forked child is where its parent was."""
    return code.co_name == "_bootstrap" and code.co_filename.endswith(_BEGINS)


def _number(code: CodeType, board: segment.Board) -> int:
    number = _END if _is_beginning(code) else _PASSED_BY
    if _is_of_program(code.co_filename):
        number = _file(code.co_filename, board)
    if len(codes) >= _MOST_CODES:
        codes.clear()
    codes[id(code)] = code, number
    return number


def _file(path: str, board: segment.Board) -> int:
    """Return the number of a source file, which is told before anybody uses it."""
    from . import names  # noqa: PLC0415 - most processes are not looked at

    found = _files.get(path)
    if found is None:
        if len(_files) >= _MOST_FILES:
            return _PASSED_BY
        import itertools  # noqa: PLC0415 - most processes tell no line

        found = next(_numbers.setdefault("", itertools.count(1)))
        board.line("L", found, names.place_of(path))
        _files[path] = found
    return found
