"""Writes a feed's telemetry to a file while it is played, so that nothing is lost when the app dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import platformdirs

from tui.feeds.feed import Feed
from tui.lessons.catalogue import KnobValue
from tui.telemetry import codec
from tui.telemetry.vocabulary import NotObserved, RunStarted, Telemetry, ThreadsSampled
from tui.telemetry.who import Who

KEPT = 50
"""Recordings kept in the state folder; older ones are removed."""

MOST_BYTES = 64 * 1024 * 1024
"""A recording stops growing here; the run goes on."""


def state_folder() -> Path:
    """Return the user's state folder: what the app keeps from one start to the next."""
    return Path(platformdirs.user_state_dir("coreograph", appauthor=False))


def recordings_folder() -> Path:
    return state_folder() / "recordings"


def new_recording(name: str) -> Path:
    """Return a fresh path in the recordings folder, and make room there by removing the oldest."""
    folder = recordings_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)[: -KEPT + 1]:
        old.unlink(missing_ok=True)
    stem = f"{time.strftime('%Y-%m-%d-%H%M%S')}-{name}"
    path, n = folder / f"{stem}.jsonl", 1
    while path.exists():
        n += 1
        path = folder / f"{stem}-{n}.jsonl"
    return path


class RecordedWhilePlayed:
    """A feed that writes down whatever another feed says. When it cannot, it says so, and the run goes on."""

    def __init__(self, feed: Feed, path: Callable[[], Path]) -> None:
        """`path` gives the recording's file; it may raise OSError."""
        self._feed = feed
        self.trouble = ""
        """Why it is not recorded (any more); empty while it is."""
        self._is_told = False
        self._file: IO[str] | None = None
        self._bytes = 0
        try:
            self._file = path().open("w", encoding="utf-8")
        except OSError as error:
            self._give_up(f"the recordings folder cannot be written ({error.strerror})")
        else:
            self._write([codec.header()])

    def poll(self) -> Sequence[Telemetry]:
        batch = self._feed.poll()
        if batch and self._file is not None:
            self._write([codec.encode(item) for item in batch])
        if self.is_over:
            self._close_file()
        if self.trouble and not self._is_told:
            batch = [*batch, *self._told_trouble(batch)]
        return batch

    def _told_trouble(self, batch: Sequence[Telemetry]) -> list[Telemetry]:
        """Return word of the trouble, once a run is there to which it belongs."""
        runs = [item for item in batch if isinstance(item, RunStarted | ThreadsSampled)]
        if not runs:
            return []
        self._is_told = True
        return [NotObserved(runs[-1].at_s, runs[-1].run, "the recording", self.trouble)]

    @property
    def is_over(self) -> bool:
        return self._feed.is_over

    @property
    def is_live(self) -> bool:
        return self._feed.is_live

    def ask_lines(self, hz: int) -> None:
        self._feed.ask_lines(hz)

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        return self._feed.tell(line, knobs)

    def ask_switch_interval(self, seconds: float | None) -> None:
        self._feed.ask_switch_interval(seconds)

    def ask_burst(self, threads: Sequence[Who]) -> None:
        self._feed.ask_burst(threads)

    def stop(self) -> None:
        self._feed.stop()

    def close(self) -> None:
        self._feed.close()
        self._close_file()

    def _write(self, lines: list[str]) -> None:
        text = "\n".join(lines) + "\n"
        self._bytes += len(text)
        if self._bytes > MOST_BYTES:
            self._give_up("it is full, so the rest of the run is not in it")
            return
        try:
            assert self._file is not None
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            self._give_up(f"it breaks off, because it cannot be written ({error.strerror})")

    def _give_up(self, why: str) -> None:
        self.trouble = why
        self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            try:
                file.close()
            except OSError as error:
                self.trouble = self.trouble or f"it breaks off, because it cannot be written ({error.strerror})"
