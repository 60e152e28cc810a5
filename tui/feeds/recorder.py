"""Writes what a run tells to a file while it is played, so that nothing is lost when the app dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tui import files
from tui.files import private_file, private_folder
from tui.telemetry import codec
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import NotObserved, RunStarted, Telemetry, ThreadsSampled

if TYPE_CHECKING:
    from tui.feeds.live.plan import Plan

RECORDINGS = "recordings"
KEPT = 50
"""Recordings kept in the state folder; older ones are removed."""

MOST_BYTES = 64 * 1024 * 1024
"""A recording stops growing here; the run goes on."""

MOST_NAME = 60
"""Characters of what is run in the name of a recording."""


def state_folder() -> Path:
    """Return the user's state folder: what the app keeps from one start to the next."""
    return Path(files.state_folder())


def recordings_folder() -> Path:
    return state_folder() / RECORDINGS


def recording_called(path: Path) -> Path:
    """Return this path; for a bare name that is no file here, the recording that is called so, with `.jsonl` or not."""
    try:
        is_here = path.name != str(path) or path.exists()
        names = () if is_here else (path.name, f"{path.name}.jsonl")
        return next((kept for name in names if (kept := recordings_folder() / name).is_file()), path)
    except OSError:
        return path  # Whoever opens it says why it cannot be.


def own_folder(name: str) -> Path:
    """Return one of the folders in the state folder, made and closed to others; OSError when that is not possible."""
    private_folder(state_folder())
    return private_folder(state_folder() / name)


def new_recording(name: str) -> Path:
    """Make a fresh file in the recordings folder, and room for it there by removing the oldest; return its path."""
    folder = own_folder(RECORDINGS)
    for old in sorted(folder.glob("*.jsonl"), key=_changed_s)[: -KEPT + 1]:
        old.unlink(missing_ok=True)
    known = "".join(character if character.isalnum() or character in "-_." else "-" for character in name)[:MOST_NAME]
    stem, n = f"{time.strftime('%Y-%m-%d-%H%M%S')}-{known}", 1
    while True:
        path = folder / (f"{stem}.jsonl" if n == 1 else f"{stem}-{n}.jsonl")
        try:
            private_file(path, is_new=True).close()
        except FileExistsError:
            n += 1
        else:
            return path


def _changed_s(path: Path) -> float:
    """Return when a file was changed; 0 for one that is gone by now."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def recorder_of(plan: Plan, path: Path | None = None) -> Recorder:
    """Return what records a plan's runs: in this file, or in a new one in the recordings folder."""
    return Recorder(lambda: path or new_recording(plan.scenario.name or plan.scenario.tab))


class Recorder:
    """Writes a recording. When it cannot, it says so, and the run goes on."""

    def __init__(self, path: Callable[[], Path]) -> None:
        """`path` gives the recording's file; it may raise OSError."""
        self.trouble = ""
        """Why it is not recorded (any more); empty while it is."""
        self.path: Path | None = None
        """The recording; None when there is none."""
        self._is_kept = True
        """Whether what is written can be read again: not from a pipe or a device."""
        self._is_told = False
        self._file: IO[bytes] | None = None
        self._bytes = 0
        try:
            self.path = path()
            self._file = private_file(self.path)
            self._is_kept = self.path.is_file()
        except OSError as error:
            where = plain(str(self.path), 100) if self.path else "the recordings folder"
            self._give_up(f"{where} cannot be written ({error.strerror})")
            self.path = None
        else:
            self.write(codec.header().encode() + b"\n")

    def write(self, text: bytes) -> int | None:
        """Write whole lines; return at which byte of the recording they begin, None when they are not in it."""
        if self._file is None:
            return None
        offset, self._bytes = self._bytes, self._bytes + len(text)
        if self._bytes > MOST_BYTES:
            self._give_up("it is full, so the rest of the run is not in it")
            return None
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            self._give_up(f"it breaks off, because it cannot be written ({error.strerror})")
        return offset if self._file is not None and self._is_kept else None

    def told_trouble(self, batch: Sequence[Telemetry]) -> list[Telemetry]:
        """Return word of the trouble behind a batch, once a run is there to which it belongs."""
        if not self.trouble or self._is_told:
            return []
        runs = [item for item in batch if isinstance(item, RunStarted | ThreadsSampled)]
        self._is_told = bool(runs)
        return [NotObserved(item.at_s, item.run, "the recording", self.trouble) for item in runs[-1:]]

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            file, self._file = self._file, None
            try:
                file.close()
            except OSError as error:
                self.trouble = self.trouble or f"it breaks off, because it cannot be written ({error.strerror})"

    def _give_up(self, why: str) -> None:
        self.trouble = why
        self.close()
