"""Journals and settings with garbage in them: what is whole in them is read, and what is written then is kept."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from msgspec.structs import asdict

from tests.campaign.broken.judging import sentence_fault
from tests.campaign.broken.values import changed, value
from tui.learning.journal import Entry, Journal
from tui.learning.settings import Settings

GOOD = Entry("prediction", "2026-05-31T14:05:09+02:00", "counters", "CPython 3.13.0", "How many?", "2", "right")


def _garbage(random: Random) -> bytes:
    kind = random.randrange(5)
    if kind == 0:
        return random.randbytes(random.choice((1, 40, 5_000))).replace(b"\n", b"")
    if kind == 1:
        table = asdict(GOOD)
        changed(random, table, random.choice(("value", "text", "missing", "unknown")))
        return json.dumps(table).encode()
    if kind == 2:
        return json.dumps(value(random)).encode()
    if kind == 3:
        return json.dumps(asdict(GOOD)).encode()[: random.randrange(1, 60)]
    return random.choice((b"[", b'{"a":', b"9")) * random.choice((1, 5_000, 100_000))


def journal(folder: Path, random: Random) -> str:
    """Judge a journal of good lines and garbage."""
    lines = [json.dumps(asdict(GOOD)).encode() if random.random() < 0.5 else _garbage(random) for _ in range(8)]
    its = Journal(folder)
    its.path.write_bytes(b"\n".join(lines) + random.choice((b"", b"\n")))
    least = lines.count(json.dumps(asdict(GOOD)).encode())
    if its.read().count(GOOD) < least:
        return f"of {least} good entries {its.read().count(GOOD)} are read"
    if said := its.add([GOOD]):
        return f"it cannot be added to: {said}"
    return "" if its.read()[0] == GOOD else "what was added is not read"


def settings(folder: Path, random: Random) -> str:
    """Judge settings that are garbage, perhaps no file at all."""
    path = folder / "settings.json"
    if random.random() < 0.8:
        path.write_bytes(_garbage(random))
    else:
        path.symlink_to(random.choice(("/dev/zero", "/dev/full", "/nowhere/at/all", "/proc/self/mem", ".")))
    its = Settings(folder)
    if not isinstance(its.asks, bool):
        return "it does not say yes or no"
    if said := its.set_asks(False):
        return sentence_fault(said)
    return "" if not Settings(folder).asks else "what was set does not stay"
