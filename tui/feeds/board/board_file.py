"""One process's two files of the run directory, read without trust.

The bytes come from a process that may be broken, hostile or half-way through a write:
- Nothing here raises for what it reads, and no length, count or time is believed without a bound.
- Files are read with `pread`, never mapped: a file that is cut while we look gives fewer bytes, not a SIGBUS.
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
_MOST_TASKS = 1 << 53
_PICKLED = (*range(layout.H_PICKLED, layout.H_PICKLED + 3), *range(layout.H_UNPICKLED, layout.H_UNPICKLED + 3))
NO_MESSAGES = (0,) * 6
_COUNTS = layout.S_SUBMITTED, layout.S_STARTED, layout.S_ENDED, layout.S_FAILED, layout.S_CPU_NS, layout.S_CALLS
_RECORD = struct.Struct("=qqqq")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_BLANK = b"\0" * layout.SLOT_WORDS * layout.WORD


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


Counts = tuple[int, int, int, int, int, int]
"""Of one thread: tasks submitted, started, ended, failed; its own CPU time in ns; calls in the ended tasks. None ever
falls."""


class Slot(Struct, frozen=True):
    """One thread slot as it is now."""

    index: int
    is_alive: bool
    generation: int
    tid: int
    start_ns: int
    role: int
    ring_count: int
    counts: Counts
    busy: bool
    kind: int
    waits_for: int = 0
    wait_since_ns: int = 0
    line: int = 0
    line_ns: int = 0
    """When it was in that line, as in S_LINE_NS."""
    moved: tuple[int, int] = (0, 0)
    """Items it put and took, as in S_PUTS and S_GETS."""
    pool: int = 0
    loop: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    """S_LOOP to S_LONGEST_NS."""


class Record(Struct, frozen=True):
    """One ring record."""

    slot: int
    at_ns: int
    kind: int
    value: int
    duration_ns: int


class BoardFile:
    """Reads one segment and its meta file, from where the last read ended."""

    def __init__(self, segment: Path) -> None:
        """Open both files. Raises OSError when they cannot be opened, ValueError when the segment is none."""
        self._window = 16
        self._last = b""
        self._rest = b""
        self._skipping = False
        self._meta_at = 0
        self._last_objects = b""
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

    def peek(self) -> Header | None:
        """Return the header as it is now, None while it is none."""
        data = self._pread(self._segment, layout.SLOTS_AT, 0)
        return _header(memoryview(data).cast("q")) if len(data) == layout.SLOTS_AT else None

    def read_board(self) -> tuple[Header | None, list[Slot]] | None:
        """Return the header and the slots that changed since the last call; None when nothing did."""
        slot_bytes = layout.SLOT_WORDS * layout.WORD
        while True:
            size = layout.SLOTS_AT + self._window * slot_bytes
            data = self._pread(self._segment, size, 0)
            if data == self._last or len(data) != size:
                return None
            topmost = memoryview(data)[-4 * slot_bytes :]
            if self._window >= layout.THREAD_SLOTS or topmost == bytes(4 * slot_bytes):
                break
            self._window *= 2
        last, self._last = self._last, data
        words = memoryview(data).cast("q")
        changed = []
        for index in range(self._window):
            at = layout.SLOTS_AT + index * slot_bytes
            if data[at : at + slot_bytes] != (last[at : at + slot_bytes] or _BLANK):
                changed.append(_slot(words, index))
        return _header(words), changed

    def objects_in_use(self) -> int:
        """Return how many rows of the table of objects are in use now."""
        data = self._pread(self._segment, layout.WORD, layout.H_OBJECTS * layout.WORD)
        return int.from_bytes(data, sys.byteorder, signed=True) if len(data) == layout.WORD else 0

    def read_keys(self, rows: int) -> dict[int, int]:
        """Return the keys of the first `rows` rows of the table of objects."""
        size = layout.OBJECT_WORDS * layout.WORD
        data = self._pread(self._segment, min(max(0, rows), layout.OBJECT_SLOTS) * size, layout.OBJECTS_AT)
        words = memoryview(data[: len(data) // size * size]).cast("q")
        return {row: words[row * layout.OBJECT_WORDS + layout.O_KEY] for row in range(len(data) // size)}

    def read_objects(self, rows: int) -> list[tuple[int, tuple[int, ...]]]:
        """Return the rows of the table of objects that changed since the last call, of the first `rows` ones."""
        size = layout.OBJECT_WORDS * layout.WORD
        data = self._pread(self._segment, min(max(0, rows), layout.OBJECT_SLOTS) * size, layout.OBJECTS_AT)
        data = data[: len(data) // size * size]
        if data == self._last_objects:
            return []
        last, self._last_objects = self._last_objects, data
        words = memoryview(data).cast("q")
        return [
            (at // size, tuple(words[at // layout.WORD : at // layout.WORD + layout.OBJECT_WORDS]))
            for at in range(0, len(data), size)
            if data[at : at + size] != last[at : at + size]
        ]

    def read_ring(self, slot: Slot, most: int) -> tuple[list[Record], int]:
        """Return a slot's whole new records, at most the newest `most`, and how many others were lost."""
        index = slot.index
        new = slot.ring_count - self._ring_counts[index]
        if not 0 < new < _MOST_TASKS:
            return [], 0
        self._ring_counts[index] = slot.ring_count
        wanted = min(new, most, layout.RING_RECORDS)
        first = slot.ring_count - wanted
        place = first % layout.RING_RECORDS
        ring = layout.ring_offset(index)
        straight = min(wanted, layout.RING_RECORDS - place)
        data = self._pread(
            self._segment, straight * layout.RECORD_BYTES, ring + place * layout.RECORD_BYTES
        ) + self._pread(self._segment, (wanted - straight) * layout.RECORD_BYTES, ring)
        data = data[: len(data) // layout.RECORD_BYTES * layout.RECORD_BYTES]
        records = [
            Record(index, at_ns, tag & 0xFF, value, duration_ns)
            for number, (at_ns, tag, value, duration_ns) in enumerate(_RECORD.iter_unpack(data), first + 1)
            if tag >> 8 == number and at_ns >= 0 and duration_ns >= 0
        ]
        return records, new - len(records)

    def read_lines(self) -> Iterator[list[str]]:
        """Give the new whole meta lines, split into fields."""
        data = self._pread(self._meta, META_BYTES, self._meta_at)
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


def _header(words: memoryview[int]) -> Header | None:
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
        cpu_ns=min(max(0, words[layout.H_CPU_NS]), _MOST_TASKS),
        pickled=tuple(min(max(0, words[word]), _MOST_TASKS) for word in _PICKLED),
    )


def _slot(words: memoryview[int], index: int) -> Slot:
    base = layout.slot_word(index, 0)
    role = words[base + layout.S_ROLE]
    submitted, started, ended, failed, cpu_ns, calls = (min(max(0, words[base + its]), _MOST_TASKS) for its in _COUNTS)
    is_alive = words[base + layout.S_STATE] == layout.SLOT_ALIVE
    return Slot(
        index=index,
        is_alive=is_alive,
        generation=words[base + layout.S_GENERATION],
        tid=words[base + layout.S_NATIVE_ID],
        start_ns=words[base + layout.S_START_NS],
        role=role if role in range(len(layout.ROLE_NAMES)) else layout.ROLE_WORKER,
        ring_count=words[base + layout.S_RING_COUNT],
        counts=(submitted, started, ended, failed, cpu_ns, calls),
        busy=is_alive and words[base + layout.S_TASK] >= 0,
        kind=1 if words[base + layout.S_KIND] == layout.KIND_INTERPRETER else 0,
        waits_for=words[base + layout.S_WAITS_FOR],
        wait_since_ns=max(0, words[base + layout.S_WAIT_SINCE_NS]),
        line=words[base + layout.S_LINE],
        line_ns=words[base + layout.S_LINE_NS],
        moved=(max(0, words[base + layout.S_PUTS]), max(0, words[base + layout.S_GETS])),
        pool=max(0, words[base + layout.S_POOL]),
        loop=tuple(words[base + layout.S_LOOP : base + layout.S_LONGEST_NS + 1]),  # type: ignore[arg-type]
    )


def _unquoted(field: bytes) -> str:
    text = field.decode("utf-8", "replace")
    return plain(text.replace("%09", "\t").replace("%0A", " ").replace("%25", "%"))
