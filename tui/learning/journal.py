"""The journal: what a learner guessed and answered, and how it came out; one line of JSON each in the state folder.

Rules of this file: a line is written with one call and never changed; a line that cannot be read is left out; what
cannot be written becomes one sentence and never an exception.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Struct
from msgspec.structs import asdict

from tui.files import make_private, private_folder, read_at_most
from tui.telemetry.shape import Else, Shapes
from tui.telemetry.text import plain

MOST_BYTES = 1024 * 1024
"""From this size on a new file is begun. The one before stays and is read too; older ones are dropped."""

MOST_ENTRIES = 2000
"""Entries read at most, the newest."""

FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
SHAPES = Shapes(lambda text: plain(text, 400), passes_unknown=True)


class Entry(Struct, frozen=True):
    """One prediction or one answer of the quiz, with its outcome."""

    kind: Literal["prediction", "quiz"]
    when: str
    """Local time with its offset, ISO 8601: `2026-05-31T14:05:09+02:00`."""
    lesson: str
    """The scenario's name."""
    python: str
    """`CPython 3.13.0`, or `CPython 3.14.0 without a GIL`."""
    question: str
    guess: str
    """What was said: `2.0 times`, or the text of an answer."""
    outcome: Literal["right", "too_high", "too_low", "wrong", "inconclusive"]
    low: Annotated[float | None, Else(None)] = None
    """The lowest measured value, in the unit of the guess; None for answers, and where nothing was measured."""
    high: Annotated[float | None, Else(None)] = None
    measured: Annotated[str, Else("")] = ""
    """What was measured or came true, as it was told."""


class Journal:
    """The file and the one before it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / "journal.jsonl"
        self._before = folder / "journal-before.jsonl"

    def add(self, entries: Sequence[Entry]) -> str:
        """Write the entries; return a sentence when they cannot be kept."""
        import json  # noqa: PLC0415 - 3 ms, which a first picture need not wait for

        lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
        try:
            private_folder(self._folder)
            size = self.path.stat().st_size if self.path.exists() else 0
            if size > MOST_BYTES:
                self.path.replace(self._before)
                size = 0
            # The app may have died within a line: the next one starts afresh.
            data = ("\n" * (size > 0 and not self._ends_well()) + lines).encode("utf-8", "replace")
            file = os.open(self.path, FLAGS, 0o600)
            try:
                make_private(file)
                if os.write(file, data) < len(data):
                    return "The journal is cut off: the disk is full."
            finally:
                os.close(file)
        except OSError as error:
            where = plain(str(self._folder))
            return f"The journal cannot be written ({error.strerror}), so this is not kept: look at {where}."
        return ""

    def _ends_well(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def read(self) -> tuple[Entry, ...]:
        """Return the entries, the newest first; what cannot be read is left out."""
        found = [entry for path in (self._before, self.path) for entry in _entries(path)]
        return tuple(found[: -MOST_ENTRIES - 1 : -1])

    def has_predicted(self, lesson: str, python: str) -> bool:
        """Whether this lesson was predicted on this Python, and the outcome was clear."""
        return any(
            entry.kind == "prediction" and entry.outcome != "inconclusive"
            for entry in self.read()
            if entry.lesson == lesson and entry.python == python
        )


def _entries(path: Path) -> Iterator[Entry]:
    try:
        data = read_at_most(path, 2 * MOST_BYTES)
    except OSError:
        return
    import json  # noqa: PLC0415

    for line in data.split(b"\n"):
        try:
            yield SHAPES.read(Entry, json.loads(line))
        except (ValueError, RecursionError):
            continue
