"""Writes what a run tells to a file while it is played: when the app dies, no more than a second of it is lost."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from tui import files
from tui.feeds.packed import Packer
from tui.files import own_folder, private_file
from tui.telemetry import codec
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import NotObserved, RunStarted, Telemetry, ThreadsSampled

if TYPE_CHECKING:
    from tui.feeds.live.plan import Plan

RECORDINGS = "recordings"
SUFFIXES = (".jsonl.gz", ".jsonl")
"""How the names of recordings end: those of now, and those of before, whose lines are not packed."""
KEPT = 50
"""Recordings kept in the state folder; older ones are removed."""

MOST_BYTES = 128 * 1024 * 1024
"""A recording stops growing here; the run goes on. It is hours: of the queue five, of 200 processes two."""
MOST_TEXT = 1024 * 1024 * 1024
"""The same, of its lines as they are before they are packed."""
FLUSHED_S = 1.0
"""What was told within so much time is written at once."""

MOST_NAME = 60
"""Characters of what is run in the name of a recording."""


def state_folder() -> Path:
    """Return the user's state folder: what the app keeps from one start to the next."""
    return Path(files.state_folder())


def recordings_folder() -> Path:
    return state_folder() / RECORDINGS


def recording_called(path: Path) -> Path:
    """Return this path; for a bare name that is no file here, the recording that is called so, with its end or not."""
    try:
        is_here = path.name != str(path) or path.exists()
        names = [] if is_here else [path.name + suffix for suffix in ("", *SUFFIXES, ".gz")]
        return next((kept for name in names if (kept := recordings_folder() / name).is_file()), path)
    except OSError:
        return path  # Whoever opens it says why it cannot be.


def new_recording(name: str) -> Path:
    """Make a fresh file in the recordings folder, and room for it there by removing the oldest; return its path."""
    folder = own_folder(RECORDINGS)
    for old in sorted(recordings_in(folder), key=_changed_s)[: -KEPT + 1]:
        old.unlink(missing_ok=True)
    known = "".join(character if character.isalnum() or character in "-_." else "-" for character in name)[:MOST_NAME]
    stem, n = f"{time.strftime('%Y-%m-%d-%H%M%S')}-{known}", 1
    while True:
        path = folder / (f"{stem}{SUFFIXES[0]}" if n == 1 else f"{stem}-{n}{SUFFIXES[0]}")
        try:
            private_file(path, is_new=True).close()
        except FileExistsError:
            n += 1
        else:
            return path


def recordings_in(folder: Path) -> list[Path]:
    """Return the recordings in a folder."""
    return [path for path in folder.iterdir() if path.name.endswith(SUFFIXES)]


def _changed_s(path: Path) -> float:
    """Return when a file was changed; 0 for one that is gone by now."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def recorder_of(plan: Plan, path: Path | None = None) -> Recorder:
    """Return what records a plan's runs: in this file, or in a new one in the recordings folder."""
    return Recorder(lambda: path or new_recording(plan.scenario.name or plan.scenario.tab), is_known=True)


class Place(NamedTuple):
    """Where lines lie in a recording."""

    offset: int
    """In bytes."""
    size: int
    is_packed: bool = True


class Recorder:
    """Writes a recording. When it cannot, it says so, and the run goes on.

    A file holds packed lines; to a pipe or a device go the lines as they are, for whoever reads them there.
    """

    def __init__(self, path: Callable[[], Path], *, is_known: bool = False) -> None:
        """`path` gives the recording's file; it may raise OSError. `is_known`: what the run came to is kept, too."""
        self.trouble = ""
        """Why it is not recorded (any more); empty while it is."""
        self.path: Path | None = None
        """The recording; None when there is none."""
        self._is_told = False
        self._content = hashlib.sha256() if is_known else None
        self._file: IO[bytes] | None = None
        self._packer: Packer | None = None
        self._waiting = b""
        """What is to be written with the next flush, which comes a second after the one before."""
        self._flushed_s = -math.inf
        self._bytes = self._text = self._began = 0
        """Bytes in the file, those of all lines, and where in the file the newest block of lines begins."""
        try:
            self.path = path()
            self._file = private_file(self.path)
            self._packer = Packer() if self.path.is_file() else None
        except OSError as error:
            where = plain(str(self.path), 100) if self.path else "the recordings folder"
            self._give_up(f"{where} cannot be written ({error.strerror})")
            self.path = None
        else:
            self.write(codec.header().encode() + b"\n", -math.inf)
            self.end_block()

    def write(self, text: bytes, at_s: float) -> None:
        """Write whole lines, told at this time: now or within a second."""
        if self._file is None:
            return
        self._text += len(text)
        self._waiting += self._packer.add(text) if self._packer else text
        if at_s >= self._flushed_s + FLUSHED_S or at_s < self._flushed_s or self._packer is None:
            self._flushed_s = at_s
            self._put(self._waiting + (self._packer.flush() if self._packer else b""))

    def end_block(self) -> Place | None:
        """End a block of lines; return where they are to be read, None when they are not, or not all, in a file."""
        if self._file is None or self._packer is None:
            return None
        self._put(self._waiting + self._packer.end())
        place = Place(self._began, self._bytes - self._began)
        self._began = self._bytes
        return place if self._file is not None else None

    def _put(self, raw: bytes) -> None:
        """Put this at the end of the file."""
        if self._file is None:
            return
        self._waiting, self._bytes = b"", self._bytes + len(raw)
        is_full = self._bytes > MOST_BYTES or self._text > MOST_TEXT
        if self._content is not None:
            self._content.update(raw)
        try:
            self._file.write(raw + (self._packer.end() if self._packer and is_full else b""))
            self._file.flush()
        except OSError as error:
            self._give_up(f"it breaks off, because it cannot be written ({error.strerror})")
        if is_full:
            self._give_up("it is full, so the rest of the run is not in it")

    @property
    def content(self) -> str:
        """The digest of all bytes of the recording; empty where it is not whole, or nobody is to know."""
        is_whole = self._packer is not None and not self.trouble
        return self._content.hexdigest() if self._content is not None and is_whole else ""

    def told_trouble(self, batch: Sequence[Telemetry]) -> list[Telemetry]:
        """Return word of the trouble behind a batch, once a run is there to which it belongs."""
        if not self.trouble or self._is_told:
            return []
        runs = [item for item in batch if isinstance(item, RunStarted | ThreadsSampled)]
        self._is_told = bool(runs)
        return [NotObserved(item.at_s, item.run, "the recording", self.trouble) for item in runs[-1:]]

    def close(self) -> None:
        """Write no more."""
        self.end_block()
        self._shut()

    def _shut(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            try:
                file.close()
            except OSError as error:
                self.trouble = self.trouble or f"it breaks off, because it cannot be written ({error.strerror})"

    def _give_up(self, why: str) -> None:
        self.trouble = self.trouble or why
        self._shut()
