"""The probe's code for a Python, made once and kept in the state folder: making it takes 370 ms, each start of a run.

It holds as long as that Python's executable and every file of the probe are as they were. What is kept is code that
runs in a person's programs, so it is read only where no other user can have written it, as Python reads bytecode; and
only whole, as half of it would end an interpreter. An executable that is a script, as pyenv's shims are, may run
another Python each time: of such a one nothing is kept.
"""

from __future__ import annotations

import os
from binascii import crc32
from pathlib import Path

from tui.files import private_folder, put_in_place, read_own, stamp, state_folder

PROBE = Path(__file__).resolve().parent.parent / "probe"
PACKS = "probe"
KEPT = 8
"""Packs of other Pythons that are kept beside a new one."""
MOST_BYTES = 8_000_000

Pack = tuple[str, bytes]
"""The cache tag of the Python, and the file that it reads."""


def kept_pack(python: str) -> Pack | None:
    """Return what was kept for this Python, if it holds."""
    try:
        path = _path(python)
        head, _, rest = read_own(path, MOST_BYTES).partition(b"\n\n")
        if head != _made_of(python) or crc32(rest[4:]) != int.from_bytes(rest[:4], "big"):
            return None
        tag, _, pack = rest[4:].partition(b"\n")
        return tag.decode("ascii"), pack
    except (OSError, ValueError, RuntimeError):
        return None


def keep_pack(python: str, made: Pack) -> None:
    """Keep it for later starts, where that is possible."""
    try:
        path, data = Path(_path(python)), made[0].encode("ascii") + b"\n" + made[1]
        private_folder(path.parent.parent)
        put_in_place(path.parent, path.name, _made_of(python) + b"\n\n" + crc32(data).to_bytes(4, "big") + data)
        for old in sorted(path.parent.iterdir(), key=lambda its: its.stat().st_mtime)[: -KEPT - 1]:
            old.unlink()
    except (OSError, ValueError, RuntimeError):
        return


def _path(python: str) -> str:
    return f"{state_folder()}/{PACKS}/{crc32(os.fsencode(os.path.realpath(python))):08x}"


def _made_of(python: str) -> bytes:
    """Return how all is that a pack is made of; ValueError when that is not settled."""
    real = os.path.realpath(python)
    with open(real, "rb") as file:  # noqa: PTH123 - it is given as text
        if file.read(2) == b"#!":
            raise ValueError("it may run any Python")
    files = [path for folder in (PROBE, PROBE / "hooks", PROBE / "boot") for path in sorted(folder.glob("*.py"))]
    return "\n".join([stamp(real), *map(stamp, map(str, files))]).encode()
