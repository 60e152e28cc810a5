"""One process's two files of the run directory, read without trust.

The bytes come from a process that may be broken, hostile or half-way through a write:
- Nothing here raises for what it reads, and no length, count or time is believed without a bound.
- Files are read with `pread`, never mapped: a file that is cut while we look gives fewer bytes, not a SIGBUS.
- A read costs as much as 20 lines of Python: a process that did nothing costs two of them, and no more.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tui.probe import layout
from tui.telemetry.text import plain

META_BYTES = 1 << 20
"""Most that is read of a meta file at once."""
MOST_TASKS = 1 << 53
_PICKLED = (*range(layout.H_PICKLED, layout.H_PICKLED + 3), *range(layout.H_UNPICKLED, layout.H_UNPICKLED + 3))
NO_MESSAGES = (0,) * 6
_HEADER = struct.Struct(f"={layout.HEADER_WORDS}q")
_SLOT = struct.Struct(f"={layout.SLOT_WORDS}q")
_OBJECT = struct.Struct(f"={layout.OBJECT_WORDS}q")
_RECORD = struct.Struct("=qqqq")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_BLANK = b"\0" * _SLOT.size
Words = tuple[int, ...]
"""All words of a slot, or of a row of the table of objects, as they stand there: they are called as in `layout`."""
Record = tuple[int, int, int, int]
"""One ring record: at_ns, kind, value, duration_ns."""


class Header(Struct, frozen=True):
    """What a process says about itself."""

    pid: int
    parent_pid: int | None
    start_ns: int
    exit_ns: int
    """When it said that it is about to end; 0 before."""
    role: int
    hook_errors: int
    threads_without_slot: int
    objects: int = 0
    """Rows of its table of objects that are in use."""
    objects_without_row: int = 0
    asked_ns: int = 0
    """When `os.fork` was called for it; 0 where its parent tells how it was made."""
    looker: int = 0
    """The thread of the probe's own in it, or 0."""
    handles_signals: bool = False
    cpu_ns: int = 0
    """CPU time of all its threads when it was about to end; 0 before."""
    pickled: tuple[int, ...] = NO_MESSAGES
    """Large messages that it pickled, ns of CPU, bytes; the same of those that it read back."""
    line_ns: int = 0
    """When it wrote its newest meta line."""


class BoardFile:
    """Reads one segment and its meta file, from where the last read ended."""

    def __init__(self, segment: Path) -> None:
        """Open both files. Raises OSError when they cannot be opened, ValueError when the segment is none."""
        self.path = segment
        self._head = b""
        self._slots: list[bytes] = []
        """As they were read last, those in use; `_objects` are rows."""
        self._objects: list[bytes] = []
        self._slots_read, self._objects_read = 2, 1
        """How many are read at once."""
        self._last = self._last_objects = b""
        self.has_rest = False
        """Whether there may be lines that were too many for the last read."""
        self._rest = b""
        self._skipping = False
        self._meta_at = 0
        self._ring_counts = [0] * layout.THREAD_SLOTS
        self._meta = -1
        self._segment = os.open(segment, _FLAGS)
        try:
            status = os.fstat(self._segment)
            if not stat.S_ISREG(status.st_mode) or status.st_size != layout.SEGMENT_BYTES:
                raise ValueError(f"not a segment: {segment.name}")
            self._meta = os.open(segment.with_suffix(".meta"), _FLAGS)
            if not stat.S_ISREG(os.fstat(self._meta).st_mode):
                raise ValueError(f"not a file: {segment.stem}.meta")
        except (OSError, ValueError):
            self.close()
            raise

    def close(self) -> None:
        """Close both files. Safe to call twice."""
        for file in (self._segment, self._meta):
            if file >= 0:
                os.close(file)
        self._segment = self._meta = -1

    def remove(self) -> bool:
        """Take both files away, whose process has ended; return whether they are gone.

        They take memory as long as they are there, and a program may start a hundred thousand processes.
        """
        try:
            self.path.unlink(missing_ok=True)
            self.path.with_suffix(".meta").unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def peek(self) -> Header | None:
        """Return the header as it is now, None while it is none."""
        data = self._pread(self._segment, layout.SLOTS_AT, 0)
        return _header(data) if len(data) == layout.SLOTS_AT else None

    def read_board(self) -> tuple[Header | None, list[tuple[int, Words]]] | None:
        """Return the header, if it changed, and the slots that did since the last call; None when nothing did."""
        while True:
            size = layout.SLOTS_AT + self._slots_read * _SLOT.size
            data = self._pread(self._segment, size, 0)
            if data == self._last or len(data) != size:
                return None
            used = min(_word(data, layout.H_SLOTS_USED), layout.THREAD_SLOTS)
            if used <= self._slots_read:
                break
            self._slots_read = used
        self._last, head = data, data[: layout.SLOTS_AT]
        header, self._head = _header(head) if head != self._head else None, head
        before = self._slots
        self._slots = now = [data[at : at + _SLOT.size] for at in range(layout.SLOTS_AT, size, _SLOT.size)]
        before += [_BLANK] * (len(now) - len(before))
        return header, [(at, _SLOT.unpack(its)) for at, its in enumerate(now) if its != before[at]]

    def read_keys(self, rows: int) -> dict[int, int]:
        """Return the keys of the first `rows` rows of the table of objects, of those that have one."""
        self._objects_read = max(self._objects_read, min(rows, layout.OBJECT_SLOTS))
        data = self._pread(self._segment, self._objects_read * _OBJECT.size, layout.OBJECTS_AT)
        words = memoryview(data[: len(data) // _OBJECT.size * _OBJECT.size]).cast("q")
        return {row: key for row, key in enumerate(words[layout.O_KEY :: layout.OBJECT_WORDS]) if key}

    def read_objects(self) -> list[tuple[int, Words]]:
        """Return the rows of the table of objects that changed since the last call, of those that have a key."""
        while True:
            data = self._pread(self._segment, self._objects_read * _OBJECT.size, layout.OBJECTS_AT)
            if data == self._last_objects:
                return []
            if self._objects_read >= layout.OBJECT_SLOTS or not _word(data[-_OBJECT.size :], layout.O_KEY):
                break
            self._objects_read = min(2 * self._objects_read, layout.OBJECT_SLOTS)  # The last one is in use already.
        self._last_objects, before = data, self._objects
        ends = range(_OBJECT.size, len(data) + 1, _OBJECT.size)
        self._objects = now = [data[end - _OBJECT.size : end] for end in ends]
        before += [b""] * (len(now) - len(before))
        changed = ((row, _OBJECT.unpack(its)) for row, its in enumerate(now) if its != before[row])
        return [(row, words) for row, words in changed if words[layout.O_KEY]]

    def read_ring(self, index: int, count: int, most: int) -> tuple[list[Record], int]:
        """Return a slot's whole new records, at most the newest `most`, and how many others were lost.

        `count`: how many there have been, as the slot says.
        """
        new = count - self._ring_counts[index]
        if not 0 < new < MOST_TASKS:
            return [], 0
        self._ring_counts[index] = count
        wanted = min(new, most, layout.RING_RECORDS)
        first = count - wanted
        place = first % layout.RING_RECORDS
        ring = layout.ring_offset(index)
        straight = min(wanted, layout.RING_RECORDS - place)
        data = self._pread(self._segment, straight * layout.RECORD_BYTES, ring + place * layout.RECORD_BYTES)
        if wanted > straight:
            data += self._pread(self._segment, (wanted - straight) * layout.RECORD_BYTES, ring)
        data = data[: len(data) // layout.RECORD_BYTES * layout.RECORD_BYTES]
        records = [
            (at_ns, tag & 0xFF, value, duration_ns)
            for number, (at_ns, tag, value, duration_ns) in enumerate(_RECORD.iter_unpack(data), first + 1)
            if tag >> 8 == number and at_ns >= 0 and duration_ns >= 0
        ]
        return records, new - len(records)

    def read_lines(self) -> Iterator[list[str]]:
        """Give the new whole meta lines, split into fields."""
        data = self._pread(self._meta, META_BYTES, self._meta_at)
        self.has_rest = len(data) == META_BYTES
        if not data:
            return
        self._meta_at += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        if self._skipping and lines:
            del lines[0]
            self._skipping = False
        if len(self._rest) >= layout.META_LINE_BYTES:
            self._rest = b""
            self._skipping = True
        for line in lines:
            if len(line) < layout.META_LINE_BYTES:
                yield [_unquoted(field) for field in line.split(b"\t")]

    def has_more_lines(self) -> bool:
        """Whether the meta file is longer than what was read of it."""
        return bool(self._pread(self._meta, 1, self._meta_at))

    @staticmethod
    def _pread(file: int, size: int, at: int) -> bytes:
        try:
            return os.pread(file, size, at) if size and file >= 0 else b""
        except OSError:
            return b""


def whole(text: str, least: int = 0, most: int = (1 << 63) - 1) -> int | None:
    """Return a whole number within bounds, or None for anything else."""
    if len(text) > 20 or not text.isascii() or not text.removeprefix("-").isdigit():
        return None
    number = int(text)
    return number if least <= number <= most else None


def _word(data: bytes, place: int) -> int:
    """Return a word; 0 where there is none, or a negative one."""
    return max(0, int.from_bytes(data[place * layout.WORD : (place + 1) * layout.WORD], sys.byteorder, signed=True))


def _header(data: bytes) -> Header | None:
    words = _HEADER.unpack(data)
    pid, parent_pid, start_ns = words[layout.H_PID], words[layout.H_PARENT_PID], words[layout.H_START_NS]
    role = words[layout.H_ROLE]
    if words[layout.H_MAGIC] != layout.MAGIC or not 0 < pid < 1 << 31 or start_ns < 0:
        return None
    return Header(
        pid=pid,
        parent_pid=parent_pid if 0 < parent_pid < 1 << 31 else None,
        start_ns=start_ns,
        exit_ns=max(0, words[layout.H_EXIT_NS]),
        role=role if role in range(len(layout.ROLE_NAMES)) else layout.ROLE_WORKER,
        hook_errors=max(0, words[layout.H_HOOK_ERRORS]),
        threads_without_slot=max(0, words[layout.H_THREADS_WITHOUT_SLOT]),
        objects=max(0, words[layout.H_OBJECTS]),
        objects_without_row=max(0, words[layout.H_OBJECTS_WITHOUT_ROW]),
        asked_ns=max(0, words[layout.H_ASKED_NS]),
        looker=max(0, words[layout.H_LOOKER]),
        handles_signals=words[layout.H_SIGNALS] == 1,
        cpu_ns=min(max(0, words[layout.H_CPU_NS]), MOST_TASKS),
        pickled=tuple(min(max(0, words[word]), MOST_TASKS) for word in _PICKLED),
        line_ns=words[layout.H_LINE_NS],
    )


def _unquoted(field: bytes) -> str:
    text = field.decode("utf-8", "replace")
    return plain(text.replace("%09", "\t").replace("%0A", " ").replace("%25", "%"))
