"""Strict readers of a lesson's tables: what is missing or of the wrong kind is said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class LessonError(ValueError):
    """A lesson, or a part of it, that cannot be used; the text is one sentence: what, and what to do."""


_MISSING: Any = object()


def take(table: Mapping[str, Any], key: str, kind: type, default: Any = _MISSING) -> Any:
    value = table.get(key, default)
    if value is _MISSING:
        raise LessonError(f"{key} is missing.")
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise LessonError(f"{key} must be {_KIND_NAMES[kind]}.")
    return value


_KIND_NAMES = {int: "a whole number", str: "a text", list: "a list", dict: "a table", bool: "true or false"}


def number(table: Mapping[str, Any], key: str, default: Any = _MISSING) -> float:
    value = table.get(key, default)
    if value is _MISSING:
        raise LessonError(f"{key} is missing.")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LessonError(f"{key} must be a number.")
    return float(value)


def tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = take(table, key, list, [])
    if not all(isinstance(entry, dict) for entry in entries):
        raise LessonError(f"{key} must be a list of tables, [[{key}]].")
    return list(entries)


def texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of texts; none without the key."""
    entries = take(table, key, list, [])
    if not all(isinstance(entry, str) for entry in entries):
        raise LessonError(f"{key} must be a list of texts.")
    return tuple(entries)
