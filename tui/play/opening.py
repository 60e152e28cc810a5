"""Opening a recording: its lines are found now, in blocks that can be read again, and decoded when they are read.

Nothing of what a file says of itself is believed: the blocks and their times are those of the lines. What inflates
without end, or has lines without end, is refused at a bound.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from tui.feeds.packed import BEGINNING, Piece, pieces
from tui.feeds.recorder import MOST_BYTES, MOST_TEXT, Place
from tui.files import opened
from tui.play.known import known
from tui.play.tape import BLOCK_BYTES, MOST_LINE, Tape, refused, unreadable
from tui.telemetry import codec
from tui.telemetry.codec import NOT_WHOLE, RecordingError
from tui.telemetry.text import plain

LARGE = 8_000_000
"""So many bytes take seconds to read."""
MOST_LINES = 4_000_000
"""A recording as long as one of ours may be has fewer."""
MOST_RATIO = 200
"""No recording of ours is so many times as large unpacked: they come to a tenth of that."""
MOST_HEADER = 4096
MOST_BLOCK = 4 * BLOCK_BYTES
"""A block that may end nowhere in the file is kept in memory when it is so large."""


def open_recording(path: Path, say: Callable[[str], object] = str, *, is_known: bool = False) -> Tape:
    """Return the tape of a recording: of one that is packed, of one of before, or of one that is still written.

    A last line that was cut off (the app died) is left out. RecordingError says in one sentence what else is wrong.
    `say` is given a sentence when that will take a while: it is large, or a pipe into which nobody writes yet. With
    `is_known` what was known of it before is known now, and what is found out of it is kept.
    """
    tape = Tape(path=path)
    try:
        with opened(path, lambda: say(f"Nothing comes through {path.name} yet; ctrl+c ends the wait.")) as file:
            size = os.fstat(file.fileno()).st_size
            if is_known and 0 < size < MOST_BYTES:  # A file, and none that takes long.
                tape.content = hashlib.file_digest(file, "sha256").hexdigest()
                file.seek(0)
            if tape.content and (found := known(tape.content)) is not None:
                tape.know(found)
            else:
                if size >= LARGE:
                    say(f"{path.name} has {size // 1_000_000} MB, which takes a while to read; ctrl+c ends it.")
                _Finder(tape, path, file).find()
    except OSError as error:
        raise unreadable(path, error) from None
    if tape.end_s == -math.inf:
        raise RecordingError(f"{plain(str(path), 300)} holds no run: give another recording.")
    return tape


class _Finder:
    """Goes through a file once, and gives the tape what lies where."""

    def __init__(self, tape: Tape, path: Path, file: IO[bytes]) -> None:
        self._tape, self._path, self._file = tape, path, file
        begun = file.read(len(BEGINNING))
        self._is_packed = begun == BEGINNING
        self._pieces = pieces(file, begun) if self._is_packed else _as_it_is(file, begun)
        size = os.fstat(file.fileno()).st_size if file.seekable() else MOST_BYTES
        self._most = min(MOST_TEXT, MOST_RATIO * size + BLOCK_BYTES) if self._is_packed else MOST_BYTES
        self._lines = self._size = 0
        """How many lines were found, and bytes of text."""
        self._cut = b""
        """The beginning of a line whose end is not read yet."""
        self._begun: int | None = None
        """Where in the file the newest block begins; None where it cannot be read again from there: what comes through
        a pipe, and what begins within a member."""

    def find(self) -> None:
        """Go through it; RecordingError when it is none."""
        for piece in self._pieces:
            self._size += len(piece.text)
            if self._size > self._most + MOST_LINE:
                raise refused(self._path, "it is too large to be a recording")
            self._take(piece.text)
            if piece.is_damaged:
                self._tape.damage = NOT_WHOLE
            if self._tape.damage:
                break
            self._end_block(piece.end)
        if not self._lines:
            self._check_header(self._cut)
        elif not self._tape.damage and (at_s := self._time_of_cut()) is not None:
            self._tape.grow(self._cut, 1, at_s)
        self._tape.end_block(None if self._tape.damage else self._place(None))

    def _end_block(self, end: int | None) -> None:
        """End the block where one can begin, which is at `end` in the file, or where it grows too large."""
        can_begin, size = end is not None and not self._cut, self._tape.newest_size
        if size >= (BLOCK_BYTES if can_begin else MOST_BLOCK):
            self._tape.end_block(self._place(end) if can_begin else None)
            self._tape.begin()
            self._begun = None
        if can_begin and not self._tape.newest_size:
            self._begun = end if self._file.seekable() else None

    def _place(self, end: int | None) -> Place | None:
        """Return where the newest block lies, which ends here; None for the end of the file."""
        if self._begun is None:
            return None
        end = self._file.tell() if end is None else end
        return Place(self._begun, end - self._begun, self._is_packed)

    def _take(self, text: bytes) -> None:
        *lines, self._cut = (self._cut + text).split(b"\n")
        if len(self._cut) >= MOST_LINE or self._lines + len(lines) > MOST_LINES:
            is_long = len(self._cut) >= MOST_LINE
            why = f"line {self._lines + len(lines) + 1} is too long" if is_long else "it is too large to be a recording"
            raise refused(self._path, why)
        if not self._lines and (lines or len(self._cut) >= MOST_HEADER):
            self._check_header(lines.pop(0) if lines else self._cut)
        if not lines:
            return
        times = codec.times_of(lines) or self._times(lines)
        if not times:
            return
        self._lines += len(lines)
        first = next((at_s for at_s in times if at_s > -math.inf), -math.inf)
        if self._tape.end_s == -math.inf:
            self._tape.start_s = first
        self._tape.grow(b"\n".join([*lines, b""]), len(lines), max(times))

    def _check_header(self, line: bytes) -> None:
        try:
            codec.check_header(line[:MOST_HEADER])
        except RecordingError as error:
            raise refused(self._path, error) from None
        self._lines = 1

    def _times(self, lines: list[bytes]) -> list[float]:
        """Return the times of lines; those that follow damage are taken out. What we would not write so is decoded."""
        times = []
        for line in lines:
            try:
                times.append(self._time(line))
            except RecordingError as error:
                if not self._is_packed:
                    raise refused(self._path, f"line {self._lines + len(times) + 1}: {error}") from None
                self._tape.damage = str(error)
                del lines[len(times) :]
                break
        return times

    def _time(self, line: bytes) -> float:
        """Return the time of a line, before all others for a blank one."""
        if at_s := codec.times_of([line]):
            return at_s[0]
        return codec.decode(line).at_s if line.strip() else -math.inf

    def _time_of_cut(self) -> float | None:
        """Return the time of the last line where only its end is missing."""
        try:
            return codec.decode(self._cut).at_s if self._cut.strip() else None
        except RecordingError:
            return None


def _as_it_is(file: IO[bytes], begun: bytes) -> Iterator[Piece]:
    """Yield a file that is not packed, where it can be a block at a time."""
    header = begun + file.readline(MOST_HEADER)
    offset = len(header)
    yield Piece(header, offset)
    while text := file.read(BLOCK_BYTES) + file.readline(MOST_LINE):
        offset += len(text)
        yield Piece(text, offset)
