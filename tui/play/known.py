"""What was found out of recordings, kept from one start to the next: a long one is opened, and its end shown, at once.

It lies in the state folder and never in a recording, of which nothing is believed but its lines. It is found by the
bytes of the recording and by the code that came to know it: of another recording, or by another version, nothing is.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from itertools import count
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack, to_builtins
from msgspec.structs import replace

from tui.feeds.packed import packed, unpacked
from tui.feeds.recorder import KEPT, state_folder
from tui.files import own_folder, private_file, read_at_most
from tui.play.blocks import Block

FOLDER = "known"
MOST_STATES = 16
MOST_BYTES = 256 * 1024 * 1024


class Known(Struct):
    """What lies where in a recording, and what was known there."""

    blocks: list[Block]
    """All of it, and at the end one without lines, whose state is what is known at the end."""
    line: int
    """One more than the lines there are."""
    start_s: float
    end_s: float


def known(content: str) -> Known | None:
    """Return what is kept of a recording, given the digest of its bytes; None where nothing is."""
    try:
        raw = read_at_most(state_folder() / FOLDER / _name(content), MOST_BYTES)
        return msgpack.decode(unpacked(raw, MOST_BYTES), type=Known)
    except (OSError, ValueError, RecursionError, MsgspecError):
        return None


def keep(content: str, found: Known) -> None:
    """Keep it, with a few states, and what is kept of the newest other recordings.

    What cannot be kept is none the worse. Nor is it where lines are in no file, or where numbers are not finite: in a
    recording they are 0.
    """
    if not all(block.place for block in found.blocks[:-1]):
        return
    with suppress(OSError, ValueError, RecursionError, MsgspecError):
        json.dumps(to_builtins(found.blocks[-1].state), allow_nan=False)
        folder = own_folder(FOLDER)
        for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[: -KEPT + 1]:
            old.unlink(missing_ok=True)
        with private_file(folder / _name(content)) as file:
            file.write(packed(msgpack.encode(_with_few(found))))


def _with_few(found: Known) -> Known:
    """Return it with `MOST_STATES` of its states at most, that of the end among them."""
    *before, end = found.blocks
    step = -(-sum(block.state is not None for block in before) // (MOST_STATES - 1))
    places = count()
    blocks = [
        block if block.state is None or next(places) % step == 0 else replace(block, state=None) for block in before
    ]
    return replace(found, blocks=[*blocks, end])


def _name(content: str) -> str:
    """Return the name of the file for a recording, other for each version of what folds it."""
    ours = Path(__file__).parents[1]
    code = [path for room in ("model", "telemetry") for path in sorted((ours / room).rglob("*.py"))]
    facts = [(str(path.relative_to(ours)), (found := path.stat()).st_size, found.st_mtime_ns) for path in code]
    return hashlib.sha256(json.dumps([content, facts]).encode()).hexdigest()
