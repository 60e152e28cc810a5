"""How telemetry is written down: JSON Lines, one telemetry a line, `["TaskEnded", {"at_s": 1.25, …}]`.

The first line is the recording's own header. Reading checks every value against the vocabulary's types, because a
recording is a file from outside: whatever does not fit raises `RecordingError`, with the line number.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tui.telemetry import vocabulary
from tui.telemetry.before import today
from tui.telemetry.text import plain

FORMAT = {"recording": "coreograph", "version": 1}
MOST_ITEMS = 100_000
MOST_TEXT = 1_000_000

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(vocabulary.Telemetry)}


class RecordingError(ValueError):
    """A recording that cannot be used; the text is one sentence: what, and what to do."""


def header() -> str:
    """Return the recording's first line."""
    return json.dumps(FORMAT)


def check_header(line: str) -> None:
    """Raise RecordingError unless the line begins a recording that this version reads."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("recording") != FORMAT["recording"]:
        raise RecordingError("this is not a recording made by coreograph")
    if found.get("version") != FORMAT["version"]:
        raise RecordingError(f"it was made by another version of coreograph (format {found.get('version')!r:.20})")


def encode(item: vocabulary.Telemetry) -> str:
    """Return the telemetry as one line, without the newline. A number that is not finite is written as 0."""
    pair = [type(item).__name__, item]
    try:
        return _dumps(pair)
    except ValueError:
        return _dumps(_finite(pair))


def _fields_of(item: Any) -> dict[str, Any]:
    kind = type(item)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(item))
    return {name: getattr(item, name) for name in _NAMES[kind]}


_NAMES: dict[type, tuple[str, ...]] = {}


_dumps = json.JSONEncoder(separators=(",", ":"), allow_nan=False, default=_fields_of).encode


def _finite(value: Any) -> Any:
    if is_dataclass(value):
        return _finite(_fields_of(value))
    if isinstance(value, dict):
        return {name: _finite(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return 0.0 if isinstance(value, float) and not math.isfinite(value) else value


def decode(line: str) -> vocabulary.Telemetry:
    """Return the telemetry of a line; RecordingError when it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise RecordingError("it is not whole") from None
    if not isinstance(found, list) or len(found) != 2 or not isinstance(found[0], str) or found[0] not in _KINDS:
        raise RecordingError("it holds something that is not telemetry")
    return _decoder(_KINDS[found[0]])(today(*found))  # type: ignore[no-any-return]


_DECODERS: dict[Any, Callable[[Any], Any]] = {}


def _decoder(hint: Any) -> Callable[[Any], Any]:
    if hint not in _DECODERS:
        _DECODERS[hint] = _make_decoder(hint)
    return _DECODERS[hint]


def _make_decoder(hint: Any) -> Callable[[Any], Any]:
    if is_dataclass(hint):
        return _dataclass_decoder(hint)
    origin = get_origin(hint)
    if origin is Literal:
        allowed = get_args(hint)
        return lambda value: value if isinstance(value, str) and value in allowed else _reject(hint, value)
    if origin in (Union, types.UnionType):
        inner = [_decoder(part) for part in get_args(hint) if part is not type(None)]
        if len(inner) != 1:
            raise TypeError(f"vocabulary type {hint} has no decoder")
        return lambda value: None if value is None else inner[0](value)
    if origin is tuple:
        return _tuple_decoder(get_args(hint))
    return _SCALARS[hint]


def _dataclass_decoder(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    parts = [(field.name, _decoder(hints[field.name])) for field in fields(kind)]
    names = {name for name, _ in parts}
    later = {field.name for field in fields(kind) if field.default is not MISSING}
    """Fields that older recordings do not have."""

    def decode_fields(value: Any) -> Any:
        if not isinstance(value, dict) or not names - later <= set(value) <= names:
            raise RecordingError(f"a {kind.__name__} has other fields than it should")
        return kind(**{name: decoder(value[name]) for name, decoder in parts if name in value})

    return decode_fields


def _tuple_decoder(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        entry = _decoder(parts[0])

        def decode_many(value: Any) -> Any:
            if not isinstance(value, list) or len(value) > MOST_ITEMS:
                raise RecordingError("a list is missing or too long")
            return tuple([entry(one) for one in value])

        return decode_many
    entries = [_decoder(part) for part in parts]

    def decode_fixed(value: Any) -> Any:
        if not isinstance(value, list) or len(value) != len(entries):
            raise RecordingError("a list has another length than it should")
        return tuple([decoder(one) for decoder, one in zip(entries, value, strict=True)])

    return decode_fixed


def _reject(kind: Any, value: Any) -> Any:
    raise RecordingError(f"{plain(repr(value), 40)} stands where {getattr(kind, '__name__', 'a known word')} belongs")


def _decode_float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
        _reject(float, value)
    return float(value)


def _decode_int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        _reject(int, value)
    return int(value)


def _decode_bool(value: Any) -> bool:
    return value if isinstance(value, bool) else bool(_reject(bool, value))


def _decode_str(value: Any) -> str:
    return plain(value, MOST_TEXT, keep_lines=True) if isinstance(value, str) else str(_reject(str, value))


_SCALARS: dict[Any, Callable[[Any], Any]] = {
    float: _decode_float,
    int: _decode_int,
    bool: _decode_bool,
    str: _decode_str,
}
