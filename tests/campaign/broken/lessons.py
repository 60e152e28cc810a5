"""Lessons made from those of `demos/`: of another type or range, a part missing, unknown or hostile, or no TOML."""

from __future__ import annotations

import json
import math
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign.broken.values import changed
from tui.lessons.catalogue import FOLDER

GOOD = sorted(FOLDER.glob("*.toml"))
HOWS = {"lesson value": "value", "lesson missing": "missing", "lesson hostile": "text", "lesson unknown": "unknown"}


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def changed_lesson(random: Random, how: str) -> tuple[bytes, str]:
    """Return a lesson in which one thing is changed, and which."""
    table = tomllib.loads(_text(random.choice(GOOD)))
    path = changed(random, table, how)
    lines = [f"{_written(name)} = {_written(entry)}" for name, entry in table.items()]
    return "\n".join(lines).encode("utf-8", "surrogatepass"), path


def spoiled_file(random: Random) -> bytes:
    """Return a file that is hardly a lesson any more."""
    data = bytearray(_text(random.choice(GOOD)).encode())
    kind = random.randrange(6)
    if kind == 0:
        return bytes(data[: random.randrange(len(data))])
    if kind == 1:
        for _ in range(random.choice((1, 3, 50))):
            data[random.randrange(len(data))] = random.randrange(256)
        return bytes(data)
    if kind == 2:
        return bytes(data) + b"x = " + random.choice((b"[", b"{a=", b'"""', b"1" * 5_000)) * random.choice((1, 5_000))
    if kind == 3:
        return b"#" * random.choice((10, 1_000_000, 3_000_000))
    if kind == 4:
        return bytes(data).replace(b"\n", b"\r\n")
    return random.randbytes(random.choice((0, 1, 2_000)))


def _written(value: Any) -> str:
    """Return a value as TOML writes it, tables inline; names are quoted as texts are."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(name)} = {_written(entry)}" for name, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return ("-" if value < 0 else "") + "inf" if math.isinf(value) else "nan" if math.isnan(value) else repr(value)
    return json.dumps(value, ensure_ascii=value.isascii()) if isinstance(value, str) else str(value)
