"""A tape: what was told, in the order in which it was told, found again by time.

What was told lies in blocks of whole lines. They are read back from the recording, which is written while a run is
played; what could not be written stays in memory, the newest `MOST_IN_MEMORY` blocks of it. Some blocks keep what was
known where they begin, `MOST_STATES` of those on disk, so that any moment is found by reading little. A line is
decoded when it is its turn.
"""

from __future__ import annotations

import math
import os
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from tui.feeds.recorder import MOST_BYTES, Recorder
from tui.files import opened
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.telemetry import codec
from tui.telemetry.codec import RecordingError
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import Telemetry

BLOCK_BYTES = 128 * 1024
MOST_IN_MEMORY = 32
MOST_STATES = 64
LARGE = 8_000_000
"""So many bytes take seconds to read."""
MOST_LINE = 2 * 1024 * 1024
MOST_LINES = 1_000_000
"""A recording as long as one of ours may be has fewer."""


class Block(Struct, eq=False):
    """Lines that lie together."""

    after_s: float
    """How far the time had come before its first line."""
    line: int
    """The number of its first line in the recording, counted from 1."""
    offset: int = 0
    """Where it begins in the recording, in bytes."""
    size: int = 0
    """In bytes; the newest block of a run grows."""
    text: bytearray = field(default_factory=bytearray)
    """Its lines where they are in no file from which they can be read again."""
    state: ComparisonState | None = None
    """What was known before its first line, where that is kept."""


class Tape:
    """What a run has told so far, or all of a recording; see `open_recording`."""

    def __init__(self, recorder: Recorder | None = None, path: Path | None = None) -> None:
        """What is told goes to the recorder; or all that will ever be told is in the recording at `path`."""
        self._recorder = recorder
        self.path = recorder.path if recorder else path
        self.is_whole = path is not None
        """Whether nothing will be told any more."""
        self.newest = ComparisonState()
        """What is known after all that a run has told."""
        self.start_s, self.end_s = 0.0, -math.inf
        """The first and the newest time, in seconds since the comparison started."""
        self._line = 2
        """The number that the next line will have."""
        self._blocks = [Block(-math.inf, 2, state=self.newest)]

    def add(self, batch: Sequence[Telemetry]) -> None:
        """Take what a run tells: write it down, and know it."""
        if not batch:
            return
        text = "".join([codec.encode(item) + "\n" for item in batch]).encode()
        offset = self._recorder.write(text) if self._recorder is not None else None
        self.take(text, offset, max(item.at_s for item in batch), len(batch))
        self.newest = fold(self.newest, batch)
        if self._recorder is not None:
            self.add(self._recorder.told_trouble(batch))

    def take(self, text: bytes, offset: int | None, at_s: float, lines: int = 1) -> None:
        """Take lines that lie at this offset of the recording; None keeps them in memory."""
        block = self._blocks[-1]
        if self.end_s == -math.inf:
            self.start_s = at_s
        if block.size >= BLOCK_BYTES or (block.size and bool(block.text) != (offset is None)):
            block = self._begin()
        if not block.size:
            block.offset = offset or 0
        block.size += len(text)
        block.text += text if offset is None else b""
        self._line += lines
        self.end_s = max(self.end_s, at_s)

    def _begin(self) -> Block:
        block = Block(self.end_s, self._line)
        self._blocks.append(block)
        if not self.is_whole:
            self.remember(block, self.newest)
        in_memory = [block for block in self._blocks if block.text]
        if len(in_memory) >= MOST_IN_MEMORY and not self.is_whole:
            self._blocks.remove(in_memory[0])
        return block

    def remember(self, block: Block, state: ComparisonState) -> None:
        """Keep what is known where a block begins; of too many such places one that is close to others is given up."""
        block.state = state
        kept = [block for block in self._blocks if block.state is not None and not block.text]
        if len(kept) > MOST_STATES:
            closest = min(range(1, len(kept) - 1), key=lambda place: kept[place + 1].line - kept[place - 1].line)
            kept[closest].state = None

    def block_before(self, position_s: float) -> Block:
        """Return the newest block with a known state from which reading on comes to this time."""
        place = bisect_right(self._blocks, position_s, lo=1, key=lambda block: block.after_s) - 1
        return next(block for block in self._blocks[place::-1] if block.state is not None)

    def block_after(self, block: Block) -> Block | None:
        """Return the block after this one, which may itself have been given up; None at the end."""
        place = bisect_right(self._blocks, block.line, key=lambda block: block.line)
        return self._blocks[place] if place < len(self._blocks) else None

    def text(self, block: Block, skipped: int) -> bytes:
        """Return a block's lines without so many bytes at its beginning."""
        if block.text or self.path is None:
            return bytes(block.text[skipped:])
        try:
            with opened(self.path, lambda: None) as file:
                file.seek(block.offset + skipped)
                text = file.read(block.size - skipped)
        except OSError as error:
            raise _unreadable(self.path, error) from None
        if len(text) < block.size - skipped:
            raise _refused(self.path, "it has become shorter")
        return text

    def decoded(self, line: bytes, number: int) -> Telemetry:
        """Return the telemetry of a line; RecordingError with its number when it is none."""
        try:
            return codec.decode(line)
        except RecordingError as error:
            raise _refused(self.path, f"line {number}: {error}") from None

    def told(self) -> Iterator[Telemetry]:
        """Yield all that was told; RecordingError when a line is no telemetry."""
        block: Block | None = self._blocks[0]
        while block is not None:
            yield from Reading(self, block).until(math.inf)
            block = self.block_after(block)

    def final(self) -> ComparisonState:
        """Return what is known after all that was told; RecordingError when a line is no telemetry."""
        return fold(ComparisonState(), self.told())

    def close(self) -> None:
        """Write no more."""
        self.is_whole = True
        if self._recorder is not None:
            self._recorder.close()


class Reading:
    """Reads a tape from the beginning of a block to its end, one line after another."""

    def __init__(self, tape: Tape, block: Block) -> None:
        self.block = block
        self._tape = tape
        self._line = block.line
        self._skipped = 0
        self._lines: deque[bytes] = deque()
        self._ahead: Telemetry | None = None
        """What is decoded already and comes next."""
        self._reached_s = block.after_s

    def until(self, at_s: float) -> Iterator[Telemetry]:
        """Yield what comes next, up to this time; RecordingError when a line is no telemetry."""
        while (item := self._ahead or self._decoded()) is not None:
            self._reached_s = max(self._reached_s, item.at_s)
            self._ahead = item if self._reached_s > at_s else None
            if self._ahead:
                return
            yield item

    @property
    def is_done(self) -> bool:
        """Whether the block holds nothing more by now."""
        return self._ahead is None and self._skipped >= self.block.size and not self._lines

    def _decoded(self) -> Telemetry | None:
        if not self._lines and self._skipped < self.block.size:
            text = self._tape.text(self.block, self._skipped)
            self._skipped += len(text)
            self._lines.extend(text.splitlines())
        while self._lines:
            line, self._line = self._lines.popleft(), self._line + 1
            if line:
                return self._tape.decoded(line, self._line - 1)
        return None


def open_recording(path: Path, say: Callable[[str], object] = str) -> Tape:
    """Return the tape of a recording, whose lines are found now and decoded when they are read.

    A last line that was cut off (the app died) is left out. RecordingError says in one sentence what else is wrong.
    `say` is given a sentence when that will take a while: it is large, or a pipe into which nobody writes yet.
    """
    tape = Tape(path=path)
    try:
        with opened(path, lambda: say(f"Nothing comes through {path.name} yet; ctrl+c ends the wait.")) as file:
            if (size := os.fstat(file.fileno()).st_size) >= LARGE:
                say(f"{path.name} has {size // 1_000_000} MB, which takes a while to read; ctrl+c ends it.")
            header = file.readline(4096)
            try:
                codec.check_header(header)
            except RecordingError as error:
                raise _refused(path, error) from None
            _find(tape, path, file, len(header))
    except OSError as error:
        raise _unreadable(path, error) from None
    if tape.end_s == -math.inf:
        raise RecordingError(f"{_shown(path)} holds no run: give another recording.")
    return tape


def _find(tape: Tape, path: Path, file: IO[bytes], offset: int) -> None:
    """Give the tape the lines of a file from here on."""
    is_seekable = file.seekable()  # What comes through a pipe cannot be read again.
    for number, line in enumerate(iter(partial(file.readline, MOST_LINE), b""), 2):
        if len(line) >= MOST_LINE:
            raise _refused(path, f"line {number} is too long")
        if offset > MOST_BYTES + MOST_LINE or number > MOST_LINES:
            raise _refused(path, "it is too large to be a recording")
        if (at_s := _time(tape, line, number)) is not None:
            tape.take(line, offset if is_seekable else None, at_s)
        offset += len(line)


def _time(tape: Tape, line: bytes, number: int) -> float | None:
    """Return the time of a line; None for one that was cut off. What we would not write so is decoded."""
    is_cut = not line.endswith(b"\n")
    if not line.strip():
        return -math.inf
    try:
        return (None if is_cut else codec.time_of(line)) or tape.decoded(line, number).at_s
    except RecordingError:
        if is_cut:
            return None
        raise


def _refused(path: Path | None, why: object) -> RecordingError:
    return RecordingError(f"{_shown(path)} cannot be used: {why}. Give a file made by coreograph.")


def _unreadable(path: Path, error: OSError) -> RecordingError:
    return RecordingError(f"{_shown(path)} cannot be read: {error.strerror}. Give a file made by coreograph.")


def _shown(path: Path | None) -> str:
    """Return a path as it stands in a sentence."""
    return plain(str(path), 300)
