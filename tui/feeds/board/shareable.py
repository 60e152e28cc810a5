"""The items of a `ShareableList`, read from its bytes: they may be torn, hostile or from another Python.

The block holds, each 8 bytes: how many items, then where each begins among the items and where the last one ends; the
items; a format of `struct` for each, 8 characters; how to go back from there, a byte each (Lib/multiprocessing/
shared_memory.py, the same from Python 3.9 on).
"""

from __future__ import annotations

import struct

from tui.telemetry.text import plain

MOST_ITEMS = 64
"""First items that are told."""
_MOST = 1 << 20
_LONGEST = 40
"""Characters of an item that are told."""
_WORD = 8
_TEXT, _BYTES, _NONE = 1, 2, 3


def items_of(data: bytes) -> tuple[str, ...]:
    """Return the first items as Python writes them; fewer, or none, where the bytes are not those of a list."""
    count = _word(data, 0)
    if count is None or not 0 < count <= _MOST:
        return ()
    start, end = (count + 2) * _WORD, _word(data, count + 1)
    if end is None or not 0 <= end <= len(data):
        return ()
    formats, ways = start + end, start + end + count * _WORD
    found = []
    for place in range(min(count, MOST_ITEMS)):
        at = _word(data, place + 1)
        way = data[ways + place : ways + place + 1]
        if at is None or not 0 <= at <= end or not way:
            break
        form = data[formats + place * _WORD : formats + (place + 1) * _WORD].rstrip(b"\0")
        found.append(_item(data, start + at, start + end, form, way[0]))
    return tuple(found)


def _word(data: bytes, number: int) -> int | None:
    at = number * _WORD
    return int(struct.unpack_from("@q", data, at)[0]) if at + _WORD <= len(data) else None


def _item(data: bytes, at: int, end: int, form: bytes, way: int) -> str:
    value = data[at : min(end, at + _WORD)]
    if way == _NONE:
        return "None"
    if form in (b"q", b"d") and len(value) == _WORD:
        return repr(struct.unpack("@" + form.decode(), value)[0])
    if form.endswith(b"?") and len(value) == _WORD:
        return repr(bool(value[-1]))
    size = form[:-1]
    if form[-1:] == b"s" and size.isdigit() and way in (_TEXT, _BYTES):
        held = data[at : min(end, at + int(size), at + 4 * _LONGEST)].rstrip(b"\0")
        return plain(repr(held.decode("utf-8", "replace") if way == _TEXT else held), _LONGEST)
    return "?"
