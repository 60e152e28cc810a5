"""What shared values, arrays and blocks hold, read from outside: the program does not notice.

A value's bytes lie in a file that its process has open: /proc/<pid>/fd/<n> gives it to us; once we have it the final
value stays readable. A block is opened read-only by name, not through `SharedMemory`, which would tell the program's
resource tracker of us. Bytes are read with `pread`: a file that is cut meanwhile gives fewer of them, never a SIGBUS.
"""

from __future__ import annotations

import math
import os
import stat
import struct
from collections.abc import Callable

from msgspec import Struct

from tui.feeds.board.board_file import whole
from tui.feeds.board.object_book import ObjectBook
from tui.feeds.board.object_entry import Entry
from tui.feeds.board.shareable import items_of
from tui.telemetry.grid import columns_of, offsets
from tui.telemetry.objects import BlockSeen, BlocksSeen, ValueRead, ValuesRead
from tui.telemetry.vocabulary import Telemetry

MOST_ITEMS = 256
"""First items of an array that are told."""
MOST_READ = 4 << 20
"""A block of at most so many bytes is read as a whole; of a larger one, seldom, each of the bytes that are told."""
BLOCK_S, LARGE_BLOCK_S = 0.15, 1.0
"""How much time lies between two looks into a block at least: no eye follows more."""
ARRAY_S = 0.5
"""The same for arrays, which nothing draws as they change; single values are read at every look."""
MOST_OPEN = 128
"""Values and blocks that are read; more are told as not observed."""
_CODES = {code: code for code in "bBhHiIlLqQfd"} | {"c": "B", "?": "B", "u": "I"}
"""Type code → how it is read: characters as numbers."""
NO_FILE = -1
"""Stands for the file of a block whose name was gone before the first look; nothing can be read of it."""
_PATIENCE = 20
"""How many looks a value's file may be out of reach before it is given up."""
NotObserve = Callable[[str, str], None]


class _Open(Struct):
    file: int
    offset: int
    size: int
    code: str
    more: tuple[str, ...]
    """The line by which it was found."""
    last: object = None
    read_s: float = -1e9
    gone: int = 0
    """In how many looks its name was gone although the process that made it lived."""
    fields: tuple[tuple[str, int], ...] = ()
    """Of a structure: code and offset of each of its numbers."""
    stride: int = 1
    """Bytes of one item."""


class Contents:
    """Reads what the values and blocks of one run hold."""

    def __init__(self, book: ObjectBook, row_bytes: int = 0) -> None:
        """`row_bytes`: bytes in a row of the picture that the program keeps in its blocks; 0 when that is not known."""
        self._book = book
        self._row_bytes = row_bytes
        self._open: dict[int, _Open] = {}
        self._tries: dict[int, int] = {}

    def close(self) -> None:
        """Close all files. Safe to call twice."""
        for opened in self._open.values():
            if opened.file >= 0:
                os.close(opened.file)
        self._open.clear()

    def read(self, run: int, at_s: float, not_observed: NotObserve, *, is_last: bool = True) -> list[Telemetry]:
        """Return what changed since the last call; unless it is the last, blocks and arrays may wait for a later."""
        values: list[ValueRead] = []
        blocks: list[BlockSeen] = []
        for key, entry in self._book.entries.items():
            kind = entry.found.kind if entry.found else None
            if kind not in ("value", "block") or self._tries.get(key, 0) > _PATIENCE:
                continue
            if key in self._open and self._open[key].more is not entry.more:
                os.close(self._open.pop(key).file)  # another value lies at the same place now
            if key not in self._open and not self._reach(key, entry, not_observed) and kind == "value":
                continue
            if kind == "value":
                values += self._value(key, -math.inf if is_last else at_s)
            else:
                blocks += self._block(key, entry, -math.inf if is_last else at_s)
        told: list[Telemetry] = []
        if values:
            told.append(ValuesRead(at_s, run, tuple(values)))
        if blocks:
            told.append(BlocksSeen(at_s, run, tuple(blocks)))
        return told

    def _reach(self, key: int, entry: Entry, not_observed: NotObserve) -> bool:
        assert entry.found is not None
        name = entry.found.name or entry.found.type
        if len(self._open) >= MOST_OPEN:
            self._tries[key] = _PATIENCE + 1
            not_observed("contents", f"more than {MOST_OPEN} values and blocks; the others are not read")
            return False
        opened = _open_value(entry) if entry.found.kind == "value" else _open_block(entry)
        if opened is not None:
            self._open[key] = opened
            return True
        self._tries[key] = self._tries.get(key, 0) + 1
        if self._tries[key] > _PATIENCE and entry.found.kind == "value":
            not_observed(f"contents of {name}", "its process ended too early to be read, or it is not a number")
        return False

    def _value(self, key: int, at_s: float) -> list[ValueRead]:
        its = self._open[key]
        if 0 <= at_s - its.read_s < ARRAY_S and its.size > its.stride:
            return []
        its.read_s = max(at_s, its.read_s)
        data = _pread(its.file, min(its.size, MOST_ITEMS * its.stride, MOST_READ), its.offset)
        if data == its.last:
            return []
        its.last = data
        told = _numbers(its, data)
        if its.fields or its.code in "fd":
            told = [_finite(number) for number in told]
        return [ValueRead(key, tuple(told))]

    def _block(self, key: int, entry: Entry, at_s: float) -> list[BlockSeen]:
        its = self._open.get(key)
        if its is None or 0 <= at_s - its.read_s < (LARGE_BLOCK_S if its.size > MOST_READ else BLOCK_S):
            return []
        its.read_s = max(at_s, its.read_s)
        rows = self._row_bytes if self._row_bytes <= its.size else 0
        is_list = entry.more[2:3] == ("1",) and its.size <= MOST_READ
        items = items_of(_pread(its.file, its.size, 0)) if is_list else ()
        taken = b"" if is_list else _at(its, offsets(its.size, rows))
        exists, uses = _exists(entry), self._book.uses(key)
        is_early = not exists and not any(use.unlinked for use in uses)
        its.gone = its.gone + 1 if is_early and any(use.created and _lives(use.pid) for use in uses) else 0
        seen = BlockSeen(
            key, exists, uses, _block_path(entry) or "", rows, columns_of(rows), taken.hex(),
            items, its.gone > 1,
        )  # fmt: skip
        if seen == its.last:
            return []
        its.last = seen
        return [seen]


def _at(its: _Open, places: tuple[int, ...]) -> bytes:
    """Return the bytes at these offsets; fewer when the file was cut."""
    if its.size > MOST_READ:
        return b"".join(_pread(its.file, 1, place) for place in places)
    data = _pread(its.file, its.size, 0)
    return bytes([data[place] for place in places if place < len(data)])


def _numbers(its: _Open, data: bytes) -> list[int | float]:
    """Return the numbers in these bytes, those of a structure one after the other."""
    if its.fields:
        some = range(0, len(data) - its.stride + 1, its.stride)[: MOST_ITEMS // len(its.fields)]
        return [struct.unpack_from(f"@{code}", data, at + offset)[0] for at in some for code, offset in its.fields]
    count = len(data) // its.stride
    return list(struct.unpack(f"@{count}{its.code}", data[: count * its.stride]))


def _finite(number: float) -> int | float:
    return number if isinstance(number, int) or (math.isfinite(number) and abs(number) < 1e15) else 0.0


def _pread(file: int, size: int, offset: int) -> bytes:
    try:
        return os.pread(file, size, offset)
    except OSError:
        return b""


def _opened(path: str, flags: int) -> int | None:
    """Open a regular file in memory or on disk; anything else is not what a program shares."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | flags)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return None
    return file


def _open_value(entry: Entry) -> _Open | None:
    match entry.more:
        case [fd_text, offset_text, size_text, code, length_text, pid_text, fields_text] if code in _CODES or not code:
            fd, offset = whole(fd_text, 0, 1 << 20), whole(offset_text, 0, 1 << 40)
            size, pid = whole(size_text, 1, 1 << 40), whole(pid_text, 1, (1 << 31) - 1)
            length = whole(length_text, 0, 1 << 40)
            if fd is None or offset is None or not size or length is None or entry.found is None:
                return None
            stride = struct.calcsize(_CODES[code]) if code else max(1, size // max(1, length))
            fields = () if code else _fields(fields_text, stride)
            file = _opened(f"/proc/{pid}/fd/{fd}", 0) if pid == entry.found.pid and (code or fields) else None
            if file is not None:
                return _Open(
                    file, offset, size, _CODES.get(code, ""), entry.more, fields=fields, stride=stride
                )
    return None


def _fields(text: str, stride: int) -> tuple[tuple[str, int], ...]:
    """Return code and offset of a structure's numbers that lie within it."""
    found = []
    for field in text.split(","):
        _, _, rest = field.partition(":")
        code, _, offset_text = rest.partition(":")
        offset = whole(offset_text, 0, stride)
        if code in _CODES and offset is not None and offset + struct.calcsize(_CODES[code]) <= stride:
            found.append((_CODES[code], offset))
    return tuple(found) if len(found) == text.count(",") + 1 else ()


def _block_path(entry: Entry) -> str | None:
    name = entry.more[0].lstrip("/") if entry.more else ""
    return f"/dev/shm/{name}" if name and "/" not in name and name not in (".", "..") else None


def _open_block(entry: Entry) -> _Open | None:
    path = _block_path(entry)
    size = whole(entry.more[1], 1, 1 << 40) if len(entry.more) > 1 else None
    if not path or not size:
        return None
    file = _opened(path, os.O_NOFOLLOW)
    if file is None and _exists(entry):
        return None
    return _Open(NO_FILE if file is None else file, 0, size, "", entry.more)


def _exists(entry: Entry) -> bool:
    path = _block_path(entry)
    return path is not None and os.path.exists(path)  # noqa: PTH110


def _lives(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            return file.read(512).rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except (OSError, IndexError):
        return False
