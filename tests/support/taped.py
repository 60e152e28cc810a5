"""Recordings made of telemetry, and read whole."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tui.feeds.recorder import Recorder
from tui.play.opening import open_recording
from tui.play.tape import Tape
from tui.telemetry.vocabulary import Telemetry

_FOLDER = tempfile.TemporaryDirectory()
_NUMBERS = count()


class HandClock:
    """A clock that a test moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def taped(told: Sequence[Telemetry]) -> Tape:
    """Return the tape of a recording of this telemetry, told in order of time."""
    path = Path(_FOLDER.name) / f"{next(_NUMBERS)}.jsonl"
    tape = Tape(Recorder(lambda: path))
    tape.add(sorted(told, key=lambda item: item.at_s))
    tape.close()
    return open_recording(path)


def unpacked_file(path: Path) -> bytes:
    """Return the lines of a recording as common tools show them."""
    with gzip.open(path) as file:
        return file.read()


def told_in(path: Path) -> list[Telemetry]:
    """Return all telemetry of a recording."""
    return list(open_recording(path).told())
