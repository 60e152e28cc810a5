"""A tape: what was told, in the order in which it was told, found again by time.

What was told lies in blocks of whole lines. They are read back from the recording, which is written while a run is
played; what could not be written stays in memory, packed, the newest `MOST_IN_MEMORY` blocks of it; so does the block
that a run still fills. Some blocks keep what was known where they begin, `MOST_STATES` of those on disk, so that any
moment is found by reading little. A line is decoded when it is its turn.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from tui.feeds.packed import packed, unpacked
from tui.feeds.recorder import Place, Recorder
from tui.files import opened
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play import known
from tui.play.blocks import Block
from tui.play.known import Known
from tui.spent import FOLDING, RECORDING
from tui.telemetry import codec
from tui.telemetry.codec import RecordingError
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import Telemetry

BLOCK_BYTES = 128 * 1024
MOST_IN_MEMORY = 32
MOST_STATES = 64
MOST_OF_THEM = 16384
"""Processes and threads in those states together: each takes about a kilobyte."""
MOST_LINE = 2 * 1024 * 1024


class Tape:
    """What a run has told so far, or all of a recording; see `open_recording`."""

    def __init__(self, recorder: Recorder | None = None, path: Path | None = None) -> None:
        """What is told goes to the recorder; or all that will ever be told is in the recording at `path`."""
        self._recorder = recorder
        self.path = recorder.path if recorder else path
        self.is_whole = path is not None
        """Whether nothing will be told any more."""
        self.damage = ""
        """What is wrong with what follows all lines of a packed recording; empty where nothing follows."""
        self.content = ""
        """The digest of the recording's bytes where what is found out of it is to be kept."""
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
        with RECORDING:
            self._write(batch)
        with FOLDING:
            self.newest = fold(self.newest, batch)
        if self._recorder is not None:
            self.add(self._recorder.told_trouble(batch))

    def _write(self, batch: Sequence[Telemetry]) -> None:
        text = b"".join([codec.encode(item) + b"\n" for item in batch])
        at_s = max(item.at_s for item in batch)
        if self.newest_size >= BLOCK_BYTES:
            self.end_block(self._recorder.end_block() if self._recorder is not None else None)
            self.begin(self.newest)
        if self._recorder is not None:
            self._recorder.write(text, at_s)
        if self.end_s == -math.inf:
            self.start_s = at_s
        self.grow(text, len(batch), at_s)

    @property
    def newest_size(self) -> int:
        """Bytes of lines in the newest block."""
        return self._blocks[-1].size

    def grow(self, text: bytes, lines: int, at_s: float) -> None:
        """Take so many lines into the newest block; `at_s` is their latest time."""
        block = self._blocks[-1]
        block.text += text
        block.size += len(text)
        self._line += lines
        self.end_s = max(self.end_s, at_s)

    def end_block(self, place: Place | None) -> None:
        """Keep no text of the newest block: it lies in the file at this place; None packs it."""
        block = self._blocks[-1]
        block.place, block.packed = place, b"" if place else packed(block.text)
        block.text = bytearray()

    def begin(self, state: ComparisonState | None = None) -> None:
        """Begin a block; `state` is what is known before its first line, where that is known."""
        block = Block(self.end_s, self._line)
        self._blocks.append(block)
        if state is not None:
            self.remember(block, state)
        in_memory = [block for block in self._blocks if block.packed]
        if len(in_memory) > MOST_IN_MEMORY and not self.is_whole:
            self._blocks.remove(in_memory[0])

    def remember(self, block: Block, state: ComparisonState) -> None:
        """Keep what is known where a block begins; of too many such places one that is close to others is given up."""
        block.state = state
        kept = [block for block in self._blocks if block.state is not None and not block.packed]
        parts = [_parts(block.state) for block in kept]
        while len(kept) > MOST_STATES or (len(kept) > 2 and sum(parts) > MOST_OF_THEM):
            closest = min(range(1, len(kept) - 1), key=lambda place: kept[place + 1].line - kept[place - 1].line)
            kept.pop(closest).state = None
            del parts[closest]

    def know(self, found: Known) -> None:
        """Take what was found out of this recording before."""
        self._blocks, self._line = found.blocks, found.line
        self.start_s, self.end_s = found.start_s, found.end_s

    @property
    def _final(self) -> ComparisonState | None:
        """What is known at the end of a recording, where that is known: then a block without lines stands there."""
        return self._blocks[-1].state if self.is_whole and not self._blocks[-1].size else None

    def found_out(self, state: ComparisonState) -> None:
        """Take what is known at the end of a recording, and keep it."""
        if self.is_whole and not self.damage and self._final is None:
            self._keep(self.content, state)
            self._blocks.append(Block(self.end_s, self._line, state=state))

    def _keep(self, content: str, state: ComparisonState) -> None:
        if content:
            blocks = [*self._blocks, Block(self.end_s, self._line, state=state)]
            known.keep(content, Known(blocks, self._line, self.start_s, self.end_s))

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
        if block.place is None or self.path is None:
            return bytes(unpacked(block.packed, block.size) if block.packed else block.text)[skipped:]
        try:
            with opened(self.path, lambda: None) as file:
                file.seek(block.place.offset)
                raw = file.read(block.place.size)
            text = unpacked(raw, block.size + MOST_LINE) if block.place.is_packed else raw
        except OSError as error:
            raise unreadable(self.path, error) from None
        except ValueError:
            raise refused(self.path, "it has become another one") from None
        if len(text) < block.size:
            raise refused(self.path, "it has become shorter")
        return text[skipped : block.size]

    def decoded(self, line: bytes, number: int) -> Telemetry:
        """Return the telemetry of a line; RecordingError with its number when it is none."""
        try:
            return codec.decode(line)
        except RecordingError as error:
            raise refused(self.path, f"line {number}: {error}") from None

    def check_end(self, line: int) -> None:
        """Raise RecordingError when the line of this number is the one from which on the recording is damaged."""
        if self.damage and line == self._line:
            raise refused(self.path, f"line {line}: {self.damage}")

    def told(self) -> Iterator[Telemetry]:
        """Yield all that was told; RecordingError when a line is no telemetry."""
        block: Block | None = self._blocks[0]
        while block is not None:
            yield from Reading(self, block).until(math.inf)
            block = self.block_after(block)

    def final(self) -> ComparisonState:
        """Return what is known after all that was told; RecordingError when a line is no telemetry."""
        if self._final is not None:
            return self._final
        state = fold(ComparisonState(), self.told())
        self.found_out(state)
        return state

    def close(self) -> None:
        """Write no more."""
        self.is_whole = True
        if self._recorder is not None:
            recorder, self._recorder = self._recorder, None
            self.end_block(recorder.end_block())
            recorder.close()
            self._keep(recorder.content, self.newest)


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
            self._lines.extend(text.removesuffix(b"\n").split(b"\n"))
        while self._lines:
            line, self._line = self._lines.popleft(), self._line + 1
            if line:
                return self._tape.decoded(line, self._line - 1)
        self._tape.check_end(self._line)
        return None


def _parts(state: ComparisonState | None) -> int:
    return sum(len(run.processes) + len(run.workers) for run in state.runs) if state is not None else 0


def refused(path: Path | None, why: object) -> RecordingError:
    """Return the sentence on a file that is no recording, or a broken one."""
    return RecordingError(f"{plain(str(path), 300)} cannot be used: {why}. Give a file made by coreograph.")


def unreadable(path: Path, error: OSError) -> RecordingError:
    """Return the sentence on a file that the system does not let us read."""
    return RecordingError(f"{plain(str(path), 300)} cannot be read: {error.strerror}. Give a file made by coreograph.")
