"""What recordings of before say in other words: turned into today's words before they are decoded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.telemetry.moves import Row, moves_of

BOARDS: Mapping[str, tuple[str, ...]] = {
    "speed": ("runners", "panels", "cores", "curve"),
    "queue": ("queue-results", "queue", "lanes"),
    "counter": ("forms", "microscope", "form-table"),
    "memory": ("block", "ways"),
    "program": ("tree", "tasks", "queues", "locks", "contents", "output", "cores"),
}
"""What a header's `about` stands for; a header without it is of the first."""
RENAMED: Mapping[str, str] = {"baseline": "runners"}
"""Boards that have another name today."""


def _with_boards(fields: Mapping[str, Any]) -> Any:
    """Return a ComparisonStarted's fields with the list of boards; what is none of ours is left to the decoder."""
    about, listed = fields.get("about", "speed"), fields.get("boards")
    if isinstance(listed, list):
        return {**fields, "boards": [RENAMED.get(name, name) if isinstance(name, str) else name for name in listed]}
    if "boards" in fields or not isinstance(about, str) or about not in BOARDS:
        return fields
    return {name: value for name, value in fields.items() if name != "about"} | {"boards": list(BOARDS[about])}


def _with_columns(fields: Mapping[str, Any]) -> Any:
    """Return an ItemsMoved's fields with the moves in columns: each was a table by itself."""
    moves = fields.get("moves")
    if not isinstance(moves, list) or not all(map(_is_move, moves)):
        return fields
    its = moves_of(map(_row, moves))
    columns = {"lanes": list(map(list, its.lanes)), "lane": list(its.lane), "after_ns": list(its.after_ns)}
    return {**fields, "moves": {**columns, "skipped": list(its.skipped)}}


def _is_move(move: Any) -> bool:
    if not isinstance(move, dict) or move.keys() != _MOVE.keys():
        return False
    return all(type(value) is _MOVE[name] for name, value in move.items())


_MOVE = {"at_ns": int, "key": int, "pid": int, "tid": int, "kind": str, "is_none": bool, "number": int}


def _row(move: Mapping[str, Any]) -> Row:
    kind: Any = f"{move['kind']} None" if move["is_none"] and move["kind"] in ("put", "got") else move["kind"]
    return move["at_ns"], move["key"], move["pid"], move["tid"], kind, move["number"]


_TODAY: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "ComparisonStarted": _with_boards,
    "ItemsMoved": _with_columns,
}


RENAMING = frozenset({"ComparisonStarted"})
"""Kinds of which a telemetry may say something in other words although it has today's shape."""


def today(kind: str, fields: Any) -> Any:
    """Return the fields of a telemetry of this kind as they are called today."""
    return _TODAY[kind](fields) if kind in _TODAY and isinstance(fields, dict) else fields
