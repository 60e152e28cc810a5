"""How telemetry is written down: JSON Lines, one telemetry a line, `["TaskEnded", {"at_s": 1.25, …}]`.

The first line is the recording's own header. Reading checks every value against the vocabulary's types, because a
recording is a file from outside: whatever does not fit raises `RecordingError`, with the line number.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, get_args

from msgspec import Struct

from tui.telemetry import vocabulary
from tui.telemetry.before import today
from tui.telemetry.shape import ShapeError, Shapes
from tui.telemetry.text import plain

FORMAT = {"recording": "coreograph", "version": 1}
MOST_TEXT = 1_000_000
SHAPES = Shapes(lambda text: plain(text, MOST_TEXT, keep_lines=True))

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(vocabulary.Telemetry)}


class RecordingError(ValueError):
    """A recording that cannot be used; the text is one sentence: what, and what to do."""


def header() -> str:
    """Return the recording's first line."""
    return json.dumps(FORMAT)


def check_header(line: bytes) -> None:
    """Raise RecordingError unless the line begins a recording that this version reads."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("recording") != FORMAT["recording"]:
        raise RecordingError("this is not a recording made by coreograph")
    if found.get("version") != FORMAT["version"]:
        raise RecordingError(f"it was made by another version of coreograph (format {found.get('version')!r:.20})")


def encode(item: vocabulary.Telemetry) -> bytes:
    """Return the telemetry as one line, without the newline. A number that is not finite is written as 0."""
    pair = [type(item).__name__, item]
    try:
        return _dumps(pair).encode()
    except ValueError:
        return _dumps(_finite(pair)).encode()


def _fields_of(item: Any) -> dict[str, Any]:
    kind = type(item)
    if kind not in _NAMES:
        _NAMES[kind] = kind.__struct_fields__
    return {name: getattr(item, name) for name in _NAMES[kind]}


_NAMES: dict[type, tuple[str, ...]] = {}


_dumps = json.JSONEncoder(separators=(",", ":"), allow_nan=False, default=_fields_of).encode


def _finite(value: Any) -> Any:
    if isinstance(value, Struct):
        return _finite(_fields_of(value))
    if isinstance(value, dict):
        return {name: _finite(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return 0.0 if isinstance(value, float) and not math.isfinite(value) else value


def time_of(line: bytes) -> float | None:
    """Return the time of a line as `encode` writes it, without decoding it; None where only decoding tells."""
    found = _BEGIN(line)
    return float(found[1]) if found else None


_BEGIN = re.compile(rb'\["[A-Z][A-Za-z]+",\{"at_s":(-?\d{1,14}(?:\.\d+)?),').match


def decode(line: str | bytes) -> vocabulary.Telemetry:
    """Return the telemetry of a line; RecordingError when it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise RecordingError("it is not whole") from None
    if not isinstance(found, list) or len(found) != 2 or not isinstance(found[0], str) or found[0] not in _KINDS:
        raise RecordingError("it holds something that is not telemetry")
    kind = found[0]
    try:
        return SHAPES.read(_KINDS[kind], today(*found))
    except ShapeError as fault:
        steps = [f"[{step}]" if isinstance(step, int) else f".{plain(step, 40)}" for step in fault.path]
        raise RecordingError(f"{kind}{''.join(steps)} {fault}") from None
