"""Where in a TOML file a fault is: its section, its field and its line."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from tui.telemetry.shape import ShapeError
from tui.telemetry.text import plain

MOST_LINES = 200
"""Lines of one value that are looked through for its end."""
_NOTHING = object()


def place_of(fault: ShapeError, table: dict[str, Any]) -> str:
    """Return the end of a sentence on a lesson: `, [[quiz]] 2: answer must be …`, or `: title is missing`."""
    section, field = "", ""
    names: list[str] = []
    for length, step in enumerate(fault.path, 1):
        is_table = isinstance(_at(table, fault.path[:length]), dict)
        if isinstance(step, int):
            entry = f"[[{'.'.join(names)}]] {step + 1}", ""
            section, field = entry if is_table else (section, f"entry {step + 1} of {field}")
        else:
            names.append(plain(step, 40))
            section, field = (f"[{'.'.join(names)}]", "") if is_table else (section, names[-1])
    told = f"{field or section or 'it'} {fault}"
    if section and not field and str(fault).startswith("must be a list"):
        told += f": write [{section}]"
    return f", {section}: {told}" if section and field else f": {told}"


def line_of(path: Sequence[str | int], text: str) -> int | None:
    """Return the line in which what a path leads to begins, counted from 1; its section's where it is missing."""
    whole = tomllib.loads(text)
    while path and _at(whole, path) is _NOTHING:
        path = path[:-1]
    if not path:
        return None
    lines = text.split("\n")

    def is_there(line: int) -> bool:
        """Whether it begins in the first so many lines: as soon as these, up to the end of a value, are a file."""
        for end in range(line, line + MOST_LINES):
            try:
                return _at(tomllib.loads("\n".join(lines[:end])), path) is not _NOTHING
            except tomllib.TOMLDecodeError:
                continue
        return False

    return bisect_left(range(1, len(lines) + 1), True, key=is_there) + 1


def _at(table: Any, path: Sequence[str | int]) -> Any:
    """Return what a path leads to."""
    for step in path:
        try:
            table = table[step]
        except (LookupError, TypeError):
            return _NOTHING
    return table
