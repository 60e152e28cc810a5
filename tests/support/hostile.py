"""Hostile bytes for a run directory's readers, made from `layout`'s own names, and a look at them as the app looks."""

from __future__ import annotations

import math
import os
import re
import resource
import shutil
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.support.boards import board_of
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.board.contents import Contents
from tui.feeds.board.object_book import MOST_OBJECTS
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.probe import layout, working
from tui.telemetry import codec
from tui.telemetry.vocabulary import NotObserved, RunStarted, Telemetry

MOST_BYTES = 64 << 20
"""What looking at one hostile process may take more memory."""
MOST_S = 1e6
HEADER, SLOT, COUNTS, EVENTS = (
    sorted({value for name, value in vars(layout).items() if name.startswith(prefix) and isinstance(value, int)})
    for prefix in ("H_", "S_", ("Q_", "L_", "B_", "V_", "T_", "O_KEY"), "EVENT_")
)
LINES = re.findall(r"^    (?:    )?([a-zA-Z]+) ([\w… ]+?)(?: an? |  |$)", layout.__doc__ or "", re.MULTILINE)
"""Letters, and kinds of objects, with the names of their fields."""


class Looking:
    """A reader of a run directory, and all that is behind it in the app."""

    def __init__(self, directory: Path) -> None:
        self.reader = BoardReader(directory)
        self.contents = Contents(self.reader.book, 10)
        self.state = fold(ComparisonState(), [RunStarted(0.0, 0, "x", 0, "x", None, None)])
        self.directory = directory
        self.last: list[Telemetry] = []

    def look(self, *, is_last: bool = False) -> list[Telemetry]:
        """Read once and pass it on."""
        told = self.reader.read(0, 0, is_last=is_last)
        told += self.contents.read(0, 1.0, lambda what, why: told.append(NotObserved(1.0, 0, what, why)))
        for item in told:
            assert math.isfinite(item.at_s) and abs(item.at_s) <= MOST_S
            assert codec.decode(codec.encode(item)) == item
        assert len(self.reader.book.entries) <= MOST_OBJECTS
        self.state = fold(self.state, told)
        self.last = told
        return told

    def close(self) -> None:
        self.look(is_last=True)
        self.contents.close()
        self.reader.close()


@contextmanager
def bounded() -> Iterator[None]:
    """Whoever asks for MOST_BYTES more than the process has gets a MemoryError."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@dataclass
class Run:
    """A run directory with an honest process, and who reads it. It is spoiled through files: a cut map kills."""

    directory: Path
    segment: Path
    meta: Path
    looking: Looking
    file: int
    """The segment, wherever it is now."""
    lines: int
    """The meta file, wherever it is now."""

    def put(self, word: int, value: int) -> None:
        """Write a word of the segment."""
        os.pwrite(self.file, struct.pack("=q", value), word * layout.WORD)

    def add(self, data: bytes) -> None:
        """Write to the end of the meta file, and say so."""
        os.write(self.lines, data)
        self.put(layout.H_LINE_NS, time.perf_counter_ns())


@contextmanager
def honest() -> Iterator[Run]:
    """A process with threads, a task, a wait and objects of each kind, as it is written by the probe, read once."""
    directory = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    board = board_of(directory, "program.py")
    for _ in range(3):
        slot = board.claim("T", layout.ROLE_WORKER, layout.KIND_THREAD)
        assert slot is not None
        working.starts(slot, 0, 1, int, 1)
        slot.wait(layout.waits_word(0, layout.WAIT_EMPTY), 5)
        slot.own.release()
    for row, kind in enumerate(layout.OBJECT_KINDS):
        board.line("O", 1000 + row, kind, f"queue.{kind}", "name", "a.py:1", 5, 0, 0, 8, "i", 1, os.getpid())
        board.words[layout.object_word(row, layout.O_KEY)] = 1000 + row
    board.words[layout.H_OBJECTS] = len(layout.OBJECT_KINDS)
    board.words.release()
    board.buffer.close()
    looking = Looking(directory)
    file, lines = os.open(board.segment_path, os.O_RDWR), os.open(board.meta_path, os.O_RDWR | os.O_APPEND)
    try:
        assert {"ProcessStarted", "ThreadStarted", "TasksCounted", "ObjectFound", "QueuesCounted", "WaitsSeen"} <= {
            type(item).__name__ for item in looking.look()
        }
        yield Run(directory, Path(board.segment_path), Path(board.meta_path), looking, file, lines)
        looking.close()
    finally:
        looking.reader.close()
        os.close(file)
        os.close(lines)
        shutil.rmtree(directory, ignore_errors=True)


NUMBERS = st.one_of(
    st.sampled_from([
        0, 1, -1, 2, 3, 4, 255, 256, 257, 1 << 20, (1 << 31) - 1, 1 << 31, 1 << 32, 1 << 53, 1 << 56, (1 << 63) - 1,
        -(1 << 63), layout.ONE_NONE, layout.ONE_NONE - 1, 1000, 1001, 1002, 1003, 1004, 1 << 32 | 1, os.getpid(),
    ]),
    st.integers(-3, 300),
    st.integers(-(1 << 63), (1 << 63) - 1),
)  # fmt: skip
Change = Callable[[Run], None]


@dataclass(frozen=True)
class Word:
    """A word anywhere before the rings."""

    at: int
    value: int

    def __call__(self, run: Run) -> None:
        run.put(self.at, self.value)


@dataclass(frozen=True)
class RingRecords:
    """Records in a slot's ring, and a count that makes them new."""

    slot: int
    count: int
    records: tuple[tuple[int, int, int, int, int], ...]
    """Time, kind, what is added to the number, value, duration."""

    def __call__(self, run: Run) -> None:
        ring = layout.ring_offset(self.slot)
        first = self.count - len(self.records)
        for number, (at_ns, kind, shift, value, duration_ns) in enumerate(self.records, first + 1):
            at = ring + (number - 1) % layout.RING_RECORDS * layout.RECORD_BYTES
            tag = ((number + shift) << 8 | kind) & (1 << 62) - 1
            os.pwrite(run.file, struct.pack("=qqqq", at_ns, tag, value, duration_ns), at)
        run.put(layout.slot_word(self.slot, layout.S_RING_COUNT), self.count)


@dataclass(frozen=True)
class MetaBytes:
    """Bytes at the end of the meta file."""

    data: bytes

    def __call__(self, run: Run) -> None:
        run.add(self.data)


@dataclass(frozen=True)
class Cut:
    """One of the files is cut, or grows."""

    is_segment: bool
    size: int

    def __call__(self, run: Run) -> None:
        with suppress(OSError):
            os.truncate(run.file if self.is_segment else run.lines, self.size)


@dataclass(frozen=True)
class Replaced:
    """Something else stands where a file was, or a new process's files appear beside it."""

    name: str
    form: str

    def __call__(self, run: Run) -> None:
        path = run.directory / self.name.replace("OLD", run.segment.stem)
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        path.unlink(missing_ok=True)
        if self.form == "fifo":
            os.mkfifo(path)
        elif self.form == "folder":
            path.mkdir()
        elif self.form == "copy":
            is_meta = path.suffix == ".meta"
            path.write_bytes(os.pread(run.file, layout.RINGS_AT, 0) if not is_meta else b"P\tcopy\tworker\n")
            os.truncate(path, path.stat().st_size if is_meta else layout.SEGMENT_BYTES)
        elif self.form.startswith("/"):
            path.symlink_to(self.form)
        elif self.form == "sparse":
            with path.open("wb") as file:
                file.truncate(layout.SEGMENT_BYTES)
        elif self.form != "gone":
            path.write_bytes(self.form.encode())


_SLOTS = st.one_of(st.integers(0, 5), st.integers(0, layout.THREAD_SLOTS - 1))
_ROWS = st.one_of(st.integers(0, 6), st.integers(0, layout.OBJECT_SLOTS - 1))
_WORDS = st.one_of(
    st.sampled_from(HEADER),
    st.builds(layout.slot_word, _SLOTS, st.sampled_from(SLOT)),
    st.builds(layout.object_word, _ROWS, st.one_of(st.sampled_from(COUNTS), st.integers(0, layout.OBJECT_WORDS - 1))),
    st.integers(0, layout.RINGS_AT // layout.WORD - 1),
)
_RECORDS = st.lists(
    st.tuples(
        st.one_of(st.integers(1 << 62, (1 << 63) - 1), NUMBERS),
        st.one_of(st.sampled_from(EVENTS), st.integers(0, 255)),
        st.sampled_from([0, 0, 0, 1, -1]),
        NUMBERS,
        NUMBERS,
    ),
    max_size=12,
).map(tuple)  # fmt: skip
_TEXTS = st.one_of(
    NUMBERS.map(str),
    st.text(max_size=8),
    st.sampled_from([
        "worker", "main", "helper", "thread", "interpreter", "first", "i", "d", "/etc/passwd", "..", "", "%", "%0",
        "%0A", "\x00", "x" * 5000, "\x1b[2J", "٣", "1e9", "-0", "0x1", "+1", " 1", "a.py:1", *layout.OBJECT_KINDS,
    ]),
)  # fmt: skip


def _likely(letter: str, field: str) -> st.SearchStrategy[str]:
    """Return what may stand in a field of this name, of this letter's line."""
    names = {
        "role": st.sampled_from(layout.ROLE_NAMES),
        "order": st.sampled_from(layout.ORDER_NAMES),
        "kind": st.sampled_from(layout.OBJECT_KINDS if letter == "O" else layout.KIND_NAMES),
        "slot": _SLOTS.map(str),
        "generation": st.integers(1, 9).map(str),
        "native_id": st.integers(1, 40_000).map(str),
        "key": st.integers(998, 1008).map(str),
        "of": st.integers(998, 1008).map(str),
        "holder_pid": st.just(str(os.getpid())),
        "pid": st.sampled_from((str(os.getpid()), "77", "1")),
        "code": st.sampled_from([*"bBhHiIlLqQfdc?x", ""]),
    }
    return names.get(field, st.one_of(st.integers(0, 9).map(str), NUMBERS.map(str), st.text(max_size=5)))


@st.composite
def _line(draw: st.DrawFn) -> bytes:
    """A line with a letter of the layout and its fields, some of them spoiled, missing or too many."""
    letters = {letter: fields.split() for letter, fields in LINES}
    letter = draw(st.sampled_from(sorted(name for name in letters if len(name) == 1)))
    fields = [draw(_likely(letter, name)) for name in letters[letter] if not name.endswith("…")]
    if letter == "O" and len(fields) > 1:
        fields += [draw(_likely(letter, name)) for name in letters.get(fields[1], [])]
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        place = draw(st.integers(0, len(fields)))
        fields[place : place + draw(st.integers(0, 2))] = draw(st.lists(_TEXTS, max_size=2))
    letter = draw(st.sampled_from((*[letter] * 9, "?", "", "PP", "\xff")))
    return "\t".join([letter, *fields]).encode("utf-8", "surrogatepass")


_NAMES = st.sampled_from([
    *(f"{stem}.{kind}" for stem in ("OLD", "7-1", f"{os.getpid()}-1", f"{os.getpid()}-99") for kind in ("seg", "meta")),
    *(value for name, value in vars(layout).items() if name.endswith("_FILE")),
])  # fmt: skip
_FORMS = st.sampled_from(["gone", "fifo", "folder", "copy", "/dev/zero", "/nowhere", "/etc/passwd", "sparse", "", "x"])
_SIZES = st.one_of(st.integers(0, 70_000), st.integers(0, 2 * layout.SEGMENT_BYTES))
_COUNTS = st.one_of(st.integers(12, 6000), NUMBERS.filter(lambda number: number > 12))
_CHANGES = st.lists(
    st.one_of(
        st.builds(Word, _WORDS, NUMBERS),
        st.builds(Word, _WORDS, NUMBERS),
        st.builds(RingRecords, _SLOTS, _COUNTS, _RECORDS),
        st.builds(MetaBytes, st.lists(_line(), min_size=1, max_size=8).map(lambda lines: b"\n".join([*lines, b""]))),
    ),
    min_size=4,
    max_size=20,
)
_BLOWS = st.lists(
    st.one_of(
        st.builds(Cut, st.booleans(), _SIZES),
        st.builds(Replaced, _NAMES, _FORMS),
        st.builds(MetaBytes, st.binary(max_size=100)),
    ),
    max_size=3,
)
STORMS = st.tuples(_CHANGES, _BLOWS, _CHANGES).map(lambda parts: [*parts[0], *parts[1], *parts[2]])
