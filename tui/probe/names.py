"""How the program calls an object: the variable or attribute that the statement making it assigns to.

Read once for each place from the program's source, with the compiler's own parser and no import. What is not plain (an
object made inside a call's arguments, a very long file) stays without a name; that is no error.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import itertools
    from types import FrameType
    from typing import Any

LIBRARY = os.path.dirname(os.__file__) + os.sep
_ONLY_AST = 0x400
_MOST_BYTES = 400_000
_MOST_FRAMES = 4
MANAGERS, DUMMIES = (
    tuple(package + name for package in ("multiprocessing", "multiprocess")) for name in (".managers", ".dummy")
)
copies: list[str] = []
"""Folders of packages that are plain copies of multiprocessing, as far as they are looked at."""
_statements: dict[str, list[Any]] = {}
_turns: dict[tuple[int, str], itertools.count[int]] = {}
"""Where columns are not told: how many objects of one type one statement has made. They come from left to right."""


def of(frame: FrameType | None, type_name: str, called: str = "") -> tuple[str, str]:
    """Return the name, or an empty text, and the place as `file.py:12`.

    `called` is what the program calls to make it, where that is not the type's own name.
    """
    if frame is None:
        return "", ""
    place = place_of(frame.f_code.co_filename) + ":" + str(frame.f_lineno)
    try:
        return _name(frame, called or type_name.rpartition(".")[2], type_name), place
    except Exception:  # noqa: BLE001
        return "", place


PROBE = of.__code__.co_filename.rpartition("names")[0]
"""How the names of the files begin that the probe's code says it is from: see `pack`."""


def inside(path: str) -> str:
    """Return a path below the standard library; in a copy of a package of it as in the original; else an empty text."""
    for folder in copies:
        if path.startswith(folder):
            return "multiprocessing" + os.sep + path[len(folder) :]
    return path[len(LIBRARY) :] if path.startswith(LIBRARY) and not is_installed(path) else ""


def package_of(its: type) -> str:
    """Return `multiprocessing.` for a class of it or made from one, `multiprocess.` where that is the copy's."""
    found = (of.__module__.partition(".")[0] for of in its.__mro__)
    return "multiprocess." if "multiprocess" in found else "multiprocessing."


def is_installed(path: str) -> bool:
    """Whether a file is part of an installed package, and not the program itself, which may lie among them."""
    if "site-packages" not in path and "dist-packages" not in path:
        return False
    return path != getattr(sys.modules.get("__main__"), "__file__", None)


def is_library(path: str) -> bool:
    """Whether a file is part of Python or of an installed package, and not of the program."""
    return is_installed(path) or (path.startswith(LIBRARY) and "-packages" not in path)


def is_made_by_library(depth: int) -> bool:
    """Whether the code at this depth, counted from who asks, is Python's own: what that makes for itself is not told.

    A quick look at one frame, for what programs make often without knowing, like the lock inside each future.
    """
    try:
        path = sys._getframe(depth + 1).f_code.co_filename
    except ValueError:
        return False
    return path.startswith(LIBRARY) and "-packages" not in path


def is_pythons_own(path: str) -> bool:
    """Whether a file is part of Python itself."""
    return path.startswith(LIBRARY) and "-packages" not in path


def place_of(path: str) -> str:
    """Return a path as seen from the current folder, or only its last part when it lies elsewhere."""
    try:
        here = os.getcwd() + os.sep
    except OSError:
        here = os.sep + os.sep
    return path[len(here) :] if path.startswith(here) else os.path.basename(path)


def _name(frame: FrameType | None, called: str, type_name: str) -> str:
    for depth in range(_MOST_FRAMES):
        if frame is None or is_library(frame.f_code.co_filename):
            return ""
        statement = _statement(frame.f_code.co_filename, _position(frame))
        if statement is None:
            return ""
        kind = type(statement).__name__
        if kind in ("Assign", "AnnAssign"):
            targets = statement.targets if kind == "Assign" else [statement.target]
            return _assigned(targets[0], statement.value, _position(frame), called if depth == 0 else "", type_name)
        if kind not in ("Return", "Expr"):
            return ""
        frame = frame.f_back
    return ""


def _position(frame: FrameType) -> tuple[int, int]:
    """Return line and column of the call that a frame is in; the column is -1 where this Python does not tell."""
    if hasattr(frame.f_code, "co_positions"):
        for number, (line, _, column, _) in enumerate(frame.f_code.co_positions()):
            if number == frame.f_lasti // 2 and line is not None and column is not None:
                return line, column
    return frame.f_lineno or 0, -1


def _is_at(node: Any, position: tuple[int, int]) -> bool:
    line, column = position
    if column < 0:
        return bool(node.lineno <= line <= node.end_lineno)
    return bool((node.lineno, node.col_offset) <= position < (node.end_lineno, node.end_col_offset))


def _assigned(target: Any, value: Any, position: tuple[int, int], called: str, type_name: str) -> str:
    kind = type(value).__name__
    parts = getattr(target, "elts", None)
    if parts is not None:
        values = getattr(value, "elts", None)
        if values is None or len(values) != len(parts):
            return ", ".join(filter(None, map(_text, parts)))
        pairs = list(zip(parts, values))  # noqa: B905 - Python 3.9
        pairs = [pair for pair in pairs if _is_at(pair[1], position) and _makes(pair[1], called)]
        plain = [pair for pair in pairs if _text(getattr(pair[1], "func", None)).rpartition(".")[2] == called]
        if not pairs:
            return ""
        pairs = plain or pairs
        import itertools  # noqa: PLC0415 - few statements make several objects

        turn = 0 if position[1] >= 0 else _turns.setdefault((id(target), type_name), itertools.count()).__next__()
        part, its = pairs[turn % len(pairs)]
        return _assigned(part, its, position, called, type_name)
    if kind in ("List", "Tuple", "Set", "Dict", "ListComp", "SetComp", "DictComp", "GeneratorExp"):
        return _text(target) + "[]" if _text(target) else ""
    if kind in ("IfExp", "BoolOp", "NamedExpr", "Call"):
        return _text(target) if kind != "Call" or not called or _makes(value, called) else ""
    return ""


def _makes(value: Any, called: str) -> bool:
    """Whether an expression is the call that makes the object, and not a call that gets it as an argument."""
    if type(value).__name__ != "Call" or not called:
        return True
    if _text(value.func).rpartition(".")[2] == called:
        return True
    arguments = [*value.args, *(keyword.value for keyword in value.keywords)]
    return not any(_holds_call(argument, called) for argument in arguments)


def _holds_call(node: Any, called: str) -> bool:
    if type(node).__name__ == "Call" and _text(node.func).rpartition(".")[2] == called:
        return True
    return any(_holds_call(child, called) for child in _children(node))


def _text(node: Any) -> str:
    kind = type(node).__name__
    if kind == "Name":
        return str(node.id)
    if kind == "Attribute":
        owner = _text(node.value)
        return owner + "." + str(node.attr) if owner else str(node.attr)
    if kind == "Subscript":
        key = getattr(node.slice, "value", None)
        return _text(node.value) + "[" + (repr(key) if isinstance(key, (int, str)) else _text(node.slice)) + "]"
    return ""


def _statement(path: str, position: tuple[int, int]) -> Any:
    """Return the innermost statement there; None where several share the line and the column is not told."""
    found = [node for node in _parsed(path) if _is_at(node, position)]
    innermost = max((node.lineno for node in found), default=0)
    found = [node for node in found if node.lineno == innermost]
    return found[0] if len(found) == 1 else None


def _parsed(path: str) -> list[Any]:
    if path not in _statements:
        found: list[Any] = []
        _statements[path] = found
        try:
            with open(path, "rb") as file:
                source = file.read(_MOST_BYTES + 1)
        except OSError:
            return found
        if len(source) <= _MOST_BYTES:
            todo = [compile(_without_escapes(source), path, "exec", _ONLY_AST, True)]
            while todo:
                node = todo.pop()
                if type(node).__name__ in ("Assign", "AnnAssign", "Return", "Expr"):
                    found.append(node)
                elif type(node).__name__ in ("With", "AsyncWith"):
                    found += [_as_assigned(its) for its in node.items if its.optional_vars is not None]
                    todo += node.body
                elif not hasattr(node, "func"):
                    todo += _children(node)
    return _statements[path]


def _as_assigned(item: Any) -> Any:
    """Return `with … as name` as the statement `name = …` at its place."""
    import _ast  # noqa: PLC0415 - the parser has it made by now

    target, value = item.optional_vars, item.context_expr
    return _ast.Assign(
        [target], value, lineno=value.lineno, col_offset=value.col_offset, end_lineno=target.end_lineno,
        end_col_offset=target.end_col_offset,
    )  # fmt: skip


def _without_escapes(source: bytes) -> bytes:
    """Return the source with harmless text for escapes: the compiler would warn of a wrong one a second time."""
    first, *rest = source.replace(b"\\\\", b"__").split(b"\\")
    return b"".join([first, *((b"\\" + part if part[:1] in b"\r\n" else b"__" + part[1:]) for part in rest)])


def _children(node: Any) -> list[Any]:
    found: list[Any] = []
    for field in getattr(node, "_fields", ()):
        value = getattr(node, field, None)
        found += [entry for entry in (value if isinstance(value, list) else (value,)) if hasattr(entry, "_fields")]
    return found
