"""Recordings made from the golden ones: cut, flipped, mutated, shuffled, with hostile text and large claims."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from tests.campaign.broken.values import TEXTS, changed
from tui.feeds.packed import Packer

GOLDEN = sorted((Path(__file__).parents[2] / "recordings").glob("*.jsonl"))


@cache
def golden(path: Path) -> tuple[bytes, ...]:
    """Return the lines of a golden recording; the first is its header."""
    return tuple(path.read_bytes().splitlines(keepends=True))


def _lines(random: Random) -> list[bytes]:
    """Return a golden recording, perhaps without a part in its middle, lest each try takes long."""
    lines = list(golden(random.choice(GOLDEN)))
    first = random.randrange(20, 60)
    return [*lines[:first], *lines[random.randrange(first, len(lines)) :]]


def truncated(random: Random) -> bytes:
    data = b"".join(_lines(random))
    return data[: random.randrange(len(data))]


def flipped(random: Random) -> bytes:
    data = bytearray(b"".join(_lines(random)))
    for _ in range(random.choice((1, 1, 3, 20, 300))):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def _edited(random: Random, how: str, count: int) -> bytes:
    """Change so many things, in as many lines; each line stays one of JSON."""
    lines = _lines(random)
    for _ in range(count):
        at = random.randrange(1, len(lines))
        whole = json.loads(lines[at])
        changed(random, whole, how)
        lines[at] = json.dumps(whole).encode() + b"\n"
    return b"".join(lines)


def mutated(random: Random) -> bytes:
    return _edited(random, random.choice(("value", "value", "missing", "unknown")), random.choice((1, 1, 1, 2, 5)))


def hostile(random: Random) -> bytes:
    return _edited(random, "text", random.choice((1, 3, 30)))


def shuffled(random: Random) -> bytes:
    header, *lines = _lines(random)
    how = random.randrange(5)
    if how == 0:
        random.shuffle(lines)
    elif how == 1:
        lines.reverse()
    elif how == 2:
        at = random.randrange(len(lines))
        lines = lines[at:] + lines[:at]
    elif how == 3:
        lines = [line for line in lines for _ in range(random.choice((1, 1, 2)))]
    else:
        lines += [line for line in _lines(random)[random.choice((0, 1)) :] if random.random() < 0.9]
    return b"".join([header, *lines])


def claiming(random: Random) -> bytes:
    """Numbers of things, cores and bytes, far times, long lines."""
    lines = _lines(random)
    at = random.randrange(2, len(lines))
    kind = random.randrange(6)
    if kind == 0:
        pids = range(10_000, 10_000 + random.choice((300, 1_000)))
        made = [json.dumps(["ProcessStarted", {
            "at_s": 0.5, "run": 0, "pid": pid, "parent_pid": 1, "role": "worker", "observed": True,
            "name": random.choice(TEXTS),
        }]) for pid in pids]  # fmt: skip
        lines[at:at] = [line.encode() + b"\n" for line in made]
    elif kind == 1:
        lines.insert(at, b"[" * random.choice((10, 1_000, 200_000)) + b"\n")
    elif kind == 2:
        lines.insert(at, b'["ComparisonEnded",{"at_s":' + b"9" * random.choice((15, 400, 100_000)) + b"}]\n")
    elif kind == 3:
        text = b"x" * 1_000_000
        lines.insert(at, b'["OutputWritten",{"at_s":1,"run":0,"stream":"stdout","text":"%b","size_bytes":1}]\n' % text)
    elif kind == 4:
        lines[at:at] = [b"\n"] * 20_000
    else:
        lines.insert(at, json.dumps(["CoresSampled", {
            "at_s": random.choice((-1e14, 1e14, 1.0)), "run": 0, "busy": [0.5] * random.choice((1, 1_000, 99_999)),
            "by_run": [0.5] * random.choice((0, 3, 99_999)), "others": 0.0,
        }]).encode() + b"\n")  # fmt: skip
    return b"".join(lines)


def _members(random: Random, data: bytes) -> list[bytes]:
    """Return members of gzip that hold this, as a recorder makes them: most end with a line."""
    lines, members, packer = data.splitlines(keepends=True), [], Packer()
    while lines:
        many = random.choice((1, 5, 100, 1_000))
        text = b"".join(lines[:many])
        del lines[:many]
        cut = random.randrange(len(text)) if text and random.random() < 0.1 else len(text)
        parts = text[:cut], text[cut:]
        members += [packer.add(part) + random.choice((b"", packer.flush())) + packer.end() for part in parts]
    return members


def packed(random: Random) -> bytes:
    """Return one of the others, packed by us or by another tool: in it nothing else is wrong."""
    data = random.choice((flipped, mutated, hostile, shuffled, claiming, truncated))(random)
    return b"".join(_members(random, data)) if random.random() < 0.8 else gzip.compress(data)


def repacked(random: Random) -> bytes:
    """Return a good recording whose members are cut, changed, in another order, or between other bytes."""
    members = _members(random, b"".join(_lines(random)))
    how = random.randrange(6)
    if how == 0:
        random.shuffle(members)
    elif how == 1:
        members.insert(random.randrange(len(members) + 1), random.choice((b"\0" * 9_999, b"x", b"\x1f\x8b", *members)))
    elif how == 2:
        members = [member for member in members for _ in range(random.choice((0, 1, 1, 1, 2)))]
    raw = bytearray(b"".join(members))
    if how == 3:
        return bytes(raw[: random.randrange(len(raw) + 1)])
    for _ in range(random.choice((1, 3, 50)) if how > 3 and raw else 0):
        raw[random.randrange(len(raw))] = random.randrange(256)
    return bytes(raw)


def inflating(random: Random) -> bytes:
    """Return a file of few bytes that has very many, at once or by and by."""
    line = random.choice((b"\n", b"x", b" ", b"[", b'["ComparisonEnded",{"at_s":1.0}]\n', golden(GOLDEN[0])[9]))
    text = line * (random.choice((20_000, 3_000_000)) // len(line))
    before = b"".join(_lines(random)[: random.choice((0, 1, 30))])
    return gzip.compress(before) + gzip.compress(text, 1) * random.choice((1, 3, 400))


KINDS: dict[str, Callable[[Random], bytes]] = {
    "recording truncated": truncated, "recording flipped": flipped, "recording mutated": mutated,
    "recording hostile": hostile, "recording shuffled": shuffled, "recording claiming": claiming,
    "recording packed": packed, "recording repacked": repacked, "recording inflating": inflating,
}  # fmt: skip
