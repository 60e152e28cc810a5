"""How telemetry is written down: JSON Lines, one telemetry a line, `["TaskEnded", {"at_s": 1.25, …}]`.

The first line is the recording's own header. Reading checks every value against the vocabulary's types, because a
recording is a file from outside: whatever does not fit raises `RecordingError`, with the line number.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any, get_args

from msgspec import MsgspecError, to_builtins
from msgspec.json import Decoder, Encoder

from tui.telemetry import vocabulary
from tui.telemetry.before import RENAMING, today
from tui.telemetry.shape import MOST_ITEMS, ShapeError, Shapes
from tui.telemetry.text import plain

FORMAT = {"recording": "coreograph", "version": 2}
READ = (1, 2)
"""The versions that are read; what their lines say in other words is turned into today's."""
NOT_WHOLE = "it is not whole"
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
    if found.get("version") not in READ:
        raise RecordingError(f"it was made by another version of coreograph (format {found.get('version')!r:.20})")


def encode(item: vocabulary.Telemetry) -> bytes:
    """Return the telemetry as one line, without the newline. A number that is not finite is written as 0."""
    pair = type(item).__name__, item
    try:
        line = _encoded(pair)
        if b"null" in line:  # As which a number that is not finite is written, too.
            json.dumps(to_builtins(item), allow_nan=False)
    except ValueError:
        return _encoded(_tame(to_builtins(pair)))
    return line


_encoded = Encoder().encode


def _tame(value: Any) -> Any:
    """Return the value as it can be written: its numbers finite, its texts without halves of characters."""
    if isinstance(value, dict):
        return {name: _tame(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_tame(entry) for entry in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return 0.0 if isinstance(value, float) and not math.isfinite(value) else value


def times_of(lines: Sequence[bytes]) -> list[float] | None:
    """Return the times of lines as `encode` writes them, without decoding one; None where only decoding tells."""
    found = list(map(_BEGIN, lines))
    return [float(one[1]) for one in found if one] if all(found) else None


_BEGIN = re.compile(rb'\["[A-Z][A-Za-z]+",\{"at_s":(-?\d{1,14}(?:\.\d+)?),').match


def decode(line: bytes) -> vocabulary.Telemetry:
    """Return the telemetry of a line; RecordingError when it is none."""
    return _decoded_at_once(line) or _decoded_with_care(line)


def _decoded_at_once(line: bytes) -> Any:
    """Return the telemetry of a line as `encode` writes nearly all; None where it has to be looked at more closely.

    It takes a tenth of the time. Texts must be such that `plain` leaves them alone, lists such that none is too long.
    """
    end = line.find(b'",', 2, MOST_KIND)
    decoder = _DECODERS.get(line[:end]) or _decoder(line[:end])
    if decoder is None or b"\\" in line or b"\x7f" in line or not line.isascii() or len(line) > MOST_ITEMS:
        return None
    try:
        return decoder.decode(line[end + 2 : -1]) if line.endswith(b"]") else None
    except (MsgspecError, RecursionError):
        return None


def _decoder(beginning: bytes) -> Decoder[Any] | None:
    """Return what decodes the rest of lines that begin so; made when it is needed, as all take 10 ms."""
    name = beginning[2:].decode("ascii", "replace")
    if beginning[:2] == b'["' and name in _KINDS and name not in RENAMING:
        _DECODERS[beginning] = Decoder(_KINDS[name])
    return _DECODERS.get(beginning)


MOST_KIND = 40
_DECODERS: dict[bytes, Decoder[Any]] = {}


def _decoded_with_care(line: bytes) -> vocabulary.Telemetry:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise RecordingError(NOT_WHOLE) from None
    if not isinstance(found, list) or len(found) != 2 or not isinstance(found[0], str) or found[0] not in _KINDS:
        raise RecordingError("it holds something that is not telemetry")
    kind = found[0]
    try:
        telemetry: vocabulary.Telemetry = SHAPES.read(_KINDS[kind], today(*found))
    except ShapeError as fault:
        steps = [f"[{step}]" if isinstance(step, int) else f".{plain(step, 40)}" for step in fault.path]
        raise RecordingError(f"{kind}{''.join(steps)} {fault}") from None
    return telemetry
