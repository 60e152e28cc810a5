"""The statements of a program's source that can name what a call in them makes, and where a frame is in them.

Read with the compiler's own parser and no import, once for each file.
"""

from __future__ import annotations

import itertools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    Position = tuple[int, int, int, int]

_ONLY_AST = 0x400
_MOST_BYTES = 400_000
_statements: dict[str, list[Any]] = {}


def position(frame: FrameType) -> Position:
    """Return where the call is that a frame is in: line and column of its begin and end; -1 where that is not told."""
    if hasattr(frame.f_code, "co_positions"):
        place = next(itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), None)
        if place is not None and None not in place:
            line, end_line, column, end_column = place
            return line, column, end_line, end_column  # type: ignore[return-value]
    return frame.f_lineno or 0, -1, -1, -1


def is_at(node: Any, position: Position) -> bool:
    line, column, _, _ = position
    if column < 0:
        return bool(node.lineno <= line <= node.end_lineno)
    return bool((node.lineno, node.col_offset) <= (line, column) < (node.end_lineno, node.end_col_offset))


def statement(path: str, position: Position) -> Any:
    """Return the innermost statement there; None where several share the line and the column is not told."""
    found = [node for node in _parsed(path) if is_at(node, position)]
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


def inside(node: Any) -> list[Any]:
    """Return a node and all below it, those further out first."""
    found = [node]
    for one in found:
        found += _children(one)
    return found


def _children(node: Any) -> list[Any]:
    found: list[Any] = []
    for field in getattr(node, "_fields", ()):
        value = getattr(node, field, None)
        found += [entry for entry in (value if isinstance(value, list) else (value,)) if hasattr(entry, "_fields")]
    return found
