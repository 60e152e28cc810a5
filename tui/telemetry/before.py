"""What recordings of before say in other words: turned into today's words before they are decoded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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


_TODAY: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {"ComparisonStarted": _with_boards}


def today(kind: str, fields: Any) -> Any:
    """Return the fields of a telemetry of this kind as they are called today."""
    return _TODAY[kind](fields) if kind in _TODAY and isinstance(fields, dict) else fields
