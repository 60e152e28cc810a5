"""A program in a pseudo-terminal of 120×40 that answers as a modern terminal does, and when its picture was there.

A picture counts as there at the first moment at which nine of ten of its cells look as they do when it has come to
rest. Which cells count: those with a character; where there are next to none (an empty app), those with a background.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pyte

from tests.benchmarks.processes import cpu_s, kill_tree
from tests.support.terminal import shown

COLUMNS, ROWS = 120, 40
SYNCHRONIZED = b"\x1b[?2026h"
_MODE = re.compile(rb"\x1b\[\?(\d+)\$p")
_ASKED = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[0c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R", b"\x1b[?u": b"\x1b[?0u"}
"""What a program may ask of its terminal, and what it is told."""
ENOUGH = 0.9
FEW = 20


class Chunk(NamedTuple):
    """What was read at once."""

    after_s: float
    """Seconds since the program was started."""
    cpu_s: float
    """CPU seconds of the program by then."""
    data: bytes


class Screen:
    """A program, what it writes and when."""

    def __init__(self, words: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None = None) -> None:
        self.start_s = time.perf_counter()
        self.chunks: list[Chunk] = []
        """Everything it wrote, while `keeps`."""
        self.keeps = True
        self.bytes_out = self.frames = 0
        """Frames: synchronised updates, from programs that know them."""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            self._become(words, env, cwd)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    @staticmethod
    def _become(words: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None) -> None:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            if cwd is not None:
                os.chdir(cwd)
            os.execvpe(str(words[0]), list(map(str, words)), dict(env))
        finally:
            os._exit(127)

    def read(self, seconds: float, until: Callable[[], bool] = bool) -> bool:
        """Take in what it writes for so long, or until this is so; return whether it is."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self._take(min(left, 0.05)):
                return until()
            if until():
                return True
        return until()

    def rest(self, silence_s: float, at_most_s: float) -> None:
        """Read until it wrote something, and then for so long neither wrote nor took a tenth of a core."""
        end = time.perf_counter() + at_most_s
        while time.perf_counter() < end:
            count, cpu = len(self.chunks), cpu_s(self.pid)
            self.read(silence_s)
            if count == len(self.chunks) > 0 and cpu_s(self.pid) - cpu < silence_s / 10:
                return

    def _take(self, within_s: float) -> bool:
        if not select.select([self._fd], [], [], within_s)[0]:
            return True
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        if self.keeps:
            self.chunks.append(Chunk(time.perf_counter() - self.start_s, cpu_s(self.pid), data))
        self.bytes_out += len(data)
        self.frames += data.count(SYNCHRONIZED)
        self._answer(data)
        return bool(data)

    def _answer(self, data: bytes) -> None:
        said = b"".join(answer for question, answer in _ASKED.items() if question in data)
        for mode in _MODE.findall(data):
            said += b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0)
        if said:
            self.press(said)

    def press(self, keys: bytes) -> None:
        with suppress(OSError):
            os.write(self._fd, keys)

    def has_written(self) -> bool:
        """Whether it has written since this was asked last."""
        is_new, self._seen = len(self.chunks) > self._seen, len(self.chunks)
        return is_new

    _seen = 0

    @contextmanager
    def read_by_a_thread(self) -> Iterator[None]:
        """Take in what it writes while the block goes on with something else."""
        is_over = threading.Event()
        reader = threading.Thread(target=lambda: self.read(3600, is_over.is_set))
        reader.start()
        try:
            yield
        finally:
            is_over.set()
            reader.join()

    def picture(self) -> list[str]:
        """Return the rows of the screen as they are now."""
        screen, stream = _emulator()
        for chunk in self.chunks:
            stream.feed(shown(chunk.data))
        return list(screen.display)

    def words(self) -> str:
        """Return what is on the screen, for a message."""
        return " / ".join(" ".join(row.split()) for row in self.picture() if row.strip())

    def painted(self) -> Chunk:
        """Return the chunk with which the picture was there."""
        last, stream = _emulator()
        for chunk in self.chunks:
            stream.feed(shown(chunk.data))
        wanted = _cells(last)
        now, stream = _emulator()
        for chunk in self.chunks:
            stream.feed(shown(chunk.data))
            if sum(_look(now, *place) == look for place, look in wanted.items()) >= ENOUGH * len(wanted):
                return chunk
        raise AssertionError("It drew nothing.")

    def close(self, keys: bytes = b"q") -> None:
        """Ask it to leave, and end it and all below it when it does not."""
        self.press(keys)
        self.read(3, self._has_ended)
        if not self._has_ended():
            kill_tree(self.pid)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _has_ended(self) -> bool:
        if self.pid > 0 and (ended := _waited(self.pid)):
            self.ended = ended
        return self.ended

    ended = False


def _waited(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


@contextmanager
def screen(words: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None = None) -> Iterator[Screen]:
    """Start a program in a terminal of its own; it is gone when the block is left."""
    its = Screen(words, env, cwd)
    try:
        yield its
    finally:
        its.close()


def _emulator() -> tuple[pyte.Screen, pyte.ByteStream]:
    its = pyte.Screen(COLUMNS, ROWS)
    return its, pyte.ByteStream(its)


def _look(its: pyte.Screen, row: int, column: int) -> tuple[str, bool]:
    cell = its.buffer[row][column]
    return cell.data, cell.bg != "default"


def _cells(its: pyte.Screen) -> dict[tuple[int, int], tuple[str, bool]]:
    every = {(row, column): _look(its, row, column) for row in range(ROWS) for column in range(COLUMNS)}
    inked = {place: look for place, look in every.items() if look[0].strip()}
    return inked if len(inked) > FEW else {place: look for place, look in every.items() if look[1] or look[0].strip()}


